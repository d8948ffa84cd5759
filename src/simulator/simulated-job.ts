/**
 * What a simulated portal tells of a job, as plain data that JSON can hold.
 *
 * @module
 */
import type { PortalSignatureJobRequest } from '../codec/portal/job-request.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { PortalSignatureJobStatus, PortalSignatureStatusValue } from '../codec/portal/status-change.js'

/** The status of a signer, and since when. */
export interface SimulatedSignerStatus {
  /** Element `status`. */
  readonly value: PortalSignatureStatusValue
  /** Attribute `since`, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly since: number
}

/** A signer of a job. */
export interface SimulatedSigner {
  /** Attribute `order`, 0 where the manifest has none. */
  readonly order: number
  /**
   * When the job became available to this signer, in milliseconds since 1970-01-01T00:00:00Z; absent until the signers
   * before have signed.
   */
  readonly opensAt?: number
  /** The present status. */
  readonly status: SimulatedSignerStatus
}

/** A document of a job. The bytes are not kept: the signed document holds their hash. */
export interface SimulatedDocument {
  /** Attribute `href`. */
  readonly href: string
  /** Attribute `mime`. */
  readonly mime: string
  /** SHA-256 of the file in the document package, in 64 hexadecimal digits. */
  readonly sha256: string
}

/** A job, as the portal knows it. Instants are in milliseconds since 1970-01-01T00:00:00Z. */
export interface SimulatedJob {
  /** Element `signature-job-id`. */
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
  readonly createdAt: number
  /** The signers, in the order of the manifest. */
  readonly signers: readonly SimulatedSigner[]
  /** Element `status`. */
  readonly status: PortalSignatureJobStatus
  /** When the job was completed or failed. */
  readonly endedAt?: number
  /** When the documents went, by request or by age. */
  readonly documentsDeletedAt?: number
}
