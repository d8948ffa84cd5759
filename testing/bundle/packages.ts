/** The packages that the tests write. */
import type { ManifestCommon, ManifestWithDocuments } from 'signering-portal/codec'
import type { WriteBundleOptions, BundleDocument } from 'signering-portal/bundle'
import { signingKeyFromPem } from 'signering-portal/bundle'
import { makeSender, type Sender } from '../certificates.js'

/** When the packages are signed. */
export const signingTime: Date = new Date('2026-11-23T20:15:30.123Z')

/** The sender of the packages. */
export const sender: Sender = makeSender()

/** Documents that look like PDF, each with its own content. */
export function makeDocuments(count: number): readonly BundleDocument[] {
  return Array.from({ length: count }, (_, index) => ({
    href: `document-${index + 1}.pdf`,
    mime: 'application/pdf',
    bytes: new TextEncoder().encode(`%PDF-1.4\n% ${'æøå '.repeat(100)}${index}\n%%EOF\n`),
  }))
}

/** A manifest of documents. */
export function makeManifest(documents: readonly BundleDocument[]): ManifestCommon & ManifestWithDocuments {
  return {
    signers: [
      { personalIdentificationNumber: '12345678910', notifications: { email: { address: 'kari@example.com' } } },
    ],
    sender: { organizationNumber: '988015814' },
    title: 'Avtale & <vilkår>',
    documents: documents.map(({ href, mime }, index) => ({ href, mime, title: `Dokument ${index + 1}` })),
  }
}

/** What goes into a package of some documents, with one thing or another changed. */
export function makeInput(
  count = 1,
  change: Partial<WriteBundleOptions> = {},
  from: Sender = sender,
): WriteBundleOptions {
  const documents = makeDocuments(count)
  const key = signingKeyFromPem({ key: from.leaf.privateKeyPem, certificates: from.certificates })
  return { manifest: makeManifest(documents), documents, key, signingTime, ...change }
}
