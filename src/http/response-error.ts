/**
 * What a response that an operation did not expect says.
 *
 * @module
 */
import type { ServiceError } from '../codec/portal/error.js'
import { PortalError, type Issue } from '../issue.js'

/**
 * Thrown when a response is not one that the operation expects: a status that is no success, or content that cannot be
 * read. Its message, stack and inspection never show what the service wrote: ask for {@link ResponseError.serviceError}.
 */
export class ResponseError extends PortalError {
  /** The HTTP status code; NaN if the transport gave none. */
  readonly status: number
  // Private, since inspection prints the fields of an error, and the texts may repeat what was sent.
  readonly #serviceError: ServiceError | undefined

  /**
   * @param status - the HTTP status code
   * @param issues - everything that is wrong
   * @param serviceError - the service's error, if the response held one
   */
  constructor(status: number, issues: readonly Issue[], serviceError?: ServiceError) {
    super('The response cannot be accepted', issues)
    this.name = 'ResponseError'
    this.status = typeof status === 'number' ? status : Number.NaN
    this.#serviceError = serviceError
  }

  /**
   * The decoded `error` element of the response, or undefined if it held none. Its texts come from the service and may
   * hold personal data: keep them out of logs that are not meant for it.
   */
  get serviceError(): ServiceError | undefined {
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
 * What reading a response gives without throwing. Where it fails, `error` is what `read` throws: it has the status, whether
 * the failure may pass, and the service's own error.
 */
export type ReadResult<T> =
  | {
      readonly ok: true
      /** What was asked for. */
      readonly value: T
      /** Things worth a look that did not stop the operation. */
      readonly warnings: readonly Issue[]
    }
  | {
      readonly ok: false
      /** Everything that is wrong; at least one. */
      readonly issues: readonly Issue[]
      /** What `read` throws. */
      readonly error: ResponseError
    }
