/**
 * Where a command writes what it was asked for.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { fstatSync, type BigIntStats } from 'node:fs'
import { access, chmod, chown, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { unlessThrown } from '../guard.js'
import { UsageError, withReason, type Terminal } from './command.js'
import { found, isThere, requireFolder, wordsFor, write } from './files.js'

/** Where something can be written, once it is there. */
export interface Output {
  /** Whether it is standard output. */
  readonly isStandard: boolean
  /** Whether somebody may look at it at once, or keep it: it is no file of its own. */
  readonly isPrinted: boolean
  /** Writes all of it, or nothing: what was there before goes when the new is whole. */
  readonly write: (content: Uint8Array) => Promise<void>
}

/**
 * Requires a path to be one that can be written to at the end of the work, as {@link requireOutput} does, or to be standard output,
 * `-`. Where it leads is found out here: a link that is laid later is replaced, and not followed.
 */
export async function outputTo(
  path: string,
  inputs: readonly string[],
  terminal: Pick<Terminal, 'write'>,
): Promise<Output> {
  if (path === '-' || (await isStandardOutput(path)))
    return { isStandard: true, isPrinted: true, write: terminal.write }
  const there = await requireOutput(path, inputs)
  if (there?.isFile() === false)
    return { isStandard: false, isPrinted: true, write: async (content) => write(path, content) }
  const target = there === undefined ? resolve(path) : await withReason(realpath(path), wordsFor(path))
  await requireFolder(target)
  const replace = async (content: Uint8Array): Promise<void> =>
    withReason(replaceFile(target, content, there), wordsFor(path))
  return { isStandard: false, isPrinted: false, write: replace }
}

/** Writes a file beside another, and puts it in the place of that. */
async function replaceFile(path: string, content: Uint8Array, replaced: BigIntStats | undefined): Promise<void> {
  const beside = join(dirname(path), `.signering-portal-${randomUUID()}`)
  try {
    await writeFile(beside, content, { flag: 'wx', mode: replaced && Number(replaced.mode) & 0o700, flush: true })
    if (replaced !== undefined) await keepAccess(beside, replaced)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw error
  }
}

/**
 * Gives a file the owner, the group and the permissions of the one that it replaces. What cannot be given to that owner or group
 * is not given to another.
 */
async function keepAccess(path: string, { uid, gid, mode }: BigIntStats): Promise<void> {
  const [owner, group] = [Number(uid), Number(gid)]
  const isGiven = async (to: number): Promise<boolean> =>
    chown(path, to, group).then(
      () => true,
      () => false,
    )
  const kept = (await isGiven(owner)) ? 0o7777 : (await isGiven(-1)) ? 0o2777 : 0o707
  await chmod(path, Number(mode) & kept)
}

/** A path that can only be that of a directory, whether there is one or not. */
const namesFolder = process.platform === 'win32' ? /[\\/]$/ : /\/$/

/**
 * Requires a path to be one that can be written to at the end of the work: no directory, no pipe, whose reader might never come, and no
 * file that is read, whatever name or link leads to it. The inputs are what is read, or may be; `-` is standard input. Gives what is
 * there.
 */
async function requireOutput(path: string, inputs: readonly string[]): Promise<BigIntStats | undefined> {
  const there = (await isThere(path)) ? await found(path) : undefined
  if (there?.isDirectory() === true || namesFolder.test(path))
    throw new UsageError(wordsFor(path)('EISDIR'), 'cli.unusable')
  if (there?.isFIFO() === true || there?.isSocket() === true)
    throw new UsageError(`${path}: is a pipe, which may have no reader.`, 'cli.unusable')
  if (there?.isFile() === true && isSame(there, statOf(2)))
    throw new UsageError(`${path}: is standard error, which gets what is told.`, 'cli.unusable')
  if (there?.isBlockDevice() === true) throw new UsageError(`${path}: is a device.`, 'cli.unusable')
  for (const input of inputs) {
    const read = await (input === '-' ? statOf(0) : stat(input, { bigint: true }).catch(() => undefined))
    if (resolve(input) === resolve(path) || (there?.isFile() === true && isSame(there, read)))
      throw new UsageError('--output names a file that is read: it would be lost.')
  }
  if (there === undefined) await requireFolder(path)
  else await withReason(access(path, constants.W_OK), wordsFor(path))
  return there
}

/**
 * Requires that what is written to a file stays there, and empties it. A full disk, and some files of the system, refuse the
 * first byte and not the file.
 */
export async function requireWritable(path: string): Promise<void> {
  await write(path, Uint8Array.of(0x0a))
  await write(path, new Uint8Array())
}

/** Whether a path, such as `/dev/stdout`, leads to the standard output of this process. */
async function isStandardOutput(path: string): Promise<boolean> {
  const there = await stat(path, { bigint: true }).catch(() => undefined)
  return there !== undefined && isSame(there, statOf(1))
}

/** What standard input, 0, output, 1, or error, 2, of this process is; undefined where it is closed. */
function statOf(descriptor: 0 | 1 | 2): BigIntStats | undefined {
  return unlessThrown(() => fstatSync(descriptor, { bigint: true }))
}

function isSame(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}
