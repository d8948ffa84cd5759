/** Two processes on one folder of PGlite. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openFolder } from '../../examples/service/database.js'
import { lockFolder } from '../../examples/service/folder-lock.js'
import { repositoryFile } from '../../testing/requirements.js'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'service-lock-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return join(folder, 'data')
}

/** A process that wants the folder; `taken` tells whether it got it. */
function contender(
  folder: string,
  patience: number,
): { readonly child: ChildProcess; readonly taken: Promise<boolean> } {
  const program = repositoryFile('testing/service/lock-process.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder, String(patience)], {
    cwd: repositoryFile('.'),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const taken = Promise.race([once(child.stdout, 'data').then(() => true), once(child, 'exit').then(() => false)])
  return { child, taken }
}

test('of two processes, the second is refused while the first lives', async () => {
  const folder = newFolder()
  const first = contender(folder, 30)
  expect(await first.taken).toBe(true)
  await expect(lockFolder(folder)).rejects.toThrow('Another process uses')
  expect(await contender(folder, 30).taken).toBe(false)
  expect(first.child.exitCode).toBe(null)
})

test('a folder is the same, however it is written, and wherever it is mounted', async () => {
  const folder = newFolder()
  const { free } = await lockFolder(folder)
  onTestFinished(free)
  // Two containers share nothing but the folder itself.
  expect(readdirSync(folder)).toEqual(['lock'])
  expect(readdirSync(dirname(folder))).toEqual([basename(folder)])
  symlinkSync(folder, `${folder}-link`)
  for (const other of [`${folder}/`, `${folder}/../data`, `${folder}-link`])
    await expect(lockFolder(other)).rejects.toThrow('Another process uses')
})

test('who finds its folder taken does not write to it any more', async () => {
  const folder = newFolder()
  const database = await openFolder(folder)
  // The real one does not come back.
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended')
  })
  const told = vi.spyOn(console, 'error').mockReturnValue()
  const own = readFileSync(`${folder}/lock`)
  const queue = "INSERT INTO queue (name) VALUES ('mine')"
  writeFileSync(`${folder}/lock`, 'of another')
  await expect(database.query(queue)).rejects.toThrow('ended')
  writeFileSync(`${folder}/lock`, own)
  const slept = database.transaction(async (query) => {
    await query(queue)
    writeFileSync(`${folder}/lock`, 'of another')
  })
  await expect(slept).rejects.toThrow('ended')
  writeFileSync(`${folder}/lock`, own)
  vi.restoreAllMocks()
  expect(await database.query('SELECT * FROM queue')).toEqual([])
  await database.close()
  expect(exit).toHaveBeenCalledWith(1)
  expect(told).toHaveBeenCalledWith(expect.stringContaining('Another process uses'))
})

test('the lock of a process that was killed is taken over, by one of several', async () => {
  const folder = newFolder()
  const first = contender(folder, 30)
  expect(await first.taken).toBe(true)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  expect(existsSync(`${folder}/lock`)).toBe(true)
  const taken = await Promise.all([1, 2, 3].map(async () => contender(folder, 4).taken))
  expect(taken.filter(Boolean)).toHaveLength(1)
})

test('a process that only slept ends when it finds its folder taken', async () => {
  const folder = newFolder()
  const first = contender(folder, 30)
  expect(await first.taken).toBe(true)
  first.child.kill('SIGSTOP')
  const { free } = await lockFolder(folder, 4)
  first.child.kill('SIGCONT')
  expect(await once(first.child, 'exit')).toEqual([1, null])
  free()
  expect(existsSync(`${folder}/lock`)).toBe(false)
})
