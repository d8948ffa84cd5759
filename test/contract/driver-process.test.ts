import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { exposeOnPort, runCases, type Driver, type RunOptions } from 'signering-portal/contract'
import { longestLineBytes, spawnDriver, type DriverEvents } from '../../src/contract/driver-process.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { runSmallDriver as run, smallDriver, startSmallDriver as started } from '../../testing/contract/small-driver.js'
import { testCertificates } from '../../testing/simulator/certificates.js'
import { repositoryFile } from '../../testing/requirements.js'

const certificates = await testCertificates()
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

/** A driver that has passed a case, and ended after it. */
async function startedEnding(): Promise<{ readonly driver: Driver; readonly options: RunOptions }> {
  const folder = folderWith({})
  const pid = `require('node:fs').writeFileSync('${folder('pid')}', String(process.pid))`
  const mark = `'${folder('end')}'`
  const end = `const { existsSync, rmSync } = require('node:fs')
    setInterval(() => existsSync(${mark}) && process.exit(5), 10); process.once('exit', () => rmSync(${mark}))`
  const driver = await started(`${organization} { ${pid}; ${end} } right()`)
  const options = { cases: ['organization'], expose: exposeOnPort, certificates }
  expect(await runCases(driver.makeAdapter, options)).toMatchObject([{ outcome: 'passed' }])
  writeFileSync(folder('end'), '')
  await gone(Number(readFileSync(folder('pid'), 'utf8')))
  return { driver, options }
}

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
      'puts a byte order mark before an answer',
      `${organization} say('\uFEFF'); right()`,
      'the driver wrote something else than an answer: a byte order mark stands before it',
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

  const silences = {
    'no answer to organization': `${organization} return; right()`,
    'no answer to start, which makes the client; its output ends in the middle of a line: {"id":3} (a line feed, a flush?)': `if (call === 'start' && id > 1) return say('{"id":3}'); right()`,
    'no answer to organization; a line of the driver\'s output is no JSON: "\uFFFD"': `${organization} return process.stdout.write(Buffer.from([0x22, 0xff, 0x22, 10])); right()`,
    "no answer to organization; a line of the driver's output is no JSON: (byte order mark)Starting": `${organization} return say('\uFEFFStarting\\n'); right()`,
    'no answer to organization; it has closed its output': `${organization} return require('node:fs').closeSync(1); right()`,
    'no answer to organization; its output ends in the middle of a line: {"id" (a line feed, a flush?)': `${organization} return say('{"id"'); right()`,
  }

  it('does not answer in time', async () => {
    // All at once, since each waits.
    const runs = Object.entries(silences).map(async ([reason, mistake]) => {
      const results = await run(mistake, { times: reason.includes('start') ? 4 : 2, timeoutSeconds: 1.5 })
      const failed = results.filter(({ outcome }) => outcome === 'failed')
      return [reason, failed.map(({ reason = '' }) => reason.replace('the case did not end within 1.5 seconds: ', ''))]
    })
    expect(await Promise.all(runs)).toEqual(Object.keys(silences).map((reason) => [reason, [reason, reason]]))
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
    const { driver, options } = await startedEnding()
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
      'since it closes its output',
      `require('node:fs').closeSync(1)`,
      'the driver has not answered start within 2 seconds: it has closed its output',
    ],
    [
      'since it writes something else',
      `say('{"level":"info"}\\n')`,
      'the driver wrote something else than an answer: an answer has no id: a whole number from 1 on',
    ],
    [
      'since it answers with something else than its protocol has',
      `console.error('version 2'); answer({ id, value: 'ready' })`,
      "the driver's answer to start (id 1) is not as docs/driver.md has it: value must be null; the last lines of its log: version 2",
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

describe('what comes to light after the last case', () => {
  const atEnd = (what: string): string => `process.stdin.once('end', () => { ${what} })`
  const endOf = async (mistake: string): Promise<string | undefined> => {
    const driver = await started(mistake)
    const options = { cases: ['organization'], expose: exposeOnPort, certificates }
    expect(await runCases(driver.makeAdapter, options)).toMatchObject([{ outcome: 'passed' }])
    const told = await driver.close()
    expect(await driver.close()).toBe(told)
    return told
  }

  it.each([
    ['a second answer', atEnd(`answer({ id, value: null })`), 'the driver answered id 2 a second time'],
    [
      'what is no answer',
      atEnd(`answer({ ready: true })`),
      'the driver wrote something else than an answer: an answer has no id: a whole number from 1 on',
    ],
    [
      'its end with another exit code than 0, when its input ends',
      `console.error('a\\nb'); ${atEnd('process.exit(3)')}`,
      'the driver ended with exit code 3 after its standard input had ended; the last line of its log: b',
    ],
    [
      'its end by a signal, when its input ends',
      atEnd(`process.kill(process.pid, 'SIGTERM')`),
      'the driver ended by signal SIGTERM after its standard input had ended',
    ],
  ])('is told: %s', async (_, mistake, reason) => {
    expect(await endOf(`${organization} { ${mistake} }; right()`)).toBe(reason)
  })

  it('is told: its end', async () => {
    const { driver } = await startedEnding()
    expect(await driver.close()).toBe('the driver ended with exit code 5')
  })

  it('has nothing secret in it', async () => {
    const told = await endOf(`${organization} right()
      else { globalThis.file = request.arguments.client.passphrase; right() }
      process.stdin.once('end', () => { console.error(require('node:fs').readFileSync(file, 'utf8')); process.exitCode = 1 })`)
    expect(told).toMatch(/; the last line of its log: \(secret\)$/)
  })

  it('is nothing where the driver ends with its input', async () => {
    expect(await endOf('right()')).toBe(undefined)
  })
})

describe('a process', () => {
  const events: DriverEvents = {
    hide: () => (text) => text,
    ...{ log: () => undefined, trace: () => undefined, hint: () => undefined, broke: () => undefined },
  }

  it('is told of with what it has logged, though its answer is there as soon', async () => {
    const mark = folderWith({})('mark')
    const { command, arguments: given } = smallDriver(
      `console.error('version 2'); answer({ id, value: 5 }); require('node:fs').writeFileSync('${mark}', '')`,
    )
    const driver = await spawnDriver(command, given, events)
    const asked = driver.ask('start', new Date(), {})
    // Neither of its outputs is read before both are there.
    while (!existsSync(mark)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    await expect(asked).rejects.toThrow(/value must be null; the last lines of its log: version 2$/)
    await driver.end()
  })

  it('is told of with its last words, though others hold its outputs open', async () => {
    const folder = folderWith({})
    const { command, arguments: given } = smallDriver(
      `const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit', detached: true })
      require('node:fs').writeFileSync('${folder('pid')}', String(child.pid))
      process.stdout.write('half a line'); process.stderr.write('last words'); process.exit(3)`,
    )
    onTestFinished(() => {
      process.kill(Number(readFileSync(folder('pid'), 'utf8')))
    })
    const driver = await spawnDriver(command, given, events, { endMilliseconds: 60_000, closeMilliseconds: 100 })
    await expect(driver.ask('start', new Date(), {})).rejects.toThrow(
      /^the driver ended with exit code 3 before it answered start, in the middle of a line: half a line .*; the last lines of its log: last words$/,
    )
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
    const { command, arguments: given } = smallDriver(`
      setInterval(() => undefined, 1000)
      process.on('SIGTERM', () => undefined)
      const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' })
      require('node:fs').writeFileSync('${folder('pids')}', process.pid + ' ' + child.pid)
      answer({ id, value: null })`)
    const hide = () => (text: string) => text
    const nobody = {
      hide,
      log: () => undefined,
      trace: () => undefined,
      hint: () => undefined,
      broke: expect.unreachable,
    }
    const driver = await spawnDriver(command, given, nobody, { endMilliseconds: 100, closeMilliseconds: 500 })
    await driver.ask('start', new Date(), {})
    const pids = readFileSync(folder('pids'), 'utf8').split(' ').map(Number)
    expect(pids.map(isThere)).toEqual([true, true])
    // That takes its time, and is no mistake of the client.
    expect(await driver.end()).toBe(undefined)
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
