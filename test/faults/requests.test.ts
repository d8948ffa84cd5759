/** That a request which does not arrive is told as such, and never sent a second time by itself. */
import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { TransportError } from 'signering-portal/tls'
import { outcomeOf, startExchanges, type Exchange } from '../../testing/faults/exchanges.js'
import type { Front } from '../../testing/faults/front.js'
import { isSame, transports } from '../../testing/faults/laws.js'

let front: Front
let exchanges: readonly Exchange[]

beforeAll(async () => {
  ;({ front, exchanges } = await startExchanges())
  return front[Symbol.asyncDispose]
})

describe.each(Object.entries(transports))('over %s', (name, transport) => {
  /** What was thrown for a request that the server breaks off, and how often a request began and came whole. */
  async function broken(exchange: Exchange, at: number, isReused: boolean): Promise<unknown> {
    const send = transport.sender(front.client)
    front.answer = async () => Promise.resolve(exchange.answer)
    if (isReused) await outcomeOf(send, exchange.make())
    Object.assign(front, { fault: { kind: 'unread', at } })
    front.begun.length = 0
    front.received.length = 0
    const outcome = await outcomeOf(send, exchange.make())
    await front.end()
    return 'error' in outcome ? outcome.error : expect.unreachable('An answer came.')
  }

  it('one that meets no server is not sent, and this is told', async () => {
    for (const exchange of exchanges) {
      const error = await broken(exchange, -1, false)
      expect([front.begun, front.received, front.fault]).toEqual([[], [], undefined])
      if (name === 'https') expect(error).toMatchObject({ issues: [{ code: 'http.connection' }], requestSent: 'no' })
      else expect(transport.isNoResponse(error)).toBe(true)
    }
  })

  it.each([true, false])(
    'one that breaks off on the way is sent once (on a connection in use: %s)',
    async (isReused) => {
      for (const exchange of exchanges)
        // At once; with the first bytes; in the midst of the head; and, of a job, in the midst of its documents.
        for (const at of [0, 1, 150, ...(exchange.operation === 'create' ? [2000] : [])]) {
          if (isReused && at === 0) continue
          const error = await broken(exchange, at, isReused)
          const told = `${exchange.name}, byte ${at}: ${String(error)}`
          expect(transport.isNoResponse(error), told).toBe(true)
          expect(front.begun.length, told).toBe(at === 0 ? 0 : 1)
          expect(front.received, told).toEqual([])
        }
    },
  )

  it('one that is sent as the server ends the connection is sent once', async () => {
    const send = transport.sender(front.client)
    for (const exchange of exchanges) {
      front.answer = async () => Promise.resolve(exchange.answer)
      await outcomeOf(send, exchange.make())
      front.begun.length = 0
      // It ends without waiting: the client does not know of it yet.
      const ending = front.end()
      const outcome = await outcomeOf(send, exchange.make())
      await ending
      if (!isSame(exchange.outcome, outcome))
        expect('error' in outcome && transport.isNoResponse(outcome.error), exchange.name).toBe(true)
      expect(front.begun.length).toBeLessThanOrEqual(1)
      await front.end()
    }
  })

  it('bytes of TLS that come twice are never an answer', async () => {
    await using wire = await startWire(new URL(front.root).port)
    for (const exchange of exchanges) {
      front.answer = async () => {
        wire.doubles = true
        return Promise.resolve(exchange.answer)
      }
      const make = (): ReturnType<Exchange['make']> => {
        const operation = exchange.make()
        const url = operation.request.url.replace(new URL(front.root).port, wire.port)
        return { ...operation, request: { ...operation.request, url } }
      }
      // undici waits on, for its own five minutes, though the connection is gone: a signal ends that.
      const abort = new AbortController()
      if (name === 'undici') void wire.doubled().then(abort.abort.bind(abort, undefined))
      const send = transport.sender(front.client)
      const outcome = await outcomeOf(async (operation) => send(operation, abort.signal), make())
      expect(wire.doubles).toBe(false)
      const error = 'error' in outcome ? outcome.error : undefined
      const isTold = transport.isNoResponse(error) || (name === 'undici' && error === abort.signal.reason)
      expect(isTold, exchange.name).toBe(true)
      await front.end()
    }
  })
})

it('who is told that a request was not sent can send it again', async () => {
  const [, create] = exchanges
  if (create === undefined) throw new Error('There is no such exchange.')
  const send = transports.https.sender(front.client)
  front.answer = async () => Promise.resolve(create.answer)
  front.fault = { kind: 'unread', at: -1 }
  front.received.length = 0
  const first = await outcomeOf(send, create.make())
  expect('error' in first && first.error instanceof TransportError && first.error.requestSent).toBe('no')
  expect(isSame(create.outcome, await outcomeOf(send, create.make()))).toBe(true)
  expect(front.received).toHaveLength(1)
})

interface Wire extends AsyncDisposable {
  readonly port: string
  doubles: boolean
  /** Settles a while after a byte came twice. */
  readonly doubled: () => Promise<unknown>
}

/** Hands bytes on in both directions; where it `doubles`, a byte of what the server says next comes twice. */
async function startWire(to: string): Promise<Wire> {
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const service = connect(Number(to), '127.0.0.1')
    sockets.push(client, service)
    for (const socket of [client, service]) socket.on('error', () => undefined)
    client.pipe(service)
    service.on('data', (piece) => {
      // Behind the head of the record, which has 5 bytes.
      const at = wire.doubles ? 10 : 0
      if (wire.doubles) setTimeout(() => server.emit('doubled'), 100)
      wire.doubles = false
      client.write(Buffer.concat([piece.subarray(0, at === 0 ? 0 : at + 1), piece.subarray(at)]))
    })
    service.on('close', () => client.destroy())
    client.on('close', () => service.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const wire: Wire = {
    port: String((server.address() as AddressInfo).port),
    doubles: false,
    doubled: async () => once(server, 'doubled'),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return wire
}
