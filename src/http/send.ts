/**
 * Sending operations with `fetch`.
 *
 * @module
 */
import type { AbortSignal } from '../abort-signal.js'
import { requireObject } from '../guard.js'
import type { HttpResponse, Operation } from './operation.js'

/** How a request is sent: what is used of the options of `fetch`. */
export interface FetchInit {
  /** The method (RFC 9110, 9.3). */
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The values of the headers, by name. */
  readonly headers: Readonly<Record<string, string>>
  /** The content, or null for none. */
  readonly body: Uint8Array<ArrayBuffer> | null
  /** Redirects are not followed: they could lead signed documents to another origin. */
  readonly redirect: 'manual'
  /** Ends the request, or null if nothing does. */
  readonly signal: AbortSignal | null
}

/**
 * What is used of `fetch`: the global one fits, and undici's.
 *
 * @throws anything where no response comes: what sends with it rejects with the same
 */
export type Fetch = (url: string, init: FetchInit) => Promise<HttpResponse>

/**
 * Sends an operation and reads its response.
 *
 * @throws what the transport throws where no response comes, and what `read` of the operation throws
 */
export type Send = <T>(operation: Operation<T>, signal?: AbortSignal) => Promise<T>

/**
 * Makes a sender of a `fetch`, and never throws itself. Redirects are not followed: they could lead signed documents to
 * another origin.
 *
 * @param fetch - the global `fetch`, or one that knows the client's certificate
 * @returns a function that sends an operation, throws what `fetch` throws, and otherwise gives what `read` gives
 */
export function sendWith(fetch: Fetch): Send {
  return async (operation, signal) => {
    const { request, read } = requireObject(operation, 'An operation')
    const { url, body = null, ...init } = requireObject(request, 'A request')
    return read(await fetch(url, { ...init, body, redirect: 'manual', signal: signal ?? null }))
  }
}
