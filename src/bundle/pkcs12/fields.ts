/**
 * Fields that several parts of a PKCS#12 file have.
 *
 * @module
 */
import { contentOf, derTag, type DerValue } from '../../x509/der.js'

/** The octets of an OCTET STRING; a RangeError if it is none. */
export function octets(value: DerValue | undefined): Uint8Array {
  return contentOf(value, derTag.octetString)
}

/** An INTEGER that is a number of something, exact up to 2^53; a RangeError if it is none, or negative. */
export function smallInteger(value: DerValue | undefined): number {
  const content = contentOf(value, derTag.integer)
  const [first] = content
  if (first === undefined || first >= 0x80) throw new RangeError('not a number')
  return content.reduce((sum, octet) => sum * 256 + octet, 0)
}
