/**
 * What the portal remembers, as plain data that JSON can hold.
 *
 * @module
 */
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { PortalSignatureJobStatus, PortalSignatureStatusValue } from '../codec/portal/status-change.js'
import type { PlannedFault } from './faults.js'

/** An instant in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** The status of a signer, and since when. */
export interface SignerStatus {
  /** Element `status`. */
  readonly value: PortalSignatureStatusValue
  /** Attribute `since`. */
  readonly since: Instant
}

/** A signer of a job, in the order of the manifest. */
export interface SignerState {
  /** Attribute `order`, 0 where the manifest has none. */
  readonly order: number
  /** When the job became available to this signer; absent until the signers before have signed. */
  opensAt?: Instant
  /** The present status. */
  status: SignerStatus
}

/** A document of a job. The bytes are not kept: the signed document holds their hash. */
export interface DocumentState {
  /** Attribute `href`. */
  readonly href: string
  /** Attribute `mime`. */
  readonly mime: string
  /** SHA-256 of the file in the document package, in hexadecimal digits. */
  readonly sha256: string
}

/** A job. */
export interface JobState {
  /** Element `signature-job-id`. */
  readonly signatureJobId: string
  /** The sender's organization number. */
  readonly organizationNumber: string
  /** Element `reference` of the request. */
  readonly reference?: string
  /** Element `polling-queue` of the request; empty for the default queue. */
  readonly pollingQueue: string
  /** The manifest as it came. */
  readonly manifest: PortalSignatureJobManifest
  /** The documents, in the order of the manifest. */
  readonly documents: readonly DocumentState[]
  /** When the job was created. */
  readonly createdAt: Instant
  /** The signers, in the order of the manifest. */
  readonly signers: SignerState[]
  /** Element `status`. */
  status: PortalSignatureJobStatus
  /** When the job was completed or failed. */
  endedAt?: Instant
  /** Whether a status change has told that the documents can be deleted. */
  deletableAnnounced: boolean
  /** When the documents went, by request or by age. */
  documentsDeletedAt?: Instant
  /** How many status changes the job has had. */
  changeCount: number
}

/** A status change that has not been confirmed. */
export interface ChangeState {
  /** The job's id. */
  readonly signatureJobId: string
  /** The number of the change among those of its job, from 1. */
  readonly number: number
  /** The sender whose queue it is in. */
  readonly organizationNumber: string
  /** The queue; empty for the default queue. */
  readonly pollingQueue: string
  /** The job's status after the change. */
  readonly status: PortalSignatureJobStatus
  /** The signers' statuses after the change. */
  readonly signers: readonly SignerStatus[]
  /** Its place in the queue: when it was put there, for the first time or again. */
  queuedAt: Instant
  /** Whether it has ever been handed out. */
  handedOut: boolean
  /** When it returns to the queue, while it is handed out. */
  returnsAt?: Instant
}

/** A queue that has been polled. */
export interface QueueState {
  /** The sender whose queue it is. */
  readonly organizationNumber: string
  /** The queue; empty for the default queue. */
  readonly pollingQueue: string
  /** The earliest instant at which it may be polled again. */
  nextPermittedPollTime: Instant
}

/** What an organization's calls have been. */
export interface CallerState {
  /** The organization that calls. */
  readonly organizationNumber: string
  /** When it called within the last second, oldest first. */
  calls: Instant[]
  /** Until when it is blocked. */
  blockedUntil: Instant
}

/** Everything that the portal remembers. */
export interface SimulatorState {
  /** The version of this form. */
  readonly version: 1
  /** The jobs, oldest first. */
  readonly jobs: JobState[]
  /** The status changes that have not been confirmed. */
  readonly changes: ChangeState[]
  /** The queues that have been polled. */
  readonly queues: QueueState[]
  /** The organizations that have called. */
  readonly callers: CallerState[]
  /** The faults that are still to come. */
  readonly faults: PlannedFault[]
  /** How many polls have been told to wait, which the time to wait is computed from. */
  waits: number
}

/**
 * The state of a portal that nothing has happened in.
 *
 * @returns a new state
 */
export function emptyState(): SimulatorState {
  return { version: 1, jobs: [], changes: [], queues: [], callers: [], faults: [], waits: 0 }
}
