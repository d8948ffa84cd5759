/**
 * Packages whose signature is made to cost much: longer than any signature may be, and as long as it may be.
 *
 * @module
 */
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { makeArchive } from '../testing/bundle/archives.js'
import { makeInput, sender, signingTime } from '../testing/bundle/packages.js'
import type { Families, Family } from './family.js'
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
function written(part: string | RegExp, write: (part: string) => string): Uint8Array {
  const xml = signature.replace(part, (found) => write(found))
  if (xml === signature) throw new Error(`There is no ${String(part)}.`)
  return packageWith(xml)
}

const shapeOf = (code: Shape['code'], part: string | RegExp, write: (part: string) => string): Shape => ({
  make: () => written(part, write),
  use,
  code,
})

/** As many of a text as there is room for. */
type Fill = (unit: string | ((index: number) => string)) => string

/** Fills a signature up to a number of bytes. */
const fillTo =
  (bytes: number): Fill =>
  (unit) => {
    const one = typeof unit === 'string' ? (): string => unit : unit
    const parts: string[] = []
    for (let length = 0; ;) {
      const next = one(parts.length)
      length += Buffer.byteLength(next)
      if (length > bytes) return parts.join('')
      parts.push(next)
    }
  }

/** A shape that can have any size. */
interface Filling {
  readonly code: Shape['code']
  readonly make: (bytes: number) => Uint8Array
}

const filling = (
  code: Shape['code'],
  part: string | RegExp,
  write: (part: string, filled: Fill) => string,
): Filling => ({
  code,
  make: (bytes) => written(part, (found) => write(found, fillTo(bytes))),
})

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
const issuer = (write: (filled: Fill) => string): Filling =>
  filling('signature.signed-properties', issuerName, (found, filled) => found.replace(/>[^]*/, `>${write(filled)}`))
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const prefixes = many(99, (index) => ` xmlns:p${index}="urn:${index}"`)
const unsigned = (content: string): string =>
  `<UnsignedProperties><UnsignedSignatureProperties>${content}</UnsignedSignatureProperties></UnsignedProperties>`
const certificate = `<X509Certificate>${Buffer.from(sender.root.certificateDer).toString('base64')}</X509Certificate>`

/** Each is parsed, and refused as soon as can be, or read. */
const fillings: Readonly<Record<string, Filling>> = {
  elements: filling('signature.structure', '<Object>', (tag, filled) => tag + filled('<a/>')),
  attributes: filling('signature.structure', '<Object>', (_, filled) => `<Object${filled((at) => ` a${at}=""`)}>`),
  depth: filling('signature.structure', '<Object>', (tag, filled) => tag + filled('<a>')),
  base64: filling('signature.value', '<SignatureValue>', (tag, filled) => tag + filled('AAAA')),
  'base64 of references': filling('signature.value', '<SignatureValue>', (tag, filled) => tag + filled('&#65;AAA')),
  'base64 in pieces': filling('signature.structure', '<SignatureValue>', (tag, filled) => tag + filled('AA<!---->AA')),
  'spaces in base64': filling('accepted', '<SignatureValue>', (tag, filled) => tag + filled(' ')),
  references: filling('signature.structure', '</SignedInfo>', (tag, filled) => filled(reference) + tag),
  formats: filling('signature.structure', '</SignedDataObjectProperties>', (tag, filled) => filled(format) + tag),
  certificates: filling('signature.structure', '<X509Data>', (tag, filled) => tag + filled(certificate)),
  comments: filling('signature.structure', '<SignatureMethod', (tag, filled) => filled('<!---->') + tag),
  instructions: filling('signature.structure', '<SignatureMethod', (tag, filled) => filled('<?a?>') + tag),
  spaces: filling('signature.value', '<SignatureMethod', (tag, filled) => filled('\n') + tag),
  'CDATA sections': filling('signature.structure', '<SignatureMethod', (tag, filled) => filled('<![CDATA[]]>') + tag),
  prefixes: filling(
    'signature.value',
    /<CanonicalizationMethod .*?<\/CanonicalizationMethod>/,
    (_, filled) =>
      `<CanonicalizationMethod Algorithm="${exclusive}"><InclusiveNamespaces xmlns="${exclusive}" PrefixList="${filled((at) => `q${at} `)}"/></CanonicalizationMethod>`,
  ),
  'prefixes declared again and again': filling(
    'signature.reference',
    '</SignedInfo>',
    (tag, filled) => filled((index) => reference(index).replaceAll(/<\w+/g, (start) => start + prefixes)) + tag,
  ),
  'an issuer of one relative name': issuer((filled) => filled('C=a+')),
  'an issuer of many names': issuer((filled) => filled('C=a,')),
  'an issuer of escapes': issuer((filled) => `CN=${filled('\\41')}`),
  'an issuer of spaces': issuer((filled) => `CN=${filled(' ')}`),
  'an issuer of words': issuer((filled) => `CN=${filled(' a')}`),
  'an issuer in quotation marks': issuer((filled) => `CN="${filled('""')}`),
  'an issuer in hexadecimal digits': issuer((filled) => `CN=#${filled('0c')}`),
  'a time-stamp': filling(
    'accepted',
    '</QualifyingProperties>',
    (tag, filled) =>
      unsigned(
        `<SignatureTimeStamp><EncapsulatedTimeStamp>${filled('AAAA')}</EncapsulatedTimeStamp></SignatureTimeStamp>`,
      ) + tag,
  ),
  'names of the subject': filling(
    'signature.certificate',
    '</X509Data>',
    (tag, filled) => filled(`<X509SubjectName>CN=${'a'.repeat(10_000)}</X509SubjectName>`) + tag,
  ),
}

/** The most bytes of those of which more would be too many of something. */
const mostOf: Readonly<Record<string, number>> = {
  'prefixes declared again and again': 500_000,
  'names of the subject': 900_000,
}

const asLong: Shapes = Object.fromEntries(
  Object.entries(fillings).map(([name, { code, make }]) => [
    `${name}, to the limit`,
    { make: () => make(mostOf[name] ?? mostBytes - signature.length - 500), use, code },
  ]),
)

/** Every shape of a signature. */
export const signatureShapes: Shapes = { ...longer, ...asLong }

/** What is refused where it begins, and of what fewer are not too many. */
const asFamilies: Readonly<Record<string, Partial<Family>>> = {
  elements: { early: true },
  depth: { early: true },
  references: { early: true },
  formats: { early: true },
  'CDATA sections': { early: true },
  'base64 in pieces': { ends: 'signature.value', largest: 37_000, early: true },
  certificates: { ends: 'accepted', largest: 90_000, early: true },
  comments: { ends: 'accepted', largest: 37_000, early: true },
  instructions: { ends: 'signature.value', largest: 37_000, early: true },
}

/** Every family of a signature. */
export const signatureFamilies: Families = Object.fromEntries(
  Object.entries(fillings).map(([name, { code, make }]) => [
    name,
    { make, use, ends: code, largest: mostOf[name] ?? 1_000_000, ...asFamilies[name] },
  ]),
)
