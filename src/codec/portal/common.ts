/**
 * The types of common.xsd that several messages share.
 *
 * @module
 */
import { complexType, decimalString, element, enumeration, integer, string } from '../declare.js'
import type { ComplexType, SimpleType } from '../spec.js'

/** Type `signature-job-id`: an xs:long, held as its canonical decimal digits so that none of its 64 bits are lost. */
export const signatureJobId: SimpleType<string> = decimalString('signature-job-id')

/** Type `signature-job-reference`: the sender's own reference to a job, at most 50 characters. */
export const signatureJobReference: SimpleType<string> = string({ name: 'signature-job-reference', maxLength: 50 })

/** Type `url`: an absolute address made by the service, at most 500 characters. The schema does not check its form. */
export const url: SimpleType<string> = string({ name: 'url', maxLength: 500 })

/** Type `personal-identification-number`: the eleven digits of a national identity number. */
export const personalIdentificationNumber: SimpleType<string> = string({
  name: 'personal-identification-number',
  pattern: '[0-9]{11}',
})

/** Type `nonNegativeLong`, held as a number: its one use, available-seconds, is limited to 7,776,000 by a rule. */
export const nonNegativeLong: SimpleType<number> = integer('xs:long', { name: 'nonNegativeLong', minInclusive: 0 })

/** Titles are 1 to 80 characters. */
export const title: SimpleType<string> = string({ minLength: 1, maxLength: 80 })

/** Descriptions are at most 220 characters. */
export const description: SimpleType<string> = string({ maxLength: 220 })

/** The name of a document's file in the document package: 4 to 100 characters. */
export const href: SimpleType<string> = string({ minLength: 4, maxLength: 100 })

/** The media type of a document: 1 to 100 characters. */
export const mime: SimpleType<string> = string({ minLength: 1, maxLength: 100 })

/** Every {@link SignatureType} (common.xsd, type `signature-type`). */
export const signatureTypes = ['ADVANCED_ELECTRONIC_SIGNATURE', 'AUTHENTICATED_ELECTRONIC_SIGNATURE'] as const

/**
 * Type `signature-type`: the kind of electronic signature. Omitted, it is authenticated for public organizations and advanced for private ones.
 */
export type SignatureType = (typeof signatureTypes)[number]

/** The declaration of {@link SignatureType}. */
export const signatureType: SimpleType<SignatureType> = enumeration('signature-type', signatureTypes)

/** Every {@link SigningOnBehalfOf} (common.xsd, type `signing-on-behalf-of`). */
export const signingOnBehalfOfValues = ['SELF', 'OTHER'] as const

/**
 * Type `signing-on-behalf-of`: whether the signer signs for themself (`SELF`, the default) or by virtue of a role in
 * an organization (`OTHER`).
 */
export type SigningOnBehalfOf = (typeof signingOnBehalfOfValues)[number]

/** The declaration of {@link SigningOnBehalfOf}. */
export const signingOnBehalfOf: SimpleType<SigningOnBehalfOf> = enumeration(
  'signing-on-behalf-of',
  signingOnBehalfOfValues,
)

/** Every {@link AuthenticationLevel} (common.xsd, type `authentication-level`). */
export const authenticationLevels = ['3', '4'] as const

/** Type `authentication-level`: the least security level of the signer's log-in. Omitted, it is 4. */
export type AuthenticationLevel = (typeof authenticationLevels)[number]

/** The declaration of {@link AuthenticationLevel}. */
export const authenticationLevel: SimpleType<AuthenticationLevel> = enumeration(
  'authentication-level',
  authenticationLevels,
)

/** Every {@link IdentifierInSignedDocuments} (common.xsd, type `identifier-in-signed-documents`). */
export const identifiersInSignedDocuments = [
  'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
  'DATE_OF_BIRTH_AND_NAME',
  'NAME',
] as const

/** Type `identifier-in-signed-documents`: how the signed document names its signers. */
export type IdentifierInSignedDocuments = (typeof identifiersInSignedDocuments)[number]

/** The declaration of {@link IdentifierInSignedDocuments}. */
export const identifierInSignedDocuments: SimpleType<IdentifierInSignedDocuments> = enumeration(
  'identifier-in-signed-documents',
  identifiersInSignedDocuments,
)

/** Type `sender`: the organization that the job belongs to. */
export interface Sender {
  /** Element `organization-number`: nine digits. */
  readonly organizationNumber: string
}

/** What an organization number is: nine digits. */
export const organizationNumberPattern = '[0-9]{9}'

/** The declaration of {@link Sender}. */
export const sender: ComplexType<Sender> = complexType({
  name: 'sender',
  sequence: [element('organization-number', string({ pattern: organizationNumberPattern }))],
})
