import { createHash, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { IssueCode } from 'signering-portal/codec'
import {
  readBundle,
  safeVerifyBundle,
  verifyBundle,
  writeBundle,
  type VerifyBundleOptions,
} from 'signering-portal/bundle'
import { makeArchive } from '../../testing/bundle/archives.js'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { keyPem, makeCertificate, makeSender, makeStranger, validity } from '../../testing/certificates.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { codes, errorsOf } from '../../testing/issues.js'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')

const options: VerifyBundleOptions = { trust: [sender.root.certificateDer], receivedAt: signingTime }
const input = makeInput(2)
const written = await writeBundle(input)
const signatures = decode(written.signaturesXml)
const [first, second] = input.documents.map(({ href, bytes }) => ({ name: href, bytes }))
if (first === undefined || second === undefined) throw new Error('two documents were asked for')
const manifest = { name: 'manifest.xml', bytes: written.manifestXml }
const signature = { name: 'META-INF/signatures.xml', bytes: written.signaturesXml }
const withSignature = (xml: string): Uint8Array =>
  makeArchive([first, second, manifest, { ...signature, bytes: encode(xml) }])

/** Replaces a text that must be there. */
function replace(text: string, from: string, to: string): string {
  expect(text.includes(from)).toBe(true)
  return text.replace(from, to)
}

function codesOf(bytes: Uint8Array, changed: Partial<VerifyBundleOptions> = {}): readonly IssueCode[] {
  return codes(errorsOf(safeVerifyBundle(bytes, { ...options, ...changed })))
}

const propertiesType = 'http://uri.etsi.org/01903#SignedProperties'
const changedDocument = { ...first, bytes: encode(`${decode(first.bytes)} `) }
const changedManifest = { ...manifest, bytes: encode(replace(decode(manifest.bytes), 'Dokument 1', 'Dokument I')) }
const stranger = makeStranger()
const leafBase64 = Buffer.from(sender.leaf.certificateDer).toString('base64')
const strangerBase64 = Buffer.from(stranger.leaf.certificateDer).toString('base64')
const signatureElement = signatures.slice(signatures.indexOf('<Signature '), signatures.indexOf('</XAdESSignatures>'))

describe('a package is refused', () => {
  it('with the place of the reference to what does not fit', () => {
    const changes: readonly [string, Uint8Array][] = [
      ['signature.digest', makeArchive([changedDocument, second, manifest, signature])],
      [
        'signature.mime-type',
        makeArchive([
          first,
          second,
          manifest,
          { ...signature, bytes: encode(replace(signatures, 'application/pdf', 'x/y')) },
        ]),
      ],
    ]
    for (const [code, bytes] of changes) {
      const issues = errorsOf(safeVerifyBundle(bytes, options)).filter((issue) => issue.code === code)
      expect(issues.map(({ path }) => path)).toEqual(['/XAdESSignatures/Signature/SignedInfo/Reference[1]'])
    }
  })

  it('not for what a document has in it, since nobody looks', () => {
    const documents = input.documents.map((document) => ({ ...document, bytes: encode('no PDF') }))
    const files = new Map([
      ...documents.map(({ href, bytes }) => [href, bytes] as const),
      ['manifest.xml', written.manifestXml],
    ])
    expect(codesOf(foreignArchive(files, foreignSignatures(files)))).toEqual([])
  })

  it('not when it is repacked as it was', () => {
    expect(codesOf(makeArchive([signature, manifest, second, first]))).toEqual([])
  })

  const cases: readonly (readonly [string, Uint8Array, readonly IssueCode[]])[] = [
    ['with a changed document', makeArchive([changedDocument, second, manifest, signature]), ['signature.digest']],
    ['with a changed manifest', makeArchive([first, second, changedManifest, signature]), ['signature.digest']],
    [
      'with exchanged documents',
      makeArchive([{ ...first, bytes: second.bytes }, { ...second, bytes: first.bytes }, manifest, signature]),
      ['signature.digest', 'signature.digest'],
    ],
    [
      'with a changed signing time',
      withSignature(replace(signatures, '20:15:30.123Z', '20:15:30.124Z')),
      ['signature.signed-properties'],
    ],
    [
      'with a changed media type',
      withSignature(replace(signatures, '<MimeType>application/pdf', '<MimeType>text/plain')),
      ['signature.mime-type', 'signature.signed-properties'],
    ],
    [
      'with a changed document and its digest',
      makeArchive([
        changedDocument,
        second,
        manifest,
        { ...signature, bytes: encode(replace(signatures, digestOf(first.bytes), digestOf(changedDocument.bytes))) },
      ]),
      ['signature.value'],
    ],
    [
      'with a file that is not signed',
      makeArchive([first, second, manifest, signature, { name: 'extra.pdf', bytes: encode('extra') }]),
      ['bundle.document-unexpected', 'signature.unsigned-file'],
    ],
    [
      'with a mimetype file, which would not be signed',
      makeArchive([
        { name: 'mimetype', bytes: encode('application/vnd.etsi.asic-e+zip') },
        first,
        second,
        manifest,
        signature,
      ]),
      ['bundle.document-unexpected', 'signature.unsigned-file'],
    ],
    [
      'without one of the documents',
      makeArchive([first, manifest, signature]),
      ['bundle.document-missing', 'signature.reference'],
    ],
    ['without manifest', makeArchive([first, second, signature]), ['bundle.manifest-missing', 'signature.reference']],
    ['without signature', makeArchive([first, second, manifest]), ['bundle.signatures-missing']],
    [
      'with a second file of signatures',
      makeArchive([first, second, manifest, signature, { ...signature, name: 'META-INF/signatures2.xml' }]),
      ['bundle.signatures-several', 'signature.unsigned-file'],
    ],
    [
      'with a second signature',
      withSignature(replace(signatures, signatureElement, signatureElement + signatureElement)),
      ['bundle.signatures-several'],
    ],
    [
      'with a META-INF/manifest.xml',
      makeArchive([
        first,
        second,
        manifest,
        signature,
        { name: 'META-INF/manifest.xml', bytes: encode('<manifest/>') },
      ]),
      ['bundle.meta-inf-manifest', 'signature.unsigned-file'],
    ],
    [
      'with the certificate of another',
      withSignature(replace(signatures, leafBase64, strangerBase64)),
      ['signature.value', 'signature.certificate', 'signature.untrusted'],
    ],
    [
      'with two files of one name',
      makeArchive([first, first, second, manifest, signature]),
      ['bundle.entry-duplicate'],
    ],
    [
      'with two files whose names differ in case',
      makeArchive([first, { ...first, name: 'DOCUMENT-1.pdf' }, second, manifest, signature]),
      ['bundle.entry-duplicate'],
    ],
  ]
  it.each(cases)('%s', (_, bytes, codes) => {
    expect(codesOf(bytes)).toEqual(codes)
  })
})

describe('a signature is refused', () => {
  const cases: readonly (readonly [string, string, readonly IssueCode[]])[] = [
    ['by SHA-1', replace(signatures, 'xmldsig-more#rsa-sha256', 'xmldsig#rsa-sha1'), ['signature.algorithm']],
    ['by HMAC', replace(signatures, 'xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'), ['signature.algorithm']],
    ['over SHA-1 digests', replace(signatures, 'xmlenc#sha256', 'xmldsig#sha1'), ['signature.algorithm']],
    ['in no canonical form', replace(signatures, 'REC-xml-c14n-20010315', 'unknown'), ['signature.algorithm']],
    [
      'with transforms of a file',
      replace(signatures, '><DigestMethod', '><Transforms><Transform Algorithm="x"/></Transforms><DigestMethod'),
      ['signature.algorithm'],
    ],
    [
      'with two references to a file',
      replace(signatures, 'URI="document-2.pdf"', 'URI="document-1.pdf"'),
      ['signature.reference', 'signature.unsigned-file', 'signature.value'],
    ],
    [
      'with a reference to itself',
      replace(signatures, 'URI="document-2.pdf"', 'URI="META-INF/signatures.xml"'),
      ['signature.reference', 'signature.unsigned-file', 'signature.value'],
    ],
    ['with two equal Ids', replace(signatures, 'Id="ID_1"', 'Id="ID_0"'), ['signature.id']],
    ['with another target', replace(signatures, 'Target="#Signature"', 'Target="#ID_0"'), ['signature.id']],
    [
      'with signed properties elsewhere',
      replace(replace(signatures, 'URI="#SignedProperties"', 'URI="#Other"'), '<Object>', '<Object Id="Other">'),
      ['signature.id'],
    ],
    ['with a reference of another type', replace(signatures, 'Type="http', 'Type="https'), ['signature.id']],
    ['with a reference of no type', replace(signatures, ` Type="${propertiesType}"`, ''), ['signature.id']],
    ['with a misspelled type', replace(signatures, 'Type="http', 'Typo="http'), ['signature.structure']],
    [
      'with an object reference to nothing',
      replace(signatures, 'ObjectReference="#ID_1"', 'ObjectReference="#ID_9"'),
      ['signature.id'],
    ],
    [
      'without a media type for a file',
      replace(
        signatures,
        /<DataObjectFormat ObjectReference="#ID_1".*?<\/DataObjectFormat>/.exec(signatures)?.[0] ?? '?',
        '',
      ),
      ['signature.mime-type', 'signature.signed-properties'],
    ],
    ['without KeyInfo', signatures.replace(/<KeyInfo>.*<\/KeyInfo>/, ''), ['signature.structure']],
    ['with a document type', replace(signatures, '\n', '\n<!DOCTYPE XAdESSignatures>'), ['xml.doctype']],
    ['that is not well-formed', replace(signatures, '</Object>', ''), ['xml.syntax']],
    ['with another root', signatures.replaceAll('XAdESSignatures', 'Signatures'), ['signature.structure']],
    ['with a certificate that is none', replace(signatures, leafBase64, 'AAAA'), ['key.certificate']],
    ['that is nested deep', replace(signatures, '<Object>', '<a>'.repeat(5000)), ['signature.structure']],
    [
      'with a comment in the signing time that would hide its end',
      replace(signatures, '30.123Z</SigningTime>', '30.123Z<!-- -->0</SigningTime>'),
      ['signature.structure'],
    ],
    [
      'with another serial number of the certificate',
      signatures.replace(/(<X509SerialNumber[^>]*>)[0-9]+/, '$17'),
      ['signature.signed-properties', 'signature.certificate'],
    ],
  ]
  it.each(cases)('%s', (_, xml, codes) => {
    expect(xml).not.toBe(signatures)
    expect(codesOf(withSignature(xml))).toEqual(codes)
  })

  it('with a changed value, of whatever length', () => {
    const value = /<SignatureValue>(.*)<\/SignatureValue>/.exec(signatures)?.[1] ?? ''
    const changed = [`B${value.slice(1)}`, `A${value.slice(1)}`, value.slice(4), `AAAA${value}`, 'AAAA']
    for (const other of changed.filter((candidate) => candidate !== value))
      expect(codesOf(withSignature(replace(signatures, value, other)))).toEqual(['signature.value'])
  })
})

describe('a signer is refused', () => {
  const bundleBy = async (from: typeof sender): Promise<Uint8Array> => (await writeBundle(makeInput(1, {}, from))).bytes
  const day = 24 * 60 * 60 * 1000
  const earlier = {
    notBefore: new Date(signingTime.getTime() - 20 * day),
    notAfter: new Date(signingTime.getTime() - day),
  }
  const later = { notBefore: new Date(signingTime.getTime() + day), notAfter: validity.notAfter }

  it.each<[unknown, string[]]>([
    [undefined, ['trust', 'receivedAt']],
    [null, ['trust', 'receivedAt']],
    [{}, ['trust', 'receivedAt']],
    [{ environment: 'difitest', receivedAt: signingTime }, ['environment']],
    [{ environment: null, trust: 'x', receivedAt: signingTime }, ['environment', 'trust']],
    [{ trust: sender.certificates, receivedAt: signingTime }, ['trust']],
    [{ trust: [], receivedAt: 'now' }, ['receivedAt']],
    [{ ...options, signingTimeToleranceSeconds: -1 }, ['signingTimeToleranceSeconds']],
    [{ ...options, maximumBytes: '1' }, ['maximumBytes']],
    [{ ...options, intermediates: sender.certificates }, ['intermediates']],
  ])('by options that are none: %j', (wrong, properties) => {
    const verified = safeVerifyBundle(written.bytes, wrong as never)
    const expected = properties.map((property) => ({ code: 'value.type', property: [property] }))
    expect(verified.ok ? [] : verified.issues.map(({ code, property }) => ({ code, property }))).toEqual(expected)
    codes(errorsOf(verified))
  })

  it('by no options, told what is needed', () => {
    const verified = safeVerifyBundle(written.bytes, { receivedAt: signingTime })
    expect(verified).toMatchObject({ ok: false, issues: [{ message: 'There must be trust, or an environment.' }] })
  })

  it('together with all else that is wrong', () => {
    const verified = safeVerifyBundle(new Uint8Array(), { trust: [sender.root.certificateDer, 'x'] } as never)
    expect(verified).toMatchObject({
      issues: [
        { code: 'key.certificate', property: ['trust', 1] },
        { code: 'value.type', property: ['receivedAt'] },
        { code: 'bundle.zip' },
      ],
    })
  })

  it('unless what is between is in the package, or handed over', async () => {
    const { leaf, intermediate, root } = sender
    const short = { ...sender, certificates: leaf.certificatePem }
    const bytes = await bundleBy(short)
    expect(codesOf(bytes)).toEqual(['signature.untrusted'])
    const handed = [stranger.certificates, intermediate.certificatePem]
    expect(codesOf(bytes, { intermediates: handed })).toEqual([])
    expect(codesOf(bytes, { intermediates: [intermediate.certificateDer], trust: [] })).toEqual(['signature.untrusted'])
    expect(errorsOf(safeVerifyBundle(bytes, { ...options, intermediates: ['x'] }))).toMatchObject([
      { code: 'key.certificate', property: ['intermediates', 0] },
    ])
    const verified = verifyBundle(bytes, { ...options, intermediates: handed })
    expect(verified.chain).toEqual([leaf, intermediate, root].map(({ certificateDer }) => certificateDer))
    expect(readBundle(bytes).chain).toEqual([leaf.certificateDer])
    const whole = verifyBundle(written.bytes, { ...options, trust: [intermediate.certificateDer] })
    expect(whole.chain).toEqual([leaf, intermediate].map(({ certificateDer }) => certificateDer))
  })

  it('with the reason why a path to a trusted one is none', async () => {
    const limited = makeCertificate({
      subject: { CN: 'Limited' },
      issuer: sender.root,
      key: 'intermediate',
      keyUsage: ['keyCertSign'],
      basicConstraints: { pathLength: 0n },
      serialNumber: 1n,
      ...validity,
    })
    const below = { subject: { CN: 'Below' }, key: 'rsa-3072', keyUsage: ['keyCertSign'], serialNumber: 2n } as const
    const authority = makeCertificate({ ...below, issuer: limited, ...validity })
    const from = makeSender({ issuer: authority })
    const certificates = [from.leaf, authority, limited, sender.root]
      .map(({ certificatePem }) => certificatePem)
      .join('')
    const verified = safeVerifyBundle(await bundleBy({ ...from, certificates }), options)
    expect(verified).toMatchObject({
      ok: false,
      issues: [{ code: 'key.path-length', message: expect.stringMatching(/^Certificate 3 of the path /) as string }],
    })
  })

  it('unless its certificate leads to any of several in one PEM', () => {
    const pem = stranger.root.certificatePem + sender.root.certificatePem
    expect(codesOf(written.bytes, { trust: [pem] })).toEqual([])
    expect(codesOf(written.bytes, { trust: [new TextEncoder().encode(pem)] })).toEqual([])
  })

  it('whose certificate leads to no trusted one', () => {
    expect(codesOf(written.bytes, { trust: [] })).toEqual(['signature.untrusted'])
    expect(codesOf(written.bytes, { trust: [stranger.root.certificateDer] })).toEqual(['signature.untrusted'])
  })

  it('not if the intermediate, or the certificate itself, is trusted', () => {
    expect(codesOf(written.bytes, { trust: [sender.intermediate.certificatePem] })).toEqual([])
    expect(codesOf(written.bytes, { trust: [sender.leaf.certificateDer] })).toEqual([])
  })

  it('whose certificate has expired, or is not valid yet, or is for something else', async () => {
    for (const [change, code] of [
      [earlier, 'key.expired'],
      [later, 'key.not-yet-valid'],
      [{ keyUsage: ['keyEncipherment'] as const }, 'key.usage'],
    ] as const) {
      const from = makeSender(change)
      expect(codesOf(await bundleBy(from), { trust: [from.root.certificateDer] })).toEqual([code])
    }
  })

  it('whose certificate was issued by one that is no CA, though that one is trusted', async () => {
    for (const keyUsage of [['digitalSignature'], []] as const) {
      const issuer = makeSender({ keyUsage })
      const leaf = makeCertificate({
        subject: { CN: 'False' },
        issuer: issuer.leaf,
        keyUsage: ['digitalSignature'],
        serialNumber: 1n,
        ...validity,
      })
      const bytes = await bundleBy({ ...issuer, leaf, certificates: leaf.certificatePem })
      expect(codesOf(bytes, { trust: [issuer.leaf.certificateDer] })).toEqual(['signature.untrusted'])
    }
  })

  it('whose issuer has expired, unless that is above what is trusted', async () => {
    const expired = { ...validity, notAfter: new Date(signingTime.getTime() - day) }
    const ca = { issuer: sender.root, key: 'intermediate', keyUsage: ['keyCertSign'], serialNumber: 5n } as const
    const intermediate = makeCertificate({ ...ca, subject: { CN: 'Expired' }, ...expired })
    const made = makeSender({ issuer: intermediate })
    const certificates = made.leaf.certificatePem + intermediate.certificatePem + sender.root.certificatePem
    const bytes = await bundleBy({ ...made, intermediate, root: sender.root, certificates })
    expect(codesOf(bytes)).toEqual(['key.expired'])
    expect(codesOf(bytes, { trust: [made.leaf.certificateDer] })).toEqual([])
  })

  it('whose key is not RSA, whatever the signature says', () => {
    const { certificateDer } = makeSender({ key: 'ec' }, 'stranger-').leaf
    const signedInfo = /<SignedInfo.*<\/SignedInfo>/.exec(signatures)?.[0] ?? ''
    const value = sign('sha256', Buffer.from(signedInfo), keyPem('ec')).toString('base64')
    const xml = replace(signatures, leafBase64, Buffer.from(certificateDer).toString('base64'))
    expect(codesOf(withSignature(xml.replace(/(<SignatureValue>)[^<]*/, `$1${value}`)))).toEqual([
      'signature.value',
      'signature.certificate',
      'signature.untrusted',
    ])
  })

  it('who signed too long before or after receipt', () => {
    const at = (seconds: number): Date => new Date(signingTime.getTime() + seconds * 1000)
    expect(codesOf(written.bytes, { receivedAt: at(5) })).toEqual([])
    expect(codesOf(written.bytes, { receivedAt: at(-5) })).toEqual([])
    expect(codesOf(written.bytes, { receivedAt: at(5.001) })).toEqual(['signature.signing-time'])
    expect(codesOf(written.bytes, { receivedAt: at(-5.001) })).toEqual(['signature.signing-time'])
    expect(codesOf(written.bytes, { receivedAt: at(60), signingTimeToleranceSeconds: 60 })).toEqual([])
    // One mistake of the caller's, and nothing that only follows from it.
    expect(codesOf(written.bytes, { receivedAt: new Date(NaN) })).toEqual(['value.type'])
  })
})
