/**
 * The answer to a request that the service refuses (common.xsd, element `error`).
 *
 * @module
 */
import { complexType, element, string } from '../declare.js'
import type { ComplexType } from '../spec.js'

/** Element `error`. The schema does not limit the texts. */
export interface ServiceError {
  /** Element `error-code`, for programs, such as `NOT_AUTHORIZED`. An open set. */
  readonly errorCode: string
  /** Element `error-message`, for people. */
  readonly errorMessage: string
  /** Element `error-type`: whose fault it is, such as `CLIENT`. An open set. */
  readonly errorType: string
}

/** The declaration of {@link ServiceError}. */
export const errorType: ComplexType<ServiceError> = complexType({
  sequence: [element('error-code', string()), element('error-message', string()), element('error-type', string())],
})
