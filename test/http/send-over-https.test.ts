import { getEventListeners, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, get, type AgentOptions } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { inspect } from 'node:util'
import { portalOperations, type Send } from 'signering-portal/http'
import { PortalError, sendOverHttps, tlsOptions, TransportError, type SendOverHttpsOptions } from 'signering-portal/tls'
import { describe, expect, it } from 'vitest'
import { commonName, createAuthority, organizationIdentifier } from '../../testing/certificates.js'
import { organizationNumber } from '../../testing/http/responses.js'
import { startServer } from '../../testing/http/server.js'
import { countingReads, oddValues, withOddValues, wrongAnswers } from '../../testing/odd-values.js'

const authority = createAuthority('Enterprise root')
const client = authority.issue([[commonName, 'Sender AS']])
const server = authority.issue([[organizationIdentifier, 'NTRNO-984661185']])
const impostor = authority.issue([[organizationIdentifier, 'NTRNO-123456785']])
const another = createAuthority('Another root')
const stranger = another.issue([[organizationIdentifier, 'NTRNO-984661185']])
const tls = tlsOptions({ ...client, ca: authority.root })
const secret = 'Kari Nordmann'

const operationAt = (origin: string): ReturnType<ReturnType<typeof portalOperations>['create']> =>
  portalOperations({ root: `${origin}/api`, organizationNumber }).create({
    request: {},
    bundle: new Uint8Array(70_000),
  })

/** A server that does what it is told to with each connection, below TLS or in it. */
async function listening(made: Server): Promise<{ readonly origin: string } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  made.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  made.on('tlsClientError', () => undefined)
  made.listen(0, '127.0.0.1')
  await once(made, 'listening')
  return {
    origin: `https://127.0.0.1:${(made.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => made.close(resolve))
    },
  }
}

const overTcp = (work: (socket: Socket) => void): ReturnType<typeof listening> => listening(createTcpServer(work))
const overTls = (work: (socket: TLSSocket) => void, certificate = server): ReturnType<typeof listening> =>
  listening(
    createTlsServer(certificate, (socket) => {
      socket.on('error', () => undefined)
      work(socket)
    }),
  )

const answering = (head: string) => (socket: TLSSocket) => socket.once('data', () => socket.write(head))

async function faultOf(sending: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await sending.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TransportError)
  expect(inspect(error)).not.toContain(secret)
  return error as TransportError
}

describe('a network fault says whether the request can have reached the service', () => {
  it.each<[string, string, string | RegExp | undefined, () => ReturnType<typeof listening>]>([
    ['a server that hangs up', 'http.connection', 'ECONNRESET', () => overTcp((socket) => socket.destroy())],
    [
      'one that does not speak TLS',
      'http.connection',
      /^ERR_SSL_|^EPROTO$/,
      () => overTcp((socket) => socket.end(secret)),
    ],
    ['one that says nothing', 'http.timeout', undefined, () => overTcp(() => undefined)],
    [
      'one whom nobody vouches for',
      'http.connection',
      /^UNABLE_|^SELF_SIGNED/,
      () => overTls(() => undefined, stranger),
    ],
    ['one that is not the service', 'tls.server-organization', undefined, () => overTls(() => undefined, impostor)],
  ])('no: %s', async (_, issue, code, start) => {
    await using there = await start()
    const send = sendOverHttps({ tls, timeoutMilliseconds: 300 })
    const error = await faultOf(send(operationAt(there.origin)))
    expect(error).toMatchObject({ requestSent: 'no', issues: [{ code: issue }] })
    if (code === undefined) expect(error.code).toBeUndefined()
    else expect(error.code).toMatch(code)
  })

  it.each<[string, string, RegExp]>([
    ['nobody at the port', 'https://127.0.0.1:9', /^ECONNREFUSED$/],
    ['no address for the name', 'https://portal.invalid', /^(?:ENOTFOUND|EAI_AGAIN)$/],
    ['no TLS in the address', 'http://127.0.0.1:9', /^ERR_INVALID_PROTOCOL$/],
  ])('no: %s', async (_, origin, code) => {
    const error = await faultOf(sendOverHttps({ tls })(operationAt(origin)))
    expect(error.requestSent).toBe('no')
    expect(error.code).toMatch(code)
  })

  it.each<[string, string, RegExp | undefined, (socket: TLSSocket) => void]>([
    [
      'a connection that is cut',
      'http.connection',
      /^ECONNRESET$/,
      (socket) => socket.once('data', () => socket.destroy()),
    ],
    ['one that ends', 'http.connection', /^ECONNRESET$/, (socket) => socket.once('data', () => socket.end())],
    ['one that says nothing more', 'http.timeout', undefined, () => undefined],
    ['a head without its end', 'http.timeout', undefined, answering(`HTTP/1.1 200 OK\r\nX: ${secret}\r\n`)],
    ['what is no response', 'http.connection', /^HPE_/, answering(`${secret}\r\n\r\n`)],
    [
      'another protocol',
      'http.connection',
      undefined,
      answering('HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
    ],
  ])('maybe: %s', async (_, issue, code, work) => {
    await using there = await overTls(work)
    const send = sendOverHttps({ tls, timeoutMilliseconds: 300 })
    const error = await faultOf(send(operationAt(there.origin)))
    expect(error).toMatchObject({ requestSent: 'maybe', issues: [{ code: issue }] })
    if (code !== undefined) expect(error.code).toMatch(code)
  })

  it('maybe: a connection that was kept, and has gone', async () => {
    await using there = await overTls((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 204 No Content\r\n\r\n')
        socket.once('data', () => socket.destroy())
      })
    })
    const send = sendOverHttps({ tls })
    const { confirm } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
    await send(confirm(`${there.origin}/api/1`))
    expect(await faultOf(send(confirm(`${there.origin}/api/1`)))).toMatchObject({
      requestSent: 'maybe',
      code: 'ECONNRESET',
    })
  })
})

describe('an agent of others', () => {
  const impostorsAnswers: string[] = []
  const sent = async (send: Send, origin: string): Promise<TransportError> => faultOf(send(operationAt(origin)))

  it.each<[string, AgentOptions, typeof server, string]>([
    ['checks nothing', { rejectUnauthorized: false }, stranger, 'tls.server-certificate'],
    ['trusts more', { ...tls, ca: [...tls.ca, another.root] }, stranger, 'tls.server-certificate'],
    [
      'trusts more and checks no organization',
      { ca: another.root, checkServerIdentity: () => undefined },
      stranger,
      'tls.server-certificate',
    ],
    [
      'does not check the organization',
      { ...tls, checkServerIdentity: () => undefined },
      impostor,
      'tls.server-organization',
    ],
  ])('that %s does not open a way to an impostor', async (_, loose, certificate, code) => {
    await using there = await overTls(
      (socket) => socket.on('data', (data) => impostorsAnswers.push(String(data))),
      certificate,
    )
    const agent = new Agent({ ...loose, keepAlive: true })
    const send = sendOverHttps({ tls, agent })
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(await sent(send, there.origin)).toMatchObject({ requestSent: 'no', issues: [{ code }] })
    expect(impostorsAnswers).toEqual([])
    agent.destroy()
  })

  it.each([
    ['nobody vouches for', stranger, { code: undefined, issues: [{ code: 'tls.server-certificate' }] }],
    [
      'has expired',
      authority.issue([[organizationIdentifier, 'NTRNO-984661185']], new Date('2021-01-01T00:00:00Z')),
      { code: 'CERT_HAS_EXPIRED', issues: [{ code: 'http.connection' }] },
    ],
    ['is not the service', impostor, { code: undefined, issues: [{ code: 'tls.server-organization' }] }],
  ])('that keeps a connection to one who %s is refused at once', async (_, certificate, fault) => {
    await using there = await startServer(() => ({ status: 200, headers: {}, body: 'Sender' }), certificate)
    const agent = new Agent({ ...tls, rejectUnauthorized: false, keepAlive: true })
    const { statusCode } = await new Promise<IncomingMessage>((resolve) =>
      get(there.origin, { agent }, (incoming) => incoming.resume().on('end', () => setImmediate(resolve, incoming))),
    )
    expect([statusCode, Object.keys(agent.freeSockets)]).toEqual([200, [expect.any(String)]])
    expect(await sent(sendOverHttps({ tls, agent }), there.origin)).toMatchObject({ requestSent: 'no', ...fault })
    expect(there.received).toHaveLength(1)
    agent.destroy()
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that keeps sessions opens the way to the service over %s',
    async (maxVersion) => {
      await using there = await startServer(() => ({ status: 200, headers: {}, body: 'Sender' }), {
        ...server,
        maxVersion,
      })
      const agent = new Agent({ ...tls, keepAlive: false, maxCachedSessions: 100 })
      const { organization } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
      for (let attempt = 0; attempt < 3; attempt += 1)
        expect(await sendOverHttps({ tls, agent })(organization())).toBe('Sender')
      agent.destroy()
    },
  )

  it('that takes older TLS sends nothing over it', async () => {
    const ciphers = 'DEFAULT@SECLEVEL=0'
    const older = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers } as const
    await using there = await startServer(() => ({ status: 200, headers: {}, body: 'Sender' }), { ...server, ...older })
    const agent = new Agent({ ...tls, minVersion: 'TLSv1', ciphers, keepAlive: true })
    const { statusCode } = await new Promise<IncomingMessage>((resolve) =>
      get(there.origin, { agent }, (incoming) => incoming.resume().on('end', () => setImmediate(resolve, incoming))),
    )
    expect(statusCode).toBe(200)
    const code = 'ERR_SSL_UNSUPPORTED_PROTOCOL'
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await sent(sendOverHttps({ tls, agent }), there.origin)).toMatchObject({ requestSent: 'no', code })
    expect(there.received).toHaveLength(1)
    agent.destroy()
  })

  it('has one connection, over which requests wait for each other', async () => {
    await using there = await startServer(() => ({ status: 200, headers: {}, body: 'Sender' }), server)
    const agent = new Agent({ ...tls, keepAlive: true, maxSockets: 1 })
    const send = sendOverHttps({ tls, agent })
    const { organization } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
    expect(await Promise.all([1, 2, 3].map(async () => send(organization())))).toEqual(['Sender', 'Sender', 'Sender'])
    agent.destroy()
  })
})

it('nothing is left after many exchanges', async () => {
  await using there = await startServer(() => ({ status: 200, headers: {}, body: 'Sender' }), server)
  const agent = new Agent({ ...tls, keepAlive: true })
  const send = sendOverHttps({ tls, agent })
  const { organization } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
  const { signal } = new AbortController()
  const counts: object[] = []
  for (let round = 0; round < 20; round += 1) {
    await send(organization(), signal)
    await new Promise(setImmediate)
    const [socket, ...others] = Object.values(agent.freeSockets).flat()
    counts.push({
      sockets: others.length + Object.values(agent.sockets).flat().length,
      signal: getEventListeners(signal, 'abort').length,
      socket: socket?.eventNames().map((name) => [name, socket.listenerCount(name)]),
    })
  }
  expect(counts[0]).toMatchObject({ sockets: 0, signal: 0 })
  expect(counts.slice(2).filter((count) => inspect(count, { depth: 4 }) !== inspect(counts[1], { depth: 4 }))).toEqual(
    [],
  )
  agent.destroy()
})

describe('a signal', () => {
  const reason = new Error('It takes too long.')

  it('that is aborted before sends nothing', async () => {
    await using there = await startServer(() => ({ status: 200 }), server)
    await expect(sendOverHttps({ tls })(operationAt(there.origin), AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(there.received).toEqual([])
  })

  it.each([
    [
      'during the handshake',
      () =>
        overTcp((socket) =>
          socket.once('data', () => {
            abort?.abort(reason)
          }),
        ),
    ],
    [
      'before the response',
      () =>
        overTls((socket) =>
          socket.once('data', () => {
            abort?.abort(reason)
          }),
        ),
    ],
  ])('ends an exchange %s', async (_, start) => {
    abort = new AbortController()
    await using there = await start()
    await expect(sendOverHttps({ tls })(operationAt(there.origin), abort.signal)).rejects.toBe(reason)
    expect(getEventListeners(abort.signal, 'abort')).toEqual([])
  })
  let abort: AbortController | undefined

  it('ends an exchange that waits for the connection of another', async () => {
    let connections = 0
    await using there = await overTls(() => (connections += 1))
    const agent = new Agent({ ...tls, maxSockets: 1 })
    const send = sendOverHttps({ tls, agent })
    const [first, second] = [new AbortController(), new AbortController()]
    const other = send(operationAt(there.origin), first.signal)
    const waiting = send(operationAt(there.origin), second.signal)
    second.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    first.abort(reason)
    await expect(other).rejects.toBe(reason)
    expect(connections).toBeLessThan(2)
    agent.destroy()
  })

  it('may be that of many exchanges', async () => {
    await using there = await startServer(() => ({ status: 200, headers: {}, body: 'Sender' }), server)
    const warnings: Error[] = []
    const warned = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warned)
    const { organization } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
    const [send, { signal }] = [sendOverHttps({ tls }), new AbortController()]
    await Promise.all(Array.from({ length: 20 }, async () => send(organization(), signal)))
    await new Promise(setImmediate)
    process.off('warning', warned)
    expect([warnings, getEventListeners(signal, 'abort')]).toEqual([[], []])
  })
})

it.each<[string, unknown, unknown]>([
  ['an address that is no text', { url: undefined }, undefined],
  ['a content that is a text', { body: 'text' }, undefined],
  ['a content that is a number', { body: 5 }, undefined],
  ['a content that is a buffer', { body: new ArrayBuffer(3) }, undefined],
  ['a method that is none', { method: undefined }, undefined],
  ['a method of no request', { method: 'PUT' }, undefined],
  ['a content that would be the next request', { method: 'GET', body: new Uint8Array(3) }, undefined],
  ['headers that are a Map', { headers: new Map([['Accept', 'a']]) }, undefined],
  ['headers of fetch', { headers: new Headers({ Accept: 'a' }) }, undefined],
  ['headers that are no object', { headers: 'abc' }, undefined],
  ['a header that is a number', { headers: { Accept: 5 } }, undefined],
  ['a signal that is none', {}, { aborted: false }],
])('what is no request is refused before anything is sent: %s', async (_, odd, signal) => {
  await using there = await startServer(() => ({ status: 200 }), server)
  const operation = operationAt(there.origin)
  const sending = sendOverHttps({ tls })(
    { ...operation, request: { ...operation.request, ...(odd as object) } },
    signal as AbortSignal,
  )
  await expect(sending).rejects.toThrow(TypeError)
  expect(there.received).toEqual([])
})

it('a content that is given to somebody else meanwhile is not sent', async () => {
  await using there = await startServer(() => ({ status: 200 }), server)
  const operation = operationAt(there.origin)
  const body = new Uint8Array(9)
  const sending = sendOverHttps({ tls })({ ...operation, request: { ...operation.request, method: 'POST', body } })
  structuredClone(body.buffer, { transfer: [body.buffer] })
  await expect(sending).rejects.toMatchObject({ requestSent: 'no', issues: [{ code: 'http.connection' }] })
  expect(there.received).toEqual([])
})

it('a check of the server that throws is one that fails', async () => {
  await using there = await startServer(() => ({ status: 200 }), server)
  const checkServerIdentity = (): never => {
    throw new Error('no check')
  }
  const sending = sendOverHttps({
    tls: { ...tls, checkServerIdentity },
    agent: new Agent({ rejectUnauthorized: false }),
  })
  await expect(sending(operationAt(there.origin))).rejects.toMatchObject({ requestSent: 'no' })
  expect(there.received).toEqual([])
})

it('a content that ceases to come is cut off', async () => {
  await using there = await startServer(
    () => ({ status: 200, headers: { 'Content-Length': '9' }, body: 'PDF', stall: true }),
    server,
  )
  const send = sendOverHttps({ tls, timeoutMilliseconds: 300 })
  const { downloadPades } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
  const { bytes } = await send(downloadPades(`${there.origin}/api/1`))
  await expect(bytes()).rejects.toMatchObject({ issues: [{ code: 'http.body-interrupted' }] })
})

it.each(['a signal', 'a silence'])('a content that has come and is not read is not whole after %s', async (end) => {
  // One record of TLS: all has come once the head has.
  const whole = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n'
  await using there = await overTls(answering(whole))
  const { downloadPades } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
  const [abort, agent] = [new AbortController(), new Agent({ ...tls, keepAlive: true })]
  const send = sendOverHttps({ tls, agent })
  const { bytes } = await send(downloadPades(`${there.origin}/api/1`), abort.signal)
  if (end === 'a signal') abort.abort()
  else for (const socket of Object.values(agent.sockets).flat()) socket?.emit('timeout')
  await new Promise(setImmediate)
  await expect(bytes()).rejects.toMatchObject({ issues: [{ code: 'http.body-interrupted' }] })
  agent.destroy()
})

it('a content that is read in part is not whole after a signal', async () => {
  await using there = await startServer(() => ({ status: 200, headers: {}, body: new Uint8Array(600_000) }), server)
  const { downloadPades } = portalOperations({ root: `${there.origin}/api`, organizationNumber })
  const abort = new AbortController()
  const { stream } = await sendOverHttps({ tls })(downloadPades(`${there.origin}/api/1`), abort.signal)
  const reading = async (): Promise<void> => {
    for await (const { length } of stream()) {
      expect(length).toBeLessThan(600_000)
      abort.abort()
      await new Promise(setImmediate)
    }
  }
  await expect(reading()).rejects.toMatchObject({ issues: [{ code: 'http.body-interrupted' }] })
})

it('a request is read once', async () => {
  await using there = await startServer(() => ({ status: 500 }), server)
  const operation = operationAt(there.origin)
  const { value, reads } = countingReads(operation.request)
  await expect(sendOverHttps({ tls })({ ...operation, request: value as typeof operation.request })).rejects.toThrow()
  expect(there.received[0]?.body).toHaveLength(operation.request.body?.length ?? 0)
  expect(['method', 'url', 'headers', 'body'].map((name) => reads.get(name))).toEqual([1, 1, 1, 1])
})

/** Bytes that say that there is one of them. */
class Short extends Uint8Array<ArrayBuffer> {
  override get byteLength(): number {
    return 1
  }

  override get length(): number {
    return 1
  }
}

it.each<[string, Uint8Array<ArrayBuffer>]>([
  ['a class', new Short(new ArrayBuffer(9))],
  ['a property', Object.defineProperty(new Uint8Array(9), 'byteLength', { value: 1 })],
])('all bytes are sent, whatever %s says of them', async (_, body) => {
  await using there = await startServer(() => ({ status: 500 }), server)
  const operation = operationAt(there.origin)
  const sending = sendOverHttps({ tls })({ ...operation, request: { ...operation.request, body } })
  await expect(sending).rejects.toThrow()
  expect(there.received[0]?.body).toHaveLength(9)
})

it('options of any kind are taken or refused', async () => {
  const values = [...oddValues(), ...withOddValues({ tls, agent: undefined, timeoutMilliseconds: 1 })]
  const make = (odd: unknown): unknown => sendOverHttps(odd as SendOverHttpsOptions)
  expect(await wrongAnswers(values, make)).toEqual([])
})

it.each<[string, unknown, string[][]]>([
  ['nothing', undefined, [['tls']]],
  ['other TLS', { tls: { ca: [] } }, [['tls']]],
  [
    'all that is wrong',
    { tls: null, agent: {}, timeoutMilliseconds: 0 },
    [['tls'], ['agent'], ['timeoutMilliseconds']],
  ],
  ['a time that no timer waits', { tls, timeoutMilliseconds: 2 ** 31 }, [['timeoutMilliseconds']]],
  ['a time that is no number', { tls, timeoutMilliseconds: '1' }, [['timeoutMilliseconds']]],
])('options that are none are refused: %s', (_, options, properties) => {
  let thrown: unknown
  try {
    sendOverHttps(options as SendOverHttpsOptions)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(PortalError)
  expect((thrown as PortalError).issues.map(({ code, property }) => [code, property])).toEqual(
    properties.map((property) => ['value.type', property]),
  )
})
