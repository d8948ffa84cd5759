/**
 * What a client must offer to be run through the cases: a function for each operation, in terms of the messages.
 *
 * @module
 */
import type { PortalSignatureJobStatus, SignatureStatus } from '../codec/portal/status-change.js'
import type { PreparedJob, Sector } from '../manifest/index.js'
import type { SenderAccount } from '../simulator/accounts.js'
import type { SimulatorClock } from '../simulator/clock.js'
import type { SimulatorFetch } from '../simulator/fetch.js'
import type { Client } from '../simulator/simulator.js'

/**
 * What the answer to a new job says (element `portal-signature-job-response`). Here as below, an element that was absent is
 * `undefined`, and must be said to be: an adapter that forgets one does not compile.
 */
export interface ReportedJobResponse {
  /** Element `reference`: what the sender calls the job. */
  readonly reference: string | undefined
  /** Element `signature-job-id`: decimal digits, in full. */
  readonly signatureJobId: string
  /** Element `cancellation-url`: where the job can be cancelled. */
  readonly cancellationUrl: string
}

/** The contact information that a signer is identified by (element `identifier`): what is not there is `undefined`. */
export interface ReportedIdentifier {
  /** Element `email`: where e-mail reaches the signer. */
  readonly email: { readonly address: string } | undefined
  /** Element `sms`: where SMS reaches the signer. */
  readonly sms: { readonly number: string } | undefined
}

/** What a status change says of one signer (element `signature`): one of the two that tell who it is is `undefined`. */
export interface ReportedSignature {
  /** Element `status`, with its attribute `since`, an instant in any form of `xs:dateTime` with an offset. */
  readonly status: SignatureStatus
  /** Element `personal-identification-number`: eleven digits. */
  readonly personalIdentificationNumber: string | undefined
  /** Element `identifier`: the contact information that the signer is identified by. */
  readonly identifier: ReportedIdentifier | undefined
  /** Element `xades-url`: where the signature of this signer is, once there is one. */
  readonly xadesUrl: string | undefined
}

/** What a status change says (element `portal-signature-job-status-change-response`). */
export interface ReportedStatusChangeResponse {
  /** Element `reference`: what the sender calls the job. */
  readonly reference: string | undefined
  /** Element `signature-job-id`: decimal digits, in full. */
  readonly signatureJobId: string
  /** Element `status`: the status of the job. */
  readonly status: PortalSignatureJobStatus
  /** Element `confirmation-url`: where this change is confirmed. */
  readonly confirmationUrl: string
  /** Element `cancellation-url`: where the job can be cancelled. */
  readonly cancellationUrl: string | undefined
  /** Element `delete-documents-url`: where the documents can be deleted, once they can be. */
  readonly deleteDocumentsUrl: string | undefined
  /** Element `signatures`: the signers, and the signed document. */
  readonly signatures: {
    /** Elements `signature`, in the order of the manifest. */
    readonly signature: readonly ReportedSignature[]
    /** Element `pades-url`: where the signed document is, once somebody has signed. */
    readonly padesUrl: string | undefined
  }
}

/** What asking a queue gave where it had a change. */
export interface ReportedStatusChange {
  /** A change was there. */
  readonly kind: 'statusChange'
  /** What became of the job and its signers. */
  readonly statusChange: ReportedStatusChangeResponse
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

/** Which queue to ask. */
export interface PollOptions {
  /** The organization number of the sender whose jobs are asked for: nine digits. It stands in the path. */
  readonly sender: string
  /** The name of the queue. Absent: the default queue. */
  readonly pollingQueue?: string | undefined
}

/**
 * Thrown by a function of an adapter whose client cannot do what is asked of it. The case is then reported as unsupported,
 * with the message.
 */
export class UnsupportedError extends Error {
  /** The name of this class. */
  override readonly name = 'UnsupportedError'
}

/**
 * A client, as the cases use it: a function for each operation of the portal flow. Every function sends one request and
 * rejects if the service refuses it; the error then has the properties of {@link ReportedError}. One that its client cannot
 * perform rejects with an {@link UnsupportedError}. An adapter adds nothing to its client: no retries, no checks, no defaults.
 */
export interface Adapter {
  /**
   * Makes and signs the document package of a job that was prepared, and creates it for the sender that its manifest names.
   * Some jobs break a rule on purpose.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly create: (job: PreparedJob<Sector>) => Promise<ReportedJobResponse>
  /**
   * Asks a queue for the next status change.
   *
   * @throws an error with the properties of {@link ReportedError} if the service refuses the request
   */
  readonly nextStatusChange: (options: PollOptions) => Promise<ReportedNextStatusChange>
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

/** What the error of a refused request must tell; its `message` is shown in reports. */
export interface ReportedError {
  /** The HTTP status code, if a response came. */
  readonly status?: number | undefined
  /** The service's error, if the response held one; `errorCode` is its element `error-code`. */
  readonly serviceError?: { readonly errorCode: string } | undefined
}

/** What a client proves by who it is, and signs document packages with: made for the cases, and valid while they run. */
export interface AdapterIdentity {
  /** The private key, RSA: PKCS#8 in PEM, not encrypted. */
  readonly key: string
  /** The certificates in PEM: first that of the key, each followed by its issuer's, up to the root. */
  readonly certificates: string
  /** The roots in PEM that the certificate of the server leads to. */
  readonly trust: string
}

/** What is written down while a case runs, for whoever wants to know why it failed. */
export interface TraceEntry {
  /**
   * `request` and `response` are those of HTTP as the portal saw them; `call` and `answer` are lines of a driver, `output` is
   * a line of its standard output that is no answer, and `log` is a line of the client's log.
   */
  readonly kind: 'request' | 'response' | 'call' | 'answer' | 'output' | 'log'
  /** One or more lines. Bytes are shown by their length, and keys and passphrases not at all. */
  readonly text: string
}

/** What a client is to be made for. */
export interface AdapterContext {
  /** The root of the service, such as `https://portal.example/api`. */
  readonly root: string
  /** The sender on whose behalf the client acts, if it is not told another. */
  readonly sender: SenderAccount
  /** Whose certificate the client has: another organization than the sender where a broker acts. */
  readonly client: Client
  /** The client's key and certificates. Absent: it has its own, or none. */
  readonly identity?: AdapterIdentity | undefined
  /** Reaches the portal. A client with a transport of its own needs it only if there is no port. */
  readonly fetch: SimulatorFetch
  /** The portal's clock, which the signing time is taken from. */
  readonly clock: SimulatorClock
  /** Takes a line of what the client logs: some cases look for personal data in it. Never throws. */
  readonly log: (line: string) => void
  /** Takes what is worth to be shown if the case fails. Never throws. */
  readonly trace: (entry: TraceEntry) => void
  /** Takes words that may explain a failure: the reason has the first of them at its end, if the case fails. Never throws. */
  readonly hint: (words: string) => void
  /**
   * Stops the time that the case may take, until what it gives is called, whereupon the time begins anew: for a client that
   * takes long to come up. Who calls it sees to it that this has an end. Never throws.
   */
  readonly holdTime: () => () => void
  /** Fails the case for a reason of one line, whatever becomes of the calls of the adapter. Never throws. */
  readonly fail: (reason: string) => void
  /**
   * Takes what is waited for where the case did not pass, before it ends: what another process has written may still be on its
   * way, and help to find out why. Who calls it sees to it that this has an end, and throws nothing. Never throws itself.
   */
  readonly whenNotPassed: (work: () => Promise<void>) => void
  /** Aborted once the case has ended, whatever the client has not answered until then. */
  readonly ended: AbortSignal
}

/**
 * Makes a client.
 *
 * @throws anything: the case fails with it
 */
export type AdapterFactory = (context: AdapterContext) => Adapter | Promise<Adapter>
