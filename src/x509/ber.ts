/**
 * The Basic Encoding Rules (ITU-T X.690), in which PKCS#12 files may come: rewritten as DER, which the rest reads.
 *
 * @module
 */
import { derTag } from './der.js'

/** Deeper than any file nests, and shallow enough for the stack. */
export const maximumDepth = 100

/** More values than any file of keys and certificates has; each takes more memory than it has octets. */
export const maximumValues = 100_000

/** A value to be written: its contents as they are, or the values inside. */
interface Value {
  readonly tag: number
  readonly parts: readonly (Uint8Array | Value)[]
  /** How many octets the contents have. */
  readonly length: number
}

/** What has been read so far of some octets. */
interface Reader {
  readonly octets: Uint8Array
  offset: number
  values: number
}

/** Where the contents of a value lie; `end` is undefined where two zero octets end them (X.690, section 8.1.5). */
interface Header {
  readonly tag: number
  readonly end: number | undefined
}

/**
 * Rewrites the first value in some octets from BER as DER, in octets of its own: each length is definite and as short as can
 * be, and each string is in one piece. A RangeError if it is none, nests too deeply, or has too many values in it.
 */
export function derFromBer(ber: Uint8Array): Uint8Array {
  const reader: Reader = { octets: ber, offset: 0, values: 0 }
  const value = readValue(reader, ber.length, 0)
  const der = new Uint8Array(encodedLength(value))
  writeValue(value, der, 0)
  return der
}

function readValue(reader: Reader, limit: number, depth: number): Value {
  reader.values += 1
  if (depth > maximumDepth || reader.values > maximumValues) throw new RangeError('too deep, or too many values')
  const { tag, end } = readHeader(reader, limit)
  const isConstructed = (tag & 0x20) !== 0
  if (!isConstructed) {
    if (end === undefined) throw new RangeError('not BER')
    const content = reader.octets.subarray(reader.offset, end)
    reader.offset = end
    return { tag, parts: [content], length: content.length }
  }
  const values: Value[] = []
  while (end === undefined ? !isEndOfContents(reader, limit) : reader.offset < end)
    values.push(readValue(reader, end ?? limit, depth + 1))
  if (end === undefined) reader.offset += 2
  return isString(tag) ? joined(tag & ~0x20, values) : containing(tag, values)
}

function readHeader(reader: Reader, limit: number): Header {
  const next = (): number => {
    const octet = reader.octets[reader.offset]
    if (octet === undefined || reader.offset >= limit) throw new RangeError('not BER')
    reader.offset += 1
    return octet
  }
  const tag = next()
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new RangeError('not BER')
  const first = next()
  if (first === 0x80) return { tag, end: undefined }
  let length = first
  if (first > 0x80) {
    length = 0
    for (let octets = first & 0x7f; octets > 0; octets--) length = length * 256 + next()
  }
  const end = reader.offset + length
  if (!(end <= limit)) throw new RangeError('not BER')
  return { tag, end }
}

function isEndOfContents({ octets, offset }: Reader, limit: number): boolean {
  if (offset + 2 > limit) throw new RangeError('not BER')
  return octets[offset] === 0 && octets[offset + 1] === 0
}

/** Whether a constructed value is a string in pieces (X.690, section 8.14); bit strings are none that are read. */
function isString(tag: number): boolean {
  const type = tag & 0x1f
  const isUniversal = (tag & 0xc0) === 0
  return isUniversal && (type === derTag.octetString || type === derTag.utf8String || type >= 0x12)
}

function joined(tag: number, pieces: readonly Value[]): Value {
  if (pieces.some((piece) => piece.tag !== tag)) throw new RangeError('not BER')
  return {
    tag,
    parts: pieces.flatMap(({ parts }) => parts),
    length: pieces.reduce((sum, { length }) => sum + length, 0),
  }
}

function containing(tag: number, values: readonly Value[]): Value {
  return { tag, parts: values, length: values.reduce((sum, value) => sum + encodedLength(value), 0) }
}

function encodedLength({ length }: Value): number {
  return 2 + longFormOctets(length) + length
}

/** How many octets of a length follow its first one (X.690, section 10.1). */
function longFormOctets(length: number): number {
  if (length < 0x80) return 0
  return length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4
}

/** Writes a value, and gives where it ends. */
function writeValue({ tag, parts, length }: Value, der: Uint8Array, start: number): number {
  const octets = longFormOctets(length)
  der[start] = tag
  der[start + 1] = octets === 0 ? length : 0x80 | octets
  for (let at = 0; at < octets; at++) der[start + 2 + at] = length >>> (8 * (octets - 1 - at))
  let offset = start + 2 + octets
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      der.set(part, offset)
      offset += part.length
    } else offset = writeValue(part, der, offset)
  }
  return offset
}
