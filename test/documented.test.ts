import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'

const source = repositoryFile('src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

const hasComment = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).some((tag) => tag.comment !== undefined)

/** What an exported declaration must have comments on: itself, and its own members. */
function documentable(statement: ts.Statement): readonly ts.Node[] {
  if (!isExported(statement) || ts.isExportDeclaration(statement)) return []
  const members = ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement) ? [...statement.members] : []
  const own = members.filter(
    (member) =>
      !(member.name !== undefined && ts.isPrivateIdentifier(member.name)) && !ts.isConstructorDeclaration(member),
  )
  return [statement, ...own]
}

/** TypeDoc looks at exports; this looks at the members of exported interfaces and classes too. */
test('every export and every member of one has a doc comment', () => {
  let seen = 0
  const undocumented = files.flatMap((file) => {
    const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2023, true)
    const nodes = tree.statements.flatMap(documentable)
    seen += nodes.length
    return nodes.filter((node) => !hasComment(node)).map((node) => `${file}: ${node.getText().split('\n')[0] ?? ''}`)
  })
  expect(undocumented).toEqual([])
  expect(seen).toBeGreaterThan(500)
})
