/**
 * Comparing a distinguished name that somebody wrote as text with one in a certificate: as names, not as texts, since
 * every program writes them in its own way.
 *
 * What is read is RFC 2253 and RFC 4514, the quotation marks, semicolons, white space and `OID.` of RFC 1779, and what .NET
 * does otherwise: quotation marks doubled within quotation marks, and strings for attributes that have no keyword.
 *
 * @module
 */
import { latin1 } from '../latin1.js'
import { derTag, readDerValues, type DerValue } from './der.js'
import { readName, type NameAttribute } from './distinguished-name.js'

/** An attribute as it was written. */
interface WrittenAttribute {
  /** The types that its keyword may mean; more than one where programs disagree. */
  readonly types: readonly string[]
  /** Its value: a text, or its encoding. */
  readonly value: string | Uint8Array
}

/**
 * The keywords of RFC 2253, RFC 4519 and RFC 1779, and those that Java, .NET, OpenSSL, Bouncy Castle and GnuTLS write; their
 * case means nothing. `SN` is a surname to most, and a serial number to Bouncy Castle.
 */
const keywords = new Map<string, readonly string[]>(
  [
    ['2.5.4.3', 'CN', 'commonName'],
    ['2.5.4.4', 'SN', 'surname'],
    ['2.5.4.5', 'SN', 'serialNumber'],
    ['2.5.4.6', 'C', 'countryName'],
    ['2.5.4.7', 'L', 'localityName'],
    ['2.5.4.8', 'ST', 'S', 'SP', 'stateOrProvinceName'],
    ['2.5.4.9', 'STREET', 'streetAddress'],
    ['2.5.4.10', 'O', 'organizationName'],
    ['2.5.4.11', 'OU', 'organizationalUnitName'],
    ['2.5.4.12', 'T', 'title'],
    ['2.5.4.13', 'description'],
    ['2.5.4.15', 'businessCategory'],
    ['2.5.4.16', 'postalAddress'],
    ['2.5.4.17', 'postalCode'],
    ['2.5.4.20', 'telephoneNumber'],
    ['2.5.4.41', 'name'],
    ['2.5.4.42', 'G', 'GN', 'givenName'],
    ['2.5.4.43', 'I', 'initials'],
    ['2.5.4.44', 'generation', 'generationQualifier'],
    ['2.5.4.46', 'DN', 'DNQ', 'dnQualifier'],
    ['2.5.4.65', 'pseudonym'],
    ['2.5.4.97', 'organizationIdentifier', 'orgId'],
    ['0.9.2342.19200300.100.1.1', 'UID', 'userId'],
    ['0.9.2342.19200300.100.1.3', 'mail', 'rfc822Mailbox'],
    ['0.9.2342.19200300.100.1.25', 'DC', 'domainComponent'],
    ['1.2.840.113549.1.9.1', 'E', 'email', 'emailAddress', 'mail'],
    ['1.2.840.113549.1.9.2', 'unstructuredName'],
    ['1.2.840.113549.1.9.8', 'unstructuredAddress'],
    ['1.3.6.1.4.1.311.60.2.1.1', 'jurisdictionL', 'jurisdictionLocalityName'],
    ['1.3.6.1.4.1.311.60.2.1.2', 'jurisdictionST', 'jurisdictionStateOrProvinceName'],
    ['1.3.6.1.4.1.311.60.2.1.3', 'jurisdictionC', 'jurisdictionCountryName'],
  ].reduce((known, [type = '', ...names]) => {
    for (const name of names.map((each) => each.toLowerCase())) known.set(name, [...(known.get(name) ?? []), type])
    return known
  }, new Map<string, readonly string[]>()),
)

/** Several times as long as a name can be, with all attributes that authorities have, each of at most 64 characters or so. */
const maximumLength = 10_000

/** No name has as many attributes in one relative name, and each is looked for among all the others. */
const maximumAttributes = 16

/**
 * Whether a text is a name: the same relative names, the last one first; within one, the same attributes in any order.
 * Values are compared without regard to case and to the amount of white space (RFC 5280, section 7.1).
 */
export function isNameWritten(text: string, name: DerValue | undefined): boolean {
  if (text.length > maximumLength) return false
  const written = parseName(text)
  try {
    const relativeNames = readName(name).toReversed()
    if (written?.length !== relativeNames.length) return false
    return relativeNames.every((attributes, index) => isRelativeName(written[index] ?? [], attributes))
  } catch {
    // The certificate, or a value that was written in its encoding, is not what it says.
    return false
  }
}

function isRelativeName(written: readonly WrittenAttribute[], attributes: readonly NameAttribute[]): boolean {
  if (written.length !== attributes.length || written.length > maximumAttributes) return false
  const left = [...attributes]
  return written.every((attribute) => {
    const found = left.findIndex((candidate) => isAttribute(attribute, candidate))
    left.splice(found, 1)
    return found !== -1
  })
}

function isAttribute({ types, value: written }: WrittenAttribute, { type, value }: NameAttribute): boolean {
  if (!types.includes(type)) return false
  const texts = textsOf(value).map(folded)
  if (typeof written === 'string') return texts.includes(folded(written))
  const [encoded, ...more] = readDerValues(written)
  if (encoded === undefined || more.length > 0) return false
  const isSame = written.length === value.bytes.length && written.every((byte, at) => byte === value.bytes[at])
  return isSame || textsOf(encoded).some((text) => texts.includes(folded(text)))
}

/** A value as those see it to whom case, width, and the amount of white space mean nothing. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s\s*/g, ' ').trim()
}

/** NumericString, VisibleString and UniversalString (X.680, section 8.6), which names hardly ever have. */
const [numericString, visibleString, universalString] = [0x12, 0x1a, 0x1c] as const

const { utf8String, printableString, ia5String } = derTag
const utf8Tags: readonly number[] = [utf8String, printableString, ia5String, numericString, visibleString]

/** What the value of a string may be read as: as it is meant, and as Java reads it, which takes most for UTF-8. */
function textsOf({ tag, content }: DerValue): readonly string[] {
  const utf8 = new TextDecoder().decode(content)
  if (utf8Tags.includes(tag)) return [utf8]
  if (tag === derTag.t61String || tag === derTag.generalString) return [utf8, latin1(content)]
  if (tag === derTag.bmpString) return [utf8, new TextDecoder('utf-16be').decode(content)]
  return tag === universalString ? [utf32(content)] : []
}

function utf32(content: Uint8Array): string {
  // What lies beyond Unicode, or is no whole number of characters, is no character.
  return latin1(content).replace(/[^]{1,4}/g, (octets) => {
    const point =
      octets.length < 4 ? 0x110000 : Array.from(octets).reduce((sum, octet) => sum * 256 + octet.charCodeAt(0), 0)
    return String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)
  })
}

/** Reads a name; undefined if the text is none. */
function parseName(text: string): readonly (readonly WrittenAttribute[])[] | undefined {
  const relativeNames: WrittenAttribute[][] = []
  let at = 0
  /** Takes what comes next, if it has this form, which begins there. */
  const take = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at
    const taken = form.exec(text)
    if (taken !== null) at = form.lastIndex
    return taken
  }
  take(/[\t\n\r ]*/y)
  if (at === text.length) return []
  for (let separator: string | undefined = ','; separator !== undefined;) {
    const type = take(/[\t\n\r ]*([A-Za-z0-9.-]+)[\t\n\r ]*=[\t\n\r ]*/y)?.[1]
    const value = type === undefined ? undefined : takeValue(take)
    if (type === undefined || value === undefined) return undefined
    const attribute = { types: typesOf(type), value }
    if (separator === '+') relativeNames.at(-1)?.push(attribute)
    else relativeNames.push([attribute])
    separator = take(/[\t\n\r ]*([,;+])/y)?.[1]
  }
  take(/[\t\n\r ]*/y)
  return at === text.length ? relativeNames : undefined
}

function typesOf(type: string): readonly string[] {
  // What is neither a keyword nor a number is the type of nobody.
  return keywords.get(type.toLowerCase()) ?? [type.replace(/^oid\./i, '')]
}

function takeValue(take: (form: RegExp) => RegExpExecArray | null): string | Uint8Array | undefined {
  const hexadecimal = take(/#((?:[0-9A-Fa-f]{2})+)/y)?.[1]
  if (hexadecimal !== undefined) return Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => parseInt(pair, 16))
  if (take(/"/y)) {
    const quoted = takeText(take, /([^"\\]+)|"(")/y)
    return take(/"/y) ? quoted : undefined
  }
  // White space before a separator, or the end, is none of the value, unless it is escaped.
  return takeText(take, /([^,;+\\\t\n\r ]+)|([\t\n\r ]+)(?=[^,;+\t\n\r ])/y)
}

/** Takes pieces of a text, and what is escaped between them: a character, or an octet of UTF-8 in hexadecimal digits. */
function takeText(take: (form: RegExp) => RegExpExecArray | null, piece: RegExp): string {
  const pieces: string[] = []
  for (;;) {
    const octets = take(/(?:\\[0-9A-Fa-f]{2})+/y)?.[0]
    if (octets === undefined) {
      const taken = take(/\\([^])/y) ?? take(piece)
      if (taken === null) return pieces.join('')
      pieces.push(taken[1] ?? taken[2] ?? '')
    } else pieces.push(decoded(octets))
  }
}

function decoded(octets: string): string {
  const bytes = Uint8Array.from(octets.slice(1).split('\\'), (octet) => parseInt(octet, 16))
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
