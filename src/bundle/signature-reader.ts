/**
 * Reads `META-INF/signatures.xml` from anybody, into what is to be verified. Elements are looked for only where the
 * schemas put them: nothing is found by its Id alone, so that nothing can be signed in one place and read in another.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { dateFromDateTime } from '../codec/date-time.js'
import { canonicalXml, type CanonicalForm } from '../xml/canonical.js'
import { holdTo, textOf, trimmed } from '../xml/form.js'
import { parseXmlTree, type XmlElement } from '../xml/tree.js'
import { readCertificate, type Certificate } from '../x509/certificate.js'
import { formError, pathOf, signatureError } from './signature-error.js'
import { signatureForm } from './signature-form.js'
import { algorithm, canonicalForms, certificateHashes } from './signature-profile.js'
import {
  findSigner,
  type CertificateClaims,
  type CertificateReference,
  type IssuerSerial,
} from './signing-certificate.js'

/**
 * The most bytes that `META-INF/signatures.xml` may have: 1 MiB, as any message. References to all files that an archive
 * can have, with a long chain of certificates, are a tenth of it; the rest is room for what says that certificates were
 * not revoked.
 */
export const maximumSignatureBytes = 1_048_576

/** A reference to a file. */
interface FileReference {
  /** The path of its element. */
  readonly path: string
  /** Attribute `URI`. */
  readonly uri: string
  /** The SHA-256 digest, in base64. */
  readonly digest: string
  /** The media type that the signed properties give; undefined if they give none. */
  readonly mime: string | undefined
}

type Certificates = readonly [Certificate, ...Certificate[]]

/** A signature, read but not verified. */
export interface ReadSignature {
  /** The references to files, in order. */
  readonly files: readonly FileReference[]
  /** SignedInfo in canonical form: what the signature value signs. */
  readonly signedInfo: Uint8Array
  /** The signature value. */
  readonly value: Uint8Array
  /** SignedProperties in canonical form. */
  readonly signedProperties: Uint8Array
  /** The SHA-256 digest that the signature has of them, in base64. */
  readonly signedPropertiesDigest: string
  /** The certificates of KeyInfo, as they came. At least one. */
  readonly certificates: Certificates
  /** What is said of them. */
  readonly claims: CertificateClaims
  /** The certificate that is named as the signer's; the first one, if none of them is. */
  readonly signer: Certificate
  /** When the signer says that the signature was made. */
  readonly signingTime: Date
}

/** Reads a signature; a PortalError with the first thing that is wrong with its form. */
export function readSignature(bytes: Uint8Array): ReadSignature {
  if (bytes.length > maximumSignatureBytes)
    throw signatureError('xml.size', '', `The signature is longer than the limit of ${maximumSignatureBytes} bytes.`)
  const root = parseXmlTree(bytes, holdTo(signatureForm, formError))
  const signature = only(root, 'Signature')
  const qualifyingProperties = only(only(signature, 'Object'), 'QualifyingProperties')
  const signedProperties = only(qualifyingProperties, 'SignedProperties')
  const signatureProperties = only(signedProperties, 'SignedSignatureProperties')
  const identifiers = readIdentifiers(root)
  if (attribute(qualifyingProperties, 'Target') !== `#${attribute(signature, 'Id')}`)
    throw signatureError('signature.id', qualifyingProperties, 'The target must be the signature.')
  const signedInfo = only(signature, 'SignedInfo')
  const method = only(signedInfo, 'SignatureMethod')
  if (attribute(method, 'Algorithm') !== algorithm.rsaSha256)
    throw signatureError('signature.algorithm', method, 'The signature must be RSA with SHA-256.')
  const { toProperties, toFiles } = readReferences(signedInfo, signedProperties, identifiers)
  const keyInfo = only(signature, 'KeyInfo')
  const certificates = readCertificates(only(keyInfo, 'X509Data'))
  const claims = readClaims(only(signatureProperties, 'SigningCertificate'), keyInfo)
  return {
    files: readFileReferences(toFiles, signedProperties, identifiers),
    signedInfo: canonical(signedInfo, formOf(only(signedInfo, 'CanonicalizationMethod'))),
    value: base64(only(signature, 'SignatureValue')),
    signedProperties: canonical(signedProperties, transformOf(toProperties)),
    signedPropertiesDigest: digestIn(toProperties),
    certificates,
    claims,
    signer: findSigner(claims, certificates),
    signingTime: dateFromDateTime(trimmed(textOf(only(signatureProperties, 'SigningTime')))),
  }
}

/** Tells the one reference to the signed properties from those to files; there are no others. */
function readReferences(
  signedInfo: XmlElement,
  signedProperties: XmlElement,
  identifiers: ReadonlyMap<string, XmlElement>,
): { readonly toProperties: XmlElement; readonly toFiles: readonly XmlElement[] } {
  const references = all(signedInfo, 'Reference')
  const targetOf = (reference: XmlElement): XmlElement | undefined =>
    identifiers.get(attribute(reference, 'URI').slice(1))
  const [toProperties, ...more] = references.filter((reference) => attribute(reference, 'URI').startsWith('#'))
  if (toProperties === undefined)
    throw signatureError('signature.structure', signedInfo, 'There must be a reference to SignedProperties.')
  const stray = [toProperties, ...more].find((reference) => targetOf(reference) !== signedProperties)
  if (stray !== undefined) {
    const message = `A reference is to ${targetOf(stray)?.local ?? 'nothing'}: what is signed are files and SignedProperties.`
    throw signatureError(more.length === 0 ? 'signature.id' : 'signature.structure', stray, message)
  }
  if (more.length > 0)
    throw signatureError('signature.structure', signedInfo, 'There must be one reference to SignedProperties.')
  if (attributeOf(toProperties, 'Type') !== algorithm.signedPropertiesType)
    throw signatureError('signature.id', toProperties, 'The type of the reference must be that of SignedProperties.')
  return { toProperties, toFiles: references.filter((reference) => reference !== toProperties) }
}

function readFileReferences(
  references: readonly XmlElement[],
  signedProperties: XmlElement,
  identifiers: ReadonlyMap<string, XmlElement>,
): readonly FileReference[] {
  const known = new Set(references)
  const formats = new Map<XmlElement, string>()
  for (const format of all(signedProperties, 'SignedDataObjectProperties', 'DataObjectFormat')) {
    const object = attribute(format, 'ObjectReference')
    const reference = object.startsWith('#') ? identifiers.get(object.slice(1)) : undefined
    if (reference === undefined || !known.has(reference) || formats.has(reference))
      throw signatureError('signature.id', format, 'The object reference must be to one reference to a file.')
    formats.set(reference, textOf(only(format, 'MimeType')))
  }
  return references.map((reference) => {
    if (all(reference, 'Transforms').length > 0)
      throw signatureError('signature.algorithm', reference, 'A reference to a file must have no transforms.')
    if (attributeOf(reference, 'Type') !== undefined)
      throw signatureError('signature.structure', reference, 'A reference to a file must have no type.')
    const [uri, path] = [attribute(reference, 'URI'), pathOf(reference)]
    return { path, uri, digest: digestIn(reference), mime: formats.get(reference) }
  })
}

function readCertificates(data: XmlElement): Certificates {
  const [first, ...rest] = all(data, 'X509Certificate').map((element) => {
    const certificate = readCertificate(base64(element))
    if (certificate === undefined) throw signatureError('key.certificate', element, 'Not an X.509 certificate in DER.')
    return certificate
  })
  if (first === undefined) throw signatureError('signature.structure', data, 'There is no X509Certificate.')
  return [first, ...rest]
}

function readClaims(signingCertificate: XmlElement, keyInfo: XmlElement): CertificateClaims {
  const [signer, ...others] = all(signingCertificate, 'Cert').map(readCertificateReference)
  if (signer === undefined) throw signatureError('signature.structure', signingCertificate, 'There is no Cert.')
  return {
    signingCertificates: [signer, ...others],
    subjectNames: all(keyInfo, 'X509Data', 'X509SubjectName').map(textOf),
    issuerSerials: all(keyInfo, 'X509Data', 'X509IssuerSerial').map(readIssuerSerial),
    keys: all(keyInfo, 'KeyValue', 'RSAKeyValue').map((key) => [
      base64(only(key, 'Modulus')),
      base64(only(key, 'Exponent')),
    ]),
  }
}

function readCertificateReference(certificate: XmlElement): CertificateReference {
  const digest = only(certificate, 'CertDigest')
  const hash = certificateHashes.get(attribute(only(digest, 'DigestMethod'), 'Algorithm'))
  if (hash === undefined)
    throw signatureError('signature.algorithm', digest, 'The digest of the certificate must be SHA-1 or SHA-256.')
  const issuerSerial = readIssuerSerial(only(certificate, 'IssuerSerial'))
  return { hash, digest: base64(only(digest, 'DigestValue')).toString('base64'), ...issuerSerial }
}

function readIssuerSerial(element: XmlElement): IssuerSerial {
  const digits = trimmed(textOf(only(element, 'X509SerialNumber'))).replace('+', '')
  return { issuerName: textOf(only(element, 'X509IssuerName')), serialNumber: BigInt(digits).toString() }
}

/** Every element with an Id, by it; no two have the same. */
function readIdentifiers(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const identifiers = new Map<string, XmlElement>()
  const collect = (element: XmlElement): void => {
    const id = attributeOf(element, 'Id')
    if (id !== undefined) identifiers.set(id, element)
    for (const node of element.children) if ('element' in node) collect(node.element)
  }
  collect(root)
  return identifiers
}

function digestIn(reference: XmlElement): string {
  const method = only(reference, 'DigestMethod')
  if (attribute(method, 'Algorithm') !== algorithm.sha256)
    throw signatureError('signature.algorithm', method, 'The digest must be SHA-256.')
  return base64(only(reference, 'DigestValue')).toString('base64')
}

/**
 * The canonical form of a reference's one transform; Canonical XML 1.0 if it has none (xmldsig-core, 4.3.3.2). A reference
 * by bare name leaves comments out before any transform sees them (4.3.3.3).
 */
function transformOf(reference: XmlElement): CanonicalForm {
  const [transform] = all(reference, 'Transforms', 'Transform')
  return transform === undefined ? { comments: false } : { ...formOf(transform), comments: false }
}

function formOf(method: XmlElement): CanonicalForm {
  const form = canonicalForms.get(attribute(method, 'Algorithm'))
  if (form === undefined)
    throw signatureError('signature.algorithm', method, 'The algorithm is no known form of canonical XML.')
  const [inclusive] = all(method, 'InclusiveNamespaces')
  if (!form.exclusive) {
    if (inclusive === undefined) return { comments: form.comments }
    throw signatureError('signature.algorithm', method, 'Only exclusive canonical XML has InclusiveNamespaces.')
  }
  const list = inclusive === undefined ? '' : attribute(inclusive, 'PrefixList')
  const prefixes = list.split(/[\t\n\r ]+/).filter((prefix) => prefix !== '')
  return { comments: form.comments, exclusive: prefixes.map((prefix) => (prefix === '#default' ? '' : prefix)) }
}

function canonical(element: XmlElement, form: CanonicalForm): Uint8Array {
  return new TextEncoder().encode(canonicalXml(element, form))
}

// The form of the signature has been held: what must be there is there, and in its namespace.

/** The elements of a name, or those of the last name in those of the names before it. */
function all(parent: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (parents, local) =>
      parents.flatMap(({ children }) =>
        children.flatMap((node) => ('element' in node && node.element.local === local ? [node.element] : [])),
      ),
    [parent],
  )
}

function only(parent: XmlElement, local: string): XmlElement {
  const [child] = all(parent, local)
  if (child === undefined) throw signatureError('signature.structure', parent, 'An element is missing.')
  return child
}

function attributeOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((candidate) => candidate.namespace === '' && candidate.local === local)?.value
}

function attribute(element: XmlElement, local: string): string {
  return attributeOf(element, local) ?? ''
}

function base64(element: XmlElement): Buffer {
  return Buffer.from(textOf(element), 'base64')
}
