/**
 * The manifest of a job: what is to be signed, by whom, and when (portal.xsd, element `portal-signature-job-manifest`,
 * and portal-legacy.xsd).
 *
 * @module
 */
import {
  attribute,
  choice,
  complexType,
  dateTime,
  element,
  listType,
  optionalElement,
  repeatedElement,
} from '../declare.js'
import type { ComplexType } from '../spec.js'
import {
  authenticationLevel,
  description,
  href,
  identifierInSignedDocuments,
  mime,
  nonNegativeLong,
  sender,
  title,
  type AuthenticationLevel,
  type IdentifierInSignedDocuments,
  type Sender,
} from './common.js'
import { portalSigner, type PortalSigner } from './signer.js'

/** Type `portal-document`: a document of the job and the name of its file in the document package. */
export interface PortalDocument {
  /** Attribute `href`: the name of the file in the document package, 4 to 100 characters. */
  readonly href: string
  /**
   * Attribute `mime`: the media type, 1 to 100 characters, normally `application/pdf`. Pages in A4, upright, are advised (the
   * service's documentation of 2026-06-30).
   */
  readonly mime: string
  /** Element `title`: shown to the signer, 1 to 80 characters. */
  readonly title: string
}

/** The declaration of {@link PortalDocument}. */
export const portalDocument: ComplexType<PortalDocument> = complexType({
  name: 'portal-document',
  attributes: [attribute('href', href), attribute('mime', mime)],
  sequence: [element('title', title)],
})

/** Type `legacy-portal-document`: the one document of a job in the older form, which also names the job. Deprecated. */
export interface LegacyPortalDocument extends PortalDocument {
  /**
   * Element `nonsensitive-title`: used in notifications instead of the title, 1 to 80 characters, and shown at security level
   * 3. To give one is strongly recommended: without it a generic text stands there, never the title (portal flow page).
   */
  readonly nonsensitiveTitle?: string | undefined
  /** Element `description`: a message to the signers, at most 220 characters. */
  readonly description?: string | undefined
}

const titleElement = element('title', title)
const nonsensitiveTitle = optionalElement('nonsensitive-title', title)
const descriptionElement = optionalElement('description', description)

const legacyPortalDocument: ComplexType<LegacyPortalDocument> = complexType({
  name: 'legacy-portal-document',
  attributes: [attribute('href', href), attribute('mime', mime)],
  sequence: [titleElement, nonsensitiveTitle, descriptionElement],
})

/** Type `availability`: when a job is active, and for how long. */
export interface Availability {
  /**
   * Element `activation-time`, an xs:dateTime: when the first signers get the job. Omitted or past: at once.
   */
  readonly activationTime?: string | undefined
  /**
   * Element `available-seconds`, in seconds: how long each group of signers with the same order has, at most 7,776,000
   * (90 days). Omitted: 2,592,000 (30 days).
   */
  readonly availableSeconds?: number | undefined
}

const availability: ComplexType<Availability> = complexType({
  name: 'availability',
  sequence: [optionalElement('activation-time', dateTime), optionalElement('available-seconds', nonNegativeLong)],
})

/** What both forms of a manifest have. */
export interface ManifestCommon {
  /** Element `signers`: those who are to sign, 1 to 10. */
  readonly signers: readonly PortalSigner[]
  /** Element `sender`: the organization that the job belongs to. */
  readonly sender: Sender
  /** Element `required-authentication`: the least security level of the signers' log-in, `3` or `4`; omitted, it is 4. */
  readonly requiredAuthentication?: AuthenticationLevel | undefined
  /**
   * Element `availability`: from when the job is active, and for how long; omitted, it is active at once, and for 30 days
   * for each group of signers.
   */
  readonly availability?: Availability | undefined
  /**
   * Element `identifier-in-signed-documents`: how signed documents name their signers. The service's
   * documentation of 2026-06-30 has no default.
   */
  readonly identifierInSignedDocuments?: IdentifierInSignedDocuments | undefined
}

/** What a job is called, in a manifest that lists its documents. */
export interface ManifestTitles {
  /** Element `title`: the name of the job, 1 to 80 characters. */
  readonly title: string
  /**
   * Element `nonsensitive-title`: used in notifications instead of the title, 1 to 80 characters, and shown at security level
   * 3. To give one is strongly recommended: without it a generic text stands there, never the title (portal flow page).
   */
  readonly nonsensitiveTitle?: string | undefined
  /** Element `description`: a message to the signers, at most 220 characters. */
  readonly description?: string | undefined
}

/** The documents of a manifest. */
export interface ManifestDocuments extends ManifestTitles {
  /** Element `documents`: what is to be signed, 1 to 20 documents. */
  readonly documents: readonly PortalDocument[]
  /** Excluded: the older form. */
  readonly document?: undefined
}

/** The one document of a manifest of the older form, which carries the title of the job. */
export interface ManifestLegacyDocument {
  /** Element `document`: the one document, which also names the job; deprecated, use `documents`. */
  readonly document: LegacyPortalDocument
  /** Excluded by the older form, in which the document carries it. */
  readonly title?: undefined
  /** Excluded by the older form, in which the document carries it. */
  readonly nonsensitiveTitle?: undefined
  /** Excluded by the older form, in which the document carries it. */
  readonly description?: undefined
  /** Excluded by the older form, which has one document. */
  readonly documents?: undefined
}

/** A manifest that lists its documents. */
export interface ManifestWithDocuments extends ManifestCommon, ManifestDocuments {}

/** A manifest in the older form, with one document. */
export interface ManifestWithLegacyDocument extends ManifestCommon, ManifestLegacyDocument {}

/** Element `portal-signature-job-manifest`: `manifest.xml` of the document package. */
export type PortalSignatureJobManifest = ManifestWithDocuments | ManifestWithLegacyDocument

/** The most documents of a job. */
export const maximumDocuments = 20

/** The name of the element. */
export const manifestElement = 'portal-signature-job-manifest'

/** The declaration of {@link PortalSignatureJobManifest}. */
export const portalSignatureJobManifestType: ComplexType<PortalSignatureJobManifest> = complexType({
  sequence: [
    element('signers', listType('portal-signers', repeatedElement('signer', portalSigner, 10))),
    element('sender', sender),
    choice(
      [
        titleElement,
        nonsensitiveTitle,
        descriptionElement,
        element('documents', listType(undefined, repeatedElement('document', portalDocument, maximumDocuments))),
      ],
      [element('document', legacyPortalDocument)],
    ),
    optionalElement('required-authentication', authenticationLevel),
    optionalElement('availability', availability),
    optionalElement('identifier-in-signed-documents', identifierInSignedDocuments),
  ],
})
