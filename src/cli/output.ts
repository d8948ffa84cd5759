/**
 * Where a command writes what it was asked for.
 *
 * @module
 */
import { fstatSync, type BigIntStats } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { unlessThrown } from '../guard.js'
import { UsageError, withReason } from './command.js'
import { found, isThere, requireFolder, wordsFor, write } from './files.js'

/**
 * Requires a path to be one that can be written to at the end of the work: no directory, no pipe, whose reader might never come, and no
 * file that is read, whatever name or link leads to it. The inputs are what is read, or may be.
 */
export async function requireOutput(path: string, inputs: readonly string[]): Promise<void> {
  const there = (await isThere(path)) ? await found(path) : undefined
  if (there?.isDirectory() === true) throw new UsageError(wordsFor(path)('EISDIR'))
  if (there?.isFIFO() === true || there?.isSocket() === true)
    throw new UsageError(`${path}: is a pipe, which may have no reader.`)
  if (there?.isBlockDevice() === true) throw new UsageError(`${path}: is a device.`)
  for (const input of inputs) {
    const read = await stat(input, { bigint: true }).catch(() => undefined)
    if (resolve(input) === resolve(path) || (there?.isFile() === true && isSame(there, read)))
      throw new UsageError('--output names a file that is read: it would be lost.')
  }
  if (there === undefined) await requireFolder(path)
  else await withReason(access(path, constants.W_OK), wordsFor(path))
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
export async function isStandardOutput(path: string): Promise<boolean> {
  const there = await stat(path, { bigint: true }).catch(() => undefined)
  return (
    there !== undefined &&
    isSame(
      there,
      unlessThrown(() => fstatSync(1, { bigint: true })),
    )
  )
}

function isSame(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}
