/**
 * Codecs of every element of portal.xsd, with common.xsd and portal-legacy.xsd: XML to typed values and back.
 *
 * @module codec
 */
export * from '../issue.js'
export type { Codec, DecodeOptions, Findings, StandardSchema } from './codec.js'
export type {
  AttributeSpec,
  Base,
  ChoiceSpec,
  ComplexSpec,
  ComplexType,
  ElementSpec,
  ParticleSpec,
  SimpleSpec,
  SimpleType,
} from './spec.js'
export * from './date-time.js'
export { isSafeHref, maximumAvailableSeconds } from './portal/manifest-rules.js'
export * from './portal/error.js'
export * from './portal/job-request.js'
export * from './portal/job-response.js'
export * from './portal/manifest.js'
export type * from './portal/signer.js'
export * from './portal/status-change.js'
export type * from './portal/common.js'
