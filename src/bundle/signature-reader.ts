/**
 * Reads `META-INF/signatures.xml` from anybody, into what is to be verified. Elements are looked for only where the
 * schemas put them: nothing is found by its Id alone, so that nothing can be signed in one place and read in another.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { dateFromDateTime, isDateTime } from '../codec/date-time.js'
import type { IssueCode, PortalError } from '../issue.js'
import { makeError } from '../outcome.js'
import { canonicalXml, type CanonicalForm } from '../xml/canonical.js'
import { readCertificate, type Certificate } from '../x509/certificate.js'
import { algorithm, canonicalForm, digestOf, xmlNamespace } from './signature-profile.js'
import { parseXmlTree, type XmlElement } from '../xml/tree.js'

/** A reference to a file. */
interface FileReference {
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
  /** The certificate that the signature names; the first one, if it names none of them. */
  readonly signer: Certificate
  /** The certificates of KeyInfo, as they came. At least one. */
  readonly certificates: Certificates
  /** Whether the signature names that certificate, by digest and serial number. */
  readonly namesSigner: boolean
  /** When the signer says that the signature was made. */
  readonly signingTime: Date
}

/** Reads a signature; a PortalError with the first thing that is wrong with its form. */
export function readSignature(bytes: Uint8Array): ReadSignature {
  const root = parseXmlTree(bytes)
  if (root.namespace !== xmlNamespace.asic || root.local !== 'XAdESSignatures')
    throw signatureError('signature.structure', '', 'The root element must be XAdESSignatures of ASiC.')
  if (elementsOf(root).length > 1)
    throw signatureError('bundle.signatures-several', root, 'There must be one signature.')
  const signature = ds(root, 'Signature')
  const qualifyingProperties = xades(ds(signature, 'Object'), 'QualifyingProperties')
  const signedProperties = xades(qualifyingProperties, 'SignedProperties')
  const identifiers = readIdentifiers(root)
  const signatureId = attribute(signature, 'Id')
  if (attribute(qualifyingProperties, 'Target') !== `#${signatureId}`)
    throw signatureError('signature.id', qualifyingProperties, 'The target must be the signature.')

  const signedInfo = ds(signature, 'SignedInfo')
  if (attribute(ds(signedInfo, 'SignatureMethod'), 'Algorithm') !== algorithm.rsaSha256)
    throw signatureError('signature.algorithm', signedInfo, 'The signature must be RSA with SHA-256.')
  const references = childrenNamed(signedInfo, xmlNamespace.signature, 'Reference')
  const toProperties = references.filter((reference) => attributeOf(reference, 'URI')?.startsWith('#') === true)
  const [toSignedProperties] = toProperties
  if (toSignedProperties === undefined || toProperties.length > 1)
    throw signatureError('signature.structure', signedInfo, 'There must be one reference to SignedProperties.')
  if (
    identifiers.get(attribute(toSignedProperties, 'URI').slice(1)) !== signedProperties ||
    attributeOf(toSignedProperties, 'Type') !== algorithm.signedPropertiesType
  )
    throw signatureError('signature.id', toSignedProperties, 'The reference must be to SignedProperties.')
  const files = references.filter((reference) => reference !== toSignedProperties)

  const signatureProperties = xades(signedProperties, 'SignedSignatureProperties')
  const certificates = readCertificates(ds(ds(signature, 'KeyInfo'), 'X509Data'))
  const signer = findSigner(xades(signatureProperties, 'SigningCertificate'), certificates)
  return {
    files: readFileReferences(files, signedProperties, identifiers),
    signedInfo: canonical(signedInfo, formOf(ds(signedInfo, 'CanonicalizationMethod'))),
    value: base64(ds(signature, 'SignatureValue')),
    signedProperties: canonical(signedProperties, transformOf(toSignedProperties)),
    signedPropertiesDigest: digestIn(toSignedProperties),
    ...signer,
    certificates,
    signingTime: readSigningTime(xades(signatureProperties, 'SigningTime')),
  }
}

function readFileReferences(
  references: readonly XmlElement[],
  signedProperties: XmlElement,
  identifiers: ReadonlyMap<string, XmlElement>,
): readonly FileReference[] {
  const [objectProperties] = childrenNamed(signedProperties, xmlNamespace.xades, 'SignedDataObjectProperties')
  const formats = new Map<XmlElement | undefined, string>()
  if (objectProperties !== undefined)
    for (const format of childrenNamed(objectProperties, xmlNamespace.xades, 'DataObjectFormat')) {
      const reference = identifiers.get(attribute(format, 'ObjectReference').replace(/^#/, ''))
      if (reference === undefined || !references.includes(reference) || formats.has(reference))
        throw signatureError('signature.id', format, 'The object reference must be to one reference to a file.')
      formats.set(reference, text(xades(format, 'MimeType')))
    }
  return references.map((reference) => {
    if (childrenNamed(reference, xmlNamespace.signature, 'Transforms').length > 0)
      throw signatureError('signature.algorithm', reference, 'A reference to a file must have no transforms.')
    return { uri: attribute(reference, 'URI'), digest: digestIn(reference), mime: formats.get(reference) }
  })
}

function readCertificates(data: XmlElement): Certificates {
  const [first, ...rest] = childrenNamed(data, xmlNamespace.signature, 'X509Certificate').map((element) => {
    const certificate = readCertificate(base64(element))
    if (certificate === undefined) throw signatureError('key.certificate', element, 'Not an X.509 certificate in DER.')
    return certificate
  })
  if (first === undefined) throw signatureError('signature.structure', data, 'There is no X509Certificate.')
  return [first, ...rest]
}

/** Finds the certificate that SigningCertificate names. The issuer's name must be there, but is not compared. */
function findSigner(element: XmlElement, certificates: Certificates): Pick<ReadSignature, 'signer' | 'namesSigner'> {
  const certificate = xades(element, 'Cert')
  const digest = xades(certificate, 'CertDigest')
  const method = attribute(ds(digest, 'DigestMethod'), 'Algorithm')
  if (method !== algorithm.sha1 && method !== algorithm.sha256)
    throw signatureError('signature.algorithm', digest, 'The digest of the certificate must be SHA-1 or SHA-256.')
  const issuerSerial = xades(certificate, 'IssuerSerial')
  const serialNumber = text(ds(issuerSerial, 'X509SerialNumber')).trim()
  if (!/^[-+]?[0-9]{1,60}$/.test(serialNumber))
    throw signatureError('signature.structure', issuerSerial, 'The serial number is not a whole number.')
  const expected = base64(ds(digest, 'DigestValue')).toString('base64')
  text(ds(issuerSerial, 'X509IssuerName'))
  const hash = method === algorithm.sha1 ? 'sha1' : 'sha256'
  const signer = certificates.find(({ der }) => digestOf(hash, der) === expected)
  const namesSigner = signer?.serialNumber === BigInt(serialNumber.replace('+', '')).toString()
  return { signer: signer ?? certificates[0], namesSigner }
}

function readSigningTime(element: XmlElement): Date {
  const time = text(element).trim()
  if (!isDateTime(time) || !/Z$|[-+][0-9]{2}:[0-9]{2}$/.test(time) || !/^[0-9]{4}-/.test(time))
    throw signatureError('signature.structure', element, 'Not an xs:dateTime with an offset, of the years 1 to 9999.')
  return dateFromDateTime(time)
}

/** Every element with an Id, by it. Two elements with the same would let a reader and a verifier see different ones. */
function readIdentifiers(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const identifiers = new Map<string, XmlElement>()
  const collect = (element: XmlElement): void => {
    for (const { namespace, local, value } of element.attributes) {
      const message = 'Attributes of the XML namespace are not allowed in a signature.'
      if (namespace === 'http://www.w3.org/XML/1998/namespace') throw signatureError('signature.structure', '', message)
      if (namespace !== '' || local.toLowerCase() !== 'id') continue
      if (local !== 'Id' || identifiers.has(value))
        throw signatureError('signature.id', '', 'Two elements have the same Id, or an Id is misspelled.')
      identifiers.set(value, element)
    }
    elementsOf(element).forEach(collect)
  }
  collect(root)
  return identifiers
}

function digestIn(reference: XmlElement): string {
  if (attribute(ds(reference, 'DigestMethod'), 'Algorithm') !== algorithm.sha256)
    throw signatureError('signature.algorithm', reference, 'The digest must be SHA-256.')
  return base64(ds(reference, 'DigestValue')).toString('base64')
}

/**
 * The canonical form of a reference's one transform; Canonical XML 1.0 if it has none (xmldsig-core, 4.3.3.2). A reference
 * by bare name leaves comments out before any transform sees them (4.3.3.3).
 */
function transformOf(reference: XmlElement): CanonicalForm {
  const [transforms] = childrenNamed(reference, xmlNamespace.signature, 'Transforms')
  return transforms === undefined ? { comments: false } : { ...formOf(ds(transforms, 'Transform')), comments: false }
}

function formOf(method: XmlElement): CanonicalForm {
  const form = canonicalForm[attribute(method, 'Algorithm')]
  if (form === undefined)
    throw signatureError('signature.algorithm', method, 'The algorithm is no known form of canonical XML.')
  if (!form.exclusive) return { comments: form.comments }
  const [inclusive] = childrenNamed(method, xmlNamespace.exclusive, 'InclusiveNamespaces')
  const list = inclusive === undefined ? '' : attribute(inclusive, 'PrefixList')
  const prefixes = list.split(/[\t\n\r ]+/).filter((prefix) => prefix !== '')
  return { comments: form.comments, exclusive: prefixes.map((prefix) => (prefix === '#default' ? '' : prefix)) }
}

function canonical(element: XmlElement, form: CanonicalForm): Uint8Array {
  return new TextEncoder().encode(canonicalXml(element, form))
}

function ds(parent: XmlElement, local: string): XmlElement {
  return only(parent, xmlNamespace.signature, local)
}

function xades(parent: XmlElement, local: string): XmlElement {
  return only(parent, xmlNamespace.xades, local)
}

function only(parent: XmlElement, namespace: string, local: string): XmlElement {
  const [child, ...more] = childrenNamed(parent, namespace, local)
  if (child === undefined || more.length > 0)
    throw signatureError('signature.structure', `${pathOf(parent)}/${local}`, 'The element must be there once.')
  return child
}

function childrenNamed(parent: XmlElement, namespace: string, local: string): readonly XmlElement[] {
  return elementsOf(parent).filter((child) => child.namespace === namespace && child.local === local)
}

function elementsOf(parent: XmlElement): readonly XmlElement[] {
  return parent.children.flatMap((node) => ('element' in node ? [node.element] : []))
}

function attributeOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace === '' && attribute.local === local)?.value
}

function attribute(element: XmlElement, local: string): string {
  const value = attributeOf(element, local)
  if (value === undefined)
    throw signatureError('signature.structure', `${pathOf(element)}/@${local}`, 'The attribute is required.')
  return value
}

/** The text of an element that has nothing else; comments do not split it. */
function text(element: XmlElement): string {
  if (elementsOf(element).length > 0) throw signatureError('signature.structure', element, 'Only text may be here.')
  return element.children.map((node) => ('text' in node ? node.text : '')).join('')
}

function base64(element: XmlElement): Buffer {
  const encoded = text(element).replace(/[\t\n\r ]+/g, '')
  if (encoded === '' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded))
    throw signatureError('signature.structure', element, 'The text must be base64.')
  return Buffer.from(encoded, 'base64')
}

/** The elements that are looked into are all known by name; their place among their like is counted from 1. */
function pathOf(element: XmlElement): string {
  const { parent, namespace, local } = element
  if (parent === undefined) return `/${local}`
  const like = childrenNamed(parent, namespace, local)
  return `${pathOf(parent)}/${local}${like.length > 1 ? `[${like.indexOf(element) + 1}]` : ''}`
}

function signatureError(code: IssueCode, place: XmlElement | string, message: string): PortalError {
  const path = typeof place === 'string' ? place : pathOf(place)
  return makeError('The signature cannot be read', code, message, { path })
}
