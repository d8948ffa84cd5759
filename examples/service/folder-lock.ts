/** Keeps a folder for one process: two that write it lose each other's rows without a word. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/**
 * Takes a folder, by a file in it that this process writes anew each second. A file that stays as it is for half a minute is
 * that of a process which is gone, on whatever machine, and is taken over. `check`, before each writing, ends a process that only slept.
 */
export async function lockFolder(folder: string, patienceSeconds = 30): Promise<Record<'check' | 'free', () => void>> {
  mkdirSync(folder, { recursive: true })
  // Whoever sees the folder sees the file, from whatever container and by whatever path.
  const path = `${folder}/lock`
  const owner = randomUUID()
  const content = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  const refusal = new Error(`Another process uses ${folder}, says ${path}. Several need PostgreSQL: set DATABASE_URL.`)
  // Fails where another process makes it in the same instant.
  if (!existsSync(path)) writeFileSync(path, owner, { flag: 'wx' })
  else {
    const found = content()
    for (let waited = 0; waited < patienceSeconds; waited += 1) {
      await setTimeout(1000)
      if (content() !== found) throw refusal
    }
    writeFileSync(`${path}.${owner}`, owner)
    renameSync(`${path}.${owner}`, path)
    // Of several that take it over at once, the last one has it.
    await setTimeout(3000)
    if (content() !== owner) throw refusal
  }
  const check = (): void => {
    if (content().startsWith(owner)) return
    // Not even to undo something may it write.
    console.error(refusal.message)
    process.exit(1)
  }
  const timer = setInterval(() => {
    check()
    writeFileSync(path, `${owner} ${Date.now()}`)
  }, 1000).unref()
  const free = (): void => {
    clearInterval(timer)
    process.off('exit', free)
    if (content().startsWith(owner)) rmSync(path)
  }
  // However it ends, unless it is killed.
  process.once('exit', free)
  return { check, free }
}
