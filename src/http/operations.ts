/**
 * The exchanges of the portal flow.
 *
 * @module
 */
import { portalSignatureJobRequest, portalSignatureJobResponse } from '../codec/portal/index.js'
import type { PortalSignatureJobRequest } from '../codec/portal/job-request.js'
import type { PortalSignatureJobResponse } from '../codec/portal/job-response.js'
import { PortalError } from '../issue.js'
import { serviceUrl, signatureJobsUrl } from './addresses.js'
import { serviceFrom, type ServiceOptions } from './environments.js'
import { multipartMixed } from './multipart.js'
import type { HttpRequest, Operation } from './operation.js'
import {
  messageReader,
  nextStatusChangeReader,
  readCancellation,
  readDownload,
  readNothing,
  readText,
  type Cancellation,
  type Download,
  type NextStatusChange,
} from './readers.js'
import { makeIssue } from '../outcome.js'

/** A job to create. */
export interface CreateInput {
  /** The metadata part: reference and polling queue. */
  readonly request: PortalSignatureJobRequest
  /** The document package: the bytes of an ASiC-E container with manifest, documents and signature. */
  readonly bundle: Uint8Array
}

/** Which queue to ask. */
export interface QueueOptions {
  /** The name of the queue, as in the request that created the job. Absent: the default queue. */
  readonly pollingQueue?: string | undefined
  /** The clock, asked when a response does not tell when to ask again. */
  readonly now: () => Date
}

/**
 * Every exchange of the flow, for one service and sender. Each function makes a value and sends nothing.
 *
 * Addresses are those of the service's messages. Each function that takes one throws `PortalError` before there is a
 * request: `http.url` if it is no clean absolute address, `http.url-origin` if its origin is not that of the root.
 */
export interface PortalOperations {
  /**
   * Creates a job. Not safe to repeat when no response came: the job may exist.
   *
   * @throws PortalError with the issues of `portal-signature-job-request`, or `value.type` if the bundle is no Uint8Array
   */
  readonly create: (job: CreateInput) => Operation<PortalSignatureJobResponse>
  /**
   * Asks a queue for the next status change.
   *
   * @throws PortalError `http.polling-queue`
   */
  readonly nextStatusChange: (options: QueueOptions) => Operation<NextStatusChange>
  /** Confirms a status change: POST to its `confirmation-url`. */
  readonly confirm: (confirmationUrl: string) => Operation<void>
  /** Cancels a job: POST to its `cancellation-url`. */
  readonly cancel: (cancellationUrl: string) => Operation<Cancellation>
  /** Downloads the signed document: GET of the `pades-url`. */
  readonly downloadPades: (padesUrl: string) => Operation<Download>
  /** Downloads a signer's signature: GET of the `xades-url`. */
  readonly downloadXades: (xadesUrl: string) => Operation<Download>
  /** Deletes the documents of a job: DELETE of the `delete-documents-url`. */
  readonly deleteDocuments: (deleteDocumentsUrl: string) => Operation<void>
  /** Asks who the service thinks is calling: GET of `{root}/{org}`, a plain text for people (debugging page). */
  readonly organization: () => Operation<string>
}

const readCreated = messageReader(portalSignatureJobResponse)

/** What the official clients accept of a download. */
const downloadTypes = 'application/octet-stream, application/xml'

/**
 * Makes the exchanges of the flow for one service and sender.
 *
 * @param configuration - where the service is, and on whose behalf it is called
 * @returns the exchanges
 * @throws {@link PortalError} `http.root`, `http.organization-number`, `http.user-agent`: all that apply
 */
export function portalOperations(configuration: ServiceOptions): PortalOperations {
  const service = serviceFrom(configuration)

  const request = (method: HttpRequest['method'], url: string, accept = 'application/xml'): HttpRequest => ({
    method,
    url,
    headers: { Accept: accept, 'User-Agent': service.userAgent },
  })

  const download = (url: string): Operation<Download> => ({
    request: request('GET', serviceUrl(service, url), downloadTypes),
    read: readDownload,
  })

  return {
    create: (job) => {
      const metadata = new TextEncoder().encode(portalSignatureJobRequest.encode(job.request))
      if (!(job.bundle instanceof Uint8Array))
        throw new PortalError('The request cannot be made', [
          makeIssue('value.type', 'The bundle must be a Uint8Array.'),
        ])
      const { contentType, body } = multipartMixed([
        { contentType: 'application/xml', body: metadata },
        { contentType: 'application/octet-stream', body: job.bundle },
      ])
      const { method, url, headers } = request('POST', signatureJobsUrl(service))
      return { request: { method, url, headers: { ...headers, 'Content-Type': contentType }, body }, read: readCreated }
    },
    nextStatusChange: ({ pollingQueue, now }) => ({
      request: request('GET', signatureJobsUrl(service, pollingQueue)),
      read: nextStatusChangeReader(now),
    }),
    confirm: (url) => ({ request: request('POST', serviceUrl(service, url)), read: readNothing }),
    cancel: (url) => ({ request: request('POST', serviceUrl(service, url)), read: readCancellation }),
    downloadPades: download,
    downloadXades: download,
    deleteDocuments: (url) => ({ request: request('DELETE', serviceUrl(service, url)), read: readNothing }),
    organization: () => ({
      request: request('GET', service.organizationUrl, 'text/plain, application/xml'),
      read: readText,
    }),
  }
}
