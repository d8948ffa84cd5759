/**
 * The examples that stand in the comments of exports: `@example`, with a block of TypeScript. What one prints is told after `//`,
 * in the line or below; what it declares, a test supplies.
 *
 * @module
 */
import { format } from 'node:util'
import ts from 'typescript'
import { declarations, statementsOf } from '../scripts/reference/declarations.js'

/** An example. */
export interface DocExample {
  /** Of which export. */
  readonly name: string
  readonly code: string
}

const textOf = (tag: ts.JSDocTag): string => ts.getTextOfJSDocComment(tag.comment) ?? ''

/** The examples of an export. */
function examplesOf(name: string, symbol: ts.Symbol): readonly DocExample[] {
  return statementsOf(symbol)
    .flatMap((statement) => ts.getJSDocTags(statement))
    .filter((tag) => tag.tagName.text === 'example')
    .map((tag) => ({ name, code: /```ts\n([^]*?)\n```/.exec(textOf(tag))?.[1] ?? '' }))
}

const exported = (): ReadonlyMap<string, ts.Symbol> =>
  new Map(declarations().entries.flatMap(({ exports }) => [...exports]))

/** Every example, by the name of its export. */
export const docExamples = (): readonly DocExample[] =>
  [...exported()].flatMap(([name, symbol]) => examplesOf(name, symbol))

/** The names of exports that are called: functions, and constants whose type is one. */
export function exportedFunctions(): readonly string[] {
  const { checker } = declarations()
  return [...exported()].flatMap(([name, symbol]) => {
    if ((symbol.flags & ts.SymbolFlags.Value) === 0 || symbol.valueDeclaration === undefined) return []
    const type = checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration)
    return type.getCallSignatures().length > 0 ? [name] : []
  })
}

/** What an example says that it prints. */
export const expectedOf = (code: string): readonly string[] =>
  code.split('\n').flatMap((line, index, lines) => {
    const told = /console\.log\(.*\)(?: \/\/ (.*))?$/.exec(line)
    return told === null ? [] : [told[1] ?? lines[index + 1]?.replace(/^\/\/ /, '') ?? '']
  })

type Modules = Readonly<Record<string, unknown>>

/**
 * Runs an example.
 *
 * @param code - its code
 * @param values - what it may declare
 * @returns what it prints, line by line
 */
export async function runExample(code: string, values: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, esModuleInterop: true },
  })
  const names = [...code.matchAll(/from '([^']+)'/g)].map(([, name = '']) => name)
  const modules: Modules = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await import(name)] as const)),
  )
  const printed: string[] = []
  const scope = {
    exports: {},
    require: (name: string) => modules[name],
    console: { log: (...parts: readonly unknown[]) => printed.push(format(...parts)) },
    ...values,
  }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own examples
  const run = new Function(...Object.keys(scope), `return (async () => {${outputText}})()`) as (
    ...parts: readonly unknown[]
  ) => Promise<void>
  await run(...Object.values(scope))
  return printed
}
