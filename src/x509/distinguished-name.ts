/**
 * Distinguished names: their attributes, and their string form of RFC 2253 exactly as the service's platform writes it.
 *
 * XAdES (TS 101 903, section 7.2.2) names the issuer of the signing certificate in text, and a verifier compares the
 * text. The service and its clients run on Java, whose `X500Principal.getName()` has its own reading of RFC 2253; a name
 * that is correct but spelled otherwise would not compare equal.
 *
 * @module
 */
import { latin1 } from '../latin1.js'
import { derTag, hexadecimal, readObjectIdentifier, valuesIn, type DerValue } from './der.js'

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

const { utf8String, printableString, t61String, ia5String, generalString, bmpString } = derTag

/** The types of strings that Java writes as text (X.680, section 8.6); others it writes in hexadecimal. */
const stringTags: readonly number[] = [utf8String, printableString, t61String, ia5String, generalString, bmpString]

/** One attribute of a name. */
export interface NameAttribute {
  /** The object identifier of its type, dotted. */
  readonly type: string
  /** Its encoded value. */
  readonly value: DerValue
}

/** A Name (RFC 5280, section 4.1.2.4): its relative names, each of one or more attributes. */
export type Name = readonly (readonly NameAttribute[])[]

/** Reads a Name; a RangeError if it is none. */
export function readName(name: DerValue | undefined): Name {
  return valuesIn(name).map((relativeName) =>
    valuesIn(relativeName, derTag.set).map((attribute) => {
      const [type, value] = valuesIn(attribute)
      if (value === undefined) throw new RangeError('not a name')
      return { type: readObjectIdentifier(type), value }
    }),
  )
}

/** Writes a Name in its RFC 2253 form, the last relative name first. */
export function distinguishedName(name: Name): string {
  const relativeNames = name.map((attributes) => attributes.map(attributeTypeAndValue).join('+'))
  return relativeNames.reverse().join(',')
}

function attributeTypeAndValue({ type, value }: NameAttribute): string {
  const keyword = keywords[type]
  if (keyword === undefined || !stringTags.includes(value.tag)) return `${keyword ?? type}=#${hexadecimal(value.bytes)}`
  return `${keyword}=${escaped(value.content)}`
}

/** Escapes as RFC 2253, section 2.4, and as Java does where the two differ: every string type is read as UTF-8. */
function escaped(content: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  const special = text.replace(/[,=+<>#;"\\]/g, '\\$&').replaceAll('\0', '\\00')
  // Loops, since a regular expression tries each of the spaces in the middle of a long value.
  const isSpace = (at: number): boolean => at < special.length && ' \r'.includes(special.charAt(at))
  let [start, end] = [0, special.length]
  while (isSpace(start)) start++
  while (end > start && isSpace(end - 1)) end--
  const [before, after] = [special.slice(0, start), special.slice(end)]
  return before.replace(/[^]/g, '\\$&') + special.slice(start, end) + after.replace(/[^]/g, '\\$&')
}

/** How the types of strings are read (X.680, section 41); those of a Latin alphabet are read as ISO 8859-1. */
const readers: Readonly<Record<number, (content: Uint8Array) => string>> = {
  [utf8String]: (content) => new TextDecoder().decode(content),
  [derTag.numericString]: latin1,
  [printableString]: latin1,
  [t61String]: latin1,
  [ia5String]: latin1,
  [derTag.visibleString]: latin1,
  [bmpString]: (content) => new TextDecoder('utf-16be').decode(content),
}

/**
 * A Name as RFC 5280, section 7.1, compares it: a text for each relative name, equal for those that are. Case, white space
 * and the type of a string make no difference.
 */
export function comparableName(name: Name): readonly string[] {
  return name.map((attributes) =>
    JSON.stringify(attributes.map(({ type, value }) => [type, ...comparableValue(value)]).sort()),
  )
}

function comparableValue({ tag, content, bytes }: DerValue): readonly string[] {
  const read = readers[tag]
  if (read === undefined) return ['#', hexadecimal(bytes)]
  const text = read(content).normalize('NFKC').toUpperCase().toLowerCase()
  return [text.trim().replace(/\s\s*/g, ' ')]
}
