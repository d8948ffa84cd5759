import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'

// In processes of their own: what has run is counted by the same counters as the coverage of the tests.
const fuzz = (
  ...args: readonly string[]
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, ['--import', 'tsx', repositoryFile('scripts/fuzz.ts'), ...args], {
    cwd: repositoryFile(''),
    encoding: 'utf8',
  })

test('a group is tried, with a seed that is told', () => {
  const { status, stdout, stderr } = fuzz('--seconds', '1', '--only', 'messages', '--seed', '7')
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^fuzz: 8 targets, seed 7$/m)
  expect(stdout).toMatch(/^fuzz: [1-9]\d* runs with seed 7 reached [1-9]\d* branches of the sources, 0 failures\n$/m)
})

test.each([
  [['--only', 'nothing'], 2, /^--only is a group, messages, .*\ndecode portal-signature-job-request$/m],
  [['--seconds', '0'], 1, /--seconds is a number above 0/],
  [['--seed', 'a'], 1, /--seed a whole number/],
])('%j is refused', (args, code, words) => {
  const { status, stderr } = fuzz(...args)
  expect(status).toBe(code)
  expect(stderr).toMatch(words)
})
