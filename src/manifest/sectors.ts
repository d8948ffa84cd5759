/**
 * Manifests by the sector of the sender: what the rules of a sector exclude does not compile.
 *
 * @module
 */
import { createCodec, type ManifestCodec } from '../codec/codec.js'
import {
  portalSignatureJobManifest,
  type AuthenticationLevel,
  type IdentifierInSignedDocuments,
  type ManifestCommon,
  type ManifestDocuments,
  type ManifestLegacyDocument,
  type PortalSignatureJobManifest,
  type SignerByContactInformation,
  type SignerWithLookup,
  type SignerWithNotifications,
} from '../codec/index.js'
import { checkRules, offeredBy, type Sector } from '../codec/portal/rule.js'
import { requireSector, rulesFor } from './rules.js'

/** A signer of a public organization who is notified by lookup: only one who signs for themself can be. */
export interface PublicSignerWithLookup extends SignerWithLookup {
  /** Only `SELF`: for a signer on behalf of others there is no lookup. */
  readonly onBehalfOf?: 'SELF' | undefined
}

/** A signer of a private organization, addressed by national identity number. */
export interface PrivateSignerWithNotifications extends SignerWithNotifications {
  /** Only advanced signatures are offered to private organizations. */
  readonly signatureType?: 'ADVANCED_ELECTRONIC_SIGNATURE' | undefined
}

/** A signer of a private organization, addressed by contact details. */
export interface PrivateSignerByContactInformation extends SignerByContactInformation {
  /** Only advanced signatures are offered to private organizations. */
  readonly signatureType?: 'ADVANCED_ELECTRONIC_SIGNATURE' | undefined
}

/** A signer of a job of a public organization. */
export type PublicSigner = PublicSignerWithLookup | SignerWithNotifications | SignerByContactInformation

/** A signer of a job of a private organization. */
export type PrivateSigner = PrivateSignerWithNotifications | PrivateSignerByContactInformation

/** What each sector offers. */
export interface SectorOffer {
  /** To public organizations. */
  readonly PUBLIC: {
    /** Signers. */
    readonly signer: PublicSigner
    /** Levels of log-in. */
    readonly authentication: AuthenticationLevel
    /** How signed documents name their signers. */
    readonly identifier: IdentifierInSignedDocuments
  }
  /** To private organizations. */
  readonly PRIVATE: {
    /** Signers. */
    readonly signer: PrivateSigner
    /** Levels of log-in. */
    readonly authentication: '4'
    /** How signed documents name their signers: a name alone is not offered. */
    readonly identifier: Exclude<IdentifierInSignedDocuments, 'NAME'>
  }
}

/** What both forms of a manifest have, by the sector of the sender. */
export interface SectorManifestCommon<S extends Sector> extends ManifestCommon {
  /** Element `signers`: those who are to sign, 1 to 10. */
  readonly signers: readonly SectorOffer[S]['signer'][]
  /**
   * Element `required-authentication`: the least security level of the signers' log-in; omitted, it is 4. Only level 4 is
   * offered to private organizations.
   */
  readonly requiredAuthentication?: SectorOffer[S]['authentication'] | undefined
  /**
   * Element `identifier-in-signed-documents`: how signed documents name their signers; the service's documentation of
   * 2026-06-30 has no default. A name alone is not offered to private organizations.
   */
  readonly identifierInSignedDocuments?: SectorOffer[S]['identifier'] | undefined
}

/** A manifest that lists its documents, by the sector of the sender. */
export interface SectorManifestWithDocuments<S extends Sector> extends SectorManifestCommon<S>, ManifestDocuments {}

/** A manifest in the older form, by the sector of the sender. */
export interface SectorManifestWithLegacyDocument<S extends Sector>
  extends SectorManifestCommon<S>, ManifestLegacyDocument {}

/** The manifest of a job by the sector of its sender. */
export type SectorManifest<S extends Sector> = SectorManifestWithDocuments<S> | SectorManifestWithLegacyDocument<S>

/** The manifest of a job of a public organization. */
export type PublicManifest = SectorManifest<'PUBLIC'>

/** The manifest of a job of a private organization. */
export type PrivateManifest = SectorManifest<'PRIVATE'>

/**
 * The codec of `manifest.xml` that also enforces the rules of a sector, both ways.
 *
 * @param sector - the sector of the sender
 * @returns the codec; its issues have the code `rule.` and the rule's id where a rule is broken
 * @throws {@link PortalError} `job.sector` if there is no such sector
 */
export function manifestFor<const S extends Sector>(sector: S): ManifestCodec<SectorManifest<S>> {
  requireSector(sector, 'There is no such codec')
  const binding = rulesFor(sector)
  const codec: ManifestCodec<PortalSignatureJobManifest> = createCodec({
    ...portalSignatureJobManifest,
    check: (manifest, way) => checkRules(binding, { manifest }, way),
    offers: offeredBy(binding),
  })
  // The rules refuse at run time what the narrower type refuses at compile time.
  return codec as unknown as ManifestCodec<SectorManifest<S>>
}
