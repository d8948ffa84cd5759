/**
 * Serving a simulated portal on a port, for clients in any language.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { serviceError } from '../codec/portal/index.js'
import { requireObject } from '../guard.js'
import type { Pem } from '../x509/pem.js'
import { organizationNumberOf } from '../x509/subject.js'
import type { VirtualClock } from './clock.js'
import { answerControl, controlPath } from './control.js'
import { rootPath } from './routes.js'
import type { Client, Simulator } from './simulator.js'
import { maximumRequestBytes } from './service.js'

/** How the port speaks two-way TLS; what Node's options of these names are. */
export interface ServeTlsOptions {
  /** The server's private key in PEM. */
  readonly key: Pem
  /** The server's certificate in PEM, followed by the authorities between it and its root. */
  readonly cert: Pem
  /** The certificates in PEM that those of clients must lead to. */
  readonly ca: Pem | readonly Pem[]
}

/** How to serve a portal. */
export interface ServeOptions {
  /** The port on the loopback interface, 0 to 65535. Absent or 0: one that is free. */
  readonly port?: number | undefined
  /** Two-way TLS. Absent: plain HTTP. */
  readonly tls?: ServeTlsOptions | undefined
  /** Who every client is. Absent: the organization in its certificate; without TLS, the one in the path. */
  readonly client?: Client | undefined
  /** The portal's clock, if `/control/` is to be served too. Absent: it is not. */
  readonly control?: VirtualClock | undefined
  /**
   * Called for each request, to the controls too, once it has had its effect and before anything of the response goes out; what
   * it returns is awaited. If it throws or rejects, the connection is closed without a response. Absent: nothing is called.
   */
  readonly onAnswer?: ((answered: AnsweredRequest) => void | Promise<void>) | undefined
}

/** A request to the port, and how it is going to be answered. */
export interface AnsweredRequest {
  /** The HTTP method, such as `POST`. */
  readonly method: string
  /** The address as the client wrote it, from its path on. It may hold what no log should. */
  readonly target: string
  /** The HTTP status code of the answer; 0 where no response is to come. */
  readonly status: number
  /** The `error-code` of the answer. Absent: it has none. */
  readonly errorCode?: string | undefined
}

/** A portal that is being served. */
export interface ServedSimulator {
  /** The root of the service, such as `http://127.0.0.1:8080/api`. */
  readonly root: string
  /** Stops serving, or has stopped before: never throws. What the portal remembers stays. */
  readonly close: () => Promise<void>
}

/**
 * Serves a portal on the loopback interface until it is closed.
 *
 * @param simulator - the portal
 * @param options - where and how
 * @returns the address, once the port is open
 * @throws Error of Node if the port cannot be opened, or is none, or the material for TLS cannot be read
 * @throws TypeError if the port is no number, or what is to be called no function
 */
export async function serve(simulator: Simulator, options: ServeOptions = {}): Promise<ServedSimulator> {
  const { port: wanted = 0, tls, client, control, onAnswer } = requireObject(options, 'How to serve a portal')
  // Node takes a text for the name of a socket, and makes a file of that name.
  if (typeof wanted !== 'number') throw new TypeError('A port is a number.')
  if (onAnswer !== undefined && typeof onAnswer !== 'function') throw new TypeError('What is called is a function.')
  const scheme = tls === undefined ? 'http' : 'https'
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void answer(simulator, scheme, { client, control, onAnswer }, incoming, outgoing)
  }
  const twoWay: ServerOptions = {
    ...(tls as ServerOptions),
    minVersion: 'TLSv1.2',
    requestCert: true,
    rejectUnauthorized: true,
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(twoWay, listener)
  server.listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    root: `${scheme}://127.0.0.1:${port}${rootPath}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  simulator: Simulator,
  scheme: string,
  { client, control, onAnswer }: ServeOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const { method = 'GET', url: target = '/' } = incoming
    const url = `${scheme}://${incoming.headers.host ?? '127.0.0.1'}${target}`
    const request = await requestFrom(incoming, method, url)
    const isControl = control !== undefined && new URL(url).pathname.startsWith(controlPath)
    const response = isControl
      ? await answerControl(simulator, control, request)
      : await simulator.handle(request, client ?? certifiedClient(incoming.socket))
    const { pieces, isBroken } = await contentOf(response)
    await onAnswer?.({ method, target, status: response.status, errorCode: errorCodeIn(response, pieces) })
    if (response.type === 'error') throw new TypeError('No response is to come.')
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    // What is not flushed is lost when the connection is broken off, and half of the content is to arrive.
    for (const piece of pieces) await new Promise((resolve) => outgoing.write(piece, resolve))
    if (isBroken) throw new TypeError('The rest is not to come.')
    outgoing.end()
  } catch {
    // No response, a broken stream, or a request that is none: the connection is of no use any more.
    outgoing.destroy()
  }
}

async function requestFrom(incoming: IncomingMessage, method: string, url: string): Promise<Request> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of incoming as AsyncIterable<Uint8Array>) {
    // One byte beyond the limit is kept: the portal refuses the content by its length.
    pieces.push(piece.subarray(0, maximumRequestBytes + 1 - length))
    length = Math.min(length + piece.length, maximumRequestBytes + 1)
  }
  const named = Object.entries(incoming.headersDistinct)
  const headers = new Headers(named.flatMap(([name, values = []]) => values.map((value) => [name, value])))
  return new Request(url, { method, headers, body: ['GET', 'HEAD'].includes(method) ? null : Buffer.concat(pieces) })
}

/** The content as far as it comes. */
async function contentOf({
  body,
}: Response): Promise<{ readonly pieces: readonly Uint8Array[]; readonly isBroken: boolean }> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) pieces.push(piece)
    return { pieces, isBroken: false }
  } catch {
    return { pieces, isBroken: true }
  }
}

function errorCodeIn({ status }: Response, pieces: readonly Uint8Array[]): string | undefined {
  if (status < 400) return undefined
  const decoded = serviceError.safeDecode(Buffer.concat(pieces), { unknown: 'ignore' })
  return decoded.ok ? decoded.value.errorCode : undefined
}

function certifiedClient(socket: Socket): Client | undefined {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  if (certificate === undefined) return undefined
  // An enterprise certificate has organizationIdentifier (SEID 2.0), or else the number in serialNumber (SEID 1).
  return { organizationNumber: organizationNumberOf(certificate.raw, ['2.5.4.97', '2.5.4.5']) ?? '' }
}
