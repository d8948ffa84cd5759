/** What only a process shows; the rest of the command line is tested in this one, below `cli`. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { endOf, startProcess } from '../testing/cli/process.js'

test('the process ends with the exit code of the command, and its output goes to the right stream', async () => {
  const child = startProcess(['validate', '--json', '-'])
  child.stdin.end('<error/>')
  const { code, stdout, stderr } = await endOf(child)
  expect(JSON.parse(stdout)).toMatchObject([{ file: '-', valid: false }])
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
})

test('a reader that stops before the end of the output is no failure', async () => {
  const child = startProcess(['validate', '--json', '-'])
  child.stdout.destroy()
  child.stdin.end('<error/>')
  expect((await endOf(child)).stderr).toBe('')
})

test.each(['SIGINT', 'SIGTERM'] as const)('serve stops on %s', async (signal) => {
  const child = startProcess(['serve'])
  const [root] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  expect((await fetch(root)).status).toBe(404)
  child.kill(signal)
  expect((await endOf(child)).code).toBe(0)
  await expect(fetch(root)).rejects.toThrow()
})
