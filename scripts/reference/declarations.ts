/**
 * The declarations of the package as its users see them: those that the build writes, in memory.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { repositoryFile } from '../../testing/requirements.js'

const repository = repositoryFile('')
const file = (path: string): string => join(repository, path)

/** An entry of the package and what it exports, by name. */
export interface Entry {
  /** What a user imports, such as `signering-portal/codec`. */
  readonly name: string
  /** The exports in alphabetical order, each as the symbol that declares it. */
  readonly exports: ReadonlyMap<string, ts.Symbol>
}

/** Every declaration of the package. */
export interface Declarations {
  /** Answers questions on types. */
  readonly checker: ts.TypeChecker
  /** The entries, in the order of tsconfig.json; the one that only holds others comes last. */
  readonly entries: readonly Entry[]
  /** Every exported declaration of every file of `src`, with the file. */
  readonly internal: readonly (readonly [path: string, symbol: ts.Symbol])[]
}

/** Declarations by path. They lie where the build would write them, so that what they import is found. */
function declarationFiles(compilerOptions: ts.CompilerOptions): ReadonlyMap<string, string> {
  const sources = readdirSync(file('src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return new Map(
    sources.map((path) => {
      const text = readFileSync(join(file('src'), path), 'utf8')
      const { outputText } = ts.transpileDeclaration(text, { compilerOptions, fileName: path })
      return [file(join('dist', path.replace(/\.ts$/, '.d.ts'))), outputText]
    }),
  )
}

/** Alone among the entries this one declares nothing of its own. */
const all = 'signering-portal'

let read: Declarations | undefined

/** Reads the declarations of the package, once. */
export function declarations(): Declarations {
  return (read ??= readDeclarations())
}

function readDeclarations(): Declarations {
  const { config } = ts.readConfigFile(file('tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    readonly config: { readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly [string]>> } }
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository)
  const written = declarationFiles(options)
  const host = ts.createCompilerHost(options)
  const stored = host.getSourceFile.bind(host)
  host.fileExists = (path) => written.has(path) || (!path.startsWith(file('dist')) && ts.sys.fileExists(path))
  host.directoryExists = (path) => path.startsWith(file('dist')) || ts.sys.directoryExists(path)
  host.readFile = (path) => written.get(path) ?? ts.sys.readFile(path)
  host.getSourceFile = (path, ...rest) => {
    const text = written.get(path)
    return text === undefined ? stored(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  }
  const program = ts.createProgram([...written.keys()], { ...options, paths: {} }, host)
  const checker = program.getTypeChecker()

  const exportsOf = (path: string): ReadonlyMap<string, ts.Symbol> => {
    const source = program.getSourceFile(path)
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    const symbols = module === undefined ? [] : checker.getExportsOfModule(module)
    const named = symbols.map((symbol) => [symbol.name, resolve(checker, symbol)] as const)
    return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  const { paths } = config.compilerOptions
  const names = Object.keys(paths).sort((a, b) => Number(a === all) - Number(b === all))
  return {
    checker,
    entries: names.map((name) => ({
      name,
      exports: exportsOf(file((paths[name]?.[0] ?? '').replace('./src', 'dist').replace(/\.ts$/, '.d.ts'))),
    })),
    internal: [...written.keys()].flatMap((path) =>
      [...exportsOf(path).values()].map((symbol) => [path.slice(file('dist').length + 1), symbol] as const),
    ),
  }
}

/** The symbol itself, behind imports and exports of it. */
export function resolve(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** The statements that declare a symbol of the package; none if another package or the language declares it. */
export function statementsOf(symbol: ts.Symbol): readonly ts.Statement[] {
  return (symbol.declarations ?? []).flatMap((declaration): readonly ts.Statement[] => {
    if (!declaration.getSourceFile().fileName.startsWith(file('dist'))) return []
    const node: ts.Node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
    return ts.isStatement(node) ? [node] : []
  })
}

/** The symbols of the package that a declaration mentions. */
export function mentionedBy(checker: ts.TypeChecker, statement: ts.Statement): ReadonlySet<ts.Symbol> {
  const mentioned = new Set<ts.Symbol>()
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    if (symbol !== undefined) mentioned.add(resolve(checker, symbol))
    ts.forEachChild(node, visit)
  }
  visit(statement)
  return new Set([...mentioned].filter((symbol) => statementsOf(symbol).some(({ parent }) => ts.isSourceFile(parent))))
}
