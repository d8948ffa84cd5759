/**
 * Reading and writing the files that a command is given.
 *
 * @module
 */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { arrayBuffer } from 'node:stream/consumers'
import { withReason, type Terminal } from './command.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  ENOTDIR: 'its folder is no directory',
  EACCES: 'access is not permitted',
}

/** The words for why a file cannot be used. */
export function wordsFor(path: string): (code: string) => string {
  return (code) => `${path}: ${reasons[code] ?? code}.`
}

/** Whether there is a file, or a directory. */
export async function isThere(path: string): Promise<boolean> {
  const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
  const found = stat(path).catch((error: unknown) => {
    if (!isAbsent(error)) throw error
    return undefined
  })
  return (await withReason(found, wordsFor(path))) !== undefined
}

/** Reads a file; one that cannot be read is a {@link UsageError}. */
export async function read(path: string): Promise<Uint8Array> {
  return withReason(readFile(path), wordsFor(path))
}

/** Reads a file, or standard input for `-`. */
export async function readOrInput(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path !== '-') return read(path)
  return new Uint8Array(await arrayBuffer(terminal.input))
}

/** Writes a file, in the place of one that may be there. */
export async function write(path: string, content: Uint8Array): Promise<void> {
  await withReason(writeFile(path, content), wordsFor(path))
}
