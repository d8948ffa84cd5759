import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import {
  maximumMessageBytes,
  portalSignatureJobManifest,
  type PortalSignatureJobManifest,
} from 'signering-portal/codec'
import { maximumIssues } from '../../src/outcome.js'
import { maximumBundleBytes, readBundle, safeReadBundle, safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { readZip } from '../../src/bundle/zip-reader.js'
import { makeArchive, type ArchiveEntry } from '../../testing/bundle/archives.js'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { makeDocuments, makeInput, makeManifest, sender, signingTime } from '../../testing/bundle/packages.js'
import { codes, errorsOf } from '../../testing/issues.js'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

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
    const verified = safeVerifyBundle(written.bytes, { trust, receivedAt: signingTime })
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
      expect(safeReadBundle(written.bytes)).toEqual(verified)
    }
  })

  it('may have a manifest in the older form', async () => {
    const documents = makeDocuments(1)
    const { signers, sender: from } = makeManifest(documents)
    const document = { href: 'document-1.pdf', mime: 'application/pdf', title: 'Avtale', description: 'Se over' }
    const legacy: PortalSignatureJobManifest = { signers, sender: from, document }
    const written = await writeBundle(makeInput(1, { manifest: legacy }))
    const verified = safeVerifyBundle(written.bytes, { trust, receivedAt: signingTime })
    expect(verified).toMatchObject({ ok: true, value: { manifest: legacy, documents } })
  })
})

describe('a package that was made by hand', () => {
  const entriesOf = async (): Promise<readonly ArchiveEntry[]> => {
    const read = readZip((await writeBundle(makeInput(2))).bytes, maximumBundleBytes)
    return read.ok ? read.value : []
  }

  it('is read without verifying: what is there, though it was changed', async () => {
    const [first, ...others] = await entriesOf()
    const changed = encode('changed')
    const read = readBundle(makeArchive([{ name: first?.name ?? '', bytes: changed }, ...others]))
    expect(read.documents.map(({ bytes }) => bytes)).toEqual([changed, others[0]?.bytes])
  })

  it('is told all that is wrong with it, each in its place in the package', async () => {
    const manifest = (await entriesOf()).find(({ name }) => name === 'manifest.xml')?.bytes ?? new Uint8Array()
    const read = safeReadBundle(
      makeArchive([
        { name: 'other.pdf', bytes: encode('x') },
        { name: 'manifest.xml', bytes: manifest },
      ]),
    )
    expect(read.ok ? [] : read.issues.map(({ code, property }) => ({ code, property }))).toEqual([
      { code: 'bundle.signatures-missing' },
      { code: 'bundle.document-missing', property: ['manifest', 'documents', 0] },
      { code: 'bundle.document-missing', property: ['manifest', 'documents', 1] },
      { code: 'bundle.document-unexpected' },
    ])
  })

  it('is told what is wrong with its manifest in its place in the package', () => {
    const wrong = portalSignatureJobManifest
      .encode(makeManifest(makeDocuments(1)))
      .replace('Dokument 1', '')
      .replace('988015814', '1')
    const read = safeReadBundle(makeArchive([{ name: 'manifest.xml', bytes: encode(wrong) }]))
    expect(read.ok ? [] : read.issues.slice(1)).toMatchObject([
      { code: 'schema.pattern', property: ['manifest', 'sender', 'organizationNumber'] },
      { code: 'schema.min-length', property: ['manifest', 'documents', 0, 'title'] },
    ])
  })
})

describe('the size of a package', () => {
  const codesOf = (given: Uint8Array, maximumBytes?: number): readonly string[] =>
    codes(errorsOf(safeReadBundle(given, { maximumBytes })))

  it('is looked at before anything else, and is 32 MiB unless the caller says otherwise', async () => {
    const { bytes } = await writeBundle(makeInput(1))
    expect(codesOf(bytes, bytes.length)).toEqual([])
    expect(codesOf(bytes, bytes.length - 1)).toEqual(['bundle.zip-limit'])
    expect(codesOf(new Uint8Array(maximumBundleBytes))).toEqual(['bundle.zip'])
    expect(codesOf(new Uint8Array(maximumBundleBytes + 1))).toEqual(['bundle.zip-limit'])
    expect(codesOf(new Uint8Array(maximumBundleBytes + 1), Infinity)).toEqual(['bundle.zip'])
    for (const wrong of [-1, NaN, '1', null]) expect(codesOf(bytes, wrong as never)).toEqual(['value.type'])
  })

  it('is told to be none together with what else is none', async () => {
    const { bytes } = await writeBundle(makeInput(1))
    const places = (given: unknown, options?: unknown): unknown =>
      errorsOf(safeReadBundle(given as never, options as never)).map((issue) => [
        ...codes([issue]),
        ...(issue.property ?? []),
      ])
    expect(places(5, { maximumBytes: 'x' })).toEqual([['value.type', 'maximumBytes'], ['value.type']])
    expect(places(5)).toEqual([['value.type']])
    expect(() => readBundle(5 as never)).toThrow(/^The package cannot be read: value\.type/)
    for (const none of [5, null, 'x', []]) {
      expect(places(bytes, none)).toEqual([['value.type']])
      expect(places(5, none)).toEqual([['value.type'], ['value.type']])
    }
  })

  /** A package whose one document has so many bytes, all of them zero. */
  const packageWith = async (documentBytes: number, method: 0 | 8): Promise<Uint8Array> => {
    const read = readZip((await writeBundle(makeInput(1))).bytes, maximumBundleBytes)
    const [document, ...others] = read.ok ? read.value : []
    return makeArchive([{ name: document?.name ?? '', bytes: new Uint8Array(documentBytes), method }, ...others])
  }
  const mebibyte = 1_048_576

  it('bounds what it holds by the same number, so that documents that are too large are told as such', async () => {
    expect(codesOf(await packageWith(22 * mebibyte, 0))).toEqual(['rule.documents-size'])
    expect(codesOf(await packageWith(22 * mebibyte, 8))).toEqual(['rule.documents-size'])
  })

  it('bounds what it unpacks to before anything is inflated', async () => {
    const bytes = await packageWith(33 * mebibyte, 8)
    expect(bytes.length).toBeLessThan(mebibyte / 16)
    const inflate = vi.spyOn(zlib, 'inflateRawSync')
    syncBuiltinESMExports()
    try {
      expect(codesOf(bytes)).toEqual(['bundle.zip-limit'])
      expect(inflate).not.toHaveBeenCalled()
      expect(codesOf(bytes, 34 * mebibyte)).toEqual(['rule.documents-size'])
      expect(inflate).toHaveBeenCalledOnce()
      expect(codesOf(await packageWith(5000, 8), 5000)).toEqual(['bundle.zip-limit'])
    } finally {
      inflate.mockRestore()
      syncBuiltinESMExports()
    }
  })

  it('is another one for its manifest: that of a message', () => {
    const manifest = portalSignatureJobManifest.encode(makeManifest(makeDocuments(1)))
    const padded = manifest + ' '.repeat(maximumMessageBytes + 1 - manifest.length)
    expect(codesOf(makeArchive([{ name: 'manifest.xml', bytes: encode(padded) }]))).toContain('xml.size')
  })
})

describe('a package', () => {
  it('is refused with a file in META-INF beside the signature, though it is signed', () => {
    const documents = makeDocuments(1)
    const manifestXml = encode(portalSignatureJobManifest.encode(makeManifest(documents)))
    const signed = new Map([
      ...documents.map(({ href, bytes }) => [href, bytes] as const),
      ['manifest.xml', manifestXml] as const,
    ])
    const codesWith = (name: string | undefined): readonly unknown[] => {
      const files = new Map([...signed, ...(name === undefined ? [] : [[name, encode('<x/>')] as const])])
      const bytes = foreignArchive(files, foreignSignatures(files))
      const read = safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime })
      return codes(errorsOf(read))
    }
    expect(codesWith(undefined)).toEqual([])
    expect(codesWith('META-INF/container.xml')).toEqual(['bundle.document-unexpected'])
    expect(codesWith('META-INF/ASiCManifest.xml')).toEqual(['bundle.document-unexpected'])
    expect(codesWith('META-INF/manifest.xml')).toEqual(['bundle.meta-inf-manifest'])
    expect(codesWith('META-INF/signatures1.xml')).toEqual(['bundle.signatures-several'])
    expect(codesWith('META-INF/SIGNATURES-more.p7s')).toEqual(['bundle.signatures-several'])
  })

  it('is refused with as many issues as may be, whatever is wrong with it', () => {
    const root = 'portal-signature-job-manifest'
    const namespace = 'http://signering.posten.no/schema/v1'
    const manifest = encode(`<${root} xmlns="${namespace}">${'<x/>'.repeat(2000)}</${root}>`)
    const archive = makeArchive([
      { name: 'manifest.xml', bytes: manifest },
      { name: 'META-INF/x', bytes: manifest },
    ])
    const wrong = { trust: Array.from({ length: 2000 }, () => 'x'), receivedAt: signingTime }
    for (const read of [safeReadBundle(archive), safeVerifyBundle(archive, wrong)])
      expect(read.ok ? [] : read.issues).toHaveLength(maximumIssues)
  })
})
