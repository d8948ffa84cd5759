/**
 * Reading the responses that operations expect.
 *
 * @module
 */
import type { Codec, DecodeOptions } from '../codec/codec.js'
import { knownErrorCodes, serviceError as serviceErrorCodec, type ServiceError } from '../codec/portal/error.js'
import {
  portalSignatureJobStatusChangeResponse,
  type PortalSignatureJobStatusChangeResponse,
} from '../codec/portal/status-change.js'
import { isLimit } from '../guard.js'
import { PortalError, type Issue } from '../issue.js'
import { limitIssue, makeIssue } from '../outcome.js'
import { readPollTime, type PollTime } from './poll-time.js'
import { ResponseError, type ReadResult } from './response-error.js'
import { gather, piecesOf, readBody, unreadable, type End, type ReceivedResponse } from './response.js'

/** Gives the outcome of a response; what the caller's own functions throw goes through. */
export type Reader<T> = (response: ReceivedResponse) => Promise<ReadResult<T>>

/** What asking a queue gives where it had a change. */
export interface FoundStatusChange extends PollTime {
  /** 200: a change. Handle it, then confirm it. */
  readonly kind: 'statusChange'
  /** What became of the job and its signers. */
  readonly statusChange: PortalSignatureJobStatusChangeResponse
}

/** What asking a queue gives where it had none. */
export interface NoStatusChange extends PollTime {
  /** 204, `noChange`: the queue is empty. 429, `tooEager`: asked before the permitted time, or blocked for asking too often. */
  readonly kind: 'noChange' | 'tooEager'
}

/** What asking a queue gives. */
export type NextStatusChange = FoundStatusChange | NoStatusChange

/** What an attempt to cancel a job gives. */
export type Cancellation =
  | {
      /** 2xx: the job is cancelled. */
      readonly kind: 'cancelled'
    }
  | {
      /** 409: the job had ended before; its status change tells how. */
      readonly kind: 'alreadyFinished'
      /**
       * The service's error, if the response held one. Its texts may hold personal data: as with a {@link ResponseError},
       * neither inspection nor `JSON.stringify` shows it.
       */
      readonly serviceError?: ServiceError | undefined
    }

/** A document as it comes from the service. */
export interface Download {
  /**
   * Gives the content piece by piece, as it comes, to be written somewhere. Call this or `bytes`, once. Leaving the loop before
   * the end cancels the rest.
   *
   * @param maximumBytes - the most bytes to accept; {@link maximumDownloadBytes} if absent
   * @returns the pieces; they are the whole document once the loop has ended without an error
   * @throws as `bytes`, while the pieces are read
   */
  readonly stream: (maximumBytes?: number) => AsyncIterable<Uint8Array>
  /**
   * Reads the content whole into memory.
   *
   * @param maximumBytes - the most bytes to accept; {@link maximumDownloadBytes} if absent
   * @returns the bytes, at least one
   * @throws `ResponseError` `http.body-too-large`, `http.body-interrupted`, `http.body-empty`; `PortalError` `value.type`
   *   if the most bytes are no number
   */
  readonly bytes: (maximumBytes?: number) => Promise<Uint8Array>
}

/**
 * The longest document that is read unless told otherwise, in bytes: 100 MiB. Our choice: ten times what the
 * documents of a job may have together (create page, document format), since the service adds signatures and pages.
 */
export const maximumDownloadBytes = 104_857_600

/**
 * Makes a reader of a message in XML. The Content-Type is not asked as long as the content is the message: a created job
 * or a change taken off its queue is not lost for a wrong label.
 */
export function messageReader<T>(codec: Codec<T>): Reader<T> {
  return async (response) => {
    if (!isSuccess(response)) return unexpected(response)
    const content = await contentOf(response)
    if (!content.ok) return content
    const decoded = codec.safeDecode(content.value, optionsOf(response))
    if (decoded.ok) return decoded
    const mediaType = mediaTypeOf(response)
    const isXml = mediaType === 'text/xml' || /^application\/(xml|..*\+xml)$/.test(mediaType)
    return unreadable(response.status, isXml ? decoded.issues : [contentType('XML'), ...decoded.issues])
  }
}

const readStatusChange = messageReader(portalSignatureJobStatusChangeResponse)

/** Makes a reader of the next status change: 200, 204 and 429. */
export function nextStatusChangeReader(now: () => Date): Reader<NextStatusChange> {
  return async (response) => {
    if (response.status === 200) {
      const change = await readStatusChange(response)
      if (!change.ok) return change
      const time = readPollTime(response, now)
      return success({ kind: 'statusChange', statusChange: change.value, ...time }, time.warnings)
    }
    if (response.status !== 204 && response.status !== 429) return unexpected(response)
    await readBody(response)
    const time = readPollTime(response, now)
    return success({ kind: response.status === 204 ? 'noChange' : 'tooEager', ...time }, time.warnings)
  }
}

/** Reads and drops what content any 2xx has, so that the connection is free again. */
export const readNothing: Reader<void> = async (response) => {
  if (!isSuccess(response)) return unexpected(response)
  await readBody(response)
  return success(undefined)
}

/** That a job had ended before, with the service's error where nothing shows it that prints the outcome. */
class AlreadyFinished {
  readonly kind = 'alreadyFinished'
  readonly #serviceError: ServiceError | undefined

  constructor(serviceError: ServiceError | undefined) {
    this.#serviceError = serviceError
  }

  get serviceError(): ServiceError | undefined {
    return this.#serviceError
  }
}

/** Reads whether a job was cancelled or had ended before. */
export const readCancellation: Reader<Cancellation> = async (response) => {
  if (response.status === 409) return success(new AlreadyFinished(await readServiceError(response)))
  const read = await readNothing(response)
  return read.ok ? success({ kind: 'cancelled' }) : read
}

/**
 * Reads a document. Only 200 is the whole of it; a page of HTML or text under it is the word of somebody between us and
 * the service.
 */
export const readDownload: Reader<Download> = async (response) => {
  if (response.status !== 200) return unexpected(response)
  if (/^text\/(html|plain)$/.test(mediaTypeOf(response))) {
    // To its end: a stream that somebody has made two of cannot be left as long as the other is not.
    await readBody(response)
    return unreadable(response.status, [contentType('a document')])
  }
  if (response.body === null) return unreadable(response.status, [bodyEmpty])
  return success({
    stream: (maximumBytes) => documentOf(response, maximumBytes),
    bytes: async (maximumBytes) => (await gather(documentOf(response, maximumBytes))).bytes,
  })
}

/** The content of a download piece by piece. Throws at its end where it is not whole, or is none. */
async function* documentOf(
  response: ReceivedResponse,
  maximumBytes: number = maximumDownloadBytes,
): AsyncGenerator<Uint8Array<ArrayBuffer>, End, void> {
  if (!isLimit(maximumBytes)) throw new PortalError('The document cannot be read', [limitIssue('maximumBytes')])
  const end = yield* piecesOf(response, maximumBytes)
  const issue = end.issue ?? (end.length === 0 ? bodyEmpty : undefined)
  if (issue !== undefined) throw new ResponseError(response.status, [issue])
  return end
}

/** Reads the text of the root resource, which names the organization and its relation to a broker. */
export const readText: Reader<string> = async (response) => {
  if (!isSuccess(response)) return unexpected(response)
  const content = await contentOf(response)
  return content.ok ? success(new TextDecoder().decode(content.value)) : content
}

function success<T>(value: T, warnings: readonly Issue[] = []): ReadResult<T> {
  return { ok: true, value, warnings }
}

/** Reads a response whose status is none that is expected. */
async function unexpected(response: ReceivedResponse): Promise<ReadResult<never>> {
  const serviceError = await readServiceError(response)
  const known = knownErrorCodes.find((code) => code === serviceError?.errorCode)
  const status = Number.isNaN(response.status) ? 'that is none' : `${response.status}`
  const message = `The service answered with HTTP status ${status}${known === undefined ? '' : ` and error code ${known}`}.`
  return unreadable(response.status, [makeIssue('http.status', message)], serviceError)
}

/** Reads the service's error, whatever media type the response claims; undefined if the content is none. */
async function readServiceError(response: ReceivedResponse): Promise<ServiceError | undefined> {
  const content = await readBody(response)
  if (!content.ok) return undefined
  const decoded = serviceErrorCodec.safeDecode(content.value, optionsOf(response))
  return decoded.ok ? decoded.value : undefined
}

/** How a client decodes: the service adds elements from time to time, and one limit is enough. */
function optionsOf({ maximumBytes }: ReceivedResponse): DecodeOptions {
  return { unknown: 'ignore', maximumBytes }
}

const bodyEmpty: Issue = makeIssue('http.body-empty', 'The response has no content.')

async function contentOf(response: ReceivedResponse): Promise<ReadResult<Uint8Array>> {
  const content = await readBody(response)
  if (!content.ok) return unreadable(response.status, content.issues)
  return content.value.length === 0 ? unreadable(response.status, [bodyEmpty]) : success(content.value)
}

function isSuccess({ status }: ReceivedResponse): boolean {
  return status >= 200 && status <= 299
}

function mediaTypeOf({ header }: ReceivedResponse): string {
  return (header('Content-Type') ?? '').split(';', 1).join('').trim().toLowerCase()
}

function contentType(expected: string): Issue {
  return makeIssue('http.content-type', `The Content-Type is not that of ${expected}.`)
}
