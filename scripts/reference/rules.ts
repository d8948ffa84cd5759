/** The page of rules. */
import { levels, rules, rulesReadOn, type Level, type Rule } from '../../src/manifest/index.js'
import { code, page, table } from './markdown.js'

/** What follows the word for a level. */
const meanings: Readonly<Record<Level, string>> = {
  documented: ' by the service',
  'peer-evidenced': ' by its official clients',
  assumed: '',
  disputed: ' between sources',
  chosen: ' by this package, whatever the service does',
}

/** Makes the page. */
export function rulesPage(): string {
  const severities = { error: 'stops the job', warning: 'a warning' } as const
  const breachOf = ({ severity, level }: Pick<Rule, 'severity' | 'level'>): string =>
    severity === 'error' && level === 'assumed' ? 'stops the job; a warning when read' : severities[severity]
  return page('Rules', [
    "What the documentation of the service demands of a job and the schema cannot say. The code of an issue is `rule.` and the id of the rule. `portalSignatureJobManifest` enforces the rules that bind both sectors and need only the manifest; `manifestFor` those of a sector as well; `prepareJob` and `checkJob` all of them. A rule finds nothing in a part of the job that it is not given. A rule that is assumed stops nothing that is read. With `rules: 'warn'` the codecs of the manifest take every breach for a warning when they read.",
    `The sources were read on ${rulesReadOn}.`,
    table(
      ['Id', 'Rule', 'Binds', 'Breach', 'Level', 'Source'],
      rules.map(({ id, sentence, sectors, level, source, ...rule }) => [
        code(id),
        sentence,
        sectors.length === 2 ? 'both' : sectors.join(''),
        breachOf({ level, ...rule }),
        level,
        source,
      ]),
    ),
    `Levels: ${levels.map((level) => `${code(level)}${meanings[level]}`).join(', ')}.`,
    'Where a rule that stops the job cannot be sure of a breach it gives a warning: a PDF whose trailer cannot be read, bytes before a PDF header, PDF 2.0 that declares PDF/A, and plain text, on which sources disagree.',
  ])
}
