/**
 * Jobs for the tests of the rules: one that keeps all of them, any that does, and any that a case breaks.
 *
 * @module
 */
import * as fc from 'fast-check'
import { anyManifestFor } from 'signering-portal/arbitraries'
import type { PortalDocument, PortalSignatureJobManifest, PortalSigner } from 'signering-portal/codec'
import type { BundleDocument, CheckJobOptions, Sector } from 'signering-portal/manifest'
import { pdf } from './pdf-files.js'
import { jobOf, type RuleCase } from './rule-cases.js'

/** A whole job, of which every part may be changed to one that breaks a rule. */
export type WholeJob = { readonly [K in keyof CheckJobOptions]-?: NonNullable<CheckJobOptions[K]> }

/** Eleven digits with valid check digits, of nobody: there is no thirteenth month. */
export const validNumber = '01130000068'

/** A synthetic national identity number, for signers; rules do not look at its check digits. */
const signerNumber = '12345678910'

const contact = { notifications: { email: { address: 'signer@example.com' } } } as const

/** A signer who keeps every rule in a sector. */
const plainSigner: Readonly<Record<Sector, PortalSigner>> = {
  PUBLIC: { personalIdentificationNumber: signerNumber, notificationsUsingLookup: { email: true } },
  PRIVATE: { personalIdentificationNumber: signerNumber, ...contact },
}

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
    .map((signer): PortalSigner =>
      signer.notifications === undefined ? signer : { ...signer, notifications: contact.notifications },
    )
  const asPdf = <D extends PortalDocument>(document: D): D => ({ ...document, mime: 'application/pdf' })
  return manifest.documents === undefined
    ? { ...manifest, signers, document: asPdf(manifest.document) }
    : { ...manifest, signers, documents: manifest.documents.map(asPdf) }
}

/** A job of which the parts that a case is about are those of the case; what rules say together with them is plain. */
export function breakBy(each: RuleCase, job: WholeJob, sector: Sector): WholeJob {
  const { signers, sender, requiredAuthentication, availability, nonsensitiveTitle, description } = job.manifest
  const plain = jobOf(each, sector)
  const fields = {
    sender,
    signers: signers.map(({ signatureType, ...signer }): PortalSigner => signer),
    ...defined({ requiredAuthentication, availability, nonsensitiveTitle, description }),
    ...defined({ title: job.manifest.title }),
  }
  const manifest = { ...plain.manifest, ...fields, ...each.manifest?.(sector) } as PortalSignatureJobManifest
  const { documents, organizationNumber } = withFiles({ manifest, request: job.request })
  return {
    manifest,
    request: plain.request ?? job.request,
    documents: plain.documents ?? documents,
    organizationNumber: plain.organizationNumber ?? organizationNumber,
  }
}

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as Partial<T>
