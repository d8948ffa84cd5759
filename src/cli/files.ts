/**
 * Reading and writing the files that a command is given.
 *
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises'
import { UsageError, type Terminal } from './command.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  ENOTDIR: 'its folder is no directory',
  EACCES: 'access is not permitted',
}

/** Reads a file; one that cannot be read is a {@link UsageError}. */
export async function read(path: string): Promise<Uint8Array> {
  return withReason(path, readFile(path))
}

/** Reads a file, or standard input for `-`. */
export async function readOrInput(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path !== '-') return read(path)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of terminal.input as AsyncIterable<Uint8Array>) pieces.push(new Uint8Array(piece))
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

/** Writes a file, in the place of one that may be there. */
export async function write(path: string, content: Uint8Array): Promise<void> {
  await withReason(path, writeFile(path, content))
}

async function withReason<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new UsageError(`${path}: ${reasons[code] ?? code}.`)
  }
}
