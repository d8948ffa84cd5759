/**
 * From what a port receives to a request, or to why it is none.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { refusal, type Answer } from './answer.js'
import { gathering } from './gathered.js'
import { hidesContent } from './received.js'
import { maximumRequestBytes } from './routes.js'

/** What is requested, as far as it can be told. */
export interface Requested {
  /** The HTTP method. */
  readonly method: string
  /** The address from its path on, as the client wrote it. */
  readonly target: string
  /** The whole address; undefined where there is none. */
  readonly url: string | undefined
}

/**
 * What is requested. A client of a proxy writes the whole address, which a server takes too, and then goes by it and not by Host
 * (RFC 9112, 3.2.2).
 */
export function requestedBy({ method = '', url: written = '', headers }: IncomingMessage, scheme: string): Requested {
  const [, authority = headers.host ?? '127.0.0.1', target = ''] =
    /^(?:https?:\/\/([^/?#]*))?(.*)$/is.exec(written) ?? []
  const url = `${scheme}://${authority}${target}`
  const isAddress = /^(?:[^\s/?#@\\]+)$/.test(authority) && /^(?:[/?]|$)/.test(target) && URL.canParse(url)
  return { method, target, url: isAddress ? url : undefined }
}

/** Why a request is none that the portal could be asked; undefined if it is one. */
export function refusalOf({ method, url }: Requested, { headers, httpVersion }: IncomingMessage): Answer | undefined {
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method)) return refusalWith(501)
  if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect)) return refusalWith(417)
  if (url === undefined || (httpVersion === '1.1' && headers.host === undefined)) return refusalWith(400)
  return undefined
}

const reasons = {
  400: 'This is no request.',
  408: 'The request did not come to its end in time.',
  417: 'The expectation cannot be met.',
  431: 'The headers are too long.',
  501: 'There is no such method here.',
} as const

/** Refuses what cannot be a request to the portal. */
export function refusalWith(status: keyof typeof reasons): Answer {
  return refusal(status, 'BAD_REQUEST', reasons[status])
}

/** The request, once all of it has come. */
export async function requestFrom(incoming: IncomingMessage, method: string, url: string): Promise<Request> {
  const gathered = gathering()
  for await (const piece of incoming as AsyncIterable<Uint8Array>) {
    // One byte beyond the limit is kept: the portal refuses the content by its length.
    gathered.add(piece.subarray(0, maximumRequestBytes + 1 - gathered.bytes().length))
  }
  const body = gathered.bytes()
  const named = Object.entries(incoming.headersDistinct)
  const headers = new Headers(named.flatMap(([name, values = []]) => values.map((value) => [name, value])))
  if (!hidesContent(method)) return new Request(url, { method, headers, body })
  headers.set('Content-Length', String(body.length))
  return new Request(url, { method, headers })
}
