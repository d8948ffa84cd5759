/**
 * What the compiler says of pieces of code that use the package.
 *
 * @module
 */
import { join } from 'node:path'
import ts from 'typescript'
import { repositoryFile } from './requirements.js'

/** The errors of each piece by its name, as the compiler prints them: with the lines of what they relate to at the end. */
export function errorsOf(pieces: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const folder = repositoryFile('testing')
  const paths = new Map(Object.keys(pieces).map((name, index) => [join(folder, `piece-${index}.ts`), name]))
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(repositoryFile('tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    repositoryFile('.'),
  )
  const host = ts.createCompilerHost(options)
  const plain = ts.createCompilerHost(options)
  host.readFile = (path) => pieces[paths.get(path) ?? ''] ?? plain.readFile(path)
  host.fileExists = (path) => paths.has(path) || plain.fileExists(path)
  const program = ts.createProgram(
    [...paths.keys()],
    { ...options, isolatedDeclarations: false, declaration: false },
    host,
  )
  return Object.fromEntries(
    [...paths].map(([path, name]) => {
      const file = program.getSourceFile(path)
      return [name, program.getSemanticDiagnostics(file).map(textOf)]
    }),
  )
}

function textOf({ messageText, relatedInformation = [] }: ts.Diagnostic): string {
  return [messageText, ...relatedInformation.map((each) => each.messageText)]
    .map((text) => ts.flattenDiagnosticMessageText(text, '\n'))
    .join('\n')
}
