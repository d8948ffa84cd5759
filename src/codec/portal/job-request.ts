/**
 * The metadata part of the request that creates a job (portal.xsd, element `portal-signature-job-request`).
 *
 * @module
 */
import { createCodec, type Codec } from '../codec.js'
import { complexType, optionalElement, string } from '../declare.js'
import type { ComplexType } from '../spec.js'
import { signatureJobReference } from './common.js'

/** Element `portal-signature-job-request`: the metadata part of the request that creates a job. */
export interface PortalSignatureJobRequest {
  /** Element `reference`: the sender's own reference, at most 50 characters; every response repeats it. */
  readonly reference?: string | undefined
  /**
   * Element `polling-queue`: the queue that the job's status changes appear in, of any length. Omitted: the default
   * queue.
   */
  readonly pollingQueue?: string | undefined
}

/** The declaration of {@link PortalSignatureJobRequest}. */
export const portalSignatureJobRequestType: ComplexType<PortalSignatureJobRequest> = complexType({
  sequence: [optionalElement('reference', signatureJobReference), optionalElement('polling-queue', string())],
})

/** Codec of the metadata part of the request that creates a job (portal.xsd, element `portal-signature-job-request`). */
export const portalSignatureJobRequest: Codec<PortalSignatureJobRequest> = createCodec({
  name: 'portal-signature-job-request',
  spec: portalSignatureJobRequestType,
})
