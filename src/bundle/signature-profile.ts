/**
 * The names and digests that the signature of a document package is made of.
 *
 * @module
 */
import { crypto } from '../x509/crypto.js'

/** Namespaces. */
export const xmlNamespace = {
  /** Exclusive XML Canonicalization, element InclusiveNamespaces. */
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  /** ASiC (TS 102 918, annex A). */
  asic: 'http://uri.etsi.org/2918/v1.2.1#',
  /** XML Signature (xmldsig-core, section 1.3). */
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  /** XAdES (TS 101 903, section 5). */
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
} as const

/** Identifiers of algorithms and types. */
export const algorithm = {
  /** Canonical XML 1.0, without comments. */
  canonicalXml: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 4051, section 2.3.2). */
  rsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  /** SHA-1, in the digest of the certificate only. */
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  /** SHA-256. */
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  /** The type of the reference to the signed properties (TS 101 903, section 6.3.1). */
  signedPropertiesType: 'http://uri.etsi.org/01903#SignedProperties',
} as const

/** The hash functions that may name a certificate. */
export type CertificateHash = 'sha1' | 'sha256'

/** Those hash functions by the identifiers of their algorithms. */
export const certificateHashes: ReadonlyMap<string, CertificateHash> = new Map([
  [algorithm.sha1, 'sha1'],
  [algorithm.sha256, 'sha256'],
])

/**
 * The canonical forms that a signature may name. Canonical XML 1.1 differs from 1.0 only in what it does with attributes
 * `xml:id` and `xml:base` of ancestors, and those are refused, since no schema of a signature has them.
 */
export const canonicalForms: ReadonlyMap<string, Readonly<Record<'exclusive' | 'comments', boolean>>> = new Map([
  [algorithm.canonicalXml, { exclusive: false, comments: false }],
  [`${algorithm.canonicalXml}#WithComments`, { exclusive: false, comments: true }],
  ['http://www.w3.org/2006/12/xml-c14n11', { exclusive: false, comments: false }],
  ['http://www.w3.org/2006/12/xml-c14n11#WithComments', { exclusive: false, comments: true }],
  [xmlNamespace.exclusive, { exclusive: true, comments: false }],
  [`${xmlNamespace.exclusive}WithComments`, { exclusive: true, comments: true }],
])

/** A digest in base64. */
export function digestOf(name: CertificateHash, bytes: Uint8Array): string {
  return crypto().createHash(name).update(bytes).digest('base64')
}
