/**
 * What a client must offer to be run through the cases: six functions in terms of the messages.
 *
 * @module
 */
import type { PortalSignatureJobRequest } from '../codec/portal/job-request.js'
import type { PortalSignatureJobResponse } from '../codec/portal/job-response.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import type { SimulatorClock } from '../simulator/clock.js'
import type { SimulatorFetch } from '../simulator/fetch.js'

/** A job for the client to create. */
export interface JobToCreate {
  /** The metadata: reference and polling queue. */
  readonly request: PortalSignatureJobRequest
  /** What the manifest must say. */
  readonly manifest: PortalSignatureJobManifest
  /** The files of the manifest's documents. */
  readonly documents: readonly DocumentToSign[]
}

/** A file of a job. */
export interface DocumentToSign {
  /** Attribute `href` of the document in the manifest. */
  readonly href: string
  /** Attribute `mime` of the document in the manifest. */
  readonly mime: string
  /** The content. */
  readonly bytes: Uint8Array
}

/** What polling gave. */
export type PollResult = {
  /** The earliest instant at which the queue may be polled again. */
  readonly nextPermittedPollTime: Date
} & (
  | {
      readonly kind: 'statusChange'
      /** The change. */
      readonly statusChange: PortalSignatureJobStatusChangeResponse
    }
  | {
      /** `noChange`: the queue is empty. `tooEager`: polled before the permitted time, or blocked. */
      readonly kind: 'noChange' | 'tooEager'
    }
)

/**
 * A client, as the cases use it. Every function sends one request and rejects if the service refuses it; the error then
 * has the properties of {@link ReportedError}.
 */
export interface Adapter {
  /** Makes and signs the document package and creates a job. */
  readonly create: (job: JobToCreate) => Promise<PortalSignatureJobResponse>
  /** Asks a queue for the next status change. Without a name: the default queue. */
  readonly poll: (pollingQueue?: string) => Promise<PollResult>
  /** Confirms a status change, given its `confirmation-url`. */
  readonly confirm: (confirmationUrl: string) => Promise<void>
  /** Cancels a job, given its `cancellation-url`. */
  readonly cancel: (cancellationUrl: string) => Promise<'cancelled' | 'alreadyFinished'>
  /** Downloads a `pades-url` or `xades-url`. */
  readonly download: (url: string) => Promise<Uint8Array>
  /** Deletes the documents of a job, given its `delete-documents-url`. */
  readonly delete: (deleteDocumentsUrl: string) => Promise<void>
}

/** What the error of a refused request must tell. */
export interface ReportedError {
  /** The HTTP status code. */
  readonly status: number
  /** The service's error, if the response held one. */
  readonly serviceError?: {
    /** Element `error-code`. */
    readonly errorCode: string
  }
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

/** Makes a client. */
export type AdapterFactory = (context: AdapterContext) => Adapter | Promise<Adapter>
