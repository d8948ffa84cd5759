/**
 * The response to the request that creates a job (portal.xsd, element `portal-signature-job-response`).
 *
 * @module
 */
import { createCodec, type Codec } from '../codec.js'
import { complexType, element, optionalElement } from '../declare.js'
import type { ComplexType } from '../spec.js'
import { signatureJobId, signatureJobReference, url } from './common.js'

/** Element `portal-signature-job-response`: the answer to the request that creates a job. */
export interface PortalSignatureJobResponse {
  /** Element `reference`: as in the request, at most 50 characters. */
  readonly reference?: string | undefined
  /** Element `signature-job-id`: the service's id of the job, an xs:long as canonical decimal digits. Store it. */
  readonly signatureJobId: string
  /** Element `cancellation-url`: POST here to cancel the job; at most 500 characters. */
  readonly cancellationUrl: string
}

/** The declaration of {@link PortalSignatureJobResponse}. */
export const portalSignatureJobResponseType: ComplexType<PortalSignatureJobResponse> = complexType({
  sequence: [
    optionalElement('reference', signatureJobReference),
    element('signature-job-id', signatureJobId),
    element('cancellation-url', url),
  ],
})

/** Codec of the response to the request that creates a job (portal.xsd, element `portal-signature-job-response`). */
export const portalSignatureJobResponse: Codec<PortalSignatureJobResponse> = createCodec({
  name: 'portal-signature-job-response',
  spec: portalSignatureJobResponseType,
})
