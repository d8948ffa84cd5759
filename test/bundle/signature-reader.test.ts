import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { IssueCode } from 'signering-portal/codec'
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import {
  acceptedManners,
  foreignArchive,
  foreignSignatures,
  type Manner,
} from '../../testing/bundle/foreign-signatures.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { codes } from '../../testing/issues.js'

const input = makeInput(2)
const { manifestXml } = await writeBundle(input)
const files = new Map([
  ...input.documents.map(({ href, bytes }) => [href, bytes] as const),
  ['manifest.xml', manifestXml] as const,
])
const digest = (name: string, data: string | Uint8Array): string => createHash(name).update(data).digest('base64')

function codesOf(xml: string): readonly IssueCode[] {
  const verified = safeVerifyBundle(foreignArchive(files, xml), {
    trust: [sender.root.certificatePem],
    receivedAt: signingTime,
  })
  if (!verified.ok) return codes(verified.issues)
  expect(verified.value.manifest).toEqual(input.manifest)
  expect(verified.value.documents).toEqual(input.documents)
  expect(verified.value.signingTime).toEqual(signingTime)
  expect(verified.value.signerCertificate).toEqual(sender.leaf.certificateDer)
  return []
}

const toProperties = /<ds:Reference URI="#props"[^]*?<\/ds:Reference>/

describe('a package of another program', () => {
  it.each(acceptedManners)('is accepted: %s', (_, manner) => {
    expect(codesOf(foreignSignatures(files, manner))).toEqual([])
  })

  const refused: readonly (readonly [string, Manner, readonly IssueCode[]])[] = [
    [
      'with another media type signed',
      { change: (xml) => xml.replace('<xades:MimeType>application/pdf', '<xades:MimeType>text/plain') },
      ['signature.mime-type'],
    ],
    [
      'with another serial number signed',
      { change: (xml) => xml.replace(/<ds:X509SerialNumber>[^<]*/, '<ds:X509SerialNumber>1') },
      ['signature.certificate'],
    ],
    [
      'with the digest of another certificate signed',
      { change: (xml) => xml.replace(digest('sha1', sender.leaf.certificateDer), digest('sha1', 'x')) },
      ['signature.certificate'],
    ],
    [
      'with another signing time signed',
      { change: (xml) => xml.replace('21:15:30', '21:15:36') },
      ['signature.signing-time'],
    ],
    [
      'with a signing time without offset',
      { change: (xml) => xml.replace('+01:00</xades:SigningTime>', '</xades:SigningTime>') },
      ['signature.structure'],
    ],
    [
      'with two sets of signed properties',
      {
        change: (xml) =>
          xml.replace(
            '<ds:Object>',
            '<ds:Object><xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="props"/></ds:Object>$&',
          ),
      },
      ['signature.structure'],
    ],
    [
      'with an attribute of XML',
      { change: (xml) => xml.replace('<ds:Signature ', '<ds:Signature xml:base="x" ') },
      ['signature.structure'],
    ],
    ['with a misspelled Id', { change: (xml) => xml.replace('Id="value"', 'ID="value"') }, ['signature.id']],
    ['with an Id twice', { change: (xml) => xml.replace('<ds:Object>', '<ds:Object Id="value">') }, ['signature.id']],
    [
      'with a reference to another element',
      {
        change: (xml) =>
          xml.replace('</ds:SignedInfo>', `${toProperties.exec(xml)?.[0].replace('#props', '#value') ?? ''}$&`),
      },
      ['signature.structure'],
    ],
    [
      'without a reference to the signed properties',
      { change: (xml) => xml.replace(toProperties, '') },
      ['signature.structure'],
    ],
    [
      'with two references to the signed properties',
      { change: (xml) => xml.replace(toProperties, '$&$&') },
      ['signature.structure'],
    ],
    [
      'with a reference to nothing',
      { change: (xml) => xml.replace('URI="#props"', 'URI="#nothing"') },
      ['signature.id'],
    ],
    [
      'with a file signed as signed properties',
      { change: (xml) => xml.replace("Id='r0'", `$& Type="http://uri.etsi.org/01903#SignedProperties"`) },
      ['signature.structure'],
    ],
    [
      'with the digest of a certificate by SHA-512',
      { change: (xml) => xml.replace(/(<!-- SHA-1 -->[^"]*")[^"]*/, '$1http://www.w3.org/2001/04/xmlenc#sha512') },
      ['signature.algorithm'],
    ],
    [
      'with prefixes for a canonical form that has none',
      {
        parameter: '<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="asic"/>',
      },
      ['signature.algorithm'],
    ],
    [
      'with two KeyInfo',
      { change: (xml) => xml.replace('</ds:KeyInfo>', '</ds:KeyInfo><ds:KeyInfo/>') },
      ['signature.structure'],
    ],
    [
      'with a reference that is no URI',
      { change: (xml) => xml.replace('document-1', 'document%1') },
      ['signature.structure'],
    ],
  ]
  it.each(refused)('is refused: %s', (_, manner, codes) => {
    expect(codesOf(foreignSignatures(files, manner))).toEqual(codes)
  })
})

describe('a signature ends by a limit', () => {
  const fill = (unit: string): string => unit.repeat(900_000 / unit.length)
  const many = (count: number, make: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => make(index)).join('')
  const reference = (index: number): string =>
    `<ds:Reference URI="${index}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>`
  const format = `<xades:DataObjectFormat ObjectReference="#r0"><xades:MimeType>a</xades:MimeType></xades:DataObjectFormat>`
  const before = (tag: string, added: string): string => foreignSignatures(files).replace(tag, () => added + tag)
  const cases: readonly (readonly [string, string, readonly IssueCode[]])[] = [
    ['of bytes', before('</ds:SignedInfo>', ' '.repeat(1_048_576)), ['xml.size']],
    ['of references', before('</ds:SignedInfo>', many(97, reference)), ['signature.structure']],
    ['of formats', before('</xades:SignedDataObjectProperties>', format.repeat(98)), ['signature.structure']],
    [
      'of certificates',
      before('</ds:X509Data>', '<ds:X509Certificate>AAAA</ds:X509Certificate>'.repeat(98)),
      ['signature.structure'],
    ],
    ['of parts: elements', before('</ds:SignedInfo>', fill('<a/>')), ['signature.structure']],
    ['of parts: comments', before('</ds:SignedInfo>', fill('<!---->')), ['signature.structure']],
    ['of parts: instructions', before('</ds:SignedInfo>', fill('<?a?>')), ['signature.structure']],
    ['of depth', before('</ds:Object>', fill('<a>')), ['signature.structure']],
    [
      'of prefixes',
      before('<ds:SignedInfo>', `<a ${many(101, (index) => ` xmlns:p${index}="urn:a"`)}/>`),
      ['xml.namespace'],
    ],
    [
      'of the length of a name',
      before('</ds:X509IssuerName>', 'x'.repeat(10_000)),
      ['signature.signed-properties', 'signature.certificate'],
    ],
    ['of digits', before('</ds:X509SerialNumber>', '0'.repeat(61)), ['signature.structure']],
  ]
  it.each(cases)('%s', (_, xml, codes) => {
    expect(codesOf(xml)).toEqual(codes)
  })

  it('but may have as many references as its files need, and more, each with an issue', () => {
    expect(codesOf(before('</ds:SignedInfo>', many(96, reference)))).toEqual([
      ...Array.from({ length: 96 }, () => 'signature.reference'),
      'signature.value',
    ])
  })
})

it('a reference is named by its place among all', () => {
  const first = /<ds:Reference URI="document-1[^]*?<\/ds:Reference>/
  const xml = foreignSignatures(files, { change: (text) => text.replace(first, '') })
  const read = safeVerifyBundle(foreignArchive(files, xml.replace('document-2', 'document-3')), {
    trust: [],
    receivedAt: signingTime,
  })
  // The format of the reference that is gone leads nowhere.
  expect(read.ok ? [] : read.issues.map(({ path, code }) => [path, code])).toContainEqual([
    '/XAdESSignatures/Signature/Object/QualifyingProperties/SignedProperties/SignedDataObjectProperties/DataObjectFormat[1]',
    'signature.id',
  ])
  const moved = safeVerifyBundle(foreignArchive(files, foreignSignatures(files).replace('document-2', 'document-3')), {
    trust: [],
    receivedAt: signingTime,
  })
  expect(moved.ok ? [] : moved.issues.map(({ path, code }) => [path, code])).toContainEqual([
    '/XAdESSignatures/Signature/SignedInfo/Reference[3]',
    'signature.reference',
  ])
})
