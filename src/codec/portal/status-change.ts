/**
 * The response to a poll that found a change (portal.xsd, element `portal-signature-job-status-change-response`).
 *
 * @module
 */
import { createCodec, type Codec } from '../codec.js'
import {
  attribute,
  choice,
  complexType,
  dateTime,
  element,
  enumeration,
  openEnumeration,
  optionalElement,
  repeatedElement,
  textType,
} from '../declare.js'
import type { ComplexType, SimpleType } from '../spec.js'
import { personalIdentificationNumber, signatureJobId, signatureJobReference, url } from './common.js'
import { notifications, type Notifications } from './signer.js'

/** Every {@link PortalSignatureJobStatus} (portal.xsd, type `portal-signature-job-status`). */
export const portalSignatureJobStatuses = ['IN_PROGRESS', 'COMPLETED_SUCCESSFULLY', 'FAILED'] as const

/** Type `portal-signature-job-status`: the state of the whole job. A closed set. */
export type PortalSignatureJobStatus = (typeof portalSignatureJobStatuses)[number]

const portalSignatureJobStatus: SimpleType<PortalSignatureJobStatus> = enumeration(
  'portal-signature-job-status',
  portalSignatureJobStatuses,
)

/**
 * The signer statuses known today:
 *
 * - `WAITING`: the job is not yet available to the signer, or the signer has not acted.
 * - `REJECTED`: the signer refused to sign.
 * - `CANCELLED`: the sender cancelled the job.
 * - `RESERVED`: the signer has opted out of digital communication from the public sector.
 * - `CONTACT_INFORMATION_MISSING`: no contact details were given or found.
 * - `EXPIRED`: the time to sign ran out.
 * - `SIGNED`: the signer has signed.
 * - `BLOCKED`: too many wrong security codes, for signers addressed by e-mail address or mobile number.
 * - `SIGNERS_NAME_NOT_AVAILABLE`: the signer's name could not be looked up.
 * - `NOT_APPLICABLE`: the job ended for another reason before this signer acted.
 */
export const knownSignatureStatuses = [
  'WAITING',
  'REJECTED',
  'CANCELLED',
  'RESERVED',
  'CONTACT_INFORMATION_MISSING',
  'EXPIRED',
  'SIGNED',
  'BLOCKED',
  'SIGNERS_NAME_NOT_AVAILABLE',
  'NOT_APPLICABLE',
] as const

/** A signer status known today; see {@link knownSignatureStatuses} for what each means. */
export type KnownSignatureStatus = (typeof knownSignatureStatuses)[number]

/** Type `portal-signature-status-value`: an open set. Log an unknown status, and go by the status of the job. */
export type PortalSignatureStatusValue = KnownSignatureStatus | (string & {})

const portalSignatureStatusValue: SimpleType<PortalSignatureStatusValue> = openEnumeration(
  'portal-signature-status-value',
  knownSignatureStatuses,
)

/** Type `signature-status`: the status of a signer. */
export interface SignatureStatus {
  /** The text of the element, exactly as it came. */
  readonly value: PortalSignatureStatusValue
  /** Attribute `since`, an xs:dateTime: when the signer got this status. */
  readonly since: string
}

const signatureStatus: ComplexType<SignatureStatus> = textType('signature-status', portalSignatureStatusValue, [
  attribute('since', dateTime),
])

/** What every {@link Signature} has. */
export interface SignatureCommon {
  /** Element `status`: what has become of the signer, and since when. */
  readonly status: SignatureStatus
  /** Element `xades-url`: where this signer's XAdES is, once they have signed; at most 500 characters. */
  readonly xadesUrl?: string | undefined
}

/** The signature of a signer addressed by national identity number. */
export interface SignatureByPersonalIdentificationNumber extends SignatureCommon {
  /** Element `personal-identification-number`: eleven digits, as in the manifest. */
  readonly personalIdentificationNumber: string
  /** Excluded by the national identity number. */
  readonly identifier?: undefined
}

/** The signature of a signer addressed by contact information. */
export interface SignatureByContactInformation extends SignatureCommon {
  /** Element `identifier`: the contact details, as in the manifest. */
  readonly identifier: Notifications
  /** Excluded by contact information. */
  readonly personalIdentificationNumber?: undefined
}

/** Type `signature`: one signer's part in the job. */
export type Signature = SignatureByPersonalIdentificationNumber | SignatureByContactInformation

const signature: ComplexType<Signature> = complexType({
  name: 'signature',
  sequence: [
    element('status', signatureStatus),
    choice(
      [element('personal-identification-number', personalIdentificationNumber)],
      [element('identifier', notifications)],
    ),
    optionalElement('xades-url', url),
  ],
})

/** Type `signatures`: the part of each signer, and the signed document. */
export interface Signatures {
  /** Elements `signature`: one for each signer, 1 to 10. */
  readonly signature: readonly Signature[]
  /**
   * Element `pades-url`: where the signed document is, once somebody has signed; it covers those who have. At most 500
   * characters. The document is PDF 1.7 or PDF/A-3b, whatever version was sent (signed documents page).
   */
  readonly padesUrl?: string | undefined
}

const signatures: ComplexType<Signatures> = complexType({
  name: 'signatures',
  sequence: [repeatedElement('signature', signature, 10), optionalElement('pades-url', url)],
})

/** Element `portal-signature-job-status-change-response`: the answer to a poll that found a change. */
export interface PortalSignatureJobStatusChangeResponse {
  /** Element `reference`: as in the request that created the job, at most 50 characters. */
  readonly reference?: string | undefined
  /** Element `signature-job-id`: the service's id of the job, an xs:long as canonical decimal digits. */
  readonly signatureJobId: string
  /** Element `status`: the state of the whole job. */
  readonly status: PortalSignatureJobStatus
  /**
   * Element `confirmation-url`: POST here when the change has been handled; until then it comes back after 10 minutes, and
   * later polls may report the job as changed though its status is the same (portal.xsd, `confirmation-url`). At most 500
   * characters.
   */
  readonly confirmationUrl: string
  /** Element `cancellation-url`: POST here to cancel, while that is possible; at most 500 characters. */
  readonly cancellationUrl?: string | undefined
  /** Element `delete-documents-url`: DELETE this to delete the documents, once possible; at most 500 characters. */
  readonly deleteDocumentsUrl?: string | undefined
  /** Element `signatures`: the part of each signer, and the signed document. */
  readonly signatures: Signatures
}

/** The declaration of {@link PortalSignatureJobStatusChangeResponse}. */
export const portalSignatureJobStatusChangeResponseType: ComplexType<PortalSignatureJobStatusChangeResponse> =
  complexType({
    sequence: [
      optionalElement('reference', signatureJobReference),
      element('signature-job-id', signatureJobId),
      element('status', portalSignatureJobStatus),
      element('confirmation-url', url),
      optionalElement('cancellation-url', url),
      optionalElement('delete-documents-url', url),
      element('signatures', signatures),
    ],
  })

/**
 * Codec of the response to a poll that found a change (portal.xsd, element
 * `portal-signature-job-status-change-response`).
 */
export const portalSignatureJobStatusChangeResponse: Codec<PortalSignatureJobStatusChangeResponse> = createCodec({
  name: 'portal-signature-job-status-change-response',
  spec: portalSignatureJobStatusChangeResponseType,
})
