/**
 * Distinguished names in the string form of RFC 2253, exactly as the service's own platform writes them.
 *
 * XAdES (TS 101 903, section 7.2.2) names the issuer of the signing certificate in text, and a verifier compares the
 * text. The service and its clients run on Java, whose `X500Principal.getName()` has its own reading of RFC 2253; a name
 * that is correct but spelled otherwise would not compare equal.
 *
 * @module
 */
import { readDerValues, readObjectIdentifier, type DerValue } from './der.js'

/** The attribute types that RFC 2253, section 2.3, gives a name. All others are written as numbers. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** UTF8String, PrintableString, T61String, IA5String, GeneralString and BMPString (X.680, 8.6): others Java writes in hex. */
const stringTags: ReadonlySet<number> = new Set([0x0c, 0x13, 0x14, 0x16, 0x1b, 0x1e])

/**
 * Writes a name.
 *
 * @param name - the encoding of a Name (RFC 5280, section 4.1.2.4): the sequence of its relative names
 * @returns its RFC 2253 form, the last relative name first
 * @throws RangeError if the bytes are not DER
 */
export function distinguishedName(name: DerValue): string {
  return readDerValues(name.content).map(relativeDistinguishedName).reverse().join(',')
}

function relativeDistinguishedName(set: DerValue): string {
  return readDerValues(set.content).map(attributeTypeAndValue).join('+')
}

function attributeTypeAndValue(sequence: DerValue): string {
  const [type, value] = readDerValues(sequence.content)
  if (type === undefined || value === undefined) throw new RangeError('not a name')
  const objectIdentifier = readObjectIdentifier(type.content)
  const keyword = keywords[objectIdentifier]
  if (keyword === undefined || !stringTags.has(value.tag))
    return `${keyword ?? objectIdentifier}=#${hexadecimal(value.bytes)}`
  return `${keyword}=${escaped(value.content)}`
}

/** Escapes as RFC 2253, section 2.4, and as Java does where the two differ: every string type is read as UTF-8. */
function escaped(content: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  const special = text.replace(/[,=+<>#;"\\]/g, '\\$&').replaceAll('\0', '\\00')
  return special.replace(/^[ \r]+|[ \r]+$/g, (spaces) => spaces.replace(/[^]/g, '\\$&'))
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
