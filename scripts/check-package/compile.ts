/**
 * What the compiler says of a program that uses the installed package. A file that several programs have is read once.
 *
 * @module
 */
import { join } from 'node:path'
import ts from 'typescript'
import { folder, nameOf } from './installed.js'

const options: ts.CompilerOptions = {
  ...{ noEmit: true, strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
  ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, types: ['node'] },
}
const read = new Map<string, ts.SourceFile | undefined>()

/** The mistakes in a program that uses all that entries export, as the compiler prints them; nothing of one that compiles. */
export function mistakesOf(used: readonly string[]): string {
  const path = join(folder, 'use.ts')
  const uses = used.map(
    (entry, index) => `import * as entry${index} from '${nameOf(entry)}'\nconsole.log(entry${index})`,
  )
  const plain = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...plain,
    getCurrentDirectory: () => folder,
    fileExists: (name) => name === path || plain.fileExists(name),
    readFile: (name) => (name === path ? uses.join('\n') : plain.readFile(name)),
    getSourceFile: (name, languageVersion) => {
      if (name === path) return ts.createSourceFile(name, uses.join('\n'), languageVersion)
      if (!read.has(name)) read.set(name, plain.getSourceFile(name, languageVersion))
      return read.get(name)
    },
  }
  const program = ts.createProgram([path], options, host)
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host)
}
