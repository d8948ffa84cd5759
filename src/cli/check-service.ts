/**
 * Asking the service who it thinks is calling, and telling whose certificate answered.
 *
 * @module
 */
import type { X509Certificate } from 'node:crypto'
import { Agent } from 'node:https'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { codeOf, isString } from '../guard.js'
import type { HttpResponse } from '../http/operation.js'
import type { PortalOperations } from '../http/operations.js'
import { ResponseError } from '../http/response-error.js'
import { sendOverHttps } from '../http/send-over-https.js'
import type { TlsConnectOptions } from '../http/tls-options.js'
import { TransportError } from '../http/transport-error.js'
import { PortalError, type Issue } from '../issue.js'
import { issueIf, makeIssue } from '../outcome.js'

/** How long a server may take to end a connection that we have ended; our choice. */
const goodbyeMilliseconds = 2_000

/** What came of a connection. */
export interface Contact {
  /** The certificate of whoever answered; absent where nobody has shown one. */
  readonly server?: X509Certificate | undefined
  readonly issues: readonly Issue[]
}

/**
 * Connects, and looks at who answers. Nothing of a request is sent, so that this may be anybody; whoever is not the service is
 * named all the same.
 */
export async function contact(root: string, tls: TlsConnectOptions, milliseconds: number): Promise<Contact> {
  const { hostname, port } = new URL(root)
  const host = hostname.replace(/^\[|\]$/g, '')
  const anybody = { rejectUnauthorized: false, checkServerIdentity: () => undefined }
  const name = isIP(host) === 0 ? { servername: host } : {}
  const socket = connect({ ...tls, ...anybody, ...name, host, port: port === '' ? 443 : Number(port) })
  let shown: Contact | undefined
  let goodbye: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve) => {
      const end = (issue: Issue): void => {
        resolve(shown === undefined ? { issues: [issue] } : { ...shown, issues: [...shown.issues, issue] })
      }
      socket.setTimeout(milliseconds, () => {
        end(makeIssue('http.timeout', 'The server was silent for longer than the timeout.'))
      })
      socket.once('error', (error) => {
        const issue = brokenBy(codeOf(error), false)
        // Whoever has shown a certificate, and does not refuse ours, may break off what ends in any case.
        if (shown === undefined || issue.code === 'tls.client-refused') end(issue)
      })
      socket.once('close', () => {
        if (shown === undefined) end(brokenBy(undefined, false))
        else resolve(shown)
      })
      socket.once('secureConnect', () => {
        const server = socket.getPeerX509Certificate()
        const found: unknown = socket.authorizationError
        shown = { server, issues: server === undefined ? [] : serverIssues(server, found, tls) }
        // In TLS 1.3 the server looks at our certificate only now, and answers with an alert or an end.
        // One that goes on talking is not waited for either.
        socket.setTimeout(0)
        goodbye = setTimeout(resolve, Math.min(milliseconds, goodbyeMilliseconds), shown)
        socket.resume().end()
      })
    })
  } finally {
    clearTimeout(goodbye)
    socket.destroy()
  }
}

function serverIssues(server: X509Certificate, found: unknown, tls: TlsConnectOptions): readonly Issue[] {
  const code = isString(found) ? ` (${found})` : ''
  const unverified = `The certificate of the server leads to no trusted authority, or is not valid now${code}.`
  const other = tls.checkServerIdentity('', server)
  return [
    ...issueIf(Boolean(found), 'tls.server-certificate', unverified),
    ...(other?.issues ?? []).filter(({ code }) => !found || code !== 'tls.server-certificate'),
  ]
}

/** What the service said. */
export interface Answer {
  /** The status; absent where no response came. */
  readonly status?: number | undefined
  /** The text for people, where the service knows who is calling. */
  readonly text?: string | undefined
  /** The code of its refusal, where it is written as one. */
  readonly errorCode?: string | undefined
  /** How far our clock is ahead of the service's, in seconds, and how far off that may be; absent where it told no time. */
  readonly clock?: { readonly aheadSeconds: number; readonly accuracySeconds: number } | undefined
  readonly issues: readonly Issue[]
}

/** Asks the service who is calling: GET of the root with the organization. The answer may take as long as the timeout in all. */
export async function ask(
  operations: Pick<PortalOperations, 'organization'>,
  tls: TlsConnectOptions,
  timeoutMilliseconds: number,
): Promise<Answer> {
  const agent = new Agent({ ...tls, keepAlive: false })
  const operation = operations.organization()
  const seen: { status?: number; clock?: Answer['clock'] } = {}
  let type = ''
  const sent = Date.now()
  const signal = AbortSignal.timeout(timeoutMilliseconds)
  try {
    const read = async (response: HttpResponse): Promise<string> => {
      seen.status = response.status
      type = response.headers.get('Content-Type') ?? ''
      seen.clock = clockBy(response.headers.get('Date'), sent, Date.now())
      return operation.read(response)
    }
    const text = await sendOverHttps({ tls, agent, timeoutMilliseconds })({ ...operation, read }, signal)
    const isPlain = /^text\/plain\s*(?:;|$)/i.test(type)
    const page = 'The answer is no plain text, as that of the service is: the root may be wrong.'
    const odd = issueIf(!isPlain, 'http.content-type', page, { severity: 'warning' })
    return { ...seen, text, issues: [...odd, ...clockIssues(seen.clock)] }
  } catch (error) {
    if (error instanceof TransportError) return { issues: [transportIssue(error)] }
    if (error === signal.reason)
      return { issues: [makeIssue('http.timeout', 'The service did not answer within the timeout.')] }
    if (!(error instanceof PortalError)) throw error
    const errorCode = error instanceof ResponseError ? codeIn(error.serviceError?.errorCode) : undefined
    return {
      ...seen,
      errorCode,
      issues: [...refusalIssues(seen.status ?? 0, error.issues), ...clockIssues(seen.clock)],
    }
  } finally {
    agent.destroy()
  }
}

/** A code of the service's, which is made of capital letters; anything else may hold whatever was sent. */
function codeIn(code: string | undefined): string | undefined {
  return code !== undefined && /^[A-Z_]{1,60}$/.test(code) ? code : undefined
}

/** What a status that is no success tells of what was asked. */
function refusalIssues(status: number, issues: readonly Issue[]): readonly Issue[] {
  const words =
    status === 401 || status === 403
      ? 'The service does not let the client call for the organization: one of the two is unknown there, or it is no broker of it.'
      : status === 404
        ? 'The service has no such organization or address: the organization or the root is wrong.'
        : status >= 300 && status < 400
          ? 'Whoever answers at the root leads elsewhere: the root is wrong.'
          : status >= 500
            ? 'The service cannot answer now: ask again later.'
            : undefined
  return words === undefined ? issues : [makeIssue('http.status', `${words} (${status})`)]
}

function transportIssue({ code, issues, requestSent }: TransportError): Issue {
  const [first] = issues
  return first === undefined || first.code === 'http.connection' ? brokenBy(code, requestSent === 'maybe') : first
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at the port',
  ENOTFOUND: 'the name of the host is unknown',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the host',
  ETIMEDOUT: 'the host does not answer',
}

/** Why there is no connection any more. An alert of TLS comes from the server, once it has looked at the client's certificate. */
function brokenBy(code: string | undefined, isAfterHandshake: boolean): Issue {
  const by = code === undefined ? '' : ` (${code})`
  if (code !== undefined && /^ERR_SSL_.*_?ALERT_/.test(code))
    return makeIssue(
      'tls.client-refused',
      `The server does not accept the client's certificate, or speaks no TLS that we do${by}.`,
    )
  if (isAfterHandshake)
    return makeIssue(
      'http.connection',
      `The connection broke before a response came, as it may where the server does not accept the client's certificate${by}.`,
    )
  const broken =
    "it broke before TLS was agreed on, as it may where the server does not accept the client's certificate"
  const reason = reasons[code ?? ''] ?? broken
  return makeIssue('http.connection', `There is no connection: ${reason}${by}.`)
}

/** A Date header (RFC 9110, section 5.6.7) against our clock: the service's is anywhere in the second that it tells. */
export function clockBy(date: string | null, sent: number, received: number): Answer['clock'] {
  const isDate =
    date !== null && /^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/.test(date)
  const told = isDate ? Date.parse(date) : Number.NaN
  if (Number.isNaN(told)) return undefined
  const [ours, theirs] = [(sent + received) / 2, told + 500]
  return { aheadSeconds: inTenths(ours - theirs), accuracySeconds: inTenths((received - sent) / 2 + 500) }
}

function inTenths(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10
}

/** How far the signing time of a package may be from the service's clock, in seconds (document package page). */
const toleranceSeconds = 5

/** What is wrong with clocks: an error where they are too far apart for certain, a warning where they seem to be. */
export function clockIssues(clock: Answer['clock']): readonly Issue[] {
  if (clock === undefined)
    return [makeIssue('check.clock', 'The service told no time to compare our clock with.', { severity: 'warning' })]
  const { aheadSeconds, accuracySeconds } = clock
  const apart = Math.abs(aheadSeconds)
  const message = `Our clock and the service's are more than ${toleranceSeconds} seconds apart: packages that are signed by it are refused.`
  const isSure = apart - accuracySeconds > toleranceSeconds
  return issueIf(apart > toleranceSeconds, 'check.clock', message, { severity: isSure ? 'error' : 'warning' })
}
