import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { IssueCode } from 'signering-portal/codec'
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import type { CanonicalForm } from '../../src/xml/canonical.js'
import { readCertificate } from '../../src/x509/certificate.js'
import { makeArchive } from '../../testing/bundle/archives.js'
import { canonicalByLibxml2 } from '../../testing/bundle/canonical-by-libxml2.js'
import { describeWith, jdk, repositoryFile } from '../../testing/requirements.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'

const input = makeInput(2)
const { manifestXml } = await writeBundle(input)
const files = new Map([
  ...input.documents.map(({ href, bytes }) => [href, bytes] as const),
  ['manifest.xml', manifestXml] as const,
])
const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

interface Manner {
  readonly method?: string
  readonly form?: CanonicalForm
  /** Within the CanonicalizationMethod and the Transform. */
  readonly parameter?: string
  /** Instead of the transforms of the reference to the signed properties. */
  readonly transforms?: string
  readonly certDigest?: 'sha1' | 'sha256'
  readonly change?: (xml: string) => string
}

/** Base64 in lines, as .NET and Java write it. */
const lines = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')
const digest = (name: string, data: string | Uint8Array): string => createHash(name).update(data).digest('base64')

/**
 * The signature of another program: prefixes, white space, another order of attributes and references, other Ids, line
 * breaks and comments. Its canonical forms are made by libxml2.
 */
function foreignSignatures(manner: Manner): string {
  const { method = inclusive, form = { comments: false }, parameter = '', certDigest = 'sha1' } = manner
  const change = manner.change ?? ((xml: string): string => xml)
  const certificate = readCertificate(sender.leaf.certificateDer)
  const transforms =
    manner.transforms ??
    `<ds:Transforms><ds:Transform Algorithm="${method}">${parameter}</ds:Transform></ds:Transforms>`
  const certDigestMethod =
    certDigest === 'sha1' ? 'http://www.w3.org/2000/09/xmldsig#sha1' : 'http://www.w3.org/2001/04/xmlenc#sha256'
  const template = `<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/2918/v1.2.1#" xmlns:unused="urn:unused" xmlns="urn:default">
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="sig-1">
    <ds:SignedInfo>
      <ds:CanonicalizationMethod Algorithm="${method}">${parameter}</ds:CanonicalizationMethod>
      <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" />
      <ds:Reference URI="#props" Type="http://uri.etsi.org/01903#SignedProperties">
        ${transforms}
        <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256" />
        <ds:DigestValue>PROPERTIES</ds:DigestValue>
      </ds:Reference>
${[...files]
  .map(
    ([name, bytes], index) => `      <ds:Reference URI="${name.replace('-', '%2D')}" Id='r${index}'>
        <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>
        <ds:DigestValue>${digest('sha256', bytes)}</ds:DigestValue>
      </ds:Reference>`,
  )
  .join('\n')}
    </ds:SignedInfo>
    <ds:SignatureValue Id="value">VALUE</ds:SignatureValue>
    <ds:KeyInfo>
      <ds:X509Data>
${[sender.leaf, sender.intermediate, sender.root].map(({ certificateDer }) => `<ds:X509Certificate>${lines(certificateDer)}</ds:X509Certificate>`).join('\n')}
      </ds:X509Data>
    </ds:KeyInfo>
    <ds:Object>
      <xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#sig-1">
        <xades:SignedProperties Id="props">
          <xades:SignedSignatureProperties>
            <xades:SigningTime>2026-11-23T21:15:30.1234567+01:00</xades:SigningTime>
            <xades:SigningCertificate><xades:Cert><!-- SHA-1 -->
              <xades:CertDigest>
                <ds:DigestMethod Algorithm="${certDigestMethod}" />
                <ds:DigestValue>${digest(certDigest, sender.leaf.certificateDer)}</ds:DigestValue>
              </xades:CertDigest>
              <xades:IssuerSerial>
                <ds:X509IssuerName>CN=In another form, C=NO</ds:X509IssuerName>
                <ds:X509SerialNumber> ${certificate?.serialNumber} </ds:X509SerialNumber>
              </xades:IssuerSerial>
            </xades:Cert></xades:SigningCertificate>
          </xades:SignedSignatureProperties>
          <xades:SignedDataObjectProperties>
${[...files.keys()].map((name, index) => `<xades:DataObjectFormat ObjectReference="#r${index}"><xades:MimeType>${name.endsWith('.pdf') ? 'application/pdf' : 'application/xml'}</xades:MimeType></xades:DataObjectFormat>`).join('\n')}
          </xades:SignedDataObjectProperties>
        </xades:SignedProperties>
      </xades:QualifyingProperties>
    </ds:Object>
  </ds:Signature>
</asic:XAdESSignatures>
`
  const xml = change(template)
  const properties = canonicalByLibxml2(xml, 'SignedProperties', { ...form, comments: false })
  const digested = xml.replace('PROPERTIES', digest('sha256', properties))
  const signedInfo = canonicalByLibxml2(digested, 'SignedInfo', form)
  return digested.replace(
    'VALUE',
    lines(sign('sha256', Buffer.from(signedInfo), createPrivateKey(sender.leaf.privateKeyPem))),
  )
}

function archiveOf(xml: string): Uint8Array {
  const signatures = { name: 'META-INF/signatures.xml', bytes: new TextEncoder().encode(xml), method: 8 }
  const entries = [...files].map(([name, bytes]) => ({ name, bytes, method: 8, descriptor: 'signed' as const }))
  return makeArchive([signatures, ...entries])
}

function codesOf(xml: string): readonly IssueCode[] {
  const verified = safeVerifyBundle(archiveOf(xml), {
    trust: [sender.root.certificatePem],
    receivedAt: signingTime,
  })
  if (!verified.ok) return verified.issues.map(({ code }) => code)
  expect(verified.value.manifest).toEqual(input.manifest)
  expect(verified.value.documents).toEqual(input.documents)
  expect(verified.value.signingTime).toEqual(signingTime)
  expect(verified.value.signerCertificate).toEqual(sender.leaf.certificateDer)
  return []
}

const prefixes =
  '<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="asic #default"/>'
const manners: readonly (readonly [string, Manner])[] = [
  ['canonical XML', {}],
  ['canonical XML with comments', { method: `${inclusive}#WithComments`, form: { comments: true } }],
  ['canonical XML 1.1', { method: 'http://www.w3.org/2006/12/xml-c14n11' }],
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

describe('a package of another program', () => {
  it.each(manners)('is accepted: %s', (_, manner) => {
    expect(codesOf(foreignSignatures(manner))).toEqual([])
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
          xml.replace(
            '</ds:SignedInfo>',
            `${/<ds:Reference URI="#props"[^]*?<\/ds:Reference>/.exec(xml)?.[0].replace('#props', '#value') ?? ''}$&`,
          ),
      },
      ['signature.structure'],
    ],
    [
      'with two KeyInfo',
      { change: (xml) => xml.replace('</ds:KeyInfo>', '</ds:KeyInfo><ds:KeyInfo/>') },
      ['signature.structure'],
    ],
    [
      'with a reference that is no URI',
      { change: (xml) => xml.replace('document%2D1', 'document%1') },
      ['signature.reference', 'signature.unsigned-file'],
    ],
  ]
  it.each(refused)('is refused: %s', (_, manner, codes) => {
    expect(codesOf(foreignSignatures(manner))).toEqual(codes)
  })
})

describeWith([jdk], 'a package of another program, by Java', () => {
  it('is accepted too, so that the samples are good ones', () => {
    const folder = mkdtempSync(join(tmpdir(), 'foreign-'))
    try {
      // Java takes the first certificate, and the plain names of files.
      const samples = manners.filter(([about]) => about !== 'the certificates in another order')
      const paths = samples.map(([, manner], index) => {
        const path = join(folder, `${index}.zip`)
        const change = (xml: string): string => (manner.change?.(xml) ?? xml).replaceAll('%2D', '-')
        writeFileSync(path, archiveOf(foreignSignatures({ ...manner, change })))
        return path
      })
      const verifier = repositoryFile('testing/java/Verify.java')
      const outcome = execFileSync('java', [verifier, ...paths], { encoding: 'utf8' })
        .trim()
        .split('\n')
      expect(outcome).toEqual(samples.map(() => 'valid 4 4'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
