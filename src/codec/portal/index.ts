/**
 * The codecs of the five global elements of portal.xsd and common.xsd. Each stands in the file of its element: a program that
 * uses one of them is bundled without the others.
 *
 * @module
 */
import { serviceError } from './error.js'
import { portalSignatureJobRequest } from './job-request.js'
import { portalSignatureJobResponse } from './job-response.js'
import { portalSignatureJobManifest } from './manifest-codec.js'
import { portalSignatureJobStatusChangeResponse } from './status-change.js'

export {
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  serviceError,
}

/** The codecs of all global elements, in the order of the flow. */
export const codecs: readonly [
  typeof portalSignatureJobRequest,
  typeof portalSignatureJobManifest,
  typeof portalSignatureJobResponse,
  typeof portalSignatureJobStatusChangeResponse,
  typeof serviceError,
] = [
  portalSignatureJobRequest,
  portalSignatureJobManifest,
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  serviceError,
]
