/**
 * Part of `npm run build`: leaves in `dist` the declarations that somebody sees who imports an entry, and those that they
 * mention. `tsc` writes a file for every module, with all that other modules use of it: twice as much, and types of Node.js
 * and of optional packages that no user of the entry has to have.
 *
 * @module
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { manifest } from './manifest.js'

const folder = resolve('dist')
const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [resolve(entry.types)],
)
const program = ts.createProgram(entries, {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: ['node'],
  skipLibCheck: true,
})
const checker = program.getTypeChecker()

/** The statements that are left, and the names that they import. */
const kept = new Set<ts.Node>()
const imported = new Set<ts.Symbol>()

const isOurs = (file: ts.SourceFile): boolean => resolve(file.fileName).startsWith(folder)

const origin = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** The statement of a file that a declaration stands in; none for a file itself. */
const statementOf = (declaration: ts.Declaration): ts.Node | undefined =>
  ts.isSourceFile(declaration) ? undefined : ts.findAncestor(declaration, ({ parent }) => ts.isSourceFile(parent))

/** Keeps what a symbol is declared by, and all that is mentioned there. */
function keep(symbol: ts.Symbol): void {
  imported.add(symbol)
  for (const declaration of origin(symbol).declarations ?? []) {
    const statement = statementOf(declaration)
    if (statement === undefined || !isOurs(declaration.getSourceFile()) || kept.has(statement)) continue
    kept.add(statement)
    keepMentioned(statement)
  }
}

function keepMentioned(node: ts.Node): void {
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node)
    if (symbol !== undefined) keep(symbol)
  }
  node.forEachChild(keepMentioned)
}

const isKept = (symbol: ts.Symbol | undefined): boolean =>
  symbol !== undefined &&
  (origin(symbol).declarations ?? [])
    .map(statementOf)
    .some((statement) => statement !== undefined && kept.has(statement))

/** What a file imports to export it again stays imported. */
function keepExported({ statements }: ts.SourceFile): void {
  for (const statement of statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) continue
    if (!ts.isNamedExports(statement.exportClause)) continue
    for (const name of statement.exportClause.elements) {
      const local = checker.getExportSpecifierLocalTargetSymbol(name)
      if (local !== undefined && isKept(local)) imported.add(local)
    }
  }
}

/** What is left of the names in braces, or undefined if none is. */
function left(
  names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[],
  isLeft: (name: ts.Symbol | undefined) => boolean,
): string | undefined {
  const all = names.filter(({ name }) => isLeft(checker.getSymbolAtLocation(name)))
  return all.length === 0 ? undefined : `{ ${all.map((name) => name.getText()).join(', ')} }`
}

/** The text of a statement that is left, or of what is left of it. */
function textOf(statement: ts.Statement): string {
  const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined
  if (bindings !== undefined && ts.isNamedImports(bindings))
    return replaced(
      statement,
      bindings,
      left(bindings.elements, (name) => name !== undefined && imported.has(name)),
    )
  const names = ts.isExportDeclaration(statement) ? statement.exportClause : undefined
  if (names !== undefined && ts.isNamedExports(names)) return replaced(statement, names, left(names.elements, isKept))
  if (ts.isExportDeclaration(statement) || kept.has(statement)) return statement.getFullText()
  return ''
}

function replaced(statement: ts.Statement, names: ts.Node, text: string | undefined): string {
  if (text === undefined) return ''
  const whole = statement.getText()
  const start = names.getStart() - statement.getStart()
  return `\n${whole.slice(0, start)}${text}${whole.slice(start + names.getWidth())}`
}

const files = program.getSourceFiles().filter(isOurs)
for (const file of files.filter(({ fileName }) => entries.includes(resolve(fileName)))) {
  const entry = checker.getSymbolAtLocation(file)
  if (entry !== undefined) checker.getExportsOfModule(entry).forEach(keep)
}
files.forEach(keepExported)
const texts = new Map(
  files.map((file) => [
    resolve(file.fileName),
    entries.includes(resolve(file.fileName)) ? file.text : `${file.statements.map(textOf).join('').trimStart()}\n`,
  ]),
)
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
for (const path of paths.filter((each) => each.endsWith('.d.ts'))) {
  const text = texts.get(path) ?? ''
  if (text.trim() === '') rmSync(path)
  else writeFileSync(path, text)
}
