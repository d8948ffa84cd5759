/** What a signature may have otherwise than ours, and what it may not: each is signed as it stands, so that only its form can be wrong. */
import { createHash, createPublicKey } from 'node:crypto'
import type { IssueCode } from 'signering-portal/codec'
import { readCertificate } from '../../src/x509/certificate.js'
import { sender } from './packages.js'

/** A signature that differs from the one that `foreignSignatures` makes. */
export interface Variant {
  readonly about: string
  /** Changes the document before it is digested and signed. */
  readonly change: (xml: string) => string
  /** What is wrong with it; absent for one that is accepted. */
  readonly code?: IssueCode
  /** Whether the schemas of ASiC, XAdES and XML Signature refuse it. */
  readonly isInvalid?: boolean
}

/** Replaces a text that must be there. */
function replacing(from: string | RegExp, to: string): (xml: string) => string {
  return (xml) => {
    const changed = xml.replace(from, to)
    if (changed === xml) throw new Error(`there is no ${String(from)}`)
    return changed
  }
}

const before = (tag: string, added: string): ((xml: string) => string) => replacing(tag, `${added}${tag}`)
const attribute = (tag: string, added: string): ((xml: string) => string) => replacing(`<${tag}`, `<${tag} ${added}`)
const both =
  (...changes: readonly ((xml: string) => string)[]) =>
  (xml: string): string =>
    changes.reduce((changed, change) => change(changed), xml)

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const { certificateDer, privateKeyPem } = sender.leaf
const { n = '', e = '' } = createPublicKey(privateKeyPem).export({ format: 'jwk' })
const keyValueOf = (modulus: string): string =>
  `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${base64(Buffer.from(modulus, 'base64url'))}</ds:Modulus>` +
  `<ds:Exponent>${base64(Buffer.from(e, 'base64url'))}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`

/** A `Cert` of SigningCertificate. */
export function certOf(der: Uint8Array): string {
  const certificate = readCertificate(der)
  return (
    '<xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>' +
    `<ds:DigestValue>${createHash('sha1').update(der).digest('base64')}</ds:DigestValue></xades:CertDigest>` +
    `<xades:IssuerSerial><ds:X509IssuerName>${certificate?.issuerName}</ds:X509IssuerName>` +
    `<ds:X509SerialNumber>${certificate?.serialNumber}</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert>`
  )
}

const issuerName = readCertificate(certificateDer)?.issuerName ?? ''
const serialNumber = readCertificate(certificateDer)?.serialNumber ?? ''
const issuerSerial = (name: string, serial: string): string =>
  `<ds:X509IssuerSerial><ds:X509IssuerName>${name}</ds:X509IssuerName><ds:X509SerialNumber>${serial}</ds:X509SerialNumber></ds:X509IssuerSerial>`

const signedProperty = (added: string): ((xml: string) => string) => before('</xades:SignedSignatureProperties>', added)
const dataProperty = (added: string): ((xml: string) => string) => before('</xades:SignedDataObjectProperties>', added)
const unsigned = (added: string): ((xml: string) => string) =>
  before(
    '</xades:QualifyingProperties>',
    `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${added}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`,
  )
const identifier = (name: string): string =>
  `<xades:${name}><xades:Identifier Qualifier="OIDAsURN">urn:oid:1.2.3</xades:Identifier><xades:Description>d</xades:Description></xades:${name}>`
const digested =
  '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue>'
const policy = `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId>${identifier('SigPolicyId')}<xades:SigPolicyHash>${digested}</xades:SigPolicyHash></xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
const timeStamp = (name: string): string =>
  `<xades:${name} Id="time-stamp"><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:${name}>`
const extraReference = (uri: string): ((xml: string) => string) =>
  before('</ds:SignedInfo>', `<ds:Reference URI="${uri}">${digested}</ds:Reference>`)

/** What is accepted. */
const accepted: readonly Variant[] = [
  {
    about: 'an Id on each element that may have one',
    change: both(
      attribute('ds:SignedInfo', 'Id="a"'),
      attribute('ds:KeyInfo', 'Id="b"'),
      attribute('ds:Object', 'Id="c"'),
      attribute('xades:QualifyingProperties', 'Id="d"'),
      attribute('xades:SignedSignatureProperties', 'Id="e"'),
      attribute('xades:SignedDataObjectProperties', 'Id="f"'),
    ),
  },
  {
    about: 'the media type and encoding of the Object',
    change: attribute('ds:Object', 'MimeType="text/xml" Encoding="urn:none"'),
  },
  {
    about: 'a place of schemas',
    change: attribute(
      'asic:XAdESSignatures',
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://uri.etsi.org/2918/v1.2.1# ts_102918v010201.xsd"',
    ),
  },
  { about: 'comments and instructions everywhere', change: (xml) => xml.replaceAll('><', '><!-- c --><?p i?><') },
  {
    about: 'a comment within a digest',
    change: replacing(
      /(<ds:DigestValue>[A-Za-z0-9+/]{9})([^<]*<\/ds:DigestValue>\s*<\/ds:Reference>\s*<\/ds:SignedInfo>)/,
      '$1<!-- c -->$2',
    ),
  },
  {
    about: 'white space in empty elements',
    change: (xml) => xml.replaceAll('"></ds:DigestMethod>', '">\n </ds:DigestMethod>'),
  },
  {
    about: 'white space within base64',
    change: replacing(/(<ds:DigestValue>)([A-Za-z0-9+/]{9})([A-Za-z0-9+/]{34}=)/, '$1\n $2\t $3'),
  },
  { about: 'KeyName', change: before('<ds:X509Data>', '<ds:KeyName>key</ds:KeyName>') },
  { about: 'the key', change: before('</ds:KeyInfo>', keyValueOf(n)) },
  {
    about: 'the name of the subject',
    change: before(
      '</ds:X509Data>',
      `<ds:X509SubjectName>${readCertificate(certificateDer)?.x509.subject.split('\n').reverse().join(', ')}</ds:X509SubjectName>`,
    ),
  },
  {
    about: 'issuer and serial number in KeyInfo',
    change: before('<ds:X509Certificate>', issuerSerial(issuerName, serialNumber)),
  },
  {
    about: 'several certificates in SigningCertificate',
    change: before(
      '</xades:SigningCertificate>',
      certOf(sender.intermediate.certificateDer) + certOf(sender.root.certificateDer),
    ),
  },
  {
    about: 'another media type of the manifest',
    change: replacing('<xades:MimeType>application/xml<', '<xades:MimeType>text/xml<'),
  },
  { about: 'the URI of a certificate', change: attribute('xades:Cert', 'URI="http://example.com/a"') },
  {
    about: 'a policy that is implied',
    change: signedProperty(
      '<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied/></xades:SignaturePolicyIdentifier>',
    ),
  },
  { about: 'a policy', change: signedProperty(policy) },
  {
    about: 'a place of production',
    change: signedProperty(
      '<xades:SignatureProductionPlace><xades:City>Oslo</xades:City><xades:CountryName>NO</xades:CountryName></xades:SignatureProductionPlace>',
    ),
  },
  {
    about: 'a role',
    change: signedProperty(
      '<xades:SignerRole><xades:ClaimedRoles><xades:ClaimedRole>seller</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole>',
    ),
  },
  {
    about: 'a commitment to all files',
    change: dataProperty(
      `<xades:CommitmentTypeIndication>${identifier('CommitmentTypeId')}<xades:AllSignedDataObjects/></xades:CommitmentTypeIndication>`,
    ),
  },
  { about: 'a time-stamp of all files', change: dataProperty(timeStamp('AllDataObjectsTimeStamp')) },
  {
    about: 'unsigned properties, none',
    change: before('</xades:QualifyingProperties>', '<xades:UnsignedProperties/>'),
  },
  { about: 'a time-stamp of the signature', change: unsigned(timeStamp('SignatureTimeStamp')) },
  {
    about: 'the encoding of a time-stamp',
    change: unsigned(
      timeStamp('SignatureTimeStamp').replace(
        '<xades:EncapsulatedTimeStamp',
        '$& Id="encapsulated" Encoding="http://uri.etsi.org/01903/v1.2.2#DER"',
      ),
    ),
  },
  {
    about: 'values of certificates and revocation',
    change: unsigned(
      '<xades:CertificateValues><xades:EncapsulatedX509Certificate>AAAA</xades:EncapsulatedX509Certificate></xades:CertificateValues><xades:RevocationValues><xades:CRLValues><xades:EncapsulatedCRLValue>AAAA</xades:EncapsulatedCRLValue></xades:CRLValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>AAAA</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>',
    ),
  },
  {
    about: 'a media type in another case',
    change: replacing('<xades:MimeType>application/pdf', '<xades:MimeType>Application/PDF'),
  },
  { about: 'a serial number with a sign and zeros', change: replacing(/(<ds:X509SerialNumber>)/, '$1 +00') },
]

const structure = 'signature.structure'

/** What is refused. */
const refused: readonly Variant[] = [
  ...[
    'ds:Signature',
    'ds:SignedInfo',
    'ds:KeyInfo',
    'ds:X509Data',
    'xades:SignedProperties',
    'xades:SignedSignatureProperties',
    'xades:SigningCertificate',
    'xades:Cert',
    'xades:SignedDataObjectProperties',
    'xades:DataObjectFormat',
    'xades:QualifyingProperties',
    'asic:XAdESSignatures',
  ].flatMap((tag) => {
    const isOpen = tag === 'ds:KeyInfo' || tag === 'ds:X509Data'
    return [
      {
        about: `a foreign element in ${tag}`,
        change: before(`</${tag}>`, '<x xmlns="urn:x"/>'),
        code: structure,
        isInvalid: !isOpen,
      },
      {
        about: `text in ${tag}`,
        change: before(`</${tag}>`, 'text'),
        code: structure,
        isInvalid: tag !== 'ds:KeyInfo',
      },
      { about: `an attribute of ${tag}`, change: attribute(tag, 'a="b"'), code: structure, isInvalid: true },
    ] as const
  }),
  ...['ds:DigestMethod', 'ds:CanonicalizationMethod', 'ds:SignatureMethod', 'ds:Transform'].map(
    (tag) =>
      ({
        about: `a foreign element in ${tag}`,
        change: replacing(new RegExp(`<${tag} ([^>]*?) ?/?>(?:</${tag}>)?`), `<${tag} $1><x xmlns="urn:x"/></${tag}>`),
        code: structure,
        isInvalid: tag !== 'ds:DigestMethod' && tag !== 'ds:Transform',
      }) as const,
  ),
  {
    about: 'an attribute in a namespace',
    change: attribute('ds:Signature', 'ds:Id="x"'),
    code: 'signature.id',
    isInvalid: true,
  },
  { about: 'xml:lang', change: attribute('ds:Signature', 'xml:lang="no"'), code: structure, isInvalid: true },
  {
    about: 'xsi:type',
    change: attribute(
      'ds:Signature',
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="ds:SignatureType"',
    ),
    code: structure,
  },
  {
    about: 'xsi:nil',
    change: attribute('ds:Signature', 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false"'),
    code: structure,
    isInvalid: true,
  },
  { about: 'an Id that is no name', change: replacing('Id="value"', 'Id="1"'), code: structure, isInvalid: true },
  { about: 'more behind an Id', change: replacing('Id="value"', 'Id="value!"'), code: structure, isInvalid: true },
  {
    about: 'a year of five digits',
    change: replacing('<xades:SigningTime>', '<xades:SigningTime>1'),
    code: structure,
  },
  {
    about: 'more behind a signing time',
    change: replacing('</xades:SigningTime>', 'x</xades:SigningTime>'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'more before a serial number',
    change: replacing('<ds:X509SerialNumber>', '<ds:X509SerialNumber>x'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'more behind a serial number',
    change: replacing('</ds:X509SerialNumber>', 'x</ds:X509SerialNumber>'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'a URI with a character that must be escaped',
    change: attribute('ds:Object', 'Encoding="urn:a^b"'),
    code: structure,
  },
  {
    about: 'a URI with an escape that is none',
    change: attribute('ds:Object', 'Encoding="urn:%"'),
    code: structure,
    isInvalid: true,
  },
  ...['xOIDAsURN', 'OIDAsURNx'].map(
    (qualifier) =>
      ({
        about: `the qualifier ${qualifier}`,
        change: signedProperty(policy.replaceAll('OIDAsURN', qualifier)),
        code: structure,
        isInvalid: true,
      }) as const,
  ),
  {
    about: 'base64 of five letters',
    change: unsigned(timeStamp('SignatureTimeStamp').replace('AAAA', 'AAAAA')),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'a digest in CDATA',
    change: replacing(/<ds:DigestValue>([A-Za-z0-9+/=]{44})</, '<ds:DigestValue><![CDATA[$1]]><'),
    code: structure,
  },
  {
    about: 'a digest half in CDATA',
    change: replacing(/<ds:DigestValue>([A-Za-z0-9+/=]{9})([A-Za-z0-9+/=]{35})</, '<ds:DigestValue>$1<![CDATA[$2]]><'),
    code: structure,
  },
  {
    about: 'an empty CDATA section',
    change: before('</ds:SignedInfo>', '<![CDATA[]]>'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'spare bits in a digest',
    // The last letter before the padding has two bits too many, which are 0 as a rule.
    change: (xml) =>
      xml.replace(/(<ds:DigestValue>[A-Za-z0-9+/]{42})([A-Za-z0-9+/])=/, (_, start: string, letter: string) => {
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
        return `${start}${letters.charAt(letters.indexOf(letter) + 1)}=`
      }),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'the namespace that DSS writes',
    change: (xml) => xml.replaceAll('http://uri.etsi.org/2918/v1.2.1#', 'http://uri.etsi.org/02918/v1.2.1#'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'the namespace of XAdES 1.4.1',
    change: (xml) => xml.replaceAll('http://uri.etsi.org/01903/v1.3.2#', 'http://uri.etsi.org/01903/v1.4.1#'),
    code: structure,
  },
  {
    about: 'SigningCertificateV2',
    change: (xml) => xml.replaceAll('xades:SigningCertificate>', 'xades:SigningCertificateV2>'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'an algorithm named constructor',
    change: replacing(/(<ds:CanonicalizationMethod Algorithm=")[^"]*/, '$1constructor'),
    code: 'signature.algorithm',
  },
  {
    about: 'an algorithm named __proto__',
    change: replacing(/(<ds:Transform Algorithm=")[^"]*/, '$1__proto__'),
    code: 'signature.algorithm',
  },
  {
    about: 'two transforms',
    change: replacing(/(<ds:Transforms>)(<ds:Transform .*?<\/ds:Transform>)/, '$1$2$2'),
    code: structure,
  },
  {
    about: 'a description of a format',
    change: replacing('<xades:MimeType>', '<xades:Description>d</xades:Description><xades:MimeType>'),
    code: structure,
  },
  {
    about: 'an encoding of a format',
    change: replacing('</xades:MimeType>', '</xades:MimeType><xades:Encoding>urn:x</xades:Encoding>'),
    code: structure,
  },
  {
    about: 'an identifier of a format',
    change: replacing('<xades:MimeType>', `${identifier('ObjectIdentifier')}<xades:MimeType>`),
    code: structure,
  },
  {
    about: 'a format without a media type',
    change: replacing(/<xades:MimeType>.*?<\/xades:MimeType>/, ''),
    code: structure,
  },
  {
    about: 'an object reference without #',
    change: replacing('ObjectReference="#r0"', 'ObjectReference="r0"'),
    code: 'signature.id',
  },
  {
    about: 'an object reference to a path',
    change: replacing('ObjectReference="#r0"', 'ObjectReference="/r0"'),
    code: 'signature.id',
  },
  {
    about: 'an object reference to the signed properties',
    change: replacing('ObjectReference="#r0"', 'ObjectReference="#props"'),
    code: 'signature.id',
  },
  {
    about: 'two formats of a file',
    change: replacing('ObjectReference="#r1"', 'ObjectReference="#r0"'),
    code: 'signature.id',
  },
  { about: 'an unknown signed property', change: signedProperty('<xades:Unknown/>'), code: structure, isInvalid: true },
  { about: 'an unknown property of files', change: dataProperty('<xades:Unknown/>'), code: structure, isInvalid: true },
  {
    about: 'a commitment to a file',
    change: dataProperty(
      `<xades:CommitmentTypeIndication>${identifier('CommitmentTypeId')}<xades:ObjectReference>#r0</xades:ObjectReference></xades:CommitmentTypeIndication>`,
    ),
    code: structure,
  },
  {
    about: 'a counter-signature',
    change: unsigned('<xades:CounterSignature><ds:Signature/></xades:CounterSignature>'),
    code: structure,
    isInvalid: true,
  },
  {
    about: 'an unsigned property of another namespace',
    change: unsigned('<x xmlns="urn:x"/>'),
    code: structure,
    isInvalid: true,
  },
  { about: 'unsigned signature properties, none', change: unsigned(''), code: structure, isInvalid: true },
  {
    about: 'properties in another order',
    change: replacing(
      /(<xades:SigningTime>.*?<\/xades:SigningTime>)\s*(<xades:SigningCertificate>[^]*?<\/xades:SigningCertificate>)/,
      '$2$1',
    ),
    code: structure,
    isInvalid: true,
  },
  { about: 'no signing time', change: replacing(/<xades:SigningTime>.*?<\/xades:SigningTime>/, ''), code: structure },
  {
    about: 'no SigningCertificate',
    change: replacing(/<xades:SigningCertificate>[^]*?<\/xades:SigningCertificate>/, ''),
    code: structure,
  },
  { about: 'a second Object', change: before('</ds:Signature>', '<ds:Object/>'), code: structure },
  {
    about: 'a Manifest',
    change: before(
      '</ds:Object>',
      `<ds:Manifest><ds:Reference URI="document-1.pdf">${digested}</ds:Reference></ds:Manifest>`,
    ),
    code: structure,
  },
  {
    about: 'a second QualifyingProperties',
    change: before(
      '</ds:Object>',
      '<xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#sig-1"/>',
    ),
    code: structure,
  },
  {
    about: 'a QualifyingPropertiesReference',
    change: before(
      '</ds:Object>',
      '<xades:QualifyingPropertiesReference xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" URI="#props"/>',
    ),
    code: structure,
  },
  {
    about: 'two X509Data',
    change: replacing(
      '</ds:X509Data>',
      '</ds:X509Data><ds:X509Data><ds:X509SubjectName>a</ds:X509SubjectName></ds:X509Data>',
    ),
    code: structure,
  },
  {
    about: 'a RetrievalMethod',
    change: before('</ds:KeyInfo>', '<ds:RetrievalMethod URI="#value"/>'),
    code: structure,
  },
  {
    about: 'another key',
    change: before('</ds:KeyInfo>', keyValueOf(n.replace(/^.{8}/, 'abcdefgh'))),
    code: 'signature.certificate',
  },
  {
    about: 'the name of another subject',
    change: before('</ds:X509Data>', '<ds:X509SubjectName>CN=Other</ds:X509SubjectName>'),
    code: 'signature.certificate',
  },
  {
    about: 'the serial number of another in KeyInfo',
    change: before('<ds:X509Certificate>', issuerSerial(issuerName, '1')),
    code: 'signature.certificate',
  },
  {
    about: 'a stranger in SigningCertificate',
    change: before(
      '</xades:SigningCertificate>',
      certOf(certificateDer).replace(/[A-Za-z0-9+/]{27}=/, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='),
    ),
    code: 'signature.certificate',
  },
  {
    about: 'another first in SigningCertificate',
    change: replacing('<xades:Cert>', `${certOf(sender.intermediate.certificateDer)}<xades:Cert>`),
    code: 'signature.certificate',
  },
  {
    about: 'the name of another issuer',
    change: replacing(/(<ds:X509IssuerName>)[^<]*/, '$1CN=Another CA, O=Buypass AS, C=NO'),
    code: 'signature.certificate',
  },
  {
    about: 'the issuer’s name, its order turned round',
    change: replacing(
      /<ds:X509IssuerName>([^<]*)/,
      `<ds:X509IssuerName>${issuerName
        .split(/(?<!\\),/)
        .reverse()
        .join(', ')}`,
    ),
    code: 'signature.certificate',
  },
  {
    about: 'the issuer’s name less an attribute, as the PHP client writes it',
    change: replacing(/(<ds:X509IssuerName>[^<]*?), 2\.5\.4\.97=#[0-9a-f]*/, '$1'),
    code: 'signature.certificate',
  },
  {
    about: 'KeyInfo signed too',
    change: both(attribute('ds:KeyInfo', 'Id="key"'), extraReference('#key')),
    code: structure,
  },
  {
    about: 'no media type of the manifest',
    change: replacing(
      /<xades:DataObjectFormat [^>]*><xades:MimeType>application\/xml<\/xades:MimeType><\/xades:DataObjectFormat>/,
      '',
    ),
    code: 'signature.mime-type',
  },
  { about: 'the whole document signed too', change: extraReference(''), code: 'signature.reference' },
  { about: 'a reference without URI', change: replacing('URI="document-1.pdf"', ''), code: structure },
  {
    about: 'a type of a file',
    change: replacing('URI="document-1.pdf"', 'URI="document-1.pdf" Type="http://www.w3.org/2000/09/xmldsig#Manifest"'),
    code: structure,
  },
  {
    about: 'the type of SignedProperties on a file',
    change: replacing('URI="document-1.pdf"', 'URI="document-1.pdf" Type="http://uri.etsi.org/01903#SignedProperties"'),
    code: structure,
  },
]

/** Every variant. */
export const variants: readonly Variant[] = [...accepted, ...refused]
