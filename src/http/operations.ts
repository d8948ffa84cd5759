/**
 * The exchanges of the portal flow.
 *
 * @module
 */
import { portalSignatureJobRequest, type PortalSignatureJobRequest } from '../codec/portal/job-request.js'
import { portalSignatureJobResponse, type PortalSignatureJobResponse } from '../codec/portal/job-response.js'
import { isBytes, plainBytes, propertiesOf } from '../guard.js'
import { unwrap } from '../issue.js'
import { issueIf, issuesIn, refuseIfAny } from '../outcome.js'
import { archivedPadesUrl, isQueueName, noRequest, serviceUrl, signatureJobsUrl } from './addresses.js'
import { multipartMixed, type Multipart } from './multipart.js'
import type { HttpRequest, HttpResponse, Operation } from './operation.js'
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
  type Reader,
} from './readers.js'
import type { ReadResult } from './response-error.js'
import { orOddHeader, receive } from './response.js'
import { serviceFrom, type ServiceOptions } from './service.js'

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
  /**
   * The clock, asked when a response does not tell when to ask again. Where it tells no valid date, `read` and `safeRead`
   * reject with a `PortalError` `value.type`.
   *
   * @throws anything: `read` and `safeRead` reject with the same
   */
  readonly now: () => Date
}

/** The exchanges of asking a queue again and again, for one service and sender. */
export interface QueueOperations {
  /**
   * Asks a queue for the next status change.
   *
   * @throws PortalError `http.polling-queue` if the name is empty, which the service takes for the default queue, or holds
   *   half a surrogate pair; `value.type` without a clock
   */
  readonly nextStatusChange: (options: QueueOptions) => Operation<NextStatusChange>
  /**
   * Confirms a status change: POST to its `confirmation-url`.
   *
   * @throws PortalError `http.url`, `http.url-origin`
   */
  readonly confirm: (confirmationUrl: string) => Operation<void>
}

/**
 * Every exchange of the flow, for one service and sender. Each function makes a value and sends nothing.
 *
 * Addresses are those of the service's messages. Each function that takes one refuses it before there is a request:
 * `http.url` if it is no clean absolute address, `http.url-origin` if its origin is not that of the root.
 */
export interface PortalOperations extends QueueOperations {
  /**
   * Creates a job. Not safe to repeat when no response came: the job may exist.
   *
   * @throws PortalError with the issues of `portal-signature-job-request`, and `value.type` if the bundle is no
   *   Uint8Array: all that apply
   */
  readonly create: (job: CreateInput) => Operation<PortalSignatureJobResponse>
  /**
   * Cancels a job: POST to its `cancellation-url`.
   *
   * @throws PortalError `http.url`, `http.url-origin`
   */
  readonly cancel: (cancellationUrl: string) => Operation<Cancellation>
  /**
   * Downloads the signed document: GET of the `pades-url`.
   *
   * @throws PortalError `http.url`, `http.url-origin`
   */
  readonly downloadPades: (padesUrl: string) => Operation<Download>
  /**
   * Downloads a signer's signature: GET of the `xades-url`.
   *
   * @throws PortalError `http.url`, `http.url-origin`
   */
  readonly downloadXades: (xadesUrl: string) => Operation<Download>
  /**
   * Downloads a signed document from long-term storage: GET of `{root}/{org}/archive/documents/{id}/pades` (archive page).
   *
   * @param documentId - the id of the archived document. Its form is not documented: any text but `.` and `..`
   * @throws PortalError `http.document-id`
   */
  readonly downloadArchivedPades: (documentId: string) => Operation<Download>
  /**
   * Deletes the documents of a job: DELETE of the `delete-documents-url`.
   *
   * @throws PortalError `http.url`, `http.url-origin`
   */
  readonly deleteDocuments: (deleteDocumentsUrl: string) => Operation<void>
  /**
   * Asks who the service thinks is calling: GET of `{root}/{org}`, a plain text for people (debugging page). Never throws.
   */
  readonly organization: () => Operation<string>
}

const readCreated = messageReader(portalSignatureJobResponse)

type Method = HttpRequest['method']

/** What the official clients accept of a download. */
const downloadTypes = 'application/octet-stream, application/xml'

/**
 * Makes the exchanges of the flow for one service and sender.
 *
 * @param options - where the service is, and on whose behalf it is called
 * @returns the exchanges
 * @throws {@link PortalError} `http.root`, `http.organization-number`, `http.user-agent`, `value.type` for the limit: all
 *   that apply
 */
export function portalOperations(options: ServiceOptions): PortalOperations {
  const service = serviceFrom(options)

  const operation = <T>(method: Method, url: string, reader: Reader<T>, accept = 'application/xml'): Operation<T> => ({
    request: { method, url, headers: { Accept: accept, 'User-Agent': service.userAgent } },
    ...reading(reader, service.maximumResponseBytes),
  })
  const follow =
    <T>(method: Method, reader: Reader<T>, accept?: string) =>
    (url: string): Operation<T> =>
      operation(method, serviceUrl(service, url), reader, accept)

  return {
    create: (input) => {
      const { contentType, body } = contentOf(input)
      const { request, ...rest } = operation('POST', signatureJobsUrl(service), readCreated)
      return { request: { ...request, headers: { ...request.headers, 'Content-Type': contentType }, body }, ...rest }
    },
    nextStatusChange: (options) => {
      const { pollingQueue, now } = queueOf(options)
      return operation('GET', signatureJobsUrl(service, pollingQueue), nextStatusChangeReader(now))
    },
    confirm: follow('POST', readNothing),
    cancel: follow('POST', readCancellation),
    downloadPades: follow('GET', readDownload, downloadTypes),
    downloadXades: follow('GET', readDownload, downloadTypes),
    downloadArchivedPades: (documentId) =>
      operation('GET', archivedPadesUrl(service, documentId), readDownload, downloadTypes),
    deleteDocuments: follow('DELETE', readNothing),
    organization: () => operation('GET', service.organizationUrl, readText, 'text/plain, application/xml'),
  }
}

/** Both ways of reading, from one reader. */
function reading<T>(reader: Reader<T>, maximumBytes: number): Pick<Operation<T>, 'read' | 'safeRead'> {
  const safeRead = async (response: HttpResponse): Promise<ReadResult<T>> => {
    const received = receive(response, maximumBytes)
    return received.ok ? orOddHeader(() => reader(received.value)) : received
  }
  return {
    safeRead,
    read: async (response) => {
      const result = await safeRead(response)
      if (!result.ok) throw result.error
      return result.value
    },
  }
}

/** The content of the request that creates a job. */
function contentOf(input: CreateInput): Multipart {
  const { request, bundle } = propertiesOf(input) as unknown as CreateInput
  const metadata = portalSignatureJobRequest.safeEncode(request)
  const issues = [
    ...issuesIn('request', metadata),
    ...issueIf(!isBytes(bundle), 'value.type', 'The bundle must be a Uint8Array.', { property: ['bundle'] }),
  ]
  refuseIfAny(noRequest, issues)
  return multipartMixed([
    { contentType: 'application/xml', body: new TextEncoder().encode(unwrap(metadata, noRequest)) },
    { contentType: 'application/octet-stream', body: plainBytes(bundle) },
  ])
}

/** The options of asking a queue, checked. */
function queueOf(options: QueueOptions): QueueOptions {
  const { pollingQueue, now } = propertiesOf(options) as unknown as QueueOptions
  const isNameless = pollingQueue !== undefined && !isQueueName(pollingQueue)
  const isTimeless = (typeof now as string) !== 'function'
  const nameless = 'A polling queue has a name in Unicode.'
  const issues = [
    ...issueIf(isNameless, 'http.polling-queue', nameless, { property: ['pollingQueue'] }),
    ...issueIf(isTimeless, 'value.type', 'The clock, now, must be a function.', { property: ['now'] }),
  ]
  refuseIfAny(noRequest, issues)
  return { pollingQueue, now }
}
