/**
 * Keeping a file for one process: two that write it would lose each other's jobs.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { UsageError, withReason } from './command.js'
import { codeOf, wordsFor } from './files.js'

/**
 * Takes a file for this process, with a file beside it that holds the id of the process. That of a process which is gone, killed
 * perhaps, stands in nobody's way. Gives what sets the file free again.
 */
export async function takeFile(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`
  if (!(await create(path, lock))) {
    const holder = await withReason(readFile(lock, 'utf8'), wordsFor(lock))
    if (!/^[0-9]{0,10}$/.test(holder)) throw new UsageError(`${lock}: is in the way, and not of this program.`)
    const taken = new UsageError(`${path}: the process ${holder} keeps its state there, says ${lock}.`)
    if (isRunning(holder)) throw taken
    // It is moved first: of several that find it at once, only one does.
    const aside = `${lock}.${process.pid}`
    await withReason(rename(lock, aside), wordsFor(lock))
    const moved = await withReason(readFile(aside, 'utf8'), wordsFor(aside))
    if (moved !== holder) await withReason(rename(aside, lock), wordsFor(lock))
    else await rm(aside, { force: true })
    if (moved !== holder || !(await create(path, lock))) throw taken
  }
  return async () => rm(lock, { force: true })
}

/** Makes the file, if there is none. */
async function create(path: string, lock: string): Promise<boolean> {
  const made = Promise.resolve().then(() => {
    // At once, so that nobody finds it without its content.
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  })
  const isMade = made.catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  })
  return withReason(isMade, wordsFor(path))
}

/** Whether another process of this id is running. One that was killed in the midst of writing has left no id. */
function isRunning(id: string): boolean {
  // In a container the next process often has the id of the last.
  if (id === '' || Number(id) === process.pid) return false
  try {
    return process.kill(Number(id), 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
