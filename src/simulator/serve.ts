/**
 * Serving a simulated portal on a port, for clients in any language.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { serviceError } from '../codec/portal/index.js'
import { isString, requireObject } from '../guard.js'
import type { Pem } from '../x509/pem.js'
import { organizationNumberOf } from '../x509/subject.js'
import type { VirtualClock } from './clock.js'
import { answerControl, controlPath } from './control.js'
import { rootPath } from './routes.js'
import type { Client, Simulator } from './simulator.js'
import { refusalOf, refusalWith, requestedBy, requestFrom } from './incoming.js'
import { respond } from './respond.js'

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
  /**
   * Called with why a client was refused in the handshake of TLS, in words such as `certificate has expired`, which hold nothing
   * that the client has sent. The client only sees its connection end. Absent: nothing is called.
   */
  readonly onRefusedHandshake?: ((reason: string) => void) | undefined
}

/** A request to the port, and how it is going to be answered. */
export interface AnsweredRequest {
  /** The HTTP method, such as `POST`; empty where what came is not HTTP. */
  readonly method: string
  /** The address as the client wrote it, from its path on; empty where it is not known. It may hold what no log should. */
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
  const { port: wanted = 0, tls, onRefusedHandshake, ...others } = requireObject(options, 'How to serve a portal')
  // Node takes a text for the name of a socket, and makes a file of that name.
  if (typeof wanted !== 'number') throw new TypeError('A port is a number.')
  const { client, control, onAnswer } = others
  for (const called of [onAnswer, onRefusedHandshake])
    if (called !== undefined && typeof called !== 'function') throw new TypeError('What is called is a function.')
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
  // What Node would refuse by itself is answered here, so that somebody is told.
  const plain = { requireHostHeader: false }
  const server = tls === undefined ? createServer(plain, listener) : createTlsServer({ ...plain, ...twoWay }, listener)
  server.on('checkExpectation', listener)
  // Node.js knows such a connection no more.
  const tunnels = new Set<Duplex>()
  server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
    tunnels.add(socket)
    socket.once('close', () => tunnels.delete(socket))
    // What comes through it is for nobody, but stands before its end.
    socket.resume()
    const { method, target } = requestedBy(incoming, scheme)
    void refuseOn(socket, 501, { method, target }, onAnswer)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const status = statusOf[error.code ?? ''] ?? 400
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else void refuseOn(socket, status, { method: '', target: '' }, onAnswer)
  })
  server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
    onRefusedHandshake?.(handshakeReason(error, socket))
  })
  server.listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    root: `${scheme}://127.0.0.1:${port}${rootPath}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      for (const socket of tunnels) socket.destroy()
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
    const requested = requestedBy(incoming, scheme)
    const { method, target, url = '' } = requested
    const refused = refusalOf(requested, incoming)
    const respondTo = async (): Promise<Response> => {
      if (refused !== undefined) return respond(refused, undefined)
      const request = await requestFrom(incoming, method, url)
      const isControl = control !== undefined && new URL(url).pathname.startsWith(controlPath)
      if (isControl) return answerControl(simulator, control, request)
      return simulator.handle(request, client ?? certifiedClient(incoming.socket))
    }
    const response = await respondTo()
    const { pieces, isBroken } = await contentOf(response)
    await onAnswer?.({ method, target, status: response.status, errorCode: errorCodeIn(response, pieces) })
    if (response.type === 'error') throw new TypeError('No response is to come.')
    // The rest of what is refused is not read.
    if (refused !== undefined) outgoing.setHeader('Connection', 'close')
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

/** The status for what Node cannot make a request of, by the code of its error; 400 for any other. */
const statusOf: Readonly<Record<string, 408 | 431>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Refuses what is not given a response by Node, and ends the connection. */
async function refuseOn(
  socket: Duplex,
  status: 400 | 408 | 431 | 501,
  told: Pick<AnsweredRequest, 'method' | 'target'>,
  onAnswer: ServeOptions['onAnswer'],
): Promise<void> {
  socket.on('error', () => socket.destroy())
  try {
    const response = respond(refusalWith(status), undefined)
    const content = Buffer.from(await response.arrayBuffer())
    await onAnswer?.({ ...told, status, errorCode: errorCodeIn(response, [content]) })
    const fields = [...response.headers, ['connection', 'close']].map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(
      Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join('')}\r\n`), content]),
    )
  } catch {
    socket.destroy()
  }
}

/** Why a handshake failed: what was found about the client's certificate, or else what OpenSSL says. */
function handshakeReason(
  error: Error & { readonly code?: string; readonly reason?: string },
  socket: TLSSocket,
): string {
  const found: unknown = socket.authorizationError
  const words = isString(found) ? found : (error.reason ?? error.code ?? 'unknown')
  return words
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/\bcert\b/g, 'certificate')
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
