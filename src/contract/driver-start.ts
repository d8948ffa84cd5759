/**
 * Why a driver cannot be started.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { access, constants, open, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { codeOf } from '../guard.js'

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it is no program that may be run',
  EISDIR: 'it is a directory',
  ENOEXEC: 'it is no program',
  E2BIG: 'its arguments are too long',
  ENAMETOOLONG: 'its name is too long',
  ERR_INVALID_ARG_VALUE: 'it has a character of code 0 in its name or an argument',
}

/** What Node throws for a program that it cannot start, with words for people and the `code` that it had; anything else as it is. */
export async function startError(command: string, error: unknown): Promise<unknown> {
  const code = codeOf(error)
  if (code === undefined) return error
  // The system says the same of a program that is not there and of one whose interpreter is not.
  const words = (await obstacleTo(command))?.words ?? whyNot[code] ?? code
  return withWords(command, words, code, error)
}

/** Requires that a program can be run, as far as can be seen before it is started; else throws as {@link startError} has it. */
export async function requireProgram(command: string): Promise<void> {
  const obstacle = await obstacleTo(command)
  if (obstacle !== undefined) throw withWords(command, obstacle.words, obstacle.code)
}

function withWords(command: string, words: string, code: string, cause?: unknown): Error {
  return Object.assign(new Error(`${command} cannot be started: ${words}`, { cause }), { code })
}

/** Why a program cannot be run. */
interface Obstacle {
  readonly code: string
  readonly words: string
}

/** Why a program, or the interpreter that it names, cannot be run; undefined where nothing is seen that hinders it. */
async function obstacleTo(command: string): Promise<Obstacle | undefined> {
  // Elsewhere more names than this one are looked up.
  if (process.platform === 'win32' || (process.env['PATH'] === undefined && !command.includes('/'))) return undefined
  const paths = pathsOf(command)
  const codes = await Promise.all(paths.map(whyNotRun))
  const program = paths[codes.indexOf(undefined)]
  if (program === undefined) {
    // A file that may not be run is passed over as long as there are folders left.
    const code = codes.find((one) => one !== 'ENOENT') ?? 'ENOENT'
    return { code, words: whyNot[code] ?? code }
  }
  const interpreter = await interpreterOf(program)
  const code = interpreter === undefined ? undefined : await whyNotRun(interpreter.path)
  if (interpreter === undefined || code === undefined) return undefined
  const why = code === 'ENOENT' ? 'is not there' : 'is no program that may be run'
  return { code, words: `its first line names the interpreter ${interpreter.shown}, which ${why}` }
}

/** The code of the reason why a file cannot be run; undefined for one that can. */
async function whyNotRun(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path)
    if (!stats.isFile()) return stats.isDirectory() ? 'EISDIR' : 'EACCES'
    await access(path, constants.X_OK)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    return code === undefined || code === 'ENOTDIR' ? 'ENOENT' : code
  }
}

/** Where the system looks for a program: as it is named, or in each folder of the path. */
export function pathsOf(command: string): readonly string[] {
  const folders = command.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command))
}

/** A system reads no more of the first line. */
const longestFirstLine = 256

/** The interpreter that the first line of a program names after `#!`, and its path in a form that can be shown; undefined where none does. */
async function interpreterOf(program: string): Promise<{ readonly path: string; readonly shown: string } | undefined> {
  const line = await firstLineOf(program).catch(() => '')
  const [, path] = /^#![ \t]*([^ \t\n]+)/.exec(line) ?? []
  if (path === undefined) return undefined
  return { path, shown: path.replace(/\r/g, ' and a carriage return').replace(/\p{Cc}/gu, '\uFFFD') }
}

async function firstLineOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestFirstLine), 0, longestFirstLine, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
