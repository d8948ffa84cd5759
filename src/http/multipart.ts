/**
 * `multipart/mixed` bodies (RFC 2046, 5.1).
 *
 * @module
 */

/** A body part. */
export interface BodyPart {
  /** The value of its Content-Type header. */
  readonly contentType: string
  /** Its content. */
  readonly body: Uint8Array
}

/** A multipart body and the header that tells its boundary. */
export interface Multipart {
  /** The value of the Content-Type header. */
  readonly contentType: string
  /** The whole body. */
  readonly body: Uint8Array<ArrayBuffer>
}

const utf8 = new TextEncoder()

/** What every boundary begins with, and how many digits follow: within the 70 characters allowed, and enough for any part. */
const prefix = 'signering-portal.'
const digits = 12

/**
 * Joins parts to one `multipart/mixed` body. The same parts always give the same bytes, and the boundary is known not
 * to occur in any part.
 */
export function multipartMixed(parts: readonly BodyPart[]): Multipart {
  const taken = new Set(parts.flatMap(({ body }) => numbersIn(body)))
  let number = 0
  while (taken.has(number)) number += 1
  const boundary = `${prefix}${String(number).padStart(digits, '0')}`
  const pieces = parts.flatMap(({ contentType, body }, index) => [
    // The line break before a delimiter belongs to the delimiter, not to the part (RFC 2046, 5.1.1).
    utf8.encode(`${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`),
    body,
  ])
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: concatenate([...pieces, utf8.encode(`\r\n--${boundary}--\r\n`)]),
  }
}

const mark = utf8.encode(`--${prefix}`)
const last = mark.length - 1
/** By the byte under the end of the mark: how far the mark may be moved on (Horspool's search). */
const shifts = Uint8Array.from({ length: 256 }, (_, byte) => last - mark.subarray(0, last).lastIndexOf(byte))

/** The numbers of the boundaries that occur in bytes, found in one pass. */
function numbersIn(bytes: Uint8Array): readonly number[] {
  const numbers: number[] = []
  for (let end = last; end < bytes.length; end += shifts[bytes[end] ?? 0] ?? 1) {
    // A loop, since what a function costs is half of the search: bytes like the last one of the mark are many.
    let matched = 0
    while (matched <= last && bytes[end - matched] === mark[last - matched]) matched++
    if (matched <= last) continue
    const number = String.fromCharCode(...bytes.subarray(end + 1, end + 1 + digits))
    if (/^[0-9]+$/.test(number) && number.length === digits) numbers.push(Number(number))
  }
  return numbers
}

/** Joins byte arrays to one. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
