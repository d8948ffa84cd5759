/**
 * Reading and writing the files that a command is given.
 *
 * @module
 */
import { fstatSync, type BigIntStats, type PathLike } from 'node:fs'
import { access, constants, lstat, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { arrayBuffer } from 'node:stream/consumers'
import { codeOf, unlessThrown } from '../guard.js'
import { readAll, UsageError, withReason, type Terminal } from './command.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  ERR_FS_EISDIR: 'is a directory',
  ENOTDIR: 'its folder is no directory',
  EACCES: 'access is not permitted',
  EPERM: 'access is not permitted',
  EROFS: 'the file system can only be read',
  ENOSPC: 'there is no space left',
  EDQUOT: 'there is no space left',
  EFBIG: 'a file may not be that long',
  ERR_FS_FILE_TOO_LARGE: 'is too long to be read',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'symbolic links go in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'reading or writing has failed',
  EINVAL: 'it cannot be read or written in this way',
  ENXIO: 'is a socket, or a device that is not there',
  ERR_INVALID_ARG_VALUE: 'no name has a character of code 0',
  EBUSY: 'is in use',
  ETXTBSY: 'is in use',
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
  throw new UsageError(`${path}: is a symbolic link to a file that is not there.`, 'cli.unusable')
}

/** Reads a file; one that cannot be read is a {@link UsageError}, and so is a device, which may never end. */
export async function read(path: string): Promise<Uint8Array> {
  const stats = await found(path)
  if (stats?.isCharacterDevice() === true || stats?.isBlockDevice() === true)
    throw new UsageError(`${path}: is a device.`, 'cli.unusable')
  return withReason(readFile(path), wordsFor(path))
}

/** Reads files, of which `-` is standard input; all that cannot be read are told at once. */
export async function readEach(
  paths: readonly string[],
  terminal: Pick<Terminal, 'input'>,
): Promise<readonly Uint8Array[]> {
  const readers = paths.map((path, at) => [`file ${at}`, async () => readOrInput(path, terminal)] as const)
  return Object.values(await readAll(Object.fromEntries(readers)))
}

/** Reads a file, or standard input for `-`. */
export async function readOrInput(path: string, terminal: Pick<Terminal, 'input'>): Promise<Uint8Array> {
  if (path !== '-') return read(path)
  // Node.js makes an empty input of a directory.
  if (unlessThrown(() => fstatSync(0).isDirectory()) === true)
    throw new UsageError(wordsFor('standard input')('EISDIR'), 'cli.unusable')
  const all = arrayBuffer(terminal.input)
  return new Uint8Array(await withReason(all, wordsFor('standard input')))
}

/** Requires the folder of a file to be one in which files can be made, as far as can be seen. */
export async function requireFolder(path: string): Promise<void> {
  await withReason(access(dirname(path), constants.W_OK), wordsFor(path))
}

/** Writes a file, in the place of one that may be there. */
export async function write(path: string, content: Uint8Array): Promise<void> {
  await withReason(writeFile(path, content), wordsFor(path))
}
