/**
 * What went wrong where no response came.
 *
 * @module
 */
import { PortalError, type Issue } from '../issue.js'

/**
 * Thrown where no response came, whatever was in the way: no address for a name, a connection that was refused, broken or
 * silent, a server that is not the service, or what is no response of HTTP. Its issues have one of the codes `http.connection`,
 * `http.timeout` and `tls.server-organization`.
 */
export class TransportError extends PortalError {
  /**
   * Whether the request can have reached the service. `no`: not a byte of it was sent, and it can be sent again. `maybe`: some of
   * it was sent. A request that creates a job is not to be sent again then, since the job may be there: ask a person, or
   * the service.
   */
  readonly requestSent: 'no' | 'maybe'
  /** What Node.js calls it, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`; undefined where it has no name for it. */
  readonly code: string | undefined

  /**
   * @param requestSent - whether the request can have reached the service
   * @param issues - what is wrong
   * @param code - what Node.js calls it
   */
  constructor(requestSent: 'no' | 'maybe', issues: readonly Issue[], code?: string) {
    super('No response came', issues)
    this.name = 'TransportError'
    this.requestSent = requestSent
    this.code = code
  }
}
