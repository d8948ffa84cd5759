import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { createServer as createTlsServer } from 'node:tls'
import { portalOperations } from 'signering-portal/http'
import { tlsOptions } from 'signering-portal/tls'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { ask, clockBy, clockIssues, contact } from '../../src/cli/check-service.js'
import { commonName, createAuthority, organizationIdentifier } from '../../testing/certificates.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { startServer, type Answer } from '../../testing/http/server.js'
import { describeWith, openssl } from '../../testing/requirements.js'

const authority = createAuthority('Enterprise root')
const client = authority.issue([[commonName, 'Sender AS']])
const server = authority.issue([[organizationIdentifier, 'NTRNO-984661185']])
const impostor = authority.issue([[organizationIdentifier, 'NTRNO-123456785']])
const expired = authority.issue([[organizationIdentifier, 'NTRNO-984661185']], new Date('2021-01-01'))
const stranger = createAuthority('Another root').issue([[organizationIdentifier, 'NTRNO-984661185']])
const tls = tlsOptions({ ...client, ca: authority.root })
const organizationNumber = '123456785'
const codesOf = ({ issues }: { readonly issues: readonly { readonly code: string }[] }): readonly string[] =>
  issues.map(({ code }) => code)

/** A server on TCP that does something with each connection, until the test is over. */
async function listening(made: ReturnType<typeof createTcpServer>): Promise<string> {
  const sockets = new Set<Socket>()
  made.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)))
  made.on('tlsClientError', () => undefined)
  await once(made.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    made.close()
  })
  return `https://127.0.0.1:${(made.address() as AddressInfo).port}/api`
}

describe('who answers is named,', () => {
  it.each<[string, typeof server, readonly string[]]>([
    ['the service', server, []],
    ['another organization', impostor, ['tls.server-organization']],
    ['one whom nobody vouches for', stranger, ['tls.server-certificate']],
    ['one whose certificate has expired', expired, ['tls.server-certificate']],
  ])('%s', async (_, certificate, codes) => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const options = { ...certificate, minVersion: version, maxVersion: version }
      const root = await listening(createTlsServer(options, (socket) => socket.on('error', () => undefined)))
      const found = await contact(root, tls, 20_000)
      expect(found.server?.raw).toBeDefined()
      expect(certificate.cert.replaceAll(/\s/g, '')).toBe(found.server?.toString().replaceAll(/\s/g, ''))
      expect(codesOf(found)).toEqual(codes)
    }
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('and may be said not to accept the client, in %s', async (version) => {
    const options = { ...server, requestCert: true, rejectUnauthorized: true, ca: createAuthority('Other').root }
    const made = createTlsServer({ ...options, minVersion: version, maxVersion: version })
    const root = await listening(made)
    const found = await contact(root, tls, 20_000)
    // Node.js breaks off without an alert: in TLS 1.3 once the handshake is over, so that only a request shows it.
    if (version === 'TLSv1.2') {
      expect(found).toMatchObject({ issues: [{ code: 'http.connection' }] })
      expect(found.issues[0]?.message).toContain("does not accept the client's certificate")
      return
    }
    expect(codesOf(found)).toEqual([])
    const answer = await ask(portalOperations({ root, organizationNumber }), tls, 20_000)
    expect(answer).toMatchObject({ issues: [{ code: 'http.connection' }] })
    expect(answer.issues[0]?.message).toContain("does not accept the client's certificate")
  })
})

test('and is not waited for where it goes on talking and never ends', async () => {
  const talking = createTlsServer({ ...server, allowHalfOpen: true }, (socket) => {
    const talk = setInterval(() => socket.write('x'), 20)
    socket
      .on('error', () => undefined)
      .on('close', () => {
        clearInterval(talk)
      })
  })
  const found = await contact(await listening(talking), tls, 300)
  expect(found).toMatchObject({ server: { subject: expect.stringContaining('984661185') as string }, issues: [] })
})

test.each(['https://localhost:9/api', 'https://127.0.0.1/api'])('nobody, or whoever is there, at %s', async (root) => {
  expect((await contact(root, tls, 20_000)).issues).not.toEqual([])
})

test('nobody, who says so in words', async () => {
  const found = await contact('https://127.0.0.1:9/api', tls, 20_000)
  expect(found).toEqual({
    issues: [
      expect.objectContaining({ message: 'There is no connection: nobody listens at the port (ECONNREFUSED).' }),
    ],
  })
})

test.each<[string, (socket: Socket) => void, string]>([
  ['one that hangs up', (socket) => socket.destroy(), 'http.connection'],
  ['one that ends', (socket) => socket.end(), 'http.connection'],
  ['one that speaks no TLS', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'http.connection'],
  ['one that says nothing', () => undefined, 'http.timeout'],
])('%s', async (_, work, code) => {
  const found = await contact(await listening(createTcpServer(work)), tls, 300)
  expect({ codes: codesOf(found), server: found.server }).toEqual({ codes: [code], server: undefined })
})

describe('what the service says', () => {
  const asked = async (answer: Answer): ReturnType<typeof ask> => {
    await using there = await startServer(() => answer, { ...server, requestCert: true, ca: authority.root })
    const operations = portalOperations({ root: `${there.origin}/api`, organizationNumber })
    const found = await ask(operations, tls, 20_000)
    expect(there.received).toMatchObject([{ method: 'GET', url: `/api/${organizationNumber}` }])
    return found
  }
  const plain = { 'Content-Type': 'text/plain' }
  const refusal = (code: string): string =>
    `<error xmlns="http://signering.posten.no/schema/v1"><error-code>${code}</error-code><error-message>Kari 01810010068</error-message><error-type>CLIENT</error-type></error>`

  it('is its text, and its time', async () => {
    const found = await asked({ status: 200, headers: plain, body: 'Organization 123456785\n' })
    expect(found).toMatchObject({ status: 200, text: 'Organization 123456785\n', issues: [] })
    expect(Math.abs(found.clock?.aheadSeconds ?? Infinity)).toBeLessThan(5)
    expect(found.clock?.accuracySeconds).toBeGreaterThanOrEqual(0.5)
  })

  it.each([
    ['text/plain; charset=utf-8', []],
    ['TEXT/PLAIN', []],
    ['text/html', ['http.content-type']],
    ['text/plainly', ['http.content-type']],
  ])('is plain text: %s', async (type, codes) => {
    const found = await asked({ status: 200, headers: { 'Content-Type': type }, body: '<p>x' })
    expect(codesOf(found)).toEqual(codes)
    for (const { severity } of found.issues) expect(severity).toBe('warning')
  })

  it.each<[Answer, string, RegExp, string | undefined]>([
    [
      { status: 403, headers: { 'Content-Type': 'application/xml' }, body: refusal('NOT_AUTHORIZED') },
      'http.status',
      /does not let the client call/,
      'NOT_AUTHORIZED',
    ],
    [{ status: 401, body: '' }, 'http.status', /does not let the client call/, undefined],
    [
      { status: 403, headers: { 'Content-Type': 'application/xml' }, body: refusal('Kari 01810010068') },
      'http.status',
      /does not let/,
      undefined,
    ],
    [{ status: 404, body: 'Kari' }, 'http.status', /the organization or the root is wrong/, undefined],
    [
      { status: 302, headers: { Location: 'https://example.com/' }, body: '' },
      'http.status',
      /the root is wrong/,
      undefined,
    ],
    [{ status: 503, body: '' }, 'http.status', /ask again later/, undefined],
    [{ status: 418, body: '' }, 'http.status', /./, undefined],
  ])('is a refusal: %j', async (answer, code, words, errorCode) => {
    const found = await asked(answer)
    expect(found).toMatchObject({ status: answer.status, issues: [{ severity: 'error', code }] })
    expect(found.issues[0]?.message).toMatch(words)
    expect(found.errorCode).toBe(errorCode)
    expect(found.clock).toBeDefined()
    expect(JSON.stringify(found)).not.toMatch(/Kari|01810010068/)
  })

  it.each([
    [-60, ['check.clock'], 60],
    [-6, ['check.clock'], 6],
    [-1, [], 1],
    [2, [], -2],
    [7, ['check.clock'], -7],
    [86_400, ['check.clock'], -86_400],
  ])('is a time that is %d seconds ahead of ours', async (seconds, codes, ahead) => {
    // Half a second on, so that cutting to seconds cuts as much as it gives.
    const date = new Date(Date.now() + seconds * 1000).toUTCString()
    const found = await asked({ status: 200, headers: { ...plain, Date: date }, body: 'x' })
    expect(codesOf(found)).toEqual(codes)
    expect(Math.abs((found.clock?.aheadSeconds ?? Infinity) - ahead)).toBeLessThan(
      0.9 + (found.clock?.accuracySeconds ?? 0),
    )
  })

  it.each(['', 'yesterday', '2026-11-30T12:00:00Z', 'Mon, 99 Nov 2026 12:00:00 GMT'])(
    'is a time that is none: %j',
    async (Date) => {
      const found = await asked({ status: 200, headers: { ...plain, Date }, body: 'x' })
      expect(found).toMatchObject({ clock: undefined, issues: [{ severity: 'warning', code: 'check.clock' }] })
    },
  )
})

test.each([
  ['its answer', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n', ['http.body-interrupted']],
  ['what is none', '', 'HTTP/1.1 102 Processing\r\n\r\n', ['http.timeout']],
])('who goes on sending %s is not waited for', async (_, head, piece, codes) => {
  const dripping = createTlsServer(server, (socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(head))
    const drip = setInterval(() => socket.write(piece), 50)
    socket.on('close', () => {
      clearInterval(drip)
    })
  })
  const root = await listening(dripping)
  const found = await ask(portalOperations({ root, organizationNumber }), tls, 500)
  expect(codesOf(found).filter((code) => code !== 'check.clock')).toEqual(codes)
})

test('clocks are compared in the middle of what is not known', () => {
  const date = 'Mon, 30 Nov 2026 12:00:00 GMT'
  const noon = Date.parse('2026-11-30T12:00:00Z')
  expect(clockBy(date, noon, noon + 1000)).toEqual({ aheadSeconds: 0, accuracySeconds: 1 })
  expect(clockBy(date, noon + 2000, noon + 2000)).toEqual({ aheadSeconds: 1.5, accuracySeconds: 0.5 })
  expect(clockBy(date, noon - 4000, noon)).toEqual({ aheadSeconds: -2.5, accuracySeconds: 2.5 })
})

test.each([
  [5, 0.5, []],
  [5.1, 0.5, ['warning']],
  [-5.5, 0.5, ['warning']],
  [5.6, 0.5, ['error']],
  [-5.6, 0.5, ['error']],
  [-60, 90, ['warning']],
])('clocks that are %d seconds apart, give or take %d', (aheadSeconds, accuracySeconds, severities) => {
  const issues = clockIssues({ aheadSeconds, accuracySeconds })
  expect(issues.map(({ severity }) => severity)).toEqual(severities)
})

test('a connection that breaks before the response may be one of a server that refuses the client', async () => {
  const root = await listening(
    createTlsServer(server, (socket) => {
      socket.on('error', () => undefined).once('data', () => socket.destroy())
    }),
  )
  const found = await ask(portalOperations({ root, organizationNumber }), tls, 20_000)
  expect(found).toMatchObject({ issues: [{ code: 'http.connection' }] })
  expect(found.issues[0]?.message).toContain("as it may where the server does not accept the client's certificate")
})

describeWith([openssl], 'OpenSSL as the server', () => {
  /** Starts s_server, which serves a page. */
  const serving = async (certificate: typeof server, more: readonly string[]): Promise<string> => {
    const folder = folderWith({ 'key.pem': certificate.key, 'cert.pem': certificate.cert, 'ca.pem': authority.root })
    const files = ['-key', folder('key.pem'), '-cert', folder('cert.pem'), '-CAfile', folder('ca.pem')]
    const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-www', ...files, ...more])
    onTestFinished(() => void child.kill())
    for await (const line of createInterface({ input: child.stdout })) {
      const [, port] = /^ACCEPT .*:(\d+)/.exec(line) ?? []
      if (port !== undefined) return `https://127.0.0.1:${port}/api`
    }
    return expect.unreachable('OpenSSL has ended.')
  }
  const required = ['-Verify', '3', '-verify_return_error']

  describe.each(['-tls1_2', '-tls1_3'])('%s', (version) => {
    it('takes a client that it trusts', async () => {
      const root = await serving(server, [version, ...required])
      const found = await contact(root, tls, 20_000)
      expect(found).toMatchObject({ issues: [] })
      const answer = await ask(portalOperations({ root, organizationNumber }), tls, 20_000)
      // It serves a page, without a time.
      expect(answer.issues.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
      expect({ status: answer.status, codes: codesOf(answer) }).toEqual({
        status: 200,
        codes: ['http.content-type', 'check.clock'],
      })
    })

    it('refuses one that it does not', async () => {
      const root = await serving(server, [version, ...required])
      const other = createAuthority('Another root').issue([[commonName, 'Sender AS']])
      const found = await contact(root, tlsOptions({ ...other, ca: authority.root }), 20_000)
      expect(codesOf(found)).toEqual(['tls.client-refused'])
    })

    it('is named where it is another', async () => {
      const found = await contact(await serving(impostor, [version, ...required]), tls, 20_000)
      expect(found.server?.subject).toContain('NTRNO-123456785')
      expect(codesOf(found)).toEqual(['tls.server-organization'])
    })
  })
})
