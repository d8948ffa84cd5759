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
  sequence: 0x30,
  set: 0x31,
} as const

/**
 * Reads the values that lie one after another in some bytes.
 *
 * @param bytes - the contents of a constructed value, or a whole encoding
 * @returns the values
 * @throws RangeError if the bytes are not DER
 */
export function readDerValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = []
  for (let offset = 0; offset < bytes.length;) {
    const value = readDerValue(bytes.subarray(offset))
    values.push(value)
    offset += value.bytes.length
  }
  return values
}

function readDerValue(bytes: Uint8Array): DerValue {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('not DER')
  // The short form of a length is one octet; the long form says how many octets follow (X.690, section 8.1.3).
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthOctets > 4) throw new RangeError('not DER')
  const start = 2 + lengthOctets
  const length = lengthOctets === 0 ? first : bytes.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0)
  const end = start + length
  if (end > bytes.length) throw new RangeError('not DER')
  return { tag, content: bytes.subarray(start, end), bytes: bytes.subarray(0, end) }
}

/**
 * Reads the contents of an OBJECT IDENTIFIER (X.690, section 8.19).
 *
 * @param content - its contents octets
 * @returns its dotted form, for example `2.5.4.3`
 */
export function readObjectIdentifier(content: Uint8Array): string {
  const subidentifiers: bigint[] = []
  let value = 0n
  for (const octet of content) {
    value = (value << 7n) | BigInt(octet & 0x7f)
    if (octet < 0x80) {
      subidentifiers.push(value)
      value = 0n
    }
  }
  const [first = 0n, ...rest] = subidentifiers
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

/**
 * Reads the contents of an INTEGER (X.690, section 8.3): two's complement, of any length.
 *
 * @param content - its contents octets
 * @returns the number
 */
export function readInteger(content: Uint8Array): bigint {
  return BigInt.asIntN(
    content.length * 8,
    content.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n),
  )
}
