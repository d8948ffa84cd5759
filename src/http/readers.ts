/**
 * Reading the responses that operations expect.
 *
 * @module
 */
import type { Codec } from '../codec/codec.js'
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import { portalSignatureJobStatusChangeResponse } from '../codec/portal/index.js'
import type { Issue } from '../issue.js'
import { readBody, maximumResponseBytes } from './body.js'
import type { HttpResponse, ResponseBody } from './operation.js'
import { readPollTime, type PollTime } from './poll-time.js'
import { readServiceError, responseError, ResponseError, type ServiceErrorWithCode } from './response-error.js'
import { makeIssue } from '../outcome.js'

/** What asking a queue gives. */
export type NextStatusChange = PollTime &
  (
    | {
        /** 200: a change. Handle it, then confirm it. */
        readonly kind: 'statusChange'
        /** The change. */
        readonly statusChange: PortalSignatureJobStatusChangeResponse
      }
    | {
        /** 204: the queue is empty. */
        readonly kind: 'noChange'
      }
    | {
        /** 429: asked before the permitted time, or blocked for asking too often. */
        readonly kind: 'tooEager'
      }
  )

/** What an attempt to cancel a job gives. */
export type Cancellation =
  | {
      /** 2xx: the job is cancelled. */
      readonly kind: 'cancelled'
    }
  | {
      /** 409: the job had ended before; its status change tells how. */
      readonly kind: 'alreadyFinished'
      /** The service's error, if the response held one. */
      readonly serviceError?: ServiceErrorWithCode
    }

/** A document as it comes from the service. */
export interface Download {
  /** The content of the response, untouched. Read this or call `bytes`, not both. */
  readonly body: ResponseBody
  /**
   * Reads the content whole.
   *
   * @param maximumBytes - the most bytes to accept; {@link maximumDownloadBytes} if absent
   * @returns the bytes, at least one
   * @throws `ResponseError` `http.body-too-large`, `http.body-interrupted`, `http.body-empty`
   */
  readonly bytes: (maximumBytes?: number) => Promise<Uint8Array>
}

/**
 * The longest document that `bytes` reads unless told otherwise, in bytes: 100 MiB. Our choice: ten times what the
 * documents of a job may have together (portal flow page, create), since the service adds signatures and pages.
 */
export const maximumDownloadBytes = 104_857_600

/**
 * Makes a reader of a message in XML. The Content-Type is not asked as long as the content is the message: a created job
 * or a change taken off its queue is not lost for a wrong label.
 *
 * @param codec - the codec of the message
 * @returns the reader, which accepts any 2xx status
 */
export function messageReader<T>(codec: Codec<T>): (response: HttpResponse) => Promise<T> {
  return async (response) => {
    if (!isSuccess(response)) throw await responseError(response)
    const bytes = await contentOf(response, maximumResponseBytes)
    const decoded = codec.safeDecode(bytes, { unknown: 'ignore' })
    if (decoded.ok) return decoded.value
    const mediaType = mediaTypeOf(response)
    const isXml = mediaType === 'text/xml' || /^application\/(xml|.+\+xml)$/.test(mediaType)
    throw new ResponseError(response.status, isXml ? decoded.issues : [contentType('XML'), ...decoded.issues])
  }
}

const readStatusChange = messageReader(portalSignatureJobStatusChangeResponse)

/**
 * Makes a reader of the next status change: 200, 204 and 429.
 *
 * @param now - the clock, asked when a response does not tell when to ask again
 * @returns the reader
 */
export function nextStatusChangeReader(now: () => Date): (response: HttpResponse) => Promise<NextStatusChange> {
  return async (response) => {
    switch (response.status) {
      case 200:
        return { kind: 'statusChange', statusChange: await readStatusChange(response), ...readPollTime(response, now) }
      case 204:
        await readBody(response, maximumResponseBytes)
        return { kind: 'noChange', ...readPollTime(response, now) }
      case 429:
        await readBody(response, maximumResponseBytes)
        return { kind: 'tooEager', ...readPollTime(response, now) }
      default:
        throw await responseError(response)
    }
  }
}

/**
 * Reads the response to a request that asks for no content: any 2xx will do. What content there is is read and dropped,
 * so that the connection is free again.
 *
 * @param response - the response
 * @throws ResponseError `http.status`
 */
export async function readNothing(response: HttpResponse): Promise<void> {
  if (!isSuccess(response)) throw await responseError(response)
  await readBody(response, maximumResponseBytes)
}

/**
 * Reads the response to a cancellation.
 *
 * @param response - the response
 * @returns whether the job was cancelled or had ended before
 * @throws ResponseError `http.status`
 */
export async function readCancellation(response: HttpResponse): Promise<Cancellation> {
  if (response.status === 409) {
    const serviceError = await readServiceError(response)
    return { kind: 'alreadyFinished', ...(serviceError === undefined ? {} : { serviceError }) }
  }
  await readNothing(response)
  return { kind: 'cancelled' }
}

/**
 * Reads the response to a request for a document. Only 200 is the whole document. A page of HTML or text under it is the
 * word of somebody between us and the service.
 *
 * @param response - the response
 * @returns the document
 * @throws ResponseError `http.status`, `http.content-type`, `http.body-empty`
 */
export async function readDownload(response: HttpResponse): Promise<Download> {
  if (response.status !== 200) throw await responseError(response)
  if (/^text\/(html|plain)$/.test(mediaTypeOf(response))) {
    await readBody(response, 0)
    throw new ResponseError(response.status, [contentType('a document')])
  }
  if (response.body === null) throw new ResponseError(response.status, [bodyEmpty])
  return {
    body: response.body,
    bytes: (maximumBytes = maximumDownloadBytes) => contentOf(response, maximumBytes),
  }
}

/**
 * Reads the text of the root resource.
 *
 * @param response - the response
 * @returns the text, which names the organization and its relation to a broker
 * @throws ResponseError `http.status`, `http.body-empty`, `http.body-too-large`, `http.body-interrupted`
 */
export async function readText(response: HttpResponse): Promise<string> {
  if (!isSuccess(response)) throw await responseError(response)
  return new TextDecoder().decode(await contentOf(response, maximumResponseBytes))
}

const bodyEmpty: Issue = makeIssue('http.body-empty', 'The response has no content.')

async function contentOf(response: HttpResponse, maximumBytes: number): Promise<Uint8Array> {
  const content = await readBody(response, maximumBytes)
  if (!content.ok) throw new ResponseError(response.status, content.issues)
  if (content.value.length === 0) throw new ResponseError(response.status, [bodyEmpty])
  return content.value
}

function isSuccess(response: HttpResponse): boolean {
  return response.status >= 200 && response.status <= 299
}

function mediaTypeOf(response: HttpResponse): string {
  return (response.headers.get('Content-Type') ?? '').split(';', 1).join('').trim().toLowerCase()
}

function contentType(expected: string): Issue {
  return makeIssue('http.content-type', `The Content-Type is not that of ${expected}.`)
}
