/**
 * What a client must offer to be run through the cases: a function for each operation, in terms of the messages.
 *
 * @module
 */
import type { PortalSignatureJobResponse } from '../codec/portal/job-response.js'
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import type { PreparedJob, Sector } from '../manifest/index.js'
import type { SimulatorClock } from '../simulator/clock.js'
import type { SimulatorFetch } from '../simulator/fetch.js'

/** What asking a queue gave where it had a change. */
export interface ReportedStatusChange {
  /** A change was there. */
  readonly kind: 'statusChange'
  /** What became of the job and its signers. */
  readonly statusChange: PortalSignatureJobStatusChangeResponse
  /** The earliest instant at which the queue may be polled again. */
  readonly nextPermittedPollTime: Date
}

/** What asking a queue gave where it had none. */
export interface ReportedNoStatusChange {
  /** `noChange`: the queue is empty. `tooEager`: asked before the permitted time, or blocked. */
  readonly kind: 'noChange' | 'tooEager'
  /** The earliest instant at which the queue may be polled again. */
  readonly nextPermittedPollTime: Date
}

/**
 * What asking a queue gave: what the operation of `/http` gives, declared here once more, since the suite knows no client,
 * ours included.
 */
export type ReportedNextStatusChange = ReportedStatusChange | ReportedNoStatusChange

/**
 * A client, as the cases use it: a function for each operation of the portal flow. Every function sends one request and
 * rejects if the service refuses it; the error then has the properties of {@link ReportedError}.
 */
export interface Adapter {
  /**
   * Makes and signs the document package of a job that was prepared, and creates it. Some jobs break a rule on purpose.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly create: (job: PreparedJob<Sector>) => Promise<PortalSignatureJobResponse>
  /**
   * Asks a queue for the next status change. Without a name: the default queue.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly nextStatusChange: (pollingQueue?: string) => Promise<ReportedNextStatusChange>
  /**
   * Confirms a status change, given its `confirmation-url`.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly confirm: (confirmationUrl: string) => Promise<void>
  /**
   * Cancels a job, given its `cancellation-url`.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly cancel: (cancellationUrl: string) => Promise<'cancelled' | 'alreadyFinished'>
  /**
   * Downloads the signed document of a job, given its `pades-url`.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly downloadPades: (padesUrl: string) => Promise<Uint8Array>
  /**
   * Downloads a signer's signature, given its `xades-url`.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly downloadXades: (xadesUrl: string) => Promise<Uint8Array>
  /**
   * Downloads a signed document from long-term storage, given its id there.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly downloadArchivedPades: (documentId: string) => Promise<Uint8Array>
  /**
   * Deletes the documents of a job, given its `delete-documents-url`.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly deleteDocuments: (deleteDocumentsUrl: string) => Promise<void>
  /**
   * Asks who the service thinks is calling: a text for people.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly organization: () => Promise<string>
}

/** What the error of a refused request must tell. */
export interface ReportedError {
  /** The HTTP status code. */
  readonly status: number
  /** The service's error, if the response held one; `errorCode` is its element `error-code`. */
  readonly serviceError?: { readonly errorCode: string } | undefined
}

/** What a client is to be made for. */
export interface AdapterContext {
  /** The root of the service, such as `https://portal.example/api`. */
  readonly root: string
  /** The sender's organization number. */
  readonly organizationNumber: string
  /** Reaches the portal. A client with a transport of its own needs it only if there is no port. */
  readonly fetch: SimulatorFetch
  /** The portal's clock, which the signing time is taken from. */
  readonly clock: SimulatorClock
}

/**
 * Makes a client.
 *
 * @throws anything: the case fails with it
 */
export type AdapterFactory = (context: AdapterContext) => Adapter | Promise<Adapter>
