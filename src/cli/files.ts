/**
 * Reading and writing the files that a command is given.
 *
 * @module
 */
import type { BigIntStats, PathLike } from 'node:fs'
import { lstat, readFile, stat, writeFile } from 'node:fs/promises'
import { arrayBuffer } from 'node:stream/consumers'
import { UsageError, withReason, type Terminal } from './command.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  ENOTDIR: 'its folder is no directory',
  EACCES: 'access is not permitted',
  EPERM: 'access is not permitted',
  EROFS: 'the file system can only be read',
  ENOSPC: 'there is no space left',
  EDQUOT: 'there is no space left',
  EFBIG: 'a file may not be that long',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'symbolic links go in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the device has failed',
  EBUSY: 'is in use',
  ETXTBSY: 'is in use',
}

/** The code of a failure of the system. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** The words for why a file cannot be used. */
export function wordsFor(path: string): (code: string) => string {
  return (code) => `${path}: ${reasons[code] ?? `the system refuses it (${code})`}.`
}

type Look = (path: PathLike, options: { readonly bigint: true }) => Promise<BigIntStats>

/** What there is at a path; undefined if there is nothing. A symbolic link is where it leads to. */
export async function found(path: string, look: Look = stat): Promise<BigIntStats | undefined> {
  // A file is known by its inode, which need not fit into a number.
  const looked = look(path, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error
    return undefined
  })
  return withReason(looked, wordsFor(path))
}

/** Whether there is a file, or a directory; a symbolic link that leads nowhere is a {@link UsageError}. */
export async function isThere(path: string): Promise<boolean> {
  if ((await found(path)) !== undefined) return true
  if ((await found(path, lstat)) === undefined) return false
  throw new UsageError(`${path}: is a symbolic link to a file that is not there.`)
}

/** Reads a file; one that cannot be read is a {@link UsageError}, and so is a device, which may never end. */
export async function read(path: string): Promise<Uint8Array> {
  const stats = await found(path)
  if (stats?.isCharacterDevice() === true || stats?.isBlockDevice() === true)
    throw new UsageError(`${path}: is a device.`)
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
