/**
 * An exchange with the service as a value, and the least that a transport must understand.
 *
 * @module
 */
import type { ByteStream } from './byte-stream.js'
import type { ReadResult } from './response-error.js'

/** A request, complete but for what every transport adds by itself: Host, Content-Length, Connection. */
export interface HttpRequest {
  /** The method (RFC 9110, 9.3). */
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The absolute address, percent-encoded. */
  readonly url: string
  /** The headers, by name. */
  readonly headers: Readonly<Record<string, string>>
  /** The content. Absent: none, which a POST says with `Content-Length: 0`. */
  readonly body?: Uint8Array<ArrayBuffer> | undefined
}

/**
 * The content of a response: a stream (a web `ReadableStream`, a Node `Readable`), all bytes at once, or none. A stream is
 * iterated over where it can be, and read with its reader otherwise.
 */
export type ResponseBody = AsyncIterable<Uint8Array> | ByteStream | Uint8Array | null

/**
 * What is read of a response. The `Response` of `fetch` fits. What a getter of it throws, that of the body's
 * `Symbol.asyncIterator` and `getReader` included, is the transport's own: `read` and `safeRead` reject with the same.
 */
export interface HttpResponse {
  /** The status code. */
  readonly status: number
  /** The headers of the response, to be asked by name. */
  readonly headers: {
    /**
     * The value of a header, its name in any case, or null if it is absent.
     *
     * @throws anything: `read` and `safeRead` reject with the same
     */
    readonly get: (name: string) => string | null
  }
  /** The content, not yet read. */
  readonly body: ResponseBody
}

/**
 * One exchange: what to send, and how to read what comes back. Send `request` with any transport that follows no
 * redirects, and give its response to `read` or `safeRead`, once.
 */
export interface Operation<T> {
  /** What to send. */
  readonly request: HttpRequest
  /**
   * Reads the response.
   *
   * @param response - the response to `request`, its body not yet read
   * @returns the outcome
   * @throws `ResponseError` if the response is not one that the operation expects; what the clock and the transport's own
   *   functions throw, as it is
   */
  readonly read: (response: HttpResponse) => Promise<T>
  /**
   * As `read`, but does not throw for what comes back.
   *
   * @param response - the response to `request`, its body not yet read
   * @returns the outcome, or why there is none
   * @throws what the clock and the transport's own functions throw, as it is
   */
  readonly safeRead: (response: HttpResponse) => Promise<ReadResult<T>>
}
