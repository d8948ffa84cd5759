/**
 * What a response that an operation did not expect says, and how it is read.
 *
 * @module
 */
import type { ServiceError } from '../codec/portal/error.js'
import { serviceError as serviceErrorCodec } from '../codec/portal/index.js'
import { PortalError, type Issue } from '../issue.js'
import { readBody, maximumResponseBytes } from './body.js'
import type { HttpResponse } from './operation.js'
import { makeIssue } from '../outcome.js'

/**
 * The error codes known today. The set is open: any other text may come.
 *
 * Source: the debugging page for the first two, the official clients for the others.
 */
export const knownErrorCodes = [
  'NOT_AUTHORIZED',
  'BROKER_NOT_AUTHORIZED',
  'SCHEMA_VALIDATION_ERROR',
  'ASICE_VALIDATION_FAILED',
  'FEATURE_NOT_AVAILABLE',
] as const

/** The `error-code` of a service error: one of {@link knownErrorCodes}, or any other text. */
export type ErrorCode = (typeof knownErrorCodes)[number] | (string & {})

/** The service's error with its code typed as the open set that it is. */
export type ServiceErrorWithCode = ServiceError & {
  /** Element `error-code`. */
  readonly errorCode: ErrorCode
}

/**
 * Thrown when a response is not one that the operation expects: a status that is no success, or content that cannot be
 * read. Its message, stack and inspection never show what the service wrote: ask for {@link ResponseError.serviceError}.
 */
export class ResponseError extends PortalError {
  /** The HTTP status code. */
  readonly status: number
  // Private, since inspection prints the fields of an error, and the texts may repeat what was sent.
  readonly #serviceError: ServiceErrorWithCode | undefined

  /**
   * @param status - the HTTP status code
   * @param issues - everything that is wrong
   * @param serviceError - the service's error, if the response held one
   */
  constructor(status: number, issues: readonly Issue[], serviceError?: ServiceErrorWithCode) {
    super('The response cannot be accepted', issues)
    this.name = 'ResponseError'
    this.status = status
    this.#serviceError = serviceError
  }

  /**
   * The decoded `error` element of the response, or undefined if it held none. Its texts come from the service and may
   * hold personal data: keep them out of logs that are not meant for it.
   */
  get serviceError(): ServiceErrorWithCode | undefined {
    return this.#serviceError
  }

  /**
   * Whether the same request may succeed later: a 5xx status, 408, 429, or content that ended too early. Creating a job
   * is not safe to repeat even so, since the job may exist.
   */
  get transient(): boolean {
    const interrupted = this.issues.some((issue) => issue.code === 'http.body-interrupted')
    return this.status >= 500 || this.status === 408 || this.status === 429 || interrupted
  }
}

/**
 * Reads a response whose status is no success.
 *
 * @param response - the response
 * @returns the error to throw: `http.status`, with the service's error where the content holds one
 */
export async function responseError(response: HttpResponse): Promise<ResponseError> {
  const serviceError = await readServiceError(response)
  const known = knownErrorCodes.find((code) => code === serviceError?.errorCode)
  const status = Number.isInteger(response.status) ? `${response.status}` : 'that is no number'
  const message = `The service answered with HTTP status ${status}${known === undefined ? '' : ` and error code ${known}`}.`
  return new ResponseError(response.status, [makeIssue('http.status', message)], serviceError)
}

/**
 * Reads the service's error, whatever media type the response claims.
 *
 * @param response - a response that is no success
 * @returns the error, or undefined if the content is none: empty, HTML, text, too long, ended too early
 */
export async function readServiceError(response: HttpResponse): Promise<ServiceErrorWithCode | undefined> {
  const content = await readBody(response, maximumResponseBytes)
  if (!content.ok) return undefined
  const decoded = serviceErrorCodec.safeDecode(content.value, { unknown: 'ignore' })
  return decoded.ok ? decoded.value : undefined
}
