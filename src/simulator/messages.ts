/**
 * The portal's messages as elements.
 *
 * @module
 */
import type { PortalSigner } from '../codec/portal/signer.js'
import { hasSignedDocument, isDeletable } from './job.js'
import type { ChangeState, Instant, JobState } from './state.js'
import { element, optional, type XmlElement } from './xml.js'

/** The address that all of a job's resources lie under; they are opaque to clients (portal flow page). */
export function jobUrl(root: string, job: JobState): string {
  return `${root}/${job.organizationNumber}/portal/signature-jobs/${job.signatureJobId}`
}

/**
 * Writes an instant with an offset of one hour, as the service does in winter, so that a client that drops offsets is
 * found out.
 */
export function dateTime(instant: Instant): string {
  return `${new Date(instant + 3_600_000).toISOString().slice(0, -1)}+01:00`
}

/** The element `portal-signature-job-response`. */
export function jobResponse(job: JobState, url: string): XmlElement {
  return element('portal-signature-job-response', [
    optional('reference', job.request.reference),
    element('signature-job-id', job.signatureJobId),
    element('cancellation-url', `${url}/cancel`),
  ])
}

/**
 * The element `portal-signature-job-status-change-response`: statuses as they were after the change, addresses as they
 * are now.
 */
export function statusChangeResponse(job: JobState, change: ChangeState, url: string): XmlElement {
  const available = hasSignedDocument(job)
  const signed = change.signers.some((signer) => signer.value === 'SIGNED')
  const signatures = change.signers.map((status, index) =>
    element('signature', [
      element('status', status.value, { since: dateTime(status.since) }),
      identification(job.manifest.signers[index]),
      optional('xades-url', available && status.value === 'SIGNED' ? `${url}/xades/${index + 1}` : undefined),
    ]),
  )
  return element('portal-signature-job-status-change-response', [
    optional('reference', job.request.reference),
    element('signature-job-id', job.signatureJobId),
    element('status', change.status),
    // The change stands in the query, so that a client that builds addresses itself is found out.
    element('confirmation-url', `${url}/complete?change=${change.number}`),
    optional('cancellation-url', job.status === 'IN_PROGRESS' ? `${url}/cancel` : undefined),
    optional('delete-documents-url', isDeletable(job) ? `${url}/documents` : undefined),
    element('signatures', [...signatures, optional('pades-url', available && signed ? `${url}/pades` : undefined)]),
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
