/**
 * A stream of bytes, as far as it is used.
 *
 * @module
 */

/** What is used of a web `ReadableStream` where it cannot be iterated over, as in browsers that are not of today. */
export interface ByteStream {
  /**
   * Locks the stream to one reader.
   *
   * @throws anything: the content cannot be read to its end (`http.body-interrupted`)
   */
  readonly getReader: () => ByteStreamReader
}

/** What is used of the reader of a web `ReadableStream`. */
export interface ByteStreamReader {
  /**
   * The next bytes. `done`: there are none left.
   *
   * @throws anything: the content cannot be read to its end (`http.body-interrupted`)
   */
  readonly read: () => Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  /**
   * Ends the stream: nothing more is wanted of it.
   *
   * @throws anything: the content cannot be read to its end (`http.body-interrupted`)
   */
  readonly cancel: () => Promise<void>
}
