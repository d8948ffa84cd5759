/**
 * Why a driver cannot be started.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { open, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it is no program that may be run',
  ENOEXEC: 'it is no program',
}

/** What Node throws for a program that it cannot start, with words for people and the `code` that it had; anything else as it is. */
export async function startError(command: string, error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  // The system says the same of a program that is not there and of one whose interpreter is not.
  const interpreter = code === 'ENOENT' ? await interpreterOf(command) : undefined
  const words =
    interpreter === undefined
      ? (whyNot[code] ?? code)
      : `its first line names the interpreter ${interpreter}, which is not there`
  return Object.assign(new Error(`${command} cannot be started: ${words}`, { cause: error }), { code })
}

/** Requires that there is a program of a name, and its interpreter, as far as can be seen before it is started; else throws as {@link startError} has it. */
export async function requireProgram(command: string): Promise<void> {
  // Elsewhere more names than this one are looked up.
  if (process.platform === 'win32' || (process.env['PATH'] === undefined && !command.includes('/'))) return
  const interpreter = await interpreterOf(command)
  if (await isAnyThere(interpreter === undefined ? pathsOf(command) : [interpreter])) return
  throw await startError(command, Object.assign(new Error('no such file'), { code: 'ENOENT' }))
}

/** Whether there is a file at any of some paths; one that cannot be looked at may be. */
async function isAnyThere(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const code = await stat(path).then(
      () => undefined,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined),
    )
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return true
  }
  return false
}

/** Where the system looks for a program. */
function pathsOf(command: string): readonly string[] {
  const folders = command.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command))
}

/** A system reads no more of the first line. */
const longestFirstLine = 256

/** The interpreter that the first line of a program names after `#!`, in a form that can be shown; undefined where none does. */
async function interpreterOf(command: string): Promise<string | undefined> {
  for (const program of pathsOf(command)) {
    const line = await beginningOf(program).catch(() => undefined)
    if (line === undefined) continue
    const [, path] = /^#![ \t]*([^ \t\n]+)/.exec(line) ?? []
    return path?.replace(/\r/g, ' and a carriage return').replace(/\p{Cc}/gu, '\uFFFD')
  }
  return undefined
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestFirstLine), 0, longestFirstLine, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
