import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { takeFile } from '../../src/cli/serve-lock.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { repositoryFile } from '../../testing/requirements.js'

/** A process that is told what to do, and gives the line that it answers. */
async function contender(): Promise<(line: string) => Promise<string>> {
  const child = spawn(process.execPath, ['--import', 'tsx', repositoryFile('testing/cli/contender.ts')], {
    cwd: repositoryFile(''),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => String((await lines.next()).value)
  expect(await next()).toBe('ready')
  return async (line) => {
    child.stdin.write(`${line}\n`)
    return next()
  }
}

test('of several processes that want a file in one instant, one gets it, whatever one that is gone has left', async () => {
  const contenders = await Promise.all(Array.from({ length: 6 }, contender))
  const say = async (line: string): Promise<readonly string[]> =>
    Promise.all(contenders.map(async (tell) => tell(line)))
  // No system has a process of this number.
  for (const left of [undefined, '2147483647'])
    for (let round = 0; round < 100; round += 1) {
      const folder = folderWith(left === undefined ? {} : { 'state.json.lock': left })
      const answers = await say(`${Date.now() + 5} ${folder('state.json')}`)
      expect([left, round, answers.filter((answer) => answer === 'taken').length]).toEqual([left, round, 1])
      await say('')
      expect(readdirSync(folder('.'))).toEqual([])
    }
}, 60_000)

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process that was killed, and that its parent has not taken note of, keeps nothing (/proc)',
  async () => {
    // The shell becomes a program that never waits for the child of the shell.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'])
    onTestFinished(() => void parent.kill())
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
    const file = folderWith({ 'state.json.lock': line })('state.json')
    await expect(takeFile(file)).rejects.toThrow(`the process ${line} keeps its state there`)
    await expect.poll(() => readFileSync(`/proc/${line}/stat`, 'latin1')).toContain(' Z ')
    expect(() => process.kill(Number(line), 0)).not.toThrow()
    const release = await takeFile(file)
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(String(process.pid))
    await release()
    // One whose name looks like that of a state.
    const odd = folderWith({})(') Z 1')
    symlinkSync('/bin/sh', odd)
    const running = spawn(odd, ['-c', 'echo; read line'])
    onTestFinished(() => void running.kill())
    await once(running.stdout, 'data')
    expect(readFileSync(`/proc/${running.pid}/stat`, 'latin1')).toContain(') Z 1) ')
    writeFileSync(`${file}.lock`, String(running.pid))
    await expect(takeFile(file)).rejects.toThrow('keeps its state there')
  },
)

test('a file that cannot be made is told as such', async () => {
  const file = folderWith({})('no-folder/state.json')
  await expect(takeFile(file)).rejects.toThrow(`${file}: `)
})
