import { describe, expect, it } from 'vitest'
import type { PortalSignatureJobManifest } from 'signering-portal/codec'
import { readBundle, verifyBundle, writeBundle } from 'signering-portal/bundle'
import { makeDocuments, makeInput, makeManifest, sender, signingTime } from '../../testing/bundle/packages.js'

describe('a package that was written', () => {
  const trust = [sender.root.certificateDer]

  it.each([
    { count: 1, compress: false },
    { count: 1, compress: true },
    { count: 20, compress: false },
    { count: 20, compress: true },
  ])('is read and verified: $count documents, deflated $compress', async ({ count, compress }) => {
    const input = makeInput(count, { compress })
    const written = await writeBundle(input)
    expect(written.warnings).toEqual([])
    const verified = verifyBundle(written.bytes, { trust, receivedAt: signingTime })
    if (!verified.ok) expect(verified.issues).toEqual([])
    else {
      expect(verified.warnings).toEqual([])
      expect(verified.value).toEqual({
        manifest: input.manifest,
        documents: input.documents,
        manifestXml: written.manifestXml,
        signaturesXml: written.signaturesXml,
        signerCertificate: sender.leaf.certificateDer,
        chain: [sender.leaf, sender.intermediate, sender.root].map(({ certificateDer }) => certificateDer),
        signingTime,
      })
      expect(readBundle(written.bytes)).toEqual(verified)
    }
  })

  it('may have a manifest in the older form', async () => {
    const documents = makeDocuments(1)
    const { signers, sender: from } = makeManifest(documents)
    const document = { href: 'document-1.pdf', mime: 'application/pdf', title: 'Avtale', description: 'Se over' }
    const legacy: PortalSignatureJobManifest = { signers, sender: from, document }
    const written = await writeBundle(makeInput(1, { manifest: legacy }))
    const verified = verifyBundle(written.bytes, { trust, receivedAt: signingTime })
    expect(verified).toMatchObject({ ok: true, value: { manifest: legacy, documents } })
  })
})
