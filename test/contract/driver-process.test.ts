import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exposeOnPort, runCases } from 'signering-portal/contract'
import { folderWith } from '../../testing/cli/terminal.js'
import {
  caseCertificates,
  runSmallDriver as run,
  startSmallDriver as started,
} from '../../testing/contract/small-driver.js'

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
      'the driver ended with exit code 0 before it answered organization, in the middle of a line',
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
      'the driver wrote a line of more than 32 MiB',
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
    ['never makes a client', '', 'within 1 seconds'],
    [
      'writes bytes that are no UTF-8',
      `${organization} return process.stdout.write(Buffer.from([0x22, 0xff, 0x22, 10])); right()`,
      'a line of the driver\'s output is no JSON: "\uFFFD"',
    ],
    ['writes half a line, and hangs', `${organization} return say('{"id"'); right()`, 'no answer to organization'],
  ])('%s', async (_, mistake, reason) => {
    const [result, next] = await run(mistake, { times: 2, timeoutSeconds: 1 })
    expect(result?.reason).toContain('the case did not end within 1 seconds')
    expect(result?.reason).toContain(reason)
    expect(next?.reason).toBe(result?.reason)
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
