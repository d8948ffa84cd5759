import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { portalOperations, sendWith } from 'signering-portal/http'
import { main } from '../../src/cli/main.js'
import { simulatorEnvironments } from '../../src/simulator/queue.js'
import { create, manifest, organizationNumber } from '../../testing/simulator/raw-client.js'
import { run, start } from '../../testing/cli/terminal.js'

test('serves a portal on a port, lets signers act and time pass, and stops when it is interrupted', async () => {
  const served = start(['serve', '--port', '0', '--environment', 'production'])
  const root = await served.firstLine()
  expect(root).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/)
  const operations = portalOperations({ root, organizationNumber })
  const exchange = sendWith(fetch)
  const control = async (name: string, input: object): Promise<void> => {
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(new URL(`/control/${name}`, root), {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    })
    expect(response.status).toBe(204)
  }

  const created = await create(fetch, root, manifest, '', new Date())
  expect(created.status).toBe(200)
  const [, signatureJobId = ''] = /<signature-job-id>(\d+)</.exec(await created.text()) ?? []
  await control('signer-status', { signatureJobId, signer: 1, status: 'REJECTED' })

  const now = (): Date => new Date()
  const next = await exchange(operations.nextStatusChange({ now }))
  if (next.kind !== 'statusChange') return expect.unreachable(next.kind)
  expect(next.statusChange.signatures.signature.map(({ status }) => status.value)).toEqual([
    'REJECTED',
    'NOT_APPLICABLE',
  ])
  await exchange(operations.confirm(next.statusChange.confirmationUrl))
  const empty = await exchange(operations.nextStatusChange({ now }))
  expect(empty.kind).toBe('noChange')
  // Production waits 10 minutes where test waits half a minute at most.
  expect(empty.nextPermittedPollTime.getTime() - Date.now()).toBeGreaterThan(500_000)
  expect((await exchange(operations.nextStatusChange({ now }))).kind).toBe('tooEager')
  await control('advance', { milliseconds: 3_600_000 })
  await control('fault', {
    fault: { kind: 'status', status: 503, content: 'empty' },
    resource: 'nextStatusChange',
    times: 1,
  })
  await expect(exchange(operations.nextStatusChange({ now }))).rejects.toThrow(/http\.status .*503/)
  expect((await exchange(operations.nextStatusChange({ now }))).kind).toBe('noChange')

  served.interrupt()
  expect(await served.ended).toEqual({ code: 0, stdout: `${root}\n`, stderr: '' })
  await expect(fetch(root)).rejects.toThrow()
})

test('knows the organizations that its help names', async () => {
  const { stdout } = await run(['serve', '--help'])
  const [publicSender = '', privateSender = '', broker = ''] = stdout.match(/\b\d{9}\b/g) ?? []
  const served = start(['serve'])
  const root = await served.firstLine()
  const status = async (path: string): Promise<number> => (await fetch(`${root}/${path}`)).status
  expect([await status(publicSender), await status(privateSender), await status(broker)]).toEqual([200, 200, 403])
  served.interrupt()
  await served.ended
})

test('--log tells of each request on standard error, refusals by their code, and repeats nothing of the client', async () => {
  const served = start(['serve', '--log'])
  const root = await served.firstLine()
  const jobs = `/api/${organizationNumber}/portal/signature-jobs`
  await create(fetch, root, manifest, '', new Date(0))
  await fetch(new URL(`${jobs}?polling_queue=Ola`, root), { headers: { Accept: 'text/plain' } })
  await fetch(`${root}/555555555`)
  await fetch(new URL('/Kari/12345678910', root))
  await fetch(new URL('/control/clock', root))
  served.interrupt()
  const { stdout, stderr } = await served.ended
  expect(stdout).toBe(`${root}\n`)
  expect(stderr.split('\n')).toEqual([
    `POST ${jobs} 400 ASICE_VALIDATION_FAILED`,
    `GET ${jobs}?polling_queue=* 406 NOT_ACCEPTABLE`,
    'GET /api/555555555 403 BROKER_NOT_AUTHORIZED',
    'GET /*/* 404 NOT_FOUND',
    'GET /control/clock 200',
    '',
  ])
})

test('--signing-time-tolerance says how far signing time and clock may be apart', async () => {
  const served = start(['serve', '--signing-time-tolerance', '3600'])
  const root = await served.firstLine()
  const status = async (secondsAgo: number): Promise<number> =>
    (await create(fetch, root, manifest, '', new Date(Date.now() - secondsAgo * 1000))).status
  expect([await status(3000), await status(4000)]).toEqual([200, 400])
  served.interrupt()
  await served.ended
})

test('--organization and --broker name who is known', async () => {
  const served = start(['serve', '--organization', '310000001:PRIVATE', '--broker', '310000003'])
  const root = await served.firstLine()
  const answer = async (number: string): Promise<string> => (await fetch(`${root}/${number}`)).text()
  expect(await answer('310000001')).toBe('Organization 310000001\n')
  expect(await answer('310000003')).toContain('BROKER_NOT_AUTHORIZED')
  expect(await answer('123456785')).toContain('>NOT_AUTHORIZED<')
  served.interrupt()
  await served.ended
})

test('a port that is taken is named', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await run(['serve', '--port', `${port}`])
  server.close()
  expect(stderr).toContain(`The port ${port} is taken.`)
  expect(code).toBe(2)
})

test('--json gives the root, a line of the log for each request, and the end', async () => {
  const served = start(['serve', '--json', '--log'])
  const first = JSON.parse(await served.firstLine()) as { readonly result: { readonly root: string } }
  expect(first).toEqual({ command: 'serve', result: { root: expect.stringMatching(/^http:.*\/api$/) as string } })
  await fetch(`${first.result.root}/123456785/01019012345`)
  served.interrupt()
  const { code, stdout, stderr } = await served.ended
  expect(code).toBe(0)
  expect(JSON.parse(stdout.split('\n')[1] ?? '')).toEqual({ command: 'serve', exitCode: 0, issues: [] })
  const told = { method: 'GET', target: '/api/123456785/*', status: 404 }
  expect(JSON.parse(stderr)).toEqual({ ...told, errorCode: expect.any(String) as string })
})

test('can be stopped as soon as the root is printed', async () => {
  const order: string[] = []
  const terminal = {
    ...{ print: () => order.push('print'), complain: () => order.push('complain'), write: () => Promise.resolve() },
    ...{ input: Readable.from([]), environment: {}, isWatched: false, isOutputWatched: false },
    interrupted: () => Promise.resolve(order.push('interrupted')),
  }
  expect(await main(['serve'], terminal)).toBe(0)
  expect(order).toEqual(['interrupted', 'print'])
})

test.each([
  ['a port that is no number', ['--port', 'http'], '--port is a number from 0 to 65535.'],
  ['a port out of range', ['--port', '65536'], '--port is a number from 0 to 65535.'],
  [
    'an environment that there is not',
    ['--environment', 'qa'],
    `--environment is ${simulatorEnvironments.join(' or ')}.`,
  ],
  [
    'a tolerance that is no number',
    ['--signing-time-tolerance=-1'],
    '--signing-time-tolerance is a number from 0 to 999999999.',
  ],
  [
    'an organization without a sector',
    ['--organization', '310000001'],
    '--organization is NUMBER:SECTOR, with a number of nine digits and the sector PUBLIC or PRIVATE.',
  ],
  ['a broker without a number', ['--broker', 'x'], '--broker is NUMBER or NUMBER:SENDER, with numbers of nine digits.'],
  [
    'an option in the place of a value',
    ['--signing-time-tolerance', '--log'],
    '--signing-time-tolerance has no value; one that begins with a dash is written --signing-time-tolerance=--log.',
  ],
  [
    'two that are wrong',
    ['--port', 'http', '--ended-jobs-kept', 'soon'],
    '--port is a number from 0 to 65535.\n--ended-jobs-kept is a number from 0 to 999999999.',
  ],
  [
    'whatever is wrong, all at once,',
    [
      ...['--port', 'http', '--organization', '1', '--broker', '2', '--state', '/no/such/state', '--tls'],
      ...['--key', '/no/such/key', '--certificates', '/dev/null', '--trust', '/', '--trust', '/no/such/trust'],
    ],
    [
      '--port is a number from 0 to 65535.',
      '--organization is NUMBER:SECTOR, with a number of nine digits and the sector PUBLIC or PRIVATE.',
      '--broker is NUMBER or NUMBER:SENDER, with numbers of nine digits.',
      '/no/such/key: no such file or directory.',
      '/dev/null: is a device.',
      '/: is a directory.',
      '/no/such/trust: no such file or directory.',
      '/no/such/state: no such file or directory.',
    ].join('\n'),
  ],
  ['an argument', ['here'], "Unexpected argument 'here'."],
  ['a state on standard output', ['--state', '-'], '--state is a file that is read and written anew: it cannot be -.'],
])('%s is a usage error', async (_, args, message) => {
  const { code, stdout, stderr } = await run(['serve', ...args])
  expect(stderr).toBe(`signering-portal: ${message}\nSee signering-portal serve --help.\n`)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
