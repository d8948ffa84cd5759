/**
 * The names that the signature of a document package is made of.
 *
 * @module
 */

/** Namespaces. */
export const xmlNamespace = {
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
