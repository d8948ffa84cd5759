/**
 * As much of the Distinguished Encoding Rules (ITU-T X.690) as a certificate's names and extensions need.
 *
 * @module
 */

/** One encoded value. */
export interface DerValue {
  /** The identifier octet. */
  readonly tag: number
  /** The contents octets. */
  readonly content: Uint8Array
  /** The whole encoding: identifier, length and contents. */
  readonly bytes: Uint8Array
}

/** Identifier octets (X.690, sections 8.2 to 8.23; X.680, section 8.6). */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  visibleString: 0x1a,
  generalString: 0x1b,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  /** [0] and [3] EXPLICIT: version and extensions of a certificate (RFC 5280, section 4.1). */
  explicit0: 0xa0,
  explicit3: 0xa3,
} as const

/** Cuts the parts of a value out of what it lies in only for those who ask: a certificate has a hundred values. */
class ValueWithin implements DerValue {
  readonly tag: number
  readonly #octets: Uint8Array
  readonly #start: number
  readonly #contentStart: number
  readonly end: number

  constructor(octets: Uint8Array, start: number) {
    const tag = octets[start]
    const first = octets[start + 1]
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('not DER')
    // The short form of a length is one octet; the long form says how many octets follow (X.690, section 8.1.3).
    const lengthOctets = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80 || lengthOctets > 4) throw new RangeError('not DER')
    const contentStart = start + 2 + lengthOctets
    let length = lengthOctets === 0 ? first : 0
    for (let at = start + 2; at < contentStart; at++) length = length * 256 + (octets[at] ?? 0)
    const end = contentStart + length
    if (end > octets.length) throw new RangeError('not DER')
    this.tag = tag
    this.#octets = octets
    this.#start = start
    this.#contentStart = contentStart
    this.end = end
  }

  get content(): Uint8Array {
    return this.#octets.subarray(this.#contentStart, this.end)
  }

  get bytes(): Uint8Array {
    return this.#octets.subarray(this.#start, this.end)
  }
}

/** Reads the values that lie one after another in some bytes; a RangeError if they are not DER. */
export function readDerValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = []
  for (let offset = 0; offset < bytes.length;) {
    const value = new ValueWithin(bytes, offset)
    values.push(value)
    offset = value.end
  }
  return values
}

/** The contents of a value that must be there with a tag; a RangeError otherwise. */
export function contentOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new RangeError('not the value that is expected')
  return value.content
}

/** The values inside one that must be there with a tag, a sequence unless another is named; a RangeError otherwise. */
export function valuesIn(value: DerValue | undefined, tag: number = derTag.sequence): readonly DerValue[] {
  return readDerValues(contentOf(value, tag))
}

/** The most octets of a number: a serial number has at most 20 (RFC 5280, section 4.1.2.2), and an identifier few more. */
const maximumNumberOctets = 64

/** The contents of a number; a RangeError beyond what takes no time to write in decimal digits. */
function numberIn(value: DerValue | undefined, tag: number): Uint8Array {
  const content = contentOf(value, tag)
  if (content.length > maximumNumberOctets) throw new RangeError('a number of too many octets')
  return content
}

/** Reads an OBJECT IDENTIFIER (X.690, section 8.19) in its dotted form, for example `2.5.4.3`. */
export function readObjectIdentifier(identifier: DerValue | undefined): string {
  const subidentifiers: (number | bigint)[] = []
  let value: number | bigint = 0
  for (const octet of numberIn(identifier, derTag.objectIdentifier)) {
    const bits = octet & 0x7f
    // Those of authorities are short, and a bigint takes ten times as long; 2 ** 46 by 128 is still exact.
    value = typeof value === 'number' && value < 2 ** 46 ? value * 128 + bits : BigInt(value) * 128n + BigInt(bits)
    if (octet < 0x80) {
      subidentifiers.push(value)
      value = 0
    }
  }
  const [first = 0, ...rest] = subidentifiers
  const root = first < 80 ? Math.trunc(Number(first) / 40) : 2
  return [root, typeof first === 'bigint' ? first - 80n : first - root * 40, ...rest].join('.')
}

/** Reads an INTEGER (X.690, section 8.3): two's complement, of any length. */
export function readInteger(integer: DerValue | undefined): bigint {
  const content = numberIn(integer, derTag.integer)
  return BigInt.asIntN(content.length * 8, BigInt(`0x0${hexadecimal(content)}`))
}

/** Writes bytes in hexadecimal digits. */
export function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
