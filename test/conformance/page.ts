/**
 * The conformance page: what each judge says of the edge cases, and the known disagreements.
 *
 * @module
 */
import { repositoryFile } from '../support/requirements.js'
import { Libxml2, Xerces } from '../support/validators.js'
import { schemaIssues } from './differential.js'
import { edgeCases, type EdgeCase } from './edge-cases.js'
import { exceptions } from './exceptions.js'

/** An edge case and what the judges say. */
export interface JudgedEdgeCase extends EdgeCase {
  /** The codes of the decoder's issues; empty if it accepts the document. */
  readonly codes: readonly string[]
  readonly libxml2: boolean
  readonly xerces: boolean
}

/** Judges every edge case. */
export async function judgeEdgeCases(): Promise<readonly JudgedEdgeCase[]> {
  const schema = repositoryFile('schema/portal.xsd')
  const libxml2 = new Libxml2(schema)
  const xerces = new Xerces(schema)
  const codes = edgeCases.map(({ root, document }) => [
    ...new Set(schemaIssues(root, document).map(({ code }) => code)),
  ])
  // Documents without a prolog, and well-formed as far as we can tell, are judged together: it saves a process for each.
  const together = edgeCases.filter(
    ({ document }, index) =>
      typeof document === 'string' &&
      /^<[a-z]/.test(document) &&
      !codes[index]?.some((code) => code.startsWith('xml.')),
  )
  const verdicts = await xerces.acceptsEach(together.map(({ document }) => String(document)))
  const judged: JudgedEdgeCase[] = []
  for (const [index, edgeCase] of edgeCases.entries()) {
    const { document } = edgeCase
    judged.push({
      ...edgeCase,
      codes: codes[index] ?? [],
      libxml2: libxml2.accepts(document),
      xerces: verdicts[together.indexOf(edgeCase)] ?? (await xerces.accepts(document)),
    })
  }
  return judged
}

const verdict = (accepts: boolean): string => (accepts ? 'accepts' : 'refuses')

/** Writes the page. */
export function conformancePage(judged: readonly JudgedEdgeCase[]): string {
  const groups = [...new Set(judged.map(({ group }) => group))]
  const tables = groups.map((group) => {
    const rows = judged
      .filter((edgeCase) => edgeCase.group === group)
      .map(({ shown, codes, libxml2, xerces, note = '' }) => {
        const own = codes.length === 0 ? 'accepts' : codes.map((code) => `\`${code}\``).join(', ')
        return `| ${code(shown)} | ${own} | ${verdict(libxml2)} | ${verdict(xerces)} | ${note} |`
      })
    return `## ${group}\n\n| document | codecs | libxml2 | Xerces | note |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`
  })
  const known = exceptions.map(({ id, differs, reason }) => {
    const who = Object.entries(differs).map(([validator, does]) => `${validator} ${does}`)
    return `| \`${id}\` | ${who.join(', ')} | ${reason} |`
  })
  return `# Conformance

Generated from \`test/conformance\`; do not edit.

The strict decoders accept a document exactly if the schema accepts it, less what is refused on purpose. Two validators that
are independent of each other judge the same documents: libxml2 and Xerces. Where they differ, the codecs follow XML Schema.
Nothing that both validators refuse is accepted.

${tables.join('\n')}
## Known disagreements

Generated documents are judged in the tests and, in volume, by \`npm run conformance\`. There are no disagreements but these.

| id | who differs from the codecs | reason |
| --- | --- | --- |
${known.join('\n')}
`
}

/** Shows what stands in a document as code, inside a cell of a table. */
function code(shown: string): string {
  if (/^[A-Za-z0-9 ,:="-]+$/.test(shown) && shown.includes(' ')) return shown
  return shown === '' ? '(empty)' : `\`${shown.replace(/\|/g, '\\|')}\``
}
