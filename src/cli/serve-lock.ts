/**
 * Keeping a file for one process: two that write it would lose each other's jobs.
 *
 * @module
 */
import { linkSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { codeOf } from '../guard.js'
import { UsageError, withReason } from './command.js'
import { wordsFor } from './files.js'

/**
 * Takes a file for this process, with a file beside it that holds the id of the process. That of a process which is gone, killed
 * perhaps, stands in nobody's way. Gives what sets the file free again.
 */
export async function takeFile(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`
  const words = (code: string): string =>
    hasNoLinks.includes(code)
      ? `${path}: its file system has no hard links, which ${lock} needs.`
      : wordsFor(path)(code)
  const taking = Promise.resolve().then(() => takeOrRefuse(path, lock))
  const refused = await withReason(taking, words)
  if (refused !== undefined) throw new UsageError(refused, 'cli.unusable')
  return async () => rm(lock, { force: true })
}

/** What a system says of a link where it makes none; what it says of a folder where nothing may be written is another code. */
const hasNoLinks: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Takes the file; gives why not, if it is not to be had. */
function takeOrRefuse(path: string, lock: string): string | undefined {
  const own = `${lock}.${process.pid}`
  try {
    // A process of this id may have left one, when it was killed.
    rmSync(own, { force: true })
    writeFileSync(own, String(process.pid), { flag: 'wx', mode: 0o600, flush: true })
    while (!appears(own, lock)) {
      const refused = refusedBy(path, lock) ?? takeOver(path, lock, own)
      if (refused !== 'gone') return refused
    }
    return undefined
  } finally {
    rmSync(own, { force: true })
  }
}

/**
 * Takes the place of a process that is gone. Only one does so at a time: what two found at once, the second would else take from
 * the first.
 */
function takeOver(path: string, lock: string, own: string): string | undefined {
  const turn = `${lock}.turn`
  if (!appears(own, turn))
    return `${path}: another process is about to keep its state there, says ${turn}; if none is, remove that file.`
  try {
    // Another may have had its turn since. From here on nobody replaces what a process that is gone has left.
    const refused = refusedBy(path, lock)
    if (refused === undefined) renameSync(own, lock)
    return refused
  } finally {
    rmSync(turn, { force: true })
  }
}

/** Gives a file one more name, unless something has that name: it is there with its content at once. */
function appears(own: string, name: string): boolean {
  try {
    linkSync(own, name)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Why the file is not to be had; undefined where who had it is gone, and `gone` where the lock is. */
function refusedBy(path: string, lock: string): string | undefined {
  const holder = contentOf(lock)
  if (holder === undefined) return 'gone'
  // No lock is ever empty: somebody has made that one by hand, or the machine went down.
  if (!/^[1-9][0-9]{0,9}$/.test(holder)) return `${lock}: is in the way, and not of this program.`
  return isRunning(holder) ? `${path}: the process ${holder} keeps its state there, says ${lock}.` : undefined
}

/** What a file holds; undefined if there is none, and nothing if it is too long to be a lock, or no file. */
function contentOf(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  if (!stats.isFile() || stats.size > 10) return ''
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether another process of this id is running. */
function isRunning(id: string): boolean {
  // In a container the next process often has the id of the last.
  if (Number(id) === process.pid) return false
  try {
    process.kill(Number(id), 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  return !isOver(id)
}

/** Whether a process has ended and only waits for its parent to take note, where the system tells (proc(5), state Z or X). */
function isOver(id: string): boolean {
  try {
    // The name of the program stands before it, in parentheses, and may hold some itself.
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${id}/stat`, 'latin1'))
  } catch {
    return false
  }
}
