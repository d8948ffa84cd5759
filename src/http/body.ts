/**
 * Reading the content of a response, up to a limit.
 *
 * @module
 */
import type { Issue, Result } from '../issue.js'
import { concatenate } from './multipart.js'
import type { HttpResponse } from './operation.js'
import { makeIssue } from '../outcome.js'

/**
 * The longest content of a response that is read as a message, in bytes: 1 MiB. Our choice: a status change, the longest
 * message, names at most ten signers, and needs a few kB.
 */
export const maximumResponseBytes = 1_048_576

/**
 * Reads the whole content of a response. A stream is left, and thereby cancelled, at the limit.
 *
 * @param response - the response, its body not yet read
 * @param maximumBytes - the most bytes to accept
 * @returns the bytes, or `http.body-too-large`, `http.body-interrupted`, or `value.type` if a
 *   stream yields anything but bytes
 */
export async function readBody(response: HttpResponse, maximumBytes: number): Promise<Result<Uint8Array>> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of chunks(response.body)) {
      // A Node stream with an encoding set yields strings.
      if (!(piece instanceof Uint8Array)) return failure('value.type', 'The content must come as Uint8Array.')
      length += piece.length
      if (!(length <= maximumBytes))
        return failure('http.body-too-large', `The content is longer than ${maximumBytes} bytes.`)
      pieces.push(piece)
    }
  } catch {
    return failure('http.body-interrupted', 'The content could not be read to its end.')
  }
  // A coding such as gzip, which fetch takes away, has a length of its own.
  const declared = response.headers.get('Content-Encoding') === null ? response.headers.get('Content-Length') : null
  if (declared !== null && /^[0-9]+$/.test(declared) && Number(declared) !== length)
    return failure('http.body-interrupted', 'The content is not as long as its Content-Length.')
  return { ok: true, value: concatenate(pieces), warnings: [] }
}

function chunks(body: HttpResponse['body']): AsyncIterable<unknown> | readonly Uint8Array[] {
  if (body === null) return []
  return body instanceof Uint8Array ? [body] : body
}

function failure(code: Issue['code'], message: string): Result<never> {
  return { ok: false, issues: [makeIssue(code, message)] }
}
