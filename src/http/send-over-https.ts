/**
 * Sending operations over `node:https`, with two-way TLS.
 *
 * @module
 */
import { setMaxListeners } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import {
  codeOf,
  isBytes,
  isInstance,
  isObject,
  isString,
  plainBytes,
  propertiesOf,
  recordOf,
  requireObject,
  unlessThrown,
  type Properties,
} from '../guard.js'
import { PortalError } from '../issue.js'
import { issueIf, makeIssue, refuseIfAny } from '../outcome.js'
import type { HttpRequest, HttpResponse } from './operation.js'
import type { Send } from './send.js'
import type { TlsConnectOptions } from './tls-options.js'
import { TransportError } from './transport-error.js'

/** How to send over `node:https`. */
export interface SendOverHttpsOptions {
  /** What `tlsOptions` gives. */
  readonly tls: TlsConnectOptions
  /**
   * What keeps the connections: an agent of `node:https`, such as one that goes through a proxy. Its own options go before those of
   * `tls`, but for the check of the server, which is made before each request. Omitted: one that keeps connections alive.
   */
  readonly agent?: Agent | undefined
  /**
   * How long a connection may be silent, in milliseconds, from 1 to 2,147,483,647: while it is made, until the response comes, and
   * while its content does. To bound an exchange as a whole, use a signal. Omitted: 60,000, our choice.
   */
  readonly timeoutMilliseconds?: number | undefined
}

/** More milliseconds than this a timer of Node.js cannot wait. */
const longestMilliseconds = 2_147_483_647

/**
 * Makes a sender over `node:https`. Nothing of a request is sent before the server has shown the certificate of the service.
 * Redirects are not followed.
 *
 * @param options - what `tlsOptions` gives, and how long to wait
 * @returns a function that sends an operation and gives what `read` gives. It throws a {@link TransportError} where no response
 *   comes, and the reason of the signal where that is aborted before: the request may have been sent then. A content that does
 *   not come to its end, by the signal too, is `http.body-interrupted`, as with every transport. What is no operation, no request
 *   or no signal is a TypeError, and nothing is sent.
 * @throws {@link PortalError} `value.type` for options of another type
 */
export function sendOverHttps(options: SendOverHttpsOptions): Send {
  const {
    tls: given,
    agent,
    timeoutMilliseconds: timeout = 60_000,
  } = propertiesOf(options) as unknown as SendOverHttpsOptions
  const isTls = typeof propertiesOf(given)['checkServerIdentity'] === 'function'
  const isAgent = agent === undefined || (isObject(agent) && typeof agent['addRequest'] === 'function')
  const isTimeout = Number.isInteger(timeout) && timeout > 0 && timeout <= longestMilliseconds
  const most = `timeoutMilliseconds must be a whole number from 1 to ${longestMilliseconds}.`
  refuseIfAny('Nothing can be sent', [
    ...issueIf(!isTls, 'value.type', 'tls must be what tlsOptions gives.', { property: ['tls'] }),
    ...issueIf(!isAgent, 'value.type', 'agent must be an agent of node:https.', { property: ['agent'] }),
    ...issueIf(!isTimeout, 'value.type', most, { property: ['timeoutMilliseconds'] }),
  ])
  // One of the caller's own may throw, which nobody could catch where Node.js calls it.
  const checkServerIdentity: TlsConnectOptions['checkServerIdentity'] = (...server) => {
    const checked = unlessThrown(() => ({ error: given.checkServerIdentity(...server) }))
    return checked === undefined ? uncheckable() : checked.error
  }
  const tls = { ...given, checkServerIdentity }
  const connection = { tls, agent: agent ?? new Agent({ ...tls, keepAlive: true }), timeout }
  return async (operation, signal) => {
    const { request: message, read } = requireObject(operation, 'An operation')
    return read(await exchange(requireMessage(message), connection, requireSignal(signal)))
  }
}

/** A request, read once. Of what is none, Node.js would send something else, or throw where nobody can catch it. */
function requireMessage(message: HttpRequest): Message {
  const { method, url, headers: given, body } = requireObject(message, 'A request')
  if (!methods.includes(method)) throw new TypeError(`The method of a request must be ${methods.join(' or ')}.`)
  if (!isString(url)) throw new TypeError('The address of a request must be a string.')
  const headers = recordOf(given, [])
  if (!hasTexts(headers)) throw new TypeError('The headers of a request must be strings, by name.')
  if ((body ?? undefined) === undefined) return { method, url, headers }
  if (!isBytes(body)) throw new TypeError('The content of a request must be a Uint8Array.')
  // Without a length before it, it would be taken for the next request.
  if (method !== 'POST') throw new TypeError('Only a POST has content.')
  return { method, url, headers, body: plainBytes(body) }
}

function hasTexts(record: Properties | undefined): record is HttpRequest['headers'] {
  return record !== undefined && Object.values(record).every(isString)
}

const methods: readonly unknown[] = ['GET', 'POST', 'DELETE'] satisfies HttpRequest['method'][]

function requireSignal(signal: AbortSignal | null | undefined): AbortSignal | undefined {
  if (signal === undefined || signal === null) return undefined
  if (!isInstance(signal, AbortSignal)) throw new TypeError('signal must be an AbortSignal.')
  // As many exchanges as are wanted may end by the same.
  setMaxListeners(0, signal)
  return signal
}

/** What is sent: its content is of no other class than Uint8Array. */
interface Message extends Omit<HttpRequest, 'body'> {
  readonly body?: Uint8Array
}

/** How requests are sent. */
interface Connection {
  readonly tls: TlsConnectOptions
  readonly agent: Agent
  readonly timeout: number
}

/** Sends a request, and gives the response once its head has come. */
async function exchange(
  { url, method, headers, body }: Message,
  { tls, agent, timeout }: Connection,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  signal?.throwIfAborted()
  let requestSent: 'no' | 'maybe' = 'no'
  const length = body?.length
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (signal?.aborted === true) reject(signal.reason as Error)
      else reject(faultOf(error, requestSent))
    }
    // A session that is resumed shows no chain, whoever began it: those that an agent keeps are passed over.
    const secure = { ...tls, session: undefined }
    const outgoing = start(() => request(url, { ...secure, method, headers, agent, timeout }), fail)
    if (outgoing === undefined) return
    let response: IncomingMessage | undefined
    // A request that is ended takes what has come of the response, unread, for the whole; so that is ended first.
    const end = (reason: Error): void => {
      response?.destroy(reason)
      outgoing.destroy(reason)
    }
    const abort = (): void => {
      // Node.js does not end a request that waits for a connection before there is one.
      fail(undefined)
      end(new Error('The signal is aborted.'))
    }
    signal?.addEventListener('abort', abort, { once: true })
    outgoing.on('error', fail)
    outgoing.on('close', () => {
      // One who is answered as if it had asked for another protocol gets neither a response nor an error.
      fail(undefined)
      signal?.removeEventListener('abort', abort)
    })
    outgoing.on('timeout', () => {
      end(silent())
    })
    outgoing.on('response', (incoming) => {
      response = incoming
      resolve(responseOf(incoming))
    })
    outgoing.on('socket', (socket) => {
      whenSecure(socket, () => {
        const refused = refusalOf(socket, tls)
        // Memory that was given to somebody else meanwhile is empty.
        if (body?.length !== length) outgoing.destroy(new Error('The content is gone.'))
        else if (refused !== undefined) outgoing.destroy(refused)
        else {
          requestSent = 'maybe'
          outgoing.end(body)
        }
      })
    })
  })
}

/** Begins a request; Node.js throws for one that it cannot make. */
function start(make: () => ClientRequest, fail: (error: unknown) => void): ClientRequest | undefined {
  try {
    return make()
  } catch (error) {
    fail(error)
    return undefined
  }
}

/** Calls once the handshake is over: at once on a connection that others have used, or where there is none. */
function whenSecure(socket: Socket, call: () => void): void {
  if (!(socket instanceof TLSSocket) || socket.authorized || isString(distrustOf(socket))) call()
  else socket.once('secureConnect', call)
}

/** Why the server is not to be sent anything: an agent may have connections that were made with less care. */
function refusalOf(socket: Socket, tls: TlsConnectOptions): Error | undefined {
  if (!(socket instanceof TLSSocket)) return new Error('The agent makes connections without TLS.')
  const stranger = tls.checkServerIdentity('', socket.getPeerCertificate(true))
  if (stranger !== undefined) return stranger
  // Its names, `TLSv1.1` and `TLSv1.2`, are in the order of the versions; a connection that is over has none.
  if ((socket.getProtocol() ?? '') < tls.minVersion)
    return Object.assign(new Error('The TLS is too old.'), { code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' })
  if (socket.authorized) return undefined
  return Object.assign(new Error('The server is not trusted.'), { code: distrustOf(socket) })
}

/** Why the other side of a connection is not trusted: a code, though it has the type of an Error; null before the handshake is over. */
function distrustOf(socket: TLSSocket): unknown {
  return socket.authorizationError
}

function uncheckable(): PortalError {
  return new PortalError('No response came', [makeIssue('http.connection', 'The server could not be checked.')])
}

function silent(): PortalError {
  const issue = makeIssue('http.timeout', 'The connection was silent for longer than the timeout.')
  return new PortalError('No response came', [issue])
}

/** What Node.js tells, without what it has of the response. */
function faultOf(error: unknown, requestSent: 'no' | 'maybe'): TransportError {
  if (error instanceof PortalError) return new TransportError(requestSent, error.issues)
  const code = codeOf(error)
  const message = `The connection could not be made, or broke before a response came${code === undefined ? '' : ` (${code})`}.`
  return new TransportError(requestSent, [makeIssue('http.connection', message)], code)
}

function responseOf(incoming: IncomingMessage): HttpResponse {
  return {
    status: incoming.statusCode ?? 0,
    headers: { get: (name) => incoming.headers[name.toLowerCase()]?.toString() ?? null },
    body: incoming,
  }
}
