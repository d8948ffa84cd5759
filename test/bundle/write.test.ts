import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { maximumIssues, type Issue, type PortalSignatureJobManifest } from 'signering-portal/codec'
import {
  maximumBundleBytes,
  readBundle,
  safeReadBundle,
  safeWriteBundle,
  writeBundle,
  type WriteBundleOptions,
} from 'signering-portal/bundle'
import { maximumDocumentsBytes, type BundleDocument } from 'signering-portal/manifest'
import { readZip } from '../../src/bundle/zip-reader.js'
import { makeArchive } from '../../testing/bundle/archives.js'
import { makeDocuments, makeInput, makeManifest, signingTime } from '../../testing/bundle/packages.js'
import { codes, rejected } from '../../testing/issues.js'
import { resizableBuffer, resize } from '../../testing/odd-values.js'

/** Nothing of the message, and nothing of the key. */
const secret = /12345678910|kari@|Avtale|secret|MII[A-Za-z0-9]/

const issuesOf = async (input: WriteBundleOptions): Promise<readonly Issue[]> =>
  rejected(() => writeBundle(input), secret)
const codesOf = async (input: WriteBundleOptions): Promise<readonly string[]> => codes(await issuesOf(input))
const [first, second] = makeDocuments(2)
if (first === undefined || second === undefined) throw new Error('two documents were asked for')
const both = makeManifest([first, second])
const document = { href: first.href, mime: first.mime, title: 'Avtale' }
const legacy: PortalSignatureJobManifest = { signers: both.signers, sender: both.sender, document }

describe('the documents given', () => {
  const cases: readonly (readonly [
    string,
    PortalSignatureJobManifest,
    readonly BundleDocument[],
    readonly string[],
  ])[] = [
    ['may come in another order', both, [second, first], []],
    ['must not be missing', both, [second], ['bundle.document-missing']],
    ['must not be missing at all', both, [], ['bundle.document-missing', 'bundle.document-missing']],
    [
      'must be in the manifest',
      both,
      [first, second, { ...first, href: 'secret.pdf' }],
      ['bundle.document-unexpected'],
    ],
    ['must not be repeated', both, [first, second, first], ['bundle.document-unexpected']],
    [
      'must have the media type of the manifest',
      both,
      [first, { ...second, mime: 'text/plain' }],
      ['bundle.document-mime'],
    ],
    ['must be those of the older form', legacy, [second], ['bundle.document-missing', 'bundle.document-unexpected']],
    ['must be the one of the older form', legacy, [first, second], ['bundle.document-unexpected']],
    [
      'must have the media type of the older form',
      legacy,
      [{ ...first, mime: 'text/plain' }],
      ['bundle.document-mime'],
    ],
    [
      'must be documents',
      both,
      [null, 1] as never,
      ['value.type', 'bundle.document-missing', 'value.type', 'bundle.document-missing'],
    ],
    ['must be a list', both, 'secret' as never, ['value.type']],
    ['must have bytes', both, [first, { ...second, bytes: [1, 2] as never }], ['value.type']],
  ]
  it.each(cases)('%s', async (_, manifest, documents, codes) => {
    expect(await codesOf(makeInput(2, { manifest, documents }))).toEqual(codes)
  })

  it('are named by their place in the manifest, not by their names', async () => {
    expect(await issuesOf(makeInput(2, { documents: [first, { ...second, mime: 'x' }] }))).toMatchObject([
      { path: '/portal-signature-job-manifest/documents/document[2]/@mime' },
    ])
  })

  it.each([
    ...['manifest.xml', 'MIMETYPE', 'a/b.pdf', '../x.pdf'].map((href) => [href, 'rule.href-unique']),
    ...['.pdf', 'a b.pdf', 'blåbær.pdf', 'a%20b.pdf', 'nul.pdf'].map((href) => [href, 'rule.href-characters']),
  ])('cannot be named %s', async (href = '', code = '') => {
    const documents = [{ ...first, href }]
    expect(await codesOf(makeInput(1, { documents, manifest: makeManifest(documents) }))).toEqual([code])
  })

  it('have one media type in any case', async () => {
    const documents = [{ ...first, mime: 'Application/PDF' }, second]
    const written = await writeBundle(makeInput(2, { documents }))
    expect(readBundle(written.bytes).documents.map(({ mime }) => mime)).toEqual([first.mime, second.mime])
  })

  it('cannot have names that differ in case only', async () => {
    const documents = [first, { ...second, href: first.href.toUpperCase() }]
    expect(await codesOf(makeInput(2, { documents, manifest: makeManifest(documents) }))).toEqual(['rule.href-unique'])
  })

  it('are at most 10,485,760 bytes together, written and read', async () => {
    const sized = (bytes: number): readonly BundleDocument[] => [
      { ...first, bytes: new Uint8Array(1000) },
      { ...second, bytes: new Uint8Array(bytes - 1000) },
    ]
    const fits = await writeBundle(makeInput(2, { documents: sized(maximumDocumentsBytes) }))
    expect(safeReadBundle(fits.bytes).ok).toBe(true)
    expect(await codesOf(makeInput(2, { documents: sized(maximumDocumentsBytes + 1) }))).toEqual([
      'rule.documents-size',
    ])
    const large = makeArchive([
      ...sized(maximumDocumentsBytes + 1).map(({ href, bytes }) => ({ name: href, bytes })),
      { name: 'manifest.xml', bytes: fits.manifestXml },
      { name: 'META-INF/signatures.xml', bytes: fits.signaturesXml },
    ])
    expect(safeReadBundle(large)).toMatchObject({ ok: false, issues: [{ code: 'rule.documents-size' }] })
  })
})

describe('what is wrong', () => {
  it('is told all at once', async () => {
    const input = makeInput(2, {
      documents: [first],
      signingTime: new Date(NaN),
      key: { chain: [], sign: () => new Uint8Array() },
    })
    expect(await codesOf(input)).toEqual(['bundle.document-missing', 'key.certificate', 'bundle.signing-time'])
    const manifest = { ...both, title: '', sender: { organizationNumber: '1' } }
    expect(await codesOf({ ...input, manifest })).toEqual([
      'schema.pattern',
      'schema.min-length',
      'bundle.document-missing',
      'key.certificate',
      'bundle.signing-time',
    ])
  })

  it('has its place in the options', async () => {
    const issues = await issuesOf({
      manifest: { ...both, title: '' },
      documents: [first, { ...second, mime: 1, bytes: 'x' }],
      key: { chain: [Uint8Array.of(1)], sign: 'x' },
      signingTime: 'now',
      compress: 'yes',
    } as never)
    expect(issues.map(({ code, property }) => [code, property])).toEqual([
      ['schema.min-length', ['manifest', 'title']],
      ['value.type', ['documents', 1, 'bytes']],
      ['value.type', ['documents', 1, 'mime']],
      ['key.certificate', ['key', 'chain', 0]],
      ['value.type', ['key', 'sign']],
      ['bundle.signing-time', ['signingTime']],
      ['value.type', ['compress']],
    ])
    const documents = [{ ...first, mime: 'text/plain' }, second, first]
    expect((await issuesOf(makeInput(2, { documents }))).map(({ code, property }) => [code, property])).toEqual([
      ['bundle.document-mime', ['manifest', 'documents', 0, 'mime']],
      ['bundle.document-unexpected', ['documents', 2, 'href']],
    ])
  })

  it('comes in document order: the manifest with what it lists, then what else was given', async () => {
    const { manifest } = makeInput(3)
    const [one, two] = makeDocuments(3)
    const changed = {
      ...manifest,
      sender: { organizationNumber: '1' },
      documents: manifest.documents?.map((each, index) => (index === 1 ? { ...each, title: '' } : each)),
      requiredAuthentication: '2',
      availability: { availableSeconds: 7_776_001 },
      identifierInSignedDocuments: 'x',
    }
    const documents = [
      { ...one, mime: 'text/plain' },
      { ...two, bytes: 5 },
      { ...one, href: 'secret.pdf' },
    ]
    const issues = await issuesOf(makeInput(1, { manifest: changed, documents, signingTime: 5 } as never))
    expect(issues.map(({ code, property }) => `${code} ${property?.join('.')}`)).toEqual([
      'schema.pattern manifest.sender.organizationNumber',
      'bundle.document-mime manifest.documents.0.mime',
      'value.type documents.1.bytes',
      'schema.min-length manifest.documents.1.title',
      'bundle.document-missing manifest.documents.2',
      'schema.enumeration manifest.requiredAuthentication',
      'rule.availability-max manifest.availability.availableSeconds',
      'schema.enumeration manifest.identifierInSignedDocuments',
      'bundle.document-unexpected documents.2.href',
      'bundle.signing-time signingTime',
    ])
  })

  it('takes time in proportion to what was given', async () => {
    const documents = Array.from({ length: 100_000 }, (_, index) => ({ ...first, href: `document-${index}.pdf` }))
    const before = process.cpuUsage().user
    expect(await codesOf(makeInput(1, { documents }))).toHaveLength(maximumIssues)
    // In proportion to the square it were 40 seconds.
    expect((process.cpuUsage().user - before) / 1_000_000).toBeLessThan(8)
  })

  it('is a document whose bytes another takes away', async () => {
    const buffer = resizableBuffer(8, 8)
    const taking = {
      ...second,
      get bytes(): Uint8Array {
        resize(buffer, 0)
        return second.bytes
      },
    }
    const documents = [{ ...first, bytes: new Uint8Array(buffer, 4) }, taking]
    expect(await issuesOf(makeInput(2, { documents }))).toMatchObject([
      { code: 'value.type', property: ['documents', 0, 'bytes'] },
    ])
  })

  it('is told of the documents also where the manifest is wrong, and of one document where another is', async () => {
    const places = async (input: WriteBundleOptions): Promise<unknown> =>
      (await issuesOf(input)).map(({ code, property = [] }) => `${code} ${property.join('.')}`)
    const { signers } = both
    const manifest = {
      ...both,
      signers: [
        { ...signers[0], order: '1' },
        { ...signers[0], onBehalfOf: 'OTHER' },
      ],
    } as never
    const large = { ...first, href: 'other.pdf', bytes: new Uint8Array(11_000_000) }
    expect(await places(makeInput(2, { manifest, documents: [large] }))).toEqual([
      'value.type manifest.signers.0.order',
      'rule.documents-size documents',
      'bundle.document-missing manifest.documents.0',
      'bundle.document-missing manifest.documents.1',
      'bundle.document-unexpected documents.0.href',
    ])
    const documents = [{ ...first, mime: 1 as never }, large]
    expect(await places(makeInput(2, { manifest: both, documents }))).toEqual([
      'rule.documents-size documents',
      'value.type documents.0.mime',
      'bundle.document-missing manifest.documents.1',
      'bundle.document-unexpected documents.1.href',
    ])
    // The rules of the manifest are told beside its form.
    const unsafe = makeManifest([{ ...first, href: 'a b.pdf' }])
    expect(await places(makeInput(1, { manifest: { ...unsafe, title: '' } }))).toEqual([
      'schema.min-length manifest.title',
      'bundle.document-missing manifest.documents.0',
      'rule.href-characters manifest.documents.0.href',
      'bundle.document-unexpected documents.0.href',
    ])
  })

  it('is not a document whose name in the manifest cannot be read', async () => {
    const [one, other] = both.documents
    const manifest = { ...both, documents: [{ ...one, href: 1 }, other] } as never
    expect(await codesOf(makeInput(2, { manifest, documents: [first, second] }))).toEqual(['value.type'])
    expect(await codesOf(makeInput(2, { manifest: { ...both, documents: 1 } as never }))).toEqual(['value.type'])
  })

  it('is a warning where the service may object, as a result too', async () => {
    const { chain, sign } = makeInput(1).key
    const key = { chain: chain.slice(0, 2), sign }
    const expected = [{ code: 'key.chain-incomplete', severity: 'warning', property: ['key', 'chain'] }]
    expect(await safeWriteBundle(makeInput(1, { key }))).toMatchObject({
      ok: true,
      value: { warnings: expected },
      warnings: expected,
    })
  })

  it.each([
    new Date(NaN),
    new Date('0000-12-31T23:59:59.999Z'),
    new Date('+010000-01-01T00:00:00Z'),
    0 as never,
    null as never,
  ])('is a signing time like %s', async (time) => {
    expect(await codesOf(makeInput(1, { signingTime: time }))).toEqual(['bundle.signing-time'])
  })

  it('is not a signing time at the ends of what can be written', async () => {
    for (const time of ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
      const { bytes } = await writeBundle(makeInput(1, { signingTime: new Date(time) }))
      expect(readBundle(bytes).signingTime).toEqual(new Date(time))
    }
  })
})

describe('a package', () => {
  it('has the same bytes for the same input, and each part is in the package as it is returned', async () => {
    const input = makeInput(3)
    const [first, second] = [await writeBundle(input), await writeBundle(input)]
    expect(second).toEqual(first)
    const read = readZip(first.bytes, maximumBundleBytes)
    const files = new Map((read.ok ? read.value : []).map(({ name, bytes }) => [name, bytes]))
    expect([...files.keys()]).toEqual([
      ...input.documents.map(({ href }) => href),
      'manifest.xml',
      'META-INF/signatures.xml',
    ])
    expect(files.get('manifest.xml')).toEqual(first.manifestXml)
    expect(files.get('META-INF/signatures.xml')).toEqual(first.signaturesXml)
  })

  it('changes when the signing time does', async () => {
    const digest = async (time: Date): Promise<string> =>
      createHash('sha256')
        .update((await writeBundle(makeInput(1, { signingTime: time }))).bytes)
        .digest('hex')
    expect(await digest(signingTime)).not.toBe(await digest(new Date(signingTime.getTime() + 1)))
  })
})
