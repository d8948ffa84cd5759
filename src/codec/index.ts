/**
 * Codecs of every element of portal.xsd, with common.xsd and portal-legacy.xsd: XML to typed values and back.
 *
 * @module signering-portal/codec
 */
export * from '../issue.js'
export { maximumIssues } from '../outcome.js'
export {
  maximumMessageBytes,
  type Codec,
  type DecodeOptions,
  type ManifestCodec,
  type ManifestDecodeOptions,
} from './codec.js'
export type { StandardIssue, StandardSchema, StandardSchemaProps } from './standard-schema.js'
export type {
  AttributeSpec,
  ChoiceSpec,
  ComplexSpec,
  ComplexType,
  ElementSpec,
  ParticleSpec,
  SimpleSpec,
  SimpleSpecBase,
  SimpleType,
} from './spec.js'
export * from './date-time.js'
export * from './portal/index.js'
export { isSafeHref } from './portal/file-name.js'
export { maximumAvailableSeconds } from './portal/manifest-rules.js'
export {
  authenticationLevels,
  identifiersInSignedDocuments,
  signatureTypes,
  signingOnBehalfOfValues,
  type AuthenticationLevel,
  type IdentifierInSignedDocuments,
  type Sender,
  type SignatureType,
  type SigningOnBehalfOf,
} from './portal/common.js'
export type {
  Email,
  EmailNotifications,
  Enabled,
  Notifications,
  NotificationsUsingLookup,
  PortalSigner,
  PortalSignerCommon,
  SignerByContactInformation,
  SignerByContactInformationWithLookup,
  SignerWithLookup,
  SignerWithNotifications,
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
  ManifestDocuments,
  ManifestLegacyDocument,
  ManifestTitles,
  ManifestWithDocuments,
  ManifestWithLegacyDocument,
  PortalDocument,
  PortalSignatureJobManifest,
} from './portal/manifest.js'
export {
  knownSignatureStatuses,
  portalSignatureJobStatuses,
  type KnownSignatureStatus,
  type PortalSignatureJobStatus,
  type PortalSignatureJobStatusChangeResponse,
  type PortalSignatureStatusValue,
  type Signature,
  type SignatureByContactInformation,
  type SignatureByPersonalIdentificationNumber,
  type SignatureCommon,
  type SignatureStatus,
  type Signatures,
} from './portal/status-change.js'
