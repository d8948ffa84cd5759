import { readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { exposeOnPort, runCases } from 'signering-portal/contract'
import { longestLineBytes } from '../../src/contract/driver-process.js'
import { folderWith } from '../../testing/cli/terminal.js'
import {
  caseCertificates,
  runSmallDriver as run,
  startSmallDriver as started,
} from '../../testing/contract/small-driver.js'
import { repositoryFile } from '../../testing/requirements.js'

const certificates = await caseCertificates()
const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<void> {
  await expect.poll(() => isThere(pid), { timeout: 20_000 }).toBe(false)
}

const organization = `if (call === 'organization')`

describe('a driver that does something wrong fails its case, and is started again', () => {
  const value = (text: string): string => `${organization} return answer({ id, value: ${text} }); right()`

  it.each<[string, string, string | RegExp]>([
    [
      'ends',
      `${organization} process.exit(3); right()`,
      'the driver ended with exit code 3 before it answered organization',
    ],
    [
      'breaks',
      `${organization} throw new Error('no such luck'); right()`,
      /^the driver ended with exit code 1 before it answered organization; the last line of its log: ./,
    ],
    [
      'is killed',
      `${organization} process.kill(process.pid, 'SIGTERM'); else right()`,
      'the driver ended by signal SIGTERM before it answered organization',
    ],
    [
      'ends in the middle of a line',
      `${organization} return process.stdout.write('{"id":2,"val', () => process.exit(0)); right()`,
      'the driver ended with exit code 0 before it answered organization, in the middle of a line: {"id":2,"val (a line feed, a flush?)',
    ],
    ['answers twice', `right(); answer({ id, value: null })`, 'the driver answered id 1 a second time'],
    [
      'answers what nobody asked for',
      `answer({ id: 17, value: null })`,
      'the driver answered id 17, which nobody has asked for',
    ],
    [
      'answers with JSON that is no object',
      `say('5\\n')`,
      'the driver wrote something else than an answer: a line is JSON, but no object',
    ],
    [
      'gives something where there is nothing',
      `answer({ id, value: 'ready' })`,
      "the driver's answer to start (id 1) is not as docs/driver.md has it: value must be null",
    ],
    [
      'gives another type',
      value('5'),
      "the driver's answer to organization (id 2) is not as docs/driver.md has it: value must be a text",
    ],
    [
      'writes a line without end',
      `${organization} { const piece = 'x'.repeat(1e6); for (let i = 0; i < 35; i++) say(piece); return }; right()`,
      `the driver wrote a line of more than ${longestLineBytes / 1_048_576} MiB`,
    ],
  ])('%s', async (_, mistake, reason) => {
    const results = await run(mistake, { times: 2 })
    const told = typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string)
    expect(results).toMatchObject([
      { outcome: 'failed', reason: told },
      { outcome: 'failed', reason: told },
    ])
  })

  it.each([
    ['hangs', `${organization} return; right()`, 'no answer to organization'],
    [
      'makes no client the second time',
      `if (call === 'start' && id > 1) return say('{"id":3}'); right()`,
      'no answer to start, which makes the client; its output ends in the middle of a line: {"id":3} (a line feed, a flush?)',
    ],
    [
      'writes bytes that are no UTF-8',
      `${organization} return process.stdout.write(Buffer.from([0x22, 0xff, 0x22, 10])); right()`,
      'a line of the driver\'s output is no JSON: "\uFFFD"',
    ],
    [
      'writes half a line, and hangs',
      `${organization} return say('{"id"'); right()`,
      'no answer to organization; its output ends in the middle of a line: {"id" (a line feed, a flush?)',
    ],
  ])('%s', async (_, mistake, reason) => {
    const results = await run(mistake, { times: 4, timeoutSeconds: 1 })
    const [result, next] = results.filter(({ outcome }) => outcome === 'failed')
    expect(result?.reason).toContain('the case did not end within 1 seconds')
    expect(result?.reason).toContain(reason)
    expect(next?.reason).toBe(result?.reason)
  })

  it.each([
    ['that is long', `${organization} return answer({ id, value: 'x'.repeat(3e7) }); right()`],
    ['that is noise', `${organization} say('noise 1\\n{\\n[x\\n'.repeat(1e5)); right()`],
  ])('but for output %s', async (_, mistake) => {
    const parse = vi.spyOn(JSON, 'parse')
    onTestFinished(() => {
      parse.mockRestore()
    })
    const [result] = await run(mistake, { trace: true, timeoutSeconds: 60 })
    // What is no JSON is not found out by an exception for each line.
    expect(parse.mock.calls.length).toBeLessThan(100)
    expect(result?.reason ?? '').not.toContain('the driver')
    expect(JSON.stringify(result?.trace ?? []).length).toBeLessThan(2_000_000)
  })

  it('and a byte order mark is seen', async () => {
    const [result] = await run(
      `${organization} return say('\uFEFF' + JSON.stringify({ id, value: '' }) + '\\n'); right()`,
      {
        timeoutSeconds: 1,
      },
    )
    expect(result?.reason).toContain('is no JSON: (byte order mark){"id":2')
  })

  it('and is right the next time', async () => {
    const folder = folderWith({})
    const once = `const fs = require('node:fs')
      ${organization} if (!fs.existsSync('${folder('mark')}')) { fs.writeFileSync('${folder('mark')}', ''); process.exit(1) }
      right()`
    expect(await run(once, { times: 3 })).toMatchObject([
      { outcome: 'failed' },
      { outcome: 'passed' },
      { outcome: 'passed' },
    ])
  })

  it('also where it comes to light too late for the case', async () => {
    const late = `${organization} return right().then(() => setTimeout(() => process.exit(5), 100)); right()`
    const driver = await started(late)
    const options = { cases: ['organization'], expose: exposeOnPort, certificates }
    expect(await runCases(driver.makeAdapter, options)).toMatchObject([{ outcome: 'passed' }])
    await new Promise((resolve) => setTimeout(resolve, 500))
    const results = [await runCases(driver.makeAdapter, options), await runCases(driver.makeAdapter, options)]
    expect(results).toMatchObject([
      [{ reason: 'before this case, the driver ended with exit code 5' }],
      [{ outcome: 'passed' }],
    ])
  })
})

describe('a driver that never answers', () => {
  const options = { expose: exposeOnPort, certificates, trace: true, timeoutSeconds: 1 }

  it.each([
    [
      'since it ends',
      `console.error('one\\ntwo'); process.exit(1)`,
      'the driver ended with exit code 1 before it answered start; the last lines of its log: one | two',
    ],
    [
      'since it does not end its line',
      `say(JSON.stringify({ id, value: null }))`,
      'the driver has not answered start within 2 seconds: its output ends in the middle of a line: {"id":1,"value":null} (a line feed, a flush?)',
    ],
    [
      'since it writes something else',
      `say('{"level":"info"}\\n')`,
      'the driver wrote something else than an answer: an answer has no id: a whole number from 1 on',
    ],
  ])('%s: the run ends', async (_, mistake, reason) => {
    const driver = await started(mistake, { startUpSeconds: 2 })
    const results = await runCases(driver.makeAdapter, { ...options, signal: driver.unusable })
    expect(results.map((result) => result.reason)).toEqual([reason])
    expect(driver.unusable.reason).toMatchObject({ message: reason })
    const again = await runCases(driver.makeAdapter, { ...options, cases: ['organization'] })
    expect(again).toMatchObject([{ outcome: 'failed', reason }])
  })

  it('soon has the time that it needs to come up, beside that of the case', async () => {
    const driver = await started(`if (call !== 'start') return right(); setTimeout(right, 1500)`)
    const results = await runCases(driver.makeAdapter, { ...options, cases: ['organization'], signal: driver.unusable })
    expect(results).toMatchObject([{ outcome: 'passed' }])
    expect(driver.unusable.aborted).toBe(false)
  })
})

describe('the end of a driver', () => {
  it('comes with its case, if it has not answered by then', async () => {
    const pid = folderWith({})('pid')
    const hanging = `require('node:fs').writeFileSync('${pid}', String(process.pid)); setInterval(() => undefined, 1000)`
    const driver = await started(`${organization} { ${hanging} } else right()`)
    const options = { cases: ['organization'], expose: exposeOnPort, certificates, timeoutSeconds: 1 }
    expect(await runCases(driver.makeAdapter, options)).toMatchObject([{ outcome: 'failed' }])
    await gone(Number(readFileSync(pid, 'utf8')))
  })

  it('comes when its input ends', async () => {
    const folder = folderWith({})
    const driver = await started(
      `process.once('exit', () => require('node:fs').writeFileSync('${folder('end')}', 'by itself')); right()`,
    )
    await runCases(driver.makeAdapter, { cases: ['organization'], expose: exposeOnPort, certificates })
    await driver.close()
    await driver.close()
    expect(readFileSync(folder('end'), 'utf8')).toBe('by itself')
  })

  it('comes for one that does not end by itself, and for its children', async () => {
    const folder = folderWith({})
    const driver = await started(`
      setInterval(() => undefined, 1000)
      process.on('SIGTERM', () => undefined)
      const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' })
      require('node:fs').writeFileSync('${folder('pids')}', process.pid + ' ' + child.pid); right()`)
    await runCases(driver.makeAdapter, { cases: ['organization'], expose: exposeOnPort, certificates })
    const pids = readFileSync(folder('pids'), 'utf8').split(' ').map(Number)
    expect(pids.map(isThere)).toEqual([true, true])
    await driver.close()
    for (const pid of pids) await gone(pid)
  })
})

it('docs/driver.md says how long a line may be', () => {
  const page = readFileSync(repositoryFile('docs/driver.md'), 'utf8')
  const told = [...page.matchAll(/(\d+) MiB at most|more than (\d+) MiB {2}/g)].map(([, most, more]) =>
    Number(most ?? more),
  )
  expect(told).toEqual([longestLineBytes, longestLineBytes].map((bytes) => bytes / 1_048_576))
})
