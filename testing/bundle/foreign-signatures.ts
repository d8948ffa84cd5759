/** Signatures as other programs write them, right ones and, by a change before they are signed, wrong ones. */
import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { CanonicalForm } from '../../src/xml/canonical.js'
import { readCertificate } from '../../src/x509/certificate.js'
import type { MadeCertificate } from '../certificates.js'
import { makeArchive } from './archives.js'
import { canonicalByLibxml2 } from './canonical-by-libxml2.js'
import { sender } from './packages.js'

const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** What a signature has otherwise than the one that is written by default. */
export interface Manner {
  /** The canonical form of SignedInfo, and the transform of the signed properties. */
  readonly method?: string
  readonly form?: CanonicalForm
  /** Within the CanonicalizationMethod and the Transform. */
  readonly parameter?: string
  /** Instead of the transforms of the reference to the signed properties. */
  readonly transforms?: string
  readonly certDigest?: 'sha1' | 'sha256'
  /** The digest of every reference. */
  readonly digest?: 'sha1' | 'sha256' | 'sha512'
  /** How the signature is made. */
  readonly signature?: { readonly algorithm: string; readonly make: (data: Uint8Array, keyPem: string) => Uint8Array }
  /** The certificates in KeyInfo, the signer's first. */
  readonly chain?: readonly [MadeCertificate, ...MadeCertificate[]]
  /** What signs, if it is not the first of them. */
  readonly key?: MadeCertificate
  /** When it is signed, as it is written. */
  readonly signingTime?: string
  /** Changes the document before it is digested and signed. */
  readonly change?: (xml: string) => string
}

/** Base64 in lines, as .NET and Java write it. */
const lines = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')
const digestOf = (name: string, data: string | Uint8Array): string => createHash(name).update(data).digest('base64')

const digestAlgorithm = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
} as const

const rsaSha256 = {
  algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  make: (data: Uint8Array, keyPem: string): Uint8Array => sign('sha256', data, createPrivateKey(keyPem)),
}

/** The issuer's name of a certificate with spaces, as the document package page writes it. */
function issuerNameOf({ certificateDer }: MadeCertificate): string {
  return readCertificate(certificateDer)?.issuerName.replaceAll(/(?<!\\),/g, ', ') ?? ''
}

const mimeOf = (name: string): string =>
  name.endsWith('.xml') ? 'application/xml' : name.endsWith('.txt') ? 'text/plain' : 'application/pdf'

/**
 * The signature of another program: prefixes, white space, another order of attributes and references, other Ids, line
 * breaks and comments. Its canonical forms are made by libxml2.
 */
export function foreignSignatures(files: ReadonlyMap<string, Uint8Array>, manner: Manner = {}): string {
  const { form = { comments: false }, digest = 'sha256', signature = rsaSha256, chain = [sender.leaf] } = manner
  const template = templateOf(files, manner)
  const xml = manner.change?.(template) ?? template
  const properties = canonicalByLibxml2(xml, 'SignedProperties', { ...form, comments: false })
  const digested = xml.replace('PROPERTIES', digestOf(digest, properties))
  const signedInfo = canonicalByLibxml2(digested, 'SignedInfo', form)
  const { privateKeyPem } = manner.key ?? chain[0]
  return digested.replace('VALUE', lines(signature.make(Buffer.from(signedInfo), privateKeyPem)))
}

function templateOf(files: ReadonlyMap<string, Uint8Array>, manner: Manner): string {
  const { method = inclusive, parameter = '', digest = 'sha256', signature = rsaSha256, certDigest = 'sha1' } = manner
  const { chain = [sender.leaf, sender.intermediate, sender.root] } = manner
  const { signingTime = '2026-11-23T21:15:30.1234567+01:00' } = manner
  const [signer] = chain
  const transforms =
    manner.transforms ??
    `<ds:Transforms><ds:Transform Algorithm="${method}">${parameter}</ds:Transform></ds:Transforms>`
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/2918/v1.2.1#" xmlns:unused="urn:unused" xmlns="urn:default">
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="sig-1">
    <ds:SignedInfo>
      <!-- what is signed -->
      <ds:CanonicalizationMethod Algorithm="${method}">${parameter}</ds:CanonicalizationMethod>
      <ds:SignatureMethod Algorithm="${signature.algorithm}" />
      <ds:Reference URI="#props" Type="http://uri.etsi.org/01903#SignedProperties">
        ${transforms}
        <ds:DigestMethod Algorithm="${digestAlgorithm[digest]}" />
        <ds:DigestValue>PROPERTIES</ds:DigestValue>
      </ds:Reference>
${[...files]
  .map(
    ([name, bytes], index) => `      <ds:Reference URI="${name}" Id='r${index}'>
        <ds:DigestMethod Algorithm="${digestAlgorithm[digest]}"></ds:DigestMethod>
        <ds:DigestValue>${digestOf(digest, bytes)}</ds:DigestValue>
      </ds:Reference>`,
  )
  .join('\n')}
    </ds:SignedInfo>
    <ds:SignatureValue Id="value">VALUE</ds:SignatureValue>
    <ds:KeyInfo>
      <ds:X509Data>
${chain.map(({ certificateDer }) => `<ds:X509Certificate>${lines(certificateDer)}</ds:X509Certificate>`).join('\n')}
      </ds:X509Data>
    </ds:KeyInfo>
    <ds:Object>
      <xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#sig-1">
        <xades:SignedProperties Id="props">
          <xades:SignedSignatureProperties>
            <xades:SigningTime>${signingTime}</xades:SigningTime>
            <xades:SigningCertificate><xades:Cert><!-- SHA-1 -->
              <xades:CertDigest>
                <ds:DigestMethod Algorithm="${digestAlgorithm[certDigest]}" />
                <ds:DigestValue>${digestOf(certDigest, signer.certificateDer)}</ds:DigestValue>
              </xades:CertDigest>
              <xades:IssuerSerial>
                <ds:X509IssuerName>${issuerNameOf(signer)}</ds:X509IssuerName>
                <ds:X509SerialNumber>${readCertificate(signer.certificateDer)?.serialNumber ?? ''}</ds:X509SerialNumber>
              </xades:IssuerSerial>
            </xades:Cert></xades:SigningCertificate>
          </xades:SignedSignatureProperties>
          <xades:SignedDataObjectProperties>
${[...files.keys()].map((name, index) => `<xades:DataObjectFormat ObjectReference="#r${index}"><xades:MimeType>${mimeOf(name)}</xades:MimeType></xades:DataObjectFormat>`).join('\n')}
          </xades:SignedDataObjectProperties>
        </xades:SignedProperties>
      </xades:QualifyingProperties>
    </ds:Object>
  </ds:Signature>
</asic:XAdESSignatures>
`
}

/** An archive as Java writes it, with data descriptors, but with the signature in front. */
export function foreignArchive(files: ReadonlyMap<string, Uint8Array>, signaturesXml: string): Uint8Array {
  const signatures = { name: 'META-INF/signatures.xml', bytes: new TextEncoder().encode(signaturesXml), method: 8 }
  const entries = [...files].map(([name, bytes]) => ({ name, bytes, method: 8, descriptor: 'signed' as const }))
  return makeArchive([signatures, ...entries])
}

const prefixes =
  '<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="asic #default"/>'

/** The ways of others that are accepted, and what is unusual about them. */
export const acceptedManners: readonly (readonly [about: string, manner: Manner])[] = [
  ['canonical XML', {}],
  ['canonical XML with comments', { method: `${inclusive}#WithComments`, form: { comments: true } }],
  ['canonical XML 1.1', { method: 'http://www.w3.org/2006/12/xml-c14n11' }],
  [
    'canonical XML 1.1 with comments',
    { method: 'http://www.w3.org/2006/12/xml-c14n11#WithComments', form: { comments: true } },
  ],
  ['exclusive canonical XML', { method: exclusive, form: { comments: false, exclusive: [] } }],
  [
    'exclusive canonical XML with comments',
    { method: `${exclusive}WithComments`, form: { comments: true, exclusive: [] } },
  ],
  [
    'exclusive canonical XML with prefixes',
    { method: exclusive, parameter: prefixes, form: { comments: false, exclusive: ['asic', ''] } },
  ],
  ['no transform', { transforms: '' }],
  ['the certificate by SHA-256', { certDigest: 'sha256' }],
  ['references that are percent-encoded', { change: (xml) => xml.replaceAll('URI="document-', 'URI="document%2D') }],
  [
    'unsigned properties',
    { change: (xml) => xml.replace('</xades:QualifyingProperties>', '<xades:UnsignedProperties/>$&') },
  ],
  [
    'the certificates in another order',
    {
      change: (xml) =>
        xml.replace(
          /(<ds:X509Certificate>[^<]*<\/ds:X509Certificate>)\s*(<ds:X509Certificate>[^<]*<\/ds:X509Certificate>)/,
          '$2$1',
        ),
    },
  ],
]
