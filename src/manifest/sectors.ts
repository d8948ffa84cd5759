/**
 * Manifests by the sector of the sender: what the rules of a sector exclude does not compile.
 *
 * @module
 */
import { createCodec, type Codec } from '../codec/codec.js'
import {
  portalSignatureJobManifest,
  type AddressedByContactInformation,
  type AddressedByPersonalIdentificationNumber,
  type IdentifierInSignedDocuments,
  type ManifestCommon,
  type ManifestWithDocuments,
  type ManifestWithLegacyDocument,
  type NotifiedByLookup,
  type NotifiedByNotifications,
  type PortalSignatureJobManifest,
  type PortalSignerOptions,
} from '../codec/index.js'
import { checkRules, type Sector } from '../codec/portal/rule.js'
import { PortalError } from '../issue.js'
import { rules, sectorIssues } from './rules.js'

/** A signer who is notified by contact details that the sender supplies, however addressed. */
export type SignerWithNotifications = PortalSignerOptions &
  (AddressedByPersonalIdentificationNumber | AddressedByContactInformation) &
  NotifiedByNotifications

/** A signer who is notified by lookup: addressed by national identity number, and signing for themself. */
export type SignerWithLookup = PortalSignerOptions &
  AddressedByPersonalIdentificationNumber &
  NotifiedByLookup & {
    /** Only `SELF`: for a signer on behalf of others there is no lookup. */
    readonly onBehalfOf?: 'SELF'
  }

/** A signer of a job of a public organization. */
export type PublicSigner = SignerWithNotifications | SignerWithLookup

/** A signer of a job of a private organization. */
export type PrivateSigner = SignerWithNotifications & {
  /** Only advanced signatures are offered to private organizations. */
  readonly signatureType?: 'ADVANCED_ELECTRONIC_SIGNATURE'
}

type Documents = ManifestWithDocuments | ManifestWithLegacyDocument

/** The manifest of a job of a public organization. */
export type PublicManifest = Documents &
  Omit<ManifestCommon, 'signers'> & {
    /** Element `signers`: 1 to 10 of them. */
    readonly signers: readonly PublicSigner[]
  }

/** The manifest of a job of a private organization. */
export type PrivateManifest = Documents &
  Omit<ManifestCommon, 'signers' | 'requiredAuthentication' | 'identifierInSignedDocuments'> & {
    /** Element `signers`: 1 to 10 of them. */
    readonly signers: readonly PrivateSigner[]
    /** Only level 4 is offered to private organizations. */
    readonly requiredAuthentication?: '4'
    /** A name alone is not offered to private organizations. */
    readonly identifierInSignedDocuments?: Exclude<IdentifierInSignedDocuments, 'NAME'>
  }

/** The manifest of a job by the sector of its sender. */
export type SectorManifest<S extends Sector> = S extends 'PUBLIC' ? PublicManifest : PrivateManifest

/**
 * The codec of `manifest.xml` that also enforces the rules of a sector, both ways.
 *
 * @param sector - the sector of the sender
 * @returns the codec; its issues have the code `rule.` and the rule's id where a rule is broken
 * @throws {@link PortalError} `job.sector` if there is no such sector
 */
export function manifestFor<const S extends Sector>(sector: S): Codec<SectorManifest<S>> {
  const issues = sectorIssues(sector)
  if (issues.length > 0) throw new PortalError('There is no such codec', issues)
  const binding = rules.filter(({ sectors }) => sectors.includes(sector))
  const codec: Codec<PortalSignatureJobManifest> = createCodec({
    name: 'portal-signature-job-manifest',
    spec: portalSignatureJobManifest.spec,
    check: (manifest) => checkRules(binding, { manifest }),
  })
  // The rules refuse at run time what the narrower type refuses at compile time.
  return codec as unknown as Codec<SectorManifest<S>>
}
