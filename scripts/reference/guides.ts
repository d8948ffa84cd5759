/**
 * The parts of the guides that are made from the sources: examples, and the list of contract cases. Markers tell where.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { contractCases } from '../../src/contract/index.js'
import { repositoryFile } from '../../testing/requirements.js'
import { code, table } from './markdown.js'

const markers = /<!-- (?:example: |cases -->)/

/** The pages that have a marker. */
export function guides(): readonly string[] {
  const pages = ['README.md', ...readdirSync(repositoryFile('docs')).map((name) => `docs/${name}`)]
  return pages.filter((path) => path.endsWith('.md') && markers.test(readFileSync(repositoryFile(path), 'utf8')))
}

/** A page as it is, with its parts made anew. */
export function guide(path: string): string {
  return readFileSync(repositoryFile(path), 'utf8')
    .replace(
      /(<!-- example: (\S+)((?: \w+)*) -->\n\n)```ts\n[^]*?^```$/gm,
      (_, marker: string, file: string, names: string) =>
        `${marker}\`\`\`ts\n${example(file, names.split(' ').filter(Boolean))}\`\`\``,
    )
    .replace(/(<!-- cases -->)[^]*?(<!-- \/cases -->)/, (_, start: string, end: string) => {
      const rows = contractCases.map(({ id, level, title, source }) => [code(id), level, title, source])
      return [start, table(['case', 'level', 'the client', 'source'], rows), end].join('\n\n')
    })
}

/** What a statement of an example is called by. */
function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isImportDeclaration(statement)) return ['imports']
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText())
  const { name } = statement as ts.DeclarationStatement
  return name === undefined ? [] : [name.getText()]
}

/** The statements of these names as they stand in a file of `examples`, or all but the comment on top. */
function example(file: string, names: readonly string[]): string {
  const path = repositoryFile(`examples/${file}`)
  const text = readFileSync(path, 'utf8')
  if (names.length === 0) return text.replace(/^\/\*\*[^]*?\*\/\n+(?=import|\/)/, '')
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const chosen = statements.filter((statement) => namesOf(statement).some((name) => names.includes(name)))
  const missing = names.filter((name) => !chosen.some((statement) => namesOf(statement).includes(name)))
  if (missing.length > 0) throw new TypeError(`examples/${file} has no ${missing.join(', ')}.`)
  const first = chosen[0]
  const last = chosen.at(-1)
  if (first === undefined || last === undefined) return ''
  // What stands between them belongs to them.
  const comments = ts.getLeadingCommentRanges(text, first.getFullStart())?.at(-1)
  const start = first === statements[0] ? first.getStart() : (comments?.pos ?? first.getStart())
  return `${text.slice(start, last.end)}\n`
}
