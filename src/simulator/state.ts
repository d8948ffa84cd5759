/**
 * The things that the portal remembers. Users see a snapshot of them only, and of jobs what {@link SimulatedJob} tells.
 *
 * @module
 */
import type { Agenda } from './agenda.js'
import type { SimulatedJob, SimulatedSigner, SimulatedSignerStatus } from './simulated-job.js'

/** An instant in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** What tells one queue from another. */
export type OfQueue = Pick<SimulatedJob, 'organizationNumber' | 'pollingQueue'>

/** A part of what is told of a job as it is remembered: it changes, and instants are numbers, which JSON can hold. */
type Remembered<T> = { -readonly [Name in keyof T]: T[Name] extends Date | undefined ? Instant : T[Name] }

/** A signer, whose status changes. */
export interface SignerState extends Remembered<Omit<SimulatedSigner, 'status'>> {
  status: Readonly<Remembered<SimulatedSignerStatus>>
}

/** A job, which changes. */
export interface JobState extends Remembered<Omit<SimulatedJob, 'signers' | 'archivedDocumentId'>> {
  readonly signers: readonly SignerState[]
  /** Whether a status change has told that the documents can be deleted. */
  deletableAnnounced: boolean
  /** How many status changes the job has had. */
  changeCount: number
  /** When one of them was confirmed for the last time; absent before. */
  confirmedAt?: Instant
}

/** A status change that has not been confirmed, with the job's status after it. */
export interface ChangeState extends OfQueue, Pick<SimulatedJob, 'signatureJobId' | 'status'> {
  /** The number of the change among those of its job, from 1. */
  readonly number: number
  readonly signers: readonly SignerState['status'][]
  /** Its place in the queue: when it was put there, for the first time or again. */
  queuedAt: Instant
  /** Whether it has ever been handed out. */
  handedOut: boolean
  /** When it returns to the queue, while it is handed out. */
  returnsAt?: Instant
}

/** When a queue may be polled again. */
export interface PolledQueue extends OfQueue {
  /** The earliest instant. */
  readonly nextPermittedPollTime: Instant
}

/** A queue of status changes. Some of those that were confirmed may still be in it. */
export interface QueueState extends OfQueue {
  /** How many of its changes are to be confirmed. */
  unconfirmed: number
  /** Whether it is among those that wait for their permitted time. */
  isResting: boolean
  /** The earliest instant at which it may be polled again, once it has been polled. */
  nextPermittedPollTime?: Instant
  /** The changes that wait to be handed out, by {@link ChangeState.queuedAt}. */
  readonly waiting: Agenda<ChangeState>
  /** The changes that were handed out, by {@link ChangeState.returnsAt}. */
  readonly handedOut: Agenda<ChangeState>
}

/** What an organization's calls have been. */
export interface CallerState {
  readonly organizationNumber: string
  /** When it called within the last second, oldest first. */
  calls: Instant[]
  blockedUntil: Instant
}
