/**
 * The answer to a request that the service refuses (common.xsd, element `error`).
 *
 * @module
 */
import { createCodec, type Codec } from '../codec.js'
import { complexType, element, string } from '../declare.js'
import type { ComplexType } from '../spec.js'

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
] as const

/** Element `error`: the answer to a request that the service refuses. The schema does not limit the texts. */
export interface ServiceError {
  /** Element `error-code`: what is wrong, for programs; one of {@link knownErrorCodes}, or any other text. */
  readonly errorCode: (typeof knownErrorCodes)[number] | (string & {})
  /** Element `error-message`: what is wrong, for people. */
  readonly errorMessage: string
  /** Element `error-type`: whose fault it is, such as `CLIENT`. An open set. */
  readonly errorType: string
}

/** The declaration of {@link ServiceError}. */
export const errorType: ComplexType<ServiceError> = complexType({
  sequence: [element('error-code', string()), element('error-message', string()), element('error-type', string())],
})

/** Codec of the answer to a request that the service refuses (common.xsd, element `error`). */
export const serviceError: Codec<ServiceError> = createCodec({ name: 'error', spec: errorType })
