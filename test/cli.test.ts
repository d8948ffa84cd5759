/** What only a process shows; the rest of the command line is tested in this one, below `cli`. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { endOf, startProcess } from '../testing/cli/process.js'
import { folderWith } from '../testing/cli/terminal.js'
import { create } from '../testing/simulator/raw-client.js'

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

test('what serve has answered is there after it was killed', async () => {
  const file = folderWith({})('state.json')
  const args = ['serve', '--state', file, '--signing-time-tolerance', '999999999']
  const rootOf = async (child: ReturnType<typeof startProcess>): Promise<string> =>
    ((await once(createInterface({ input: child.stdout }), 'line')) as [string])[0]
  const killed = startProcess(args)
  const root = await rootOf(killed)
  const answered: string[] = []
  const createMany = async (): Promise<void> => {
    for (;;) {
      const created = await (await create(fetch, root)).text()
      answered.push(/<signature-job-id>(\d+)</.exec(created)?.[1] ?? expect.unreachable(created))
      // In the midst of the requests of the others, before more than ten within a second block them.
      if (answered.length === 6) killed.kill('SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: 3 }, createMany))
  expect(answered.length).toBeGreaterThan(5)
  const next = startProcess(args)
  const jobs = await fetch(new URL('/control/jobs', await rootOf(next)))
  const known = (await jobs.json()) as readonly { readonly signatureJobId: string }[]
  expect(known.map(({ signatureJobId }) => signatureJobId)).toEqual(expect.arrayContaining(answered))
  next.kill('SIGTERM')
  expect((await endOf(next)).code).toBe(0)
})
