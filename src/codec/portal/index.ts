/**
 * The five global elements of portal.xsd and common.xsd: types, specs and rules joined into codecs.
 *
 * @module
 */
import { createCodec, type Codec, type ManifestCodec } from '../codec.js'
import { errorType, type ServiceError } from './error.js'
import { portalSignatureJobRequestType, type PortalSignatureJobRequest } from './job-request.js'
import { portalSignatureJobResponseType, type PortalSignatureJobResponse } from './job-response.js'
import { manifestRules } from './manifest-rules.js'
import { manifestElement, portalSignatureJobManifestType, type PortalSignatureJobManifest } from './manifest.js'
import { checkRules, offeredBy } from './rule.js'
import {
  portalSignatureJobStatusChangeResponseType,
  type PortalSignatureJobStatusChangeResponse,
} from './status-change.js'

/** Codec of the metadata part of the request that creates a job (portal.xsd, element `portal-signature-job-request`). */
export const portalSignatureJobRequest: Codec<PortalSignatureJobRequest> = createCodec({
  name: 'portal-signature-job-request',
  spec: portalSignatureJobRequestType,
})

/**
 * Codec of `manifest.xml` (portal.xsd, element `portal-signature-job-manifest`). Beyond the schema it enforces the
 * documented rules that hold for every sender; see `manifestFor` for those of a sector.
 */
export const portalSignatureJobManifest: ManifestCodec<PortalSignatureJobManifest> = createCodec({
  name: manifestElement,
  spec: portalSignatureJobManifestType,
  check: (manifest, way) => checkRules(manifestRules, { manifest }, way),
  offers: offeredBy(manifestRules),
})

/** Codec of the response to the request that creates a job (portal.xsd, element `portal-signature-job-response`). */
export const portalSignatureJobResponse: Codec<PortalSignatureJobResponse> = createCodec({
  name: 'portal-signature-job-response',
  spec: portalSignatureJobResponseType,
})

/**
 * Codec of the response to a poll that found a change (portal.xsd, element
 * `portal-signature-job-status-change-response`).
 */
export const portalSignatureJobStatusChangeResponse: Codec<PortalSignatureJobStatusChangeResponse> = createCodec({
  name: 'portal-signature-job-status-change-response',
  spec: portalSignatureJobStatusChangeResponseType,
})

/** Codec of the answer to a request that the service refuses (common.xsd, element `error`). */
export const serviceError: Codec<ServiceError> = createCodec({ name: 'error', spec: errorType })

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
