/**
 * Jobs for the tests of the rules: one that keeps all of them, any that does, and for each rule a way to break it.
 *
 * @module
 */
import * as fc from 'fast-check'
import { anyManifestFor } from 'signering-portal/arbitraries'
import type { PortalDocument, PortalSignatureJobManifest, PortalSigner } from 'signering-portal/codec'
import type { BundleDocument, CheckJobOptions, Sector } from 'signering-portal/manifest'
import { pdf, pdfOfLength } from './pdf-files.js'

/** A whole job, of which every part may be changed to one that breaks a rule. */
export type WholeJob = { readonly [K in keyof CheckJobOptions]-?: NonNullable<CheckJobOptions[K]> }

/** Eleven digits with valid check digits, of nobody: there is no thirteenth month. */
export const validNumber = '01130000068'

/** A synthetic national identity number, for signers; rules do not look at its check digits. */
const signerNumber = '12345678910'

const contact = { notifications: { email: { address: 'signer@example.com' } } } as const

/** A signer who keeps every rule in a sector. */
export const plainSigner: Readonly<Record<Sector, PortalSigner>> = {
  PUBLIC: { personalIdentificationNumber: signerNumber, notificationsUsingLookup: { email: true } },
  PRIVATE: { personalIdentificationNumber: signerNumber, ...contact },
}

/** A signer addressed by contact information. */
export const contactSigner: PortalSigner = { identifiedByContactInformation: true, ...contact }

/** A job that keeps every rule. */
export function plainJob(sector: Sector): WholeJob {
  return withFiles({
    manifest: {
      signers: [plainSigner[sector]],
      sender: { organizationNumber: '123456789' },
      title: 'Title',
      documents: [{ href: 'document-1.pdf', mime: 'application/pdf', title: 'Document' }],
    },
    request: { reference: '123-ABC', pollingQueue: 'queue' },
  })
}

/** The same in the older form of the manifest. */
export function legacyJob(sector: Sector): WholeJob {
  const { manifest, request } = plainJob(sector)
  const document = { href: 'document.pdf', mime: 'application/pdf', title: 'Document' }
  return withFiles({ manifest: { signers: manifest.signers, sender: manifest.sender, document }, request })
}

const file = pdf()

/** Gives a manifest the files that it lists, and the organization that it names. */
function withFiles({ manifest, request }: Pick<WholeJob, 'manifest' | 'request'>): WholeJob {
  const documents = documentsOf(manifest).map(({ href, mime }): BundleDocument => ({ href, mime, bytes: file }))
  return { manifest, request, documents, organizationNumber: manifest.sender.organizationNumber }
}

const documentsOf = ({ documents, document }: PortalSignatureJobManifest): readonly PortalDocument[] =>
  documents ?? [document]

/** Any job that keeps every rule of a sector, those that only warn among them. */
export function jobFor(sector: Sector): fc.Arbitrary<WholeJob> {
  return fc
    .tuple(anyManifestFor(sector), fc.record({ reference: fc.string({ unit: 'grapheme-ascii', maxLength: 50 }) }))
    .map(([manifest, request]) => withFiles({ manifest: quiet(manifest, sector), request }))
}

/** Takes out of a manifest that keeps the errors' rules what would give a warning. */
function quiet(manifest: PortalSignatureJobManifest, sector: Sector): PortalSignatureJobManifest {
  const signers = manifest.signers
    .map((signer): PortalSigner =>
      sector === 'PUBLIC' && signer.personalIdentificationNumber !== undefined && signer.notifications !== undefined
        ? { ...signer, onBehalfOf: 'OTHER' }
        : signer,
    )
    .map(({ order, ...signer }): PortalSigner =>
      order === undefined || manifest.signers.length === 1 ? signer : { ...signer, order },
    )
  const asPdf = <D extends PortalDocument>(document: D): D => ({ ...document, mime: 'application/pdf' })
  return manifest.documents === undefined
    ? { ...manifest, signers, document: asPdf(manifest.document) }
    : { ...manifest, signers, documents: manifest.documents.map(asPdf) }
}

/** A way to break a rule. */
export interface Breaker {
  /** Makes of a job that keeps every rule one that breaks this rule. */
  readonly breakRule: (job: WholeJob, sector: Sector) => WholeJob
  /** Where it is broken then. */
  readonly path: string
  /** Rules of a sector that cannot but be broken with it. */
  readonly entails?: Partial<Record<Sector, readonly string[]>>
  /** Whether the manifest alone shows it. */
  readonly inManifest: boolean
}

const root = '/portal-signature-job-manifest'
const firstSigner = `${root}/signers/signer[1]`

const changeManifest = (job: WholeJob, change: Partial<PortalSignatureJobManifest>): WholeJob => ({
  ...job,
  // A manifest of either form stays one of that form.
  manifest: { ...job.manifest, ...change } as PortalSignatureJobManifest,
})

const changeFirstSigner = (job: WholeJob, change: (signer: PortalSigner) => PortalSigner): WholeJob =>
  changeManifest(job, {
    signers: job.manifest.signers.map((signer, index) => (index === 0 ? change(signer) : signer)),
  })

/** Puts documents of this form in the place of those of the manifest. */
const changeDocuments = (job: WholeJob, documents: readonly PortalDocument[]): WholeJob => {
  const { document, documents: before, title, nonsensitiveTitle, description, ...rest } = job.manifest
  return withFiles({ ...job, manifest: { ...rest, title: 'Title', documents } })
}

const document = (number: number): PortalDocument => ({
  href: `document-${number}.pdf`,
  mime: 'application/pdf',
  title: 'Document',
})

const withoutIdentifier = ({ manifest, ...job }: WholeJob): WholeJob => {
  const { identifierInSignedDocuments, ...rest } = manifest
  return { ...job, manifest: rest }
}

const withoutSignatureTypes = (job: WholeJob): WholeJob =>
  changeManifest(job, { signers: job.manifest.signers.map(({ signatureType, ...signer }): PortalSigner => signer) })

const lookup = { notificationsUsingLookup: { email: true } } as const
const numbered = { personalIdentificationNumber: signerNumber } as const
const entailsNoLookup = { PRIVATE: ['lookup-public-only'] } as const

/** A way to break each rule, by the rule's id. */
export const breakers: Readonly<Record<string, Breaker>> = {
  'availability-max': {
    breakRule: (job) => changeManifest(job, { availability: { availableSeconds: 7_776_001 } }),
    path: `${root}/availability/available-seconds`,
    inManifest: true,
  },
  'lookup-public-only': {
    breakRule: (job) => changeFirstSigner(job, () => ({ ...numbered, ...lookup })),
    path: `${firstSigner}/notifications-using-lookup`,
    inManifest: true,
  },
  'other-excludes-lookup': {
    breakRule: (job) => changeFirstSigner(job, () => ({ ...numbered, ...lookup, onBehalfOf: 'OTHER' })),
    path: `${firstSigner}/notifications-using-lookup`,
    entails: entailsNoLookup,
    inManifest: true,
  },
  'contact-excludes-lookup': {
    // A number of a signer could be what the signed documents are to show.
    breakRule: (job) =>
      changeFirstSigner(withoutIdentifier(job), () => ({ identifiedByContactInformation: true, ...lookup })),
    path: `${firstSigner}/notifications-using-lookup`,
    entails: entailsNoLookup,
    inManifest: true,
  },
  'private-advanced-only': {
    breakRule: (job) =>
      changeFirstSigner(job, (signer) => ({ ...signer, signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE' })),
    path: `${firstSigner}/signature-type`,
    inManifest: true,
  },
  'private-level-4': {
    breakRule: (job) => changeManifest(job, { requiredAuthentication: '3' }),
    path: `${root}/required-authentication`,
    inManifest: true,
  },
  'private-identifier': {
    breakRule: (job) => changeManifest(job, { identifierInSignedDocuments: 'NAME' }),
    path: `${root}/identifier-in-signed-documents`,
    inManifest: true,
  },
  'public-identifier': {
    // With several documents an advanced signature would break another rule.
    breakRule: (job) =>
      changeFirstSigner(
        changeManifest(changeDocuments(withoutSignatureTypes(job), [document(1)]), {
          identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
        }),
        (signer) => ({ ...signer, signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' }),
      ),
    path: `${firstSigner}/signature-type`,
    inManifest: true,
  },
  'pin-identifier-needs-pin': {
    breakRule: (job) =>
      changeFirstSigner(
        changeManifest(job, {
          identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
          signers: job.manifest.signers.map((signer) =>
            signer.identifiedByContactInformation === undefined
              ? signer
              : { ...numbered, ...contact, onBehalfOf: 'OTHER' },
          ),
        }),
        () => contactSigner,
      ),
    path: `${firstSigner}/identified-by-contact-information`,
    inManifest: true,
  },
  'public-advanced-single': {
    breakRule: (job) =>
      changeFirstSigner(changeDocuments(withoutIdentifier(job), [document(1), document(2)]), (signer) => ({
        ...signer,
        signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE',
      })),
    path: `${root}/documents`,
    inManifest: true,
  },
  'documents-size': {
    breakRule: (job) => {
      const single = changeDocuments(job, [document(1)])
      return { ...single, documents: single.documents.map((each) => ({ ...each, bytes: tooLong() })) }
    },
    path: `${root}/documents`,
    inManifest: false,
  },
  'documents-pdf': {
    breakRule: (job) => {
      const single = changeDocuments(job, [document(1)])
      return { ...single, documents: single.documents.map((each) => ({ ...each, bytes: encrypted })) }
    },
    path: `${root}/documents/document[1]`,
    inManifest: false,
  },
  'href-unique': {
    breakRule: (job) =>
      changeDocuments(withoutSignatureTypes(job), [document(1), { ...document(2), href: 'DOCUMENT-1.pdf' }]),
    path: `${root}/documents/document[2]/@href`,
    inManifest: true,
  },
  'sender-matches': {
    breakRule: (job) => ({
      ...job,
      organizationNumber: job.organizationNumber === '987654321' ? '123456789' : '987654321',
    }),
    path: `${root}/sender/organization-number`,
    inManifest: false,
  },
  'no-personal-data': {
    breakRule: (job) => ({ ...job, request: { ...job.request, reference: `Case ${validNumber}` } }),
    path: '/portal-signature-job-request/reference',
    inManifest: false,
  },
  'order-single': {
    breakRule: (job) =>
      changeFirstSigner(changeManifest(job, { signers: job.manifest.signers.slice(0, 1) }), (signer) => ({
        ...signer,
        order: 0,
      })),
    path: `${firstSigner}/@order`,
    inManifest: true,
  },
  'public-own-contact': {
    breakRule: (job) => changeFirstSigner(job, () => ({ ...numbered, ...contact })),
    path: `${firstSigner}/notifications`,
    inManifest: true,
  },
}

const encrypted = pdf({ entries: '/Encrypt 5 0 R' })

let longFile: Uint8Array | undefined
/** Made once: it is large. */
const tooLong = (): Uint8Array => (longFile ??= pdfOfLength(10_485_761))
