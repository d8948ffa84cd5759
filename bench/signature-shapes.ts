/**
 * Packages whose signature is made to cost much: longer than any signature may be, and as long as it may be.
 *
 * @module
 */
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { makeArchive } from '../testing/bundle/archives.js'
import { makeInput, sender, signingTime } from '../testing/bundle/packages.js'
import type { Shape, Shapes } from './shape.js'

/** The most bytes that a signature may have. */
const mostBytes = 1_048_576

const input = makeInput(1)
const { manifestXml, signaturesXml } = await writeBundle(input)
const signature = new TextDecoder().decode(signaturesXml)

function packageWith(xml: string): Uint8Array {
  const documents = input.documents.map(({ href, bytes }) => ({ name: href, bytes }))
  const signatures = { name: 'META-INF/signatures.xml', bytes: new TextEncoder().encode(xml), method: 8 }
  return makeArchive([...documents, { name: 'manifest.xml', bytes: manifestXml }, signatures])
}

const use: Shape['use'] = (bytes) =>
  safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime })

/** The signature with something in place of a part of it. */
function shapeOf(code: Shape['code'], part: string | RegExp, write: (part: string) => string): Shape {
  const make = (): Uint8Array => {
    const xml = signature.replace(part, (found) => write(found))
    if (xml === signature) throw new Error(`There is no ${String(part)}.`)
    return packageWith(xml)
  }
  return { make, use, code }
}

/** As many of a text as a signature of the most bytes can have besides. */
const filled = (unit: string | ((index: number) => string)): string => {
  const one = typeof unit === 'string' ? (): string => unit : unit
  const parts: string[] = []
  const most = mostBytes - signature.length - 500
  for (let length = 0; ;) {
    const next = one(parts.length)
    length += Buffer.byteLength(next)
    if (length > most) return parts.join('')
    parts.push(next)
  }
}

const many = (count: number, unit: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => unit(index)).join('')

const reference = (index: number): string =>
  `<Reference Id="r${index}" URI="${index}"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod><DigestValue>AAAA</DigestValue></Reference>`
const format = (index: number): string =>
  `<DataObjectFormat ObjectReference="#r${index}"><MimeType>a</MimeType></DataObjectFormat>`

/** Each is refused before it is parsed. */
const longer: Shapes = {
  'a signature of 4,500,000 elements': shapeOf('xml.size', '<Object>', (tag) => tag + '<a/>'.repeat(4_500_000)),
  'a signature of 500,000 attributes': shapeOf(
    'xml.size',
    '<Object>',
    () => `<Object${many(500_000, (at) => ` a${at}=""`)}>`,
  ),
  'a signature of 16 MB of base64': shapeOf('xml.size', '<SignatureValue>', (tag) => tag + 'A'.repeat(16_000_000)),
  'a signature of 60,000 references': shapeOf('xml.size', '</SignedInfo>', (tag) => many(60_000, reference) + tag),
  'a signature of 60,000 formats': shapeOf(
    'xml.size',
    '</SignedDataObjectProperties>',
    (tag) => many(60_000, format) + tag,
  ),
  'a signature nested 5,000,000 deep': shapeOf('xml.size', '<Object>', (tag) => tag + '<a>'.repeat(5_000_000)),
}

const issuerName = /<X509IssuerName [^>]*>[^<]*/
const issuer = (text: string): Shape =>
  shapeOf('signature.signed-properties', issuerName, (found) => found.replace(/>[^]*/, `>${text}`))
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const prefixes = many(99, (index) => ` xmlns:p${index}="urn:${index}"`)
const unsigned = (content: string): string =>
  `<UnsignedProperties><UnsignedSignatureProperties>${content}</UnsignedSignatureProperties></UnsignedProperties>`
const certificate = `<X509Certificate>${Buffer.from(sender.root.certificateDer).toString('base64')}</X509Certificate>`

/** Each is parsed, and refused as soon as can be, or read. */
const asLong: Shapes = {
  'elements, to the limit': shapeOf('signature.structure', '<Object>', (tag) => tag + filled('<a/>')),
  'attributes, to the limit': shapeOf(
    'signature.structure',
    '<Object>',
    () => `<Object${filled((at) => ` a${at}=""`)}>`,
  ),
  'depth, to the limit': shapeOf('signature.structure', '<Object>', (tag) => tag + filled('<a>')),
  'base64, to the limit': shapeOf('signature.value', '<SignatureValue>', (tag) => tag + filled('AAAA')),
  'base64 of references, to the limit': shapeOf(
    'signature.value',
    '<SignatureValue>',
    (tag) => tag + filled('&#65;AAA'),
  ),
  'base64 in pieces, to the limit': shapeOf(
    'signature.structure',
    '<SignatureValue>',
    (tag) => tag + filled('AA<!---->AA'),
  ),
  'spaces in base64, to the limit': shapeOf('accepted', '<SignatureValue>', (tag) => tag + filled(' ')),
  'references, to the limit': shapeOf('signature.structure', '</SignedInfo>', (tag) => filled(reference) + tag),
  'formats, to the limit': shapeOf(
    'signature.structure',
    '</SignedDataObjectProperties>',
    (tag) => filled(format) + tag,
  ),
  'certificates, to the limit': shapeOf('signature.structure', '<X509Data>', (tag) => tag + filled(certificate)),
  'comments, to the limit': shapeOf('signature.structure', '<SignatureMethod', (tag) => filled('<!---->') + tag),
  'instructions, to the limit': shapeOf('signature.structure', '<SignatureMethod', (tag) => filled('<?a?>') + tag),
  'spaces, to the limit': shapeOf('signature.value', '<SignatureMethod', (tag) => filled('\n') + tag),
  'CDATA sections, to the limit': shapeOf(
    'signature.structure',
    '<SignatureMethod',
    (tag) => filled('<![CDATA[]]>') + tag,
  ),
  'prefixes, to the limit': shapeOf(
    'signature.value',
    /<CanonicalizationMethod .*?<\/CanonicalizationMethod>/,
    () =>
      `<CanonicalizationMethod Algorithm="${exclusive}"><InclusiveNamespaces xmlns="${exclusive}" PrefixList="${filled((at) => `q${at} `)}"/></CanonicalizationMethod>`,
  ),
  'prefixes declared again and again': shapeOf(
    'signature.reference',
    '</SignedInfo>',
    (tag) => many(90, (index) => reference(index).replaceAll(/<\w+/g, (start) => start + prefixes)) + tag,
  ),
  'an issuer of one relative name, to the limit': issuer(filled('C=a+')),
  'an issuer of many names, to the limit': issuer(filled('C=a,')),
  'an issuer of escapes, to the limit': issuer(`CN=${filled('\\41')}`),
  'an issuer of spaces, to the limit': issuer(`CN=${filled(' ')}`),
  'an issuer of words, to the limit': issuer(`CN=${filled(' a')}`),
  'an issuer in quotation marks, to the limit': issuer(`CN="${filled('""')}`),
  'an issuer in hexadecimal digits, to the limit': issuer(`CN=#${filled('0c')}`),
  'a time-stamp, to the limit': shapeOf(
    'accepted',
    '</QualifyingProperties>',
    (tag) =>
      unsigned(
        `<SignatureTimeStamp><EncapsulatedTimeStamp>${filled('AAAA')}</EncapsulatedTimeStamp></SignatureTimeStamp>`,
      ) + tag,
  ),
  'names of the subject, to the limit': shapeOf(
    'signature.certificate',
    '</X509Data>',
    (tag) => many(90, () => `<X509SubjectName>CN=${'a'.repeat(10_000)}</X509SubjectName>`) + tag,
  ),
}

/** Every shape of a signature. */
export const signatureShapes: Shapes = { ...longer, ...asLong }
