/**
 * Codecs of every element of portal.xsd, with common.xsd and portal-legacy.xsd: XML to typed values and back.
 *
 * @module codec
 */
export * from '../issue.js'
export { maximumMessageBytes, type Codec, type DecodeOptions, type StandardSchema } from './codec.js'
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
export * from './portal/index.js'
export { isSafeHref, maximumAvailableSeconds } from './portal/manifest-rules.js'
export type {
  AuthenticationLevel,
  IdentifierInSignedDocuments,
  Sender,
  SignatureType,
  SigningOnBehalfOf,
} from './portal/common.js'
export type {
  AddressedByContactInformation,
  AddressedByPersonalIdentificationNumber,
  Email,
  EmailNotifications,
  Enabled,
  Notifications,
  NotificationsUsingLookup,
  NotifiedByLookup,
  NotifiedByNotifications,
  PortalSigner,
  PortalSignerOptions,
  Sms,
  SmsNotifications,
} from './portal/signer.js'
export { knownErrorCodes, type ServiceError } from './portal/error.js'
export type { PortalSignatureJobRequest } from './portal/job-request.js'
export type { PortalSignatureJobResponse } from './portal/job-response.js'
export type {
  Availability,
  LegacyPortalDocument,
  ManifestCommon,
  ManifestWithDocuments,
  ManifestWithLegacyDocument,
  PortalDocument,
  PortalSignatureJobManifest,
} from './portal/manifest.js'
export type {
  KnownSignatureStatus,
  PortalSignatureJobStatus,
  PortalSignatureJobStatusChangeResponse,
  PortalSignatureStatusValue,
  Signature,
  SignatureByContactInformation,
  SignatureByPersonalIdentificationNumber,
  SignatureCommon,
  SignatureStatus,
  Signatures,
} from './portal/status-change.js'
