/** What becomes of a run that somebody stops, at each of its stages; test/cli.test.ts does the same by signals. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { folderWith, start } from '../../testing/cli/terminal.js'
import { smallDriver } from '../../testing/contract/small-driver.js'

const stage = vi.hoisted(() => ({ begun: 0, mayEnd: true }))

vi.mock(import('../../src/simulator/index.js'), async (importOriginal) => {
  const original = await importOriginal()
  let made: ReturnType<typeof original.makeTestCertificates> | undefined
  return {
    ...original,
    makeTestCertificates: async (options) => {
      stage.begun += 1
      if (!stage.mayEnd) await new Promise(() => undefined)
      return (made ??= original.makeTestCertificates(options))
    },
  }
})

function given(mistake: string): readonly string[] {
  const { command, arguments: inNode } = smallDriver(mistake)
  return ['contract', '--case', 'organization', '--', command, ...inNode]
}

const interrupted = (count: number): object => ({
  ...{ code: 2, stdout: '' },
  stderr: `signering-portal: The run was interrupted after ${count} of 1 cases.\nSee signering-portal contract --help.\n`,
})

/** A line of a driver that leaves a file when it comes to it. */
const mark = (file: string): string => `require('node:fs').writeFileSync('${file}', String(process.pid));`

const isRunning = (pid: string): boolean => {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

test('stopped while certificates are made, it waits for them no longer, and starts no driver', async () => {
  const file = folderWith({})('started')
  Object.assign(stage, { begun: 0, mayEnd: false })
  const started = start(given(mark(file)))
  await expect.poll(() => stage.begun, { timeout: 20_000 }).toBe(1)
  started.interrupt()
  expect(await started.ended).toEqual(interrupted(0))
  expect(existsSync(file)).toBe(false)
  stage.mayEnd = true
})

test('stopped before certificates are made, it runs no case', async () => {
  const started = start(given('right()'))
  started.interrupt()
  expect(await started.ended).toEqual(interrupted(0))
  const [command = '', ...more] = given('right()')
  const inJson = start([command, '--json', ...more])
  inJson.interrupt()
  expect(JSON.parse((await inJson.ended).stdout)).toMatchObject({ exitCode: 2, issues: [{ code: 'cli.interrupted' }] })
})

test.each(['start', 'organization'])('stopped while the driver is asked for %s, it ends the driver', async (call) => {
  const file = folderWith({})('asked')
  const started = start(given(`if (call !== '${call}') return right(); ${mark(file)} setInterval(() => 0, 1000)`))
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true)
  started.interrupt()
  expect(await started.ended).toEqual(interrupted(1))
  await expect.poll(() => isRunning(readFileSync(file, 'utf8')), { timeout: 20_000 }).toBe(false)
})

test('stopped once all cases have ended, it reports them: nothing is left to be stopped', async () => {
  const file = folderWith({})('ending')
  const slow = `process.stdin.on('end', () => { ${mark(file)} setTimeout(() => 0, 1000) }); right()`
  const started = start(given(slow))
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true)
  started.interrupt()
  const stdout = '1 case: 1 passed, 0 failed; all as expected.\n'
  expect(await started.ended).toEqual({ code: 0, stdout, stderr: '' })
})
