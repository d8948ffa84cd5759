/** The page of errors: what each code means, what has led to it, and what to do. */
import { issueCodes, type IssueCode } from '../../src/codec/index.js'
import { rules } from '../../src/manifest/index.js'
import { code, page } from './markdown.js'
import { remedyOf } from './remedies.js'

/** Pages that remedies name, and where they are. */
const named: Readonly<Record<string, string>> = {
  'Element reference': 'elements.md',
  'The document package': '../document-package.md',
  'The simulated portal': '../simulator.md',
  Troubleshooting: '../troubleshooting.md',
}

/** The words before the dot of a code, in the order of their codes, and what they are about. */
const families: Readonly<Record<string, string>> = {
  xml: 'XML that cannot be read or written.',
  schema: 'A message, or a value, that portal.xsd does not accept.',
  value: 'A JavaScript value that no message has.',
  http: 'Exchanges with the service.',
  tls: 'Two-way TLS.',
  cli: 'The command line.',
  check: 'What `signering-portal check` finds.',
  json: 'JSON for `signering-portal encode`.',
  simulator: 'The simulated portal.',
  contract: 'The contract suite.',
  bundle: 'The archive of a document package.',
  signature: 'The signature of a document package.',
  key: 'Keys and certificates.',
  job: 'Jobs.',
}

/** Makes the page. */
export function issuesPage(): string {
  const codes = Object.entries(issueCodes) as [IssueCode, string][]
  return page('Errors', [
    'A `PortalError` has `issues`, and a result that is not `ok` has them too. Each has a code of this page, and its place: `path` in the XML, `line` and `column`, and `property` in the value. Codes are stable: a program may compare them. Messages are for people and may change. No issue holds a value from the message, so that all of it may go to a log.',
    'The cause is the likeliest one, and not the only one. The page [Troubleshooting](../troubleshooting.md) begins with what is seen, in place of a code.',
    ...Object.entries(families).flatMap(([family, about]) => [
      `## ${family}`,
      about,
      ...codes.filter(([name]) => name.startsWith(`${family}.`)).flatMap(([name, meaning]) => entry(name, meaning)),
    ]),
    '## rule',
    'What the documentation of the service demands of a job and the schema cannot say; the page [Rules](rules.md) has the source of each, and how sure it is.',
    ...rules.flatMap(({ id, sentence }) => entry(`rule.${id}`, sentence)),
  ])
}

/** The part of one code. */
function entry(name: IssueCode, meaning: string): readonly string[] {
  const found = remedyOf(name)
  if (found === undefined) throw new TypeError(`scripts/reference/remedies has no ${name}.`)
  return [
    `### ${code(name)}`,
    meaning,
    `**Likeliest cause:** ${linked(found.cause)}`,
    `**Remedy:** ${linked(found.remedy)}`,
  ]
}

/** A text with the pages that it names as links. */
function linked(text: string): string {
  return Object.entries(named).reduce(
    (all, [title, path]) =>
      all
        .replaceAll(`the page ${title}`, `the page [${title}](${path})`)
        .replaceAll(`The page ${title}`, `The page [${title}](${path})`),
    text,
  )
}
