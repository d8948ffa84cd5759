import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createPrivateKey } from 'node:crypto'
import { dirname } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  contractCases,
  exposeOnPort,
  formatReport,
  runCase,
  runCases,
  startDriver,
  type ContractCase,
} from 'signering-portal/contract'
import { folderWith } from '../../testing/cli/terminal.js'
import { runSmallDriver as run, startSmallDriver as started } from '../../testing/contract/small-driver.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

const certificates = await testCertificates()
const organization = `if (call === 'organization')`

function madeUp(run: ContractCase['run']): ContractCase {
  return { id: 'made-up', level: 'assumed', source: 's', title: 't', run }
}

/** A case that calls for the organization, and keeps what its client throws. */
function keeping(thrown: unknown[]): ContractCase {
  return madeUp(async ({ adapter }) => {
    thrown.push(await adapter.organization().catch((error: unknown) => error))
  })
}

describe('a driver', () => {
  it('is one process for all cases, and answers what it does not do as unsupported', async () => {
    const results = await run(`${organization} return answer({ id, unsupported: 'id ' + id }); right()`, { times: 3 })
    expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['unsupported', 'id 2'],
      ['unsupported', 'id 4'],
      ['unsupported', 'id 6'],
    ])
    expect(await run()).toMatchObject([{ outcome: 'passed' }])
    expect(await run(undefined, { cases: ['cancel'] })).toMatchObject([
      { outcome: 'unsupported', reason: 'no function for it' },
    ])
  })

  it('may refuse to make a client', async () => {
    const [result] = await run(`answer({ id, unsupported: 'no TLS' })`)
    expect(result).toMatchObject({ outcome: 'unsupported', reason: 'no TLS' })
  })

  it('is told who it is, by files that only it and its user can read', async () => {
    const driver = await started(`${organization} return right()
      const names = [...Object.values(request.arguments.client).slice(1), request.arguments.trust]
      answer({ id, error: { message: JSON.stringify(request.arguments.client) } })`)
    const [result] = await runCases(driver.makeAdapter, { cases: ['broker'], expose: exposeOnPort, certificates })
    const client = JSON.parse(result?.reason?.replace(/^start: /, '') ?? '') as Record<
      'organizationNumber' | 'key' | 'certificates' | 'pkcs12' | 'passphrase',
      string
    >
    const identity = certificates.clients[client.organizationNumber]
    expect(client.organizationNumber).toBe('555555555')
    expect(readFileSync(client.key, 'utf8')).toBe(identity?.key)
    expect(readFileSync(client.certificates, 'utf8')).toBe(identity?.certificates)
    expect(readFileSync(client.pkcs12)).toEqual(Buffer.from(identity?.pkcs12 ?? ''))
    expect(readFileSync(client.passphrase, 'utf8')).toBe(identity?.passphrase)
    expect(statSync(dirname(client.key)).mode & 0o777).toBe(0o700)
    await driver.close()
    expect(existsSync(dirname(client.key))).toBe(false)
  })

  it('tells in an error what came of a request, and why', async () => {
    const mistake = `${organization} return answer({ id, error: { status: 503, errorCode: 'BUSY', message: 'later' } }); right()`
    const driver = await started(mistake)
    const thrown: unknown[] = []
    await runCases(driver.makeAdapter, { cases: [keeping(thrown)], expose: exposeOnPort, certificates })
    expect(thrown).toMatchObject([{ message: 'later', status: 503, serviceError: { errorCode: 'BUSY' } }])
    expect(await run(mistake)).toMatchObject([{ outcome: 'failed', reason: 'organization: later' }])
    expect(await run(`${organization} return answer({ id, error: { message: '' } }); right()`)).toMatchObject([
      { reason: 'organization: the client does not say why it failed' },
    ])
  })

  it('may write to standard output what is no JSON, and log: it is shown, without what is secret', async () => {
    const noise = `${organization} {
      const fs = require('node:fs')
      const { key, passphrase } = files
      say('Starting up\\n\\n')
      process.stderr.write(fs.readFileSync(key, 'utf8') + fs.readFileSync(passphrase, 'utf8') + '\\nhalf a line')
      say(JSON.stringify(fs.readFileSync(key, 'utf8')).slice(1) + '\\n')
      return answer({ id, error: { message: fs.readFileSync(passphrase, 'utf8') } })
    } else globalThis.files = request.arguments.client; right()`
    const [result] = await run(noise, { trace: true })
    expect(result?.reason).toBe("organization: (secret); a line of the driver's output is no JSON: Starting up")
    const kinds = result?.trace?.map(({ kind }) => kind) ?? []
    expect(kinds.filter((kind) => kind !== 'log')).toEqual(['call', 'answer', 'call', 'output', 'output', 'answer'])
    const text = JSON.stringify(result)
    const { key = '', passphrase = '' } = certificates.clients['123456785'] ?? {}
    for (const secret of [passphrase, ...key.split('\n').filter((line) => line.length === 64)])
      expect(text).not.toContain(secret)
    expect(text).toContain('BEGIN PRIVATE KEY')
    expect(await run(`say('hello\\r\\n'); right()`)).toMatchObject([{ outcome: 'passed' }])
  })

  it('tells no more of long words than reports show, and cuts none that are secret', async () => {
    const thrown: unknown[] = []
    const read = `globalThis.passphrase ??= require('node:fs').readFileSync(request.arguments.client.passphrase, 'utf8');`
    for (const answered of [
      `error: { message: 'x'.repeat(1e6), errorCode: 'x'.repeat(1e6), status: 400 }`,
      `unsupported: 'x'.repeat(1e6)`,
    ]) {
      const driver = await started(`${organization} return answer({ id, ${answered} }); right()`)
      await runCases(driver.makeAdapter, { cases: [keeping(thrown)], expose: exposeOnPort, certificates })
    }
    const words = thrown.flatMap((error) => {
      const { message, serviceError } = error as { message: string; serviceError?: { errorCode: string } }
      return [message, serviceError?.errorCode ?? message]
    })
    for (const one of words) expect(one).toMatch(/^x{1000,5000}…$/)
    const { passphrase = '' } = certificates.clients['123456785'] ?? {}
    for (const at of [85, 88, 89, 92, 95]) {
      const line = `say('.'.repeat(${at}) + passphrase + '\\n')`
      const [result] = await run(
        `${read} ${organization} { ${line}; return answer({ id, error: { message: '' } }) } right()`,
      )
      expect(result?.reason).toMatch(/is no JSON: \.+(?:\(s|…)/)
      expect(result?.reason).not.toContain(passphrase.slice(0, 4))
    }
  })

  it('shows no key in a value or a code that a case compares', async () => {
    const key = `globalThis.key ??= require('node:fs').readFileSync(request.arguments.client.key, 'utf8').replace(/-----.*?-----|\\n/g, '')`
    for (const answered of [
      `{ id, value: 'It is ' + key }`,
      `{ id, error: { message: '', errorCode: 'It is ' + key, status: 400 } }`,
    ]) {
      const [result] = await run(`${key}; ${organization} return answer(${answered}); right()`, { trace: true })
      expect(result?.outcome).toBe('failed')
      const body = certificates.clients['123456785']?.key.replace(/-----.*?-----|\n/g, '') ?? ''
      const text = JSON.stringify(result)
      expect(text).toContain('(secret)')
      for (let at = 0; at + 16 <= body.length; at += 1) expect(text).not.toContain(body.slice(at, at + 16))
    }
  })

  describe('shows no key in any report', () => {
    const secret = `globalThis.hexadecimal ??= Buffer.from(require('node:fs').readFileSync(request.arguments.client.key, 'utf8').replace(/-----.*?-----|\\n/g, ''), 'base64').toString('hex')
      const secret = hexadecimal.slice(1000, 1060); const name = 'p' + hexadecimal.slice(1000, 1036);`

    it.each([
      ['in a line of its log', `console.error(secret); answer({ id, error: { message: 'no' } })`],
      ['in a message', `answer({ id, error: { message: secret.toUpperCase() } })`],
      ['in a code', `answer({ id, error: { message: 'no', errorCode: secret, status: 400 } })`],
      ['in words', `answer({ id, unsupported: secret.match(/../g).join(':') })`],
      ['in a value', `answer({ id, value: secret })`],
      ['in noise', `say(secret + '\\n'); answer({ id, error: { message: 'no' } })`],
      ['in half a line', `say('{' + secret, () => process.exit(1))`],
      ['in the name of a property of an answer', `answer({ id, [name]: 1, value: '' })`],
      ['in the name of a property of an error', `answer({ id, error: { message: '', [name]: 1 } })`],
      ['in the name of a property of a value', `answer({ id, value: { kind: 'noChange', [name]: 1 } })`],
      ['before it ends', `console.error(secret); setImmediate(() => process.exit(1))`],
    ])('%s', async (_, mistake) => {
      const results = await run(`${secret} ${organization} { ${mistake} } else right()`, { trace: true })
      expect(results[0]?.outcome).not.toBe('passed')
      const body = createPrivateKey(certificates.clients['123456785']?.key ?? '')
        .export({ format: 'der', type: 'pkcs8' })
        .toString('hex')
        .slice(1000, 1036)
      for (const format of ['text', 'json', 'junit', 'markdown'] as const) {
        const report = formatReport(results, format)
        expect(report.replaceAll('\\', '')).toContain('(secret)')
        expect(report.toLowerCase().replace(/[^0-9a-z]/g, '')).not.toContain(body.slice(0, 16))
      }
    })

    it('nor in what a test runner shows', async () => {
      const driver = await started(`${secret} ${organization} answer({ id, value: secret }); else right()`)
      const compared = contractCases.find(({ id }) => id === 'organization') ?? expect.unreachable()
      const options = { expose: exposeOnPort, certificates }
      const thrown: unknown = await runCase(compared, driver.makeAdapter, options).catch((error: unknown) => error)
      expect(inspect(thrown)).toContain('(secret)')
      expect(inspect(thrown)).not.toMatch(/[0-9a-f]{16}/)
    })

    it('where it comes back in a line that the suite writes', async () => {
      const made = madeUp(async ({ adapter }) => adapter.confirm(`https://x/${await adapter.organization()}`))
      const results = await run(`${secret} ${organization} answer({ id, value: secret }); else right()`, {
        cases: [made],
        trace: true,
      })
      const told = results[0]?.trace?.filter(({ kind }) => kind === 'call').at(-1)
      expect(told?.text).toMatch(/"confirm(?:ationUrl":"https:\/\/x\/)?\(secret\)"/)
    })
  })

  it('is run with its own certificates alone', async () => {
    const { makeAdapter } = await started()
    const [result] = await runCases(makeAdapter, { cases: ['organization'], expose: exposeOnPort })
    expect(result?.reason).toContain('with the certificates of the driver')
  })

  it('logs what a case can look at', async () => {
    const lines: (readonly string[])[] = []
    const made = madeUp(async ({ logged }) => {
      lines.push(await logged())
    })
    await run(`process.stderr.write('one\\ntwo'); right(); process.stderr.write('\\n')`, { cases: [made] })
    expect(lines).toEqual([['one', 'two']])
  })

  it('is read to its end where a case fails: lines before and after the answer are those of the case', async () => {
    const driver = await started(`process.stderr.write('before ' + id + '\\n')
      ${organization} answer({ id, error: { message: 'no' } }); else right()
      process.stderr.write('after ' + id + '\\n'); say('noise ' + id + '\\n')`)
    const options = { cases: ['organization'], expose: exposeOnPort, certificates, trace: true }
    const results = [...(await runCases(driver.makeAdapter, options)), ...(await runCases(driver.makeAdapter, options))]
    const lines = results.map(({ trace = [] }) =>
      trace.flatMap(({ kind, text }) => (kind === 'log' || kind === 'output' ? [text] : [])).sort(),
    )
    const linesOf = (id: number): readonly string[] => ['after', 'before', 'noise'].map((word) => `${word} ${id}`)
    expect(lines).toEqual([[...linesOf(1), ...linesOf(2)].sort(), [...linesOf(3), ...linesOf(4)].sort()])
  })

  it('has logged what it logged before its answer once that has come', async () => {
    const lines: string[] = []
    const { makeAdapter } = await started(`process.stderr.write('line of ' + call + '\\n'); right()`)
    const made = madeUp(async ({ adapter }) => {
      await adapter.organization()
      lines.push('answered')
    })
    const watched: typeof makeAdapter = (context) =>
      makeAdapter({
        ...context,
        log: (line) => {
          lines.push(line)
        },
      })
    await runCases(watched, { cases: [made], expose: exposeOnPort, certificates })
    expect(lines).toEqual(['line of start', 'line of organization', 'answered'])
  })

  it('is given the keys of clients, and of nobody else', async () => {
    const { makeAdapter } =
      await started(`${organization} return right(); globalThis.folder ??= require('node:path').dirname(request.arguments.trust)
      answer({ id, error: { message: require('node:fs').readdirSync(folder).sort().join() } })`)
    const [result] = await runCases(makeAdapter, { cases: ['organization'], expose: exposeOnPort, certificates })
    const names = Object.keys(certificates.clients).flatMap((one) => [`${one}.key.pem`, `${one}.p12`, `${one}.pem`])
    expect(result?.reason).toBe(`start: ${[...names, 'passphrase.txt', 'root.pem'].sort().join()}`)
  })

  it.each([
    [
      'a command that there is not',
      { command: '/no/such/command' },
      { code: 'ENOENT', message: '/no/such/command cannot be started: there is no such program' },
    ],
    [
      'a name that there is not',
      { command: 'no-such-command' },
      { code: 'ENOENT', message: 'no-such-command cannot be started: there is no such program' },
    ],
    [
      'a file that is no program',
      { command: '/dev/null' },
      { code: 'EACCES', message: '/dev/null cannot be started: it is no program that may be run' },
    ],
    [
      'no command',
      { command: '' },
      new TypeError('A driver is a command with a list of arguments, all of them texts.'),
    ],
    ['no time', { command: 'node', startUpSeconds: 0 }, expect.any(TypeError)],
    ['arguments that are no texts', { command: 'node', arguments: [1 as never] }, expect.any(TypeError)],
  ])('%s is refused, and leaves nothing behind', async (_, options, refusal) => {
    const folder = folderWith({})('')
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await expect(startDriver({ ...options, certificates })).rejects.toMatchObject(refusal as object)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['/no/such/folder', 'ENOENT'],
    [process.execPath, 'ENOTDIR'],
  ])('is not started where its keys cannot be written: in %s', async (folder, code) => {
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const message = `Keys for the driver cannot be written to ${folder} (${code})`
    await expect(startDriver({ command: 'node', certificates })).rejects.toMatchObject({ code, message })
  })
})

it.each([
  ['#!/no/such/interpreter -x\n', '/no/such/interpreter'],
  ['#! /bin/sh\r\n', '/bin/sh and a carriage return'],
  ['#!/no/such/interpreter', '/no/such/interpreter'],
])('a driver whose interpreter is not there is told from one that is not: %j', async (content, interpreter) => {
  const folder = folderWith({ driver: content })
  chmodSync(folder('driver'), 0o700)
  const message = (command: string): string =>
    `${command} cannot be started: its first line names the interpreter ${interpreter}, which is not there`
  const starting = async (command: string): Promise<unknown> => startDriver({ command, certificates })
  await expect(starting(folder('driver'))).rejects.toMatchObject({ code: 'ENOENT', message: message(folder('driver')) })
  vi.stubEnv('PATH', `/no/such/folder:${folder('')}`)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  await expect(starting('driver')).rejects.toMatchObject({ code: 'ENOENT', message: message('driver') })
})
