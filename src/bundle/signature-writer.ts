/**
 * Writes `META-INF/signatures.xml`: a XAdES signature at the basic level (TS 101 903; TS 103 171, B-level) over every
 * other file of the package, in the container of ASiC-E (TS 102 918, section 6.2).
 *
 * SignedInfo and SignedProperties are written as their own canonical form (Canonical XML 1.0): default namespaces only,
 * declared where the subset begins; attributes in order; no empty-element tags; no white space. So the bytes that are
 * hashed and signed are the bytes in the file.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { isBytes } from '../guard.js'
import type { Result } from '../issue.js'
import { crypto } from '../x509/crypto.js'
import { canonicalText } from '../xml/escape.js'
import { refused } from '../outcome.js'
import { isSignatureOf, type ReadKey } from './key.js'
import { algorithm, digestOf, xmlNamespace } from './signature-profile.js'
import type { ZipEntry } from './zip-writer.js'

/** A file to be signed; its name in the archive is also its URI. */
export interface SignedFile extends ZipEntry {
  /** Its media type. */
  readonly mime: string
}

/** What to sign, as whom, and when. */
export interface SignatureInput extends ReadKey {
  /** The files, in the order of their references. */
  readonly files: readonly SignedFile[]
  /** When the signature is made. */
  readonly signingTime: Date
}

/**
 * Signs files. An issue `key.signature` if the signer gives a signature that is not right; what it throws goes through, a
 * PortalError too.
 */
export async function writeSignatures(input: SignatureInput): Promise<Result<string>> {
  const signed = writeSigned(input)
  const data = new TextEncoder().encode(signed.info)
  const sha256 = new Uint8Array(crypto().createHash('sha256').update(data).digest())
  // The signer gets a copy: what it does with it must not change what is written.
  const given: unknown = await input.sign({ data: data.slice(), sha256 })
  // And what it gives is copied, so that what is checked is what is written.
  const signature = isBytes(given) ? new Uint8Array(given) : undefined
  if (signature === undefined || !isSignatureOf(data, signature, input.chain[0])) {
    const message = 'The signer did not give an RSA signature with SHA-256 by the key of the certificate.'
    return refused('key.signature', message, { property: ['key', 'sign'] })
  }
  return { ok: true, value: assemble(input.chain, signed, signature), warnings: [] }
}

/** The length of the signatures of files, in bytes: neither their digests nor a signature value differ in length. */
export function lengthOfSignatures(input: SignatureInput): number {
  const files = input.files.map((file) => ({ ...file, bytes: new Uint8Array() }))
  const { modulusLength = 0 } = input.chain[0].x509.publicKey.asymmetricKeyDetails ?? {}
  const value = new Uint8Array(Math.ceil(modulusLength / 8))
  return Buffer.byteLength(assemble(input.chain, writeSigned({ ...input, files }), value))
}

/** What is signed: SignedInfo, and SignedProperties, whose digest it has. */
type Signed = Readonly<Record<'info' | 'properties', string>>

function writeSigned(input: SignatureInput): Signed {
  const properties = writeSignedProperties(input)
  return { info: writeSignedInfo(input.files, properties), properties }
}

function assemble(chain: ReadKey['chain'], signed: Signed, signature: Uint8Array): string {
  const certificates = chain.map(({ der }) => `<X509Certificate>${base64(der)}</X509Certificate>`).join('')
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<XAdESSignatures xmlns="${xmlNamespace.asic}"><Signature xmlns="${xmlNamespace.signature}" Id="Signature">` +
    signed.info +
    `<SignatureValue>${base64(signature)}</SignatureValue>` +
    `<KeyInfo><X509Data>${certificates}</X509Data></KeyInfo>` +
    `<Object><QualifyingProperties xmlns="${xmlNamespace.xades}" Target="#Signature">${signed.properties}` +
    '</QualifyingProperties></Object></Signature></XAdESSignatures>'
  )
}

function writeSignedInfo(files: readonly SignedFile[], signedProperties: string): string {
  const references = files.map(
    ({ name, bytes }, index) => `<Reference Id="ID_${index}" URI="${name}">${digest('sha256', bytes)}</Reference>`,
  )
  return (
    `<SignedInfo xmlns="${xmlNamespace.signature}">` +
    `<CanonicalizationMethod Algorithm="${algorithm.canonicalXml}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${algorithm.rsaSha256}"></SignatureMethod>` +
    references.join('') +
    `<Reference Type="${algorithm.signedPropertiesType}" URI="#SignedProperties">` +
    `<Transforms><Transform Algorithm="${algorithm.canonicalXml}"></Transform></Transforms>` +
    `${digest('sha256', new TextEncoder().encode(signedProperties))}</Reference></SignedInfo>`
  )
}

function writeSignedProperties({ chain, files, signingTime }: SignatureInput): string {
  const [{ der, issuerName, serialNumber }] = chain
  const ds = `xmlns="${xmlNamespace.signature}"`
  const formats = files.map(
    ({ mime }, index) =>
      `<DataObjectFormat ObjectReference="#ID_${index}"><MimeType>${canonicalText(mime)}</MimeType></DataObjectFormat>`,
  )
  return (
    `<SignedProperties xmlns="${xmlNamespace.xades}" Id="SignedProperties"><SignedSignatureProperties>` +
    `<SigningTime>${signingTime.toISOString()}</SigningTime>` +
    // SHA-1 names the certificate here; it does not protect anything (document package; TS 101 903, section 7.2.2).
    `<SigningCertificate><Cert><CertDigest>${digest('sha1', der, ` ${ds}`)}</CertDigest>` +
    `<IssuerSerial><X509IssuerName ${ds}>${canonicalText(issuerName)}</X509IssuerName>` +
    `<X509SerialNumber ${ds}>${serialNumber}</X509SerialNumber></IssuerSerial></Cert></SigningCertificate>` +
    `</SignedSignatureProperties><SignedDataObjectProperties>${formats.join('')}</SignedDataObjectProperties>` +
    '</SignedProperties>'
  )
}

function digest(name: 'sha1' | 'sha256', bytes: Uint8Array, declaration = ''): string {
  return (
    `<DigestMethod${declaration} Algorithm="${algorithm[name]}"></DigestMethod>` +
    `<DigestValue${declaration}>${digestOf(name, bytes)}</DigestValue>`
  )
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
