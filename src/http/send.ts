/**
 * Sending operations with `fetch`.
 *
 * @module
 */
import { requireObject } from '../guard.js'
import type { HttpRequest, HttpResponse, Operation } from './operation.js'

/** What is used of `fetch`: the global one fits, and undici's. */
export type Fetch = (
  url: string,
  init: Omit<HttpRequest, 'url'> & { readonly redirect: 'manual'; readonly signal: AbortSignal | null },
) => Promise<HttpResponse>

/** Sends an operation and reads its response. */
export type Send = <T>(operation: Operation<T>, signal?: AbortSignal) => Promise<T>

/**
 * Makes a sender of a `fetch`. Redirects are not followed: they could lead signed documents to another origin.
 *
 * @param fetch - the global `fetch`, or one that knows the client's certificate
 * @returns a function that sends an operation, throws what `fetch` throws, and otherwise gives what `read` gives
 */
export function sendWith(fetch: Fetch): Send {
  return async (operation, signal) => {
    const { request, read } = requireObject(operation, 'An operation')
    const { url, ...init } = requireObject(request, 'A request')
    return read(await fetch(url, { ...init, redirect: 'manual', signal: signal ?? null }))
  }
}
