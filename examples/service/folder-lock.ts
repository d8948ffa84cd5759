/** Keeps a folder for one process: two that write it lose each other's rows without a word. */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

const beatMilliseconds = 1000

/**
 * Takes a folder, by a file beside it that this process writes anew each second. A file that stays as it is for half a minute is
 * that of a process which is gone, on whatever machine, and is taken over. Gives what sets the folder free.
 */
export async function lockFolder(folder: string, patienceMilliseconds = 30_000): Promise<() => void> {
  const path = `${folder}.lock`
  const owner = randomUUID()
  const content = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  const refusal = new Error(`Another process uses ${folder}, says ${path}. Several need PostgreSQL: set DATABASE_URL.`)
  // Fails where another process makes it in the same instant.
  if (!existsSync(path)) writeFileSync(path, owner, { flag: 'wx' })
  else {
    const found = content()
    for (let waited = 0; waited < patienceMilliseconds; waited += beatMilliseconds) {
      await setTimeout(beatMilliseconds)
      if (content() !== found) throw refusal
    }
    writeFileSync(`${path}.${owner}`, owner)
    renameSync(`${path}.${owner}`, path)
    // Of several that take it over at once, the last one has it. A process that only slept finds it taken at its next beat.
    await setTimeout(3 * beatMilliseconds)
    if (content() !== owner) throw refusal
  }
  let beats = 0
  const timer = setInterval(() => {
    // Ends the process: somebody else has the folder now.
    if (!content().startsWith(owner)) throw refusal
    writeFileSync(path, `${owner} ${++beats}`)
  }, beatMilliseconds).unref()
  return () => {
    clearInterval(timer)
    if (content().startsWith(owner)) rmSync(path)
  }
}
