/**
 * A response as its transport hands it over: looked at once, its content read up to a limit.
 *
 * @module
 */
import { isBytes, isObject, plainBytes, propertiesOf } from '../guard.js'
import type { ServiceError } from '../codec/portal/error.js'
import type { Issue, Result } from '../issue.js'
import { firstIssues, makeIssue, refusal } from '../outcome.js'
import type { ByteStream } from './byte-stream.js'
import type { ResponseBody } from './operation.js'
import { ResponseError, type ReadResult } from './response-error.js'

/**
 * The longest content of a response that is read as a message unless told otherwise, in bytes: 1 MiB, as the codecs take.
 * Our choice: a status change, the longest message, names at most ten signers, and needs a few kB.
 */
export const maximumResponseBytes = 1_048_576

/** A response of which nothing is taken for granted any more. */
export interface ReceivedResponse {
  /** The status code, of three digits at most; NaN if it was none. */
  readonly status: number
  /** The value of a header, its name in any case. */
  readonly header: (name: string) => string | undefined
  /** The content, not yet read. */
  readonly body: ResponseBody
  /** The longest message to read, in bytes. */
  readonly maximumBytes: number
}

/**
 * How many pieces of a stream may be empty. Our choice: streams of the platform have none, and one that has no end of them
 * would be read for ever.
 */
const maximumEmptyPieces = 10_000

const expected = 'A response has a status, headers that can be asked, and a body: bytes, a stream or null.'

/** The outcome of a response that cannot be read. */
export function unreadable(status: number, issues: readonly Issue[], serviceError?: ServiceError): ReadResult<never> {
  const error = new ResponseError(status, firstIssues(issues), serviceError)
  return { ok: false, issues: error.issues, error }
}

/** Thrown where a header is no text: the transport is not what it should be, and its response is not read any further. */
class OddHeader extends ResponseError {}

/** What reading gives; where a header turns out to be no text, that the response cannot be read. */
export async function orOddHeader<T>(read: () => Promise<ReadResult<T>>): Promise<ReadResult<T>> {
  try {
    return await read()
  } catch (thrown) {
    if (!(thrown instanceof OddHeader)) throw thrown
    return { ok: false, issues: thrown.issues, error: thrown }
  }
}

/** Whether a number may be a status code, or the 0 of a response that is none: another would be told, and could be anything. */
function isStatus(given: unknown): given is number {
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= 999
}

/** Looks at what a transport hands over: anything, if it is not type-checked. */
export function receive(response: unknown, maximumBytes: number): ReadResult<ReceivedResponse> {
  const { status: given, headers, body = null } = propertiesOf(response)
  const status = isStatus(given) ? given : Number.NaN
  const { get } = propertiesOf(headers)
  if (typeof get !== 'function' || !isBody(body)) return unreadable(status, [makeIssue('value.type', expected)])
  const header = (name: string): string | undefined => {
    const value: unknown = Reflect.apply(get, headers, [name])
    if (value === null || value === undefined) return undefined
    if (typeof value !== 'string')
      throw new OddHeader(status, [makeIssue('value.type', 'The value of a header is a string, or null.')])
    return value
  }
  return { ok: true, value: { status, header, body, maximumBytes }, warnings: [] }
}

function isBody(body: unknown): body is ResponseBody {
  return body === null || isBytes(body) || (isObject(body) && (isIterable(body) || has(body, 'getReader')))
}

const has = (body: object, method: PropertyKey): boolean => typeof Reflect.get(body, method) === 'function'

const isIterable = (body: object): body is AsyncIterable<unknown> => has(body, Symbol.asyncIterator)

/** The pieces of a content, which may be anything if the transport is not type-checked. */
function chunksOf(body: ResponseBody): AsyncIterable<unknown> | readonly unknown[] {
  if (body === null) return []
  if (isBytes(body)) return [body]
  return isIterable(body) ? body : chunksRead(body)
}

/** What iterating over a web stream gives, where that is not to be had. */
async function* chunksRead(stream: ByteStream): AsyncGenerator<unknown, void, void> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}

const endless = `The content came in more than ${maximumEmptyPieces} pieces without a byte.`

/** How the content of a response ended. */
export interface End {
  /** How many bytes it had. */
  readonly length: number
  /** Why it is not whole; absent where it is. */
  readonly issue?: Issue | undefined
}

/** The content of a response piece by piece, each a copy; a stream is left, and thereby cancelled, at the limit. */
export async function* piecesOf(
  { header, body }: ReceivedResponse,
  maximumBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, End, void> {
  let length = 0
  let empty = 0
  const end = (...issue: Parameters<typeof makeIssue>): End => ({ length, issue: makeIssue(...issue) })
  try {
    for await (const piece of chunksOf(body)) {
      // A Node stream with an encoding set yields strings.
      if (!isBytes(piece)) return end('value.type', 'The content must come as Uint8Array.')
      // A class of the caller's may say another length than that of the bytes.
      const bytes = plainBytes(piece)
      length += bytes.length
      if (bytes.length === 0) empty += 1
      if (empty > maximumEmptyPieces) return end('http.body-interrupted', endless)
      if (!(length <= maximumBytes))
        return end('http.body-too-large', `The content is longer than ${maximumBytes} bytes.`)
      // A copy, since the caller goes on, and might use the buffer again.
      if (bytes.length > 0) yield new Uint8Array(bytes)
    }
  } catch {
    return end('http.body-interrupted', 'The content could not be read to its end.')
  }
  // A coding such as gzip, which fetch takes away, has a length of its own.
  const declared = header('Content-Encoding') === undefined ? (header('Content-Length') ?? '') : ''
  if (/^[0-9][0-9]*$/.test(declared) && Number(declared) !== length)
    return end('http.body-interrupted', 'The content is not as long as its Content-Length.')
  return { length }
}

/**
 * Joins the pieces of a content in one buffer, which doubles when it is full: a piece that is kept by itself takes more memory
 * than the byte that it may have.
 */
export async function gather(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>, End, void>,
): Promise<End & { readonly bytes: Uint8Array }> {
  let buffer = new Uint8Array(0)
  let length = 0
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) return { ...value, bytes: length === buffer.length ? buffer : buffer.slice(0, length) }
    // The first piece is a copy already, and often the whole.
    if (length === 0) buffer = value
    else {
      if (length + value.length > buffer.length) buffer = grown(buffer, length + value.length)
      buffer.set(value, length)
    }
    length += value.length
  }
}

function grown(buffer: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(length, 2 * buffer.length))
  larger.set(buffer)
  return larger
}

/** Reads the whole content of a response. */
export async function readBody(
  response: ReceivedResponse,
  maximumBytes: number = response.maximumBytes,
): Promise<Result<Uint8Array>> {
  const { issue, bytes } = await gather(piecesOf(response, maximumBytes))
  return issue === undefined ? { ok: true, value: bytes, warnings: [] } : refusal([issue])
}
