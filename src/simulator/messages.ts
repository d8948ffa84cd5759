/**
 * The portal's messages as elements.
 *
 * @module
 */
import type { PortalSigner } from '../codec/portal/signer.js'
import { hasSignedDocument, isDeletable } from './job.js'
import type { ChangeState, Instant, JobState } from './state.js'
import { element, optional, type XmlElement } from './xml.js'

/** Where a job's resources are: the addresses are opaque to clients (portal flow page). */
export interface JobUrls {
  /** Where to confirm a change of the job. */
  readonly confirmation: (change: number) => string
  /** Where to cancel the job. */
  readonly cancellation: string
  /** Where the signed document is. */
  readonly pades: string
  /** Where a signer's signature is; signers are counted from 1. */
  readonly xades: (signer: number) => string
  /** Where to delete the documents. */
  readonly deleteDocuments: string
}

/** The addresses of a job's resources. */
export function jobUrls(root: string, job: JobState): JobUrls {
  const url = `${root}/${job.organizationNumber}/portal/signature-jobs/${job.signatureJobId}`
  return {
    // The change stands in the query, so that a client that builds addresses itself is found out.
    confirmation: (change) => `${url}/complete?change=${change}`,
    cancellation: `${url}/cancel`,
    pades: `${url}/pades`,
    xades: (signer) => `${url}/xades/${signer}`,
    deleteDocuments: `${url}/documents`,
  }
}

/**
 * Writes an instant with an offset of one hour, as the service does in winter, so that a client that drops offsets is
 * found out.
 */
export function dateTime(instant: Instant): string {
  return `${new Date(instant + 3_600_000).toISOString().slice(0, -1)}+01:00`
}

/** The element `portal-signature-job-response`. */
export function jobResponse(job: JobState, urls: JobUrls): XmlElement {
  return element('portal-signature-job-response', [
    optional('reference', job.reference),
    element('signature-job-id', job.signatureJobId),
    element('cancellation-url', urls.cancellation),
  ])
}

/**
 * The element `portal-signature-job-status-change-response`: statuses as they were after the change, addresses as they
 * are now.
 */
export function statusChangeResponse(job: JobState, change: ChangeState, urls: JobUrls): XmlElement {
  const available = hasSignedDocument(job)
  const signed = change.signers.some((signer) => signer.value === 'SIGNED')
  const signatures = change.signers.map((status, index) =>
    element('signature', [
      element('status', status.value, { since: dateTime(status.since) }),
      identification(job.manifest.signers[index]),
      optional('xades-url', available && status.value === 'SIGNED' ? urls.xades(index + 1) : undefined),
    ]),
  )
  return element('portal-signature-job-status-change-response', [
    optional('reference', job.reference),
    element('signature-job-id', job.signatureJobId),
    element('status', change.status),
    element('confirmation-url', urls.confirmation(change.number)),
    optional('cancellation-url', job.status === 'IN_PROGRESS' ? urls.cancellation : undefined),
    optional('delete-documents-url', isDeletable(job) ? urls.deleteDocuments : undefined),
    element('signatures', [...signatures, optional('pades-url', available && signed ? urls.pades : undefined)]),
  ])
}

function identification(signer: PortalSigner | undefined): XmlElement | undefined {
  if (signer?.personalIdentificationNumber !== undefined)
    return element('personal-identification-number', signer.personalIdentificationNumber)
  const { email, sms } = signer?.notifications ?? {}
  return element('identifier', [
    email && element('email', '', { address: email.address }),
    sms && element('sms', '', { number: sms.number }),
  ])
}
