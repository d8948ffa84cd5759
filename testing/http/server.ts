/** A server on the loopback interface that answers from a script and keeps what it was sent. */
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it arrived. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What to answer. */
export interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
  /** Whether to write the body and end the connection before the response is whole. */
  readonly cut?: boolean
  /** Whether to write the body and reset the connection a little later. */
  readonly reset?: boolean
  /** Whether to write the body and then nothing more. */
  readonly stall?: boolean
}

export interface TestServer extends AsyncDisposable {
  /** The origin, such as `http://127.0.0.1:1234`. */
  readonly origin: string
  /** Every request so far. */
  readonly received: Received[]
}

/**
 * Starts a server.
 *
 * @param answer - what to answer to a request; its argument is the server's origin
 * @param tls - the options of a server with TLS; absent for plain HTTP
 */
export async function startServer(
  answer: (request: Received, origin: string) => Answer | Promise<Answer>,
  tls?: ServerOptions,
): Promise<TestServer> {
  const received: Received[] = []
  const listener: RequestListener = (incoming, outgoing) => {
    const respond = async (): Promise<void> => {
      const body = Buffer.concat(await incoming.toArray())
      const request = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body }
      received.push(request)
      const { status, headers, body: content, cut, reset, stall } = await answer(request, origin)
      outgoing.writeHead(status, headers)
      if (reset === true) {
        outgoing.write(content, () => setTimeout(resetConnections, 100))
        return
      }
      if (cut !== true && stall !== true) outgoing.end(content)
      else outgoing.write(content, () => cut === true && outgoing.destroy())
    }
    respond().catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined)
    })
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  // Of a TLS connection, these are the connections below.
  const connections = new Set<Socket>()
  const resetConnections = (): void => {
    for (const connection of connections) connection.resetAndDestroy()
  }
  server.on('connection', (connection: Socket) => connections.add(connection))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http${tls === undefined ? '' : 's'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
