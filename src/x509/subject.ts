/**
 * The subject of a certificate, read from its bytes: rendered as text, a subject can hide one attribute in the value of
 * another.
 *
 * @module
 */
import { certificateFields } from './certificate.js'
import { derTag } from './der.js'
import { readName } from './distinguished-name.js'

/** One attribute of a subject. */
interface SubjectAttribute {
  /** The object identifier of its type, dotted. */
  readonly type: string
  /** Its value. Absent if it is not a UTF8String, PrintableString or IA5String, which alone cannot be misread. */
  readonly value?: string
}

const textTags: readonly number[] = [derTag.utf8String, derTag.printableString, derTag.ia5String]

/** Reads the attributes of a certificate's subject, those of multi-valued relative names too; a RangeError if it is none. */
function subjectAttributes(certificate: Uint8Array): readonly SubjectAttribute[] {
  const attributes = readName(certificateFields(certificate).subject).flat()
  return attributes.map(({ type, value: { tag, content } }) =>
    textTags.includes(tag) ? { type, value: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) } : { type },
  )
}

/** Every {@link OrganizationType}, the decisive first. */
export const organizationTypes = ['2.5.4.97', '2.5.4.5', '2.5.4.3'] as const

/** The attributes in which enterprise certificates of SEID 2.0, SEID 1 and still older ones name their organization. */
export type OrganizationType = (typeof organizationTypes)[number]

/** organizationIdentifier, serialNumber and commonName, in their forms. */
const organizationForms: Readonly<Record<OrganizationType, RegExp>> = {
  '2.5.4.97': /^NTRNO-([0-9]{9})$/,
  '2.5.4.5': /^([0-9]{9})$/,
  '2.5.4.3': /^([0-9]{9})$/,
}

/**
 * The organization number that a certificate names, as the whole value of the attribute that is meant for it. The first of
 * the types that its subject has decides, by all of its values; undefined if it names none, or several.
 */
export function organizationNumberOf(certificate: Uint8Array, types: readonly OrganizationType[]): string | undefined {
  const attributes = subjectAttributes(certificate)
  const decisive = types.find((type) => attributes.some((attribute) => attribute.type === type))
  if (decisive === undefined) return undefined
  const values = attributes.filter(({ type }) => type === decisive).map(({ value = '' }) => value)
  const numbers = new Set(values.map((value) => organizationForms[decisive].exec(value)?.[1]))
  return numbers.size === 1 ? [...numbers][0] : undefined
}
