/** Two processes on one folder of PGlite. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '../../examples/service/folder-lock.js'
import { repositoryFile } from '../../testing/requirements.js'

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'service-lock-')), 'data')

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
  const first = contender(folder, 30_000)
  expect(await first.taken).toBe(true)
  await expect(lockFolder(folder)).rejects.toThrow('Another process uses')
  expect(await contender(folder, 30_000).taken).toBe(false)
  expect(first.child.exitCode).toBe(null)
})

test('the lock of a process that was killed is taken over, by one of several', async () => {
  const folder = newFolder()
  const first = contender(folder, 30_000)
  expect(await first.taken).toBe(true)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  expect(existsSync(`${folder}.lock`)).toBe(true)
  const taken = await Promise.all([1, 2, 3].map(async () => contender(folder, 4000).taken))
  expect(taken.filter(Boolean)).toHaveLength(1)
})

test('a process that only slept ends when it finds its folder taken', async () => {
  const folder = newFolder()
  const first = contender(folder, 30_000)
  expect(await first.taken).toBe(true)
  first.child.kill('SIGSTOP')
  const unlock = await lockFolder(folder, 4000)
  first.child.kill('SIGCONT')
  expect(await once(first.child, 'exit')).toEqual([1, null])
  unlock()
  expect(existsSync(`${folder}.lock`)).toBe(false)
})
