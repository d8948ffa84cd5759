/**
 * What a simulated portal tells of a job.
 *
 * @module
 */
import type { PortalSignatureJobRequest } from '../codec/portal/job-request.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { PortalSignatureJobStatus, PortalSignatureStatusValue } from '../codec/portal/status-change.js'

/** The status of a signer, and since when. */
export interface SimulatedSignerStatus {
  /** The text of the element `status`: a status known today, or one that a test has made up. */
  readonly value: PortalSignatureStatusValue
  /** Attribute `since`: when the signer got this status. */
  readonly since: Date
}

/** A signer of a job. */
export interface SimulatedSigner {
  /** Attribute `order`, 0 to 9; 0 where the manifest has none. */
  readonly order: number
  /** When the job became available to this signer; absent until the signers before have signed. */
  readonly opensAt?: Date | undefined
  /** The present status. */
  readonly status: SimulatedSignerStatus
}

/** A document of a job. The bytes are not kept: the signed document holds their hash. */
export interface SimulatedDocument {
  /** Attribute `href`: the name of the file in the document package, 4 to 100 characters. */
  readonly href: string
  /** Attribute `mime`: the media type, 1 to 100 characters. */
  readonly mime: string
  /** SHA-256 of the file in the document package, in 64 hexadecimal digits. */
  readonly sha256: string
}

/** A job, as the portal knows it. */
export interface SimulatedJob {
  /** Element `signature-job-id`: the id of the job, an xs:long as canonical decimal digits. */
  readonly signatureJobId: string
  /** The sender's organization number: nine digits. */
  readonly organizationNumber: string
  /** The metadata part of the request as it came. */
  readonly request: PortalSignatureJobRequest
  /** The queue of its status changes: that of the request, or empty for the default queue. */
  readonly pollingQueue: string
  /** The manifest as it came. */
  readonly manifest: PortalSignatureJobManifest
  /** The documents, in the order of the manifest. */
  readonly documents: readonly SimulatedDocument[]
  /** When the job was created. */
  readonly createdAt: Date
  /** Element `SigningTime` of the signature: when the document package says that it was signed. */
  readonly signingTime: Date
  /** The signers, in the order of the manifest. */
  readonly signers: readonly SimulatedSigner[]
  /** Element `status`: the state of the whole job. */
  readonly status: PortalSignatureJobStatus
  /** When the time is over of the signers whose turn it is. Absent: the job has ended. */
  readonly deadline?: Date | undefined
  /** When the job was completed or failed. Absent: it is in progress. */
  readonly endedAt?: Date | undefined
  /** The id of the signed document in long-term storage. Absent: not all have signed. */
  readonly archivedDocumentId?: string | undefined
  /** When the documents went, by request or by age. Absent: they are there. */
  readonly documentsDeletedAt?: Date | undefined
}
