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

/**
 * A letter so often in a row that one in so many bytes is looked at for it: no document is likely to have it as often, and of
 * the 70 characters that a boundary may have, enough are left for a name and a number.
 */
const [letter, run] = ['q', 30] as const

/** What every boundary begins with, and how many digits follow: enough for any part. */
const prefix = `signering-portal.${letter.repeat(run)}.`
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
const letterCode = letter.charCodeAt(0)

/** The numbers of the boundaries that occur in bytes, found in one pass. */
function numbersIn(bytes: Uint8Array): readonly number[] {
  const { length } = bytes
  const numbers: number[] = []
  // Wherever a boundary stands, one of the bytes that are looked at lies in its run.
  for (let at = run - 1; at < length; at += run) {
    if (bytes[at] !== letterCode) continue
    // Never beyond the end: one look there makes all looks slow.
    while (at < length && bytes[at] === letterCode) at++
    const start = at + 1 - mark.length
    if (start < 0) continue
    let matched = 0
    while (matched < mark.length && bytes[start + matched] === mark[matched]) matched++
    if (matched < mark.length) continue
    const number = String.fromCharCode(...bytes.subarray(at + 1, at + 1 + digits))
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
