/**
 * `multipart/mixed` bodies (RFC 2046, 5.1).
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

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
 * Joins parts to one `multipart/mixed` body. The same parts always give the same bytes, and the boundary is known not
 * to occur in any part.
 */
export function multipartMixed(
  parts: readonly BodyPart[],
  candidate: (attempt: number) => string = boundaryCandidates(parts),
): Multipart {
  let attempt = 0
  while (parts.some(({ body }) => holds(body, `--${candidate(attempt)}`))) attempt += 1
  const boundary = candidate(attempt)
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

/** SHA-256 of the parts and the number of the attempt: 64 hexadecimal digits, within the 70 characters allowed. */
function boundaryCandidates(parts: readonly BodyPart[]): (attempt: number) => string {
  const hash = createHash('sha256')
  for (const { body } of parts) hash.update(body)
  return (attempt) => hash.copy().update(`${attempt}`).digest('hex')
}

function holds({ buffer, byteOffset, byteLength }: Uint8Array, text: string): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).includes(text)
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
