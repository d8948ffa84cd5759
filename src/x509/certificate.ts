/**
 * Certificates: the parts that a signature names, and the order of a chain.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { PortalError, type Issue } from '../issue.js'
import { derTag, readDerValues, readInteger, readObjectIdentifier, type DerValue } from './der.js'
import { distinguishedName } from './distinguished-name.js'
import { makeIssue } from '../outcome.js'

/** An X.509 certificate (RFC 5280) with the parts that node:crypto does not give. */
export interface Certificate {
  /** The certificate as node:crypto reads it. */
  readonly x509: X509Certificate
  /** Its DER encoding. */
  readonly der: Uint8Array
  /** The issuer's name in RFC 2253 form, as Java's `X500Principal.getName()` writes it. */
  readonly issuerName: string
  /** The serial number in decimal digits. */
  readonly serialNumber: string
  /** Whether a key usage extension, if there is one, allows digitalSignature (RFC 5280, section 4.2.1.3). */
  readonly allowsDigitalSignature: boolean
  /** Start of validity. */
  readonly notBefore: Date
  /** End of validity. */
  readonly notAfter: Date
}

/** RFC 5280, section 4.2.1.3. */
const keyUsageIdentifier = '2.5.29.15'
/** The tag of the extensions of a certificate: [3] EXPLICIT (RFC 5280, section 4.1). */
const extensionsTag = 0xa3
/** The tag of the version of a certificate: [0] EXPLICIT (RFC 5280, section 4.1). */
const versionTag = 0xa0

/** PEM as text, or as the bytes of a file. */
export type Pem = string | Uint8Array

/** The encapsulated texts of PEM (RFC 7468) whose label is of a kind. */
export function pemBlocks(pem: Pem, label: RegExp): readonly string[] {
  if (!isPem(pem)) return []
  const text = typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-(?!----END)[^-]*)*-----END \1-----/g)
  return [...blocks].filter((match) => label.test(match[1] ?? '')).map((match) => match[0])
}

/** Callers that are not type-checked may hand over anything. */
function isPem(pem: unknown): boolean {
  return typeof pem === 'string' || pem instanceof Uint8Array
}

/** The labels of certificates in PEM. */
// eslint-disable-next-line @typescript-eslint/no-inferrable-types -- isolatedDeclarations asks for it
export const certificateLabel: RegExp = /^(?:X509 |TRUSTED )?CERTIFICATE$/

/**
 * Reads certificates.
 *
 * @param bytes - the DER encoding of one, or PEM of one or more
 * @returns the certificates in order, at least one
 * @throws {@link PortalError} with `key.certificate` if one cannot be read, or there is none
 */
export function readCertificates(bytes: Pem): readonly Certificate[] {
  const blocks = pemBlocks(bytes, certificateLabel)
  return (blocks.length === 0 ? [bytes] : blocks).map(readCertificate)
}

/**
 * Reads a certificate.
 *
 * @param bytes - its DER encoding, or PEM
 * @returns the certificate
 * @throws {@link PortalError} with `key.certificate` if it cannot be read
 */
export function readCertificate(bytes: Uint8Array | string): Certificate {
  try {
    const x509 = new X509Certificate(bytes)
    const der = new Uint8Array(x509.raw)
    const [toBeSigned] = readDerValues(readDerValues(der)[0]?.content ?? der)
    const fields = readDerValues(toBeSigned?.content ?? der).filter(({ tag }) => tag !== versionTag)
    const [serialNumber, , issuer] = fields
    if (serialNumber === undefined || issuer === undefined) throw new RangeError('not a certificate')
    return {
      x509,
      der,
      issuerName: distinguishedName(issuer),
      serialNumber: readInteger(serialNumber.content).toString(),
      allowsDigitalSignature: allowsDigitalSignature(fields.find(({ tag }) => tag === extensionsTag)),
      notBefore: new Date(x509.validFrom),
      notAfter: new Date(x509.validTo),
    }
  } catch {
    throw new PortalError('The certificate cannot be used', [
      makeIssue('key.certificate', 'Not an X.509 certificate in DER or PEM.'),
    ])
  }
}

function allowsDigitalSignature(extensions: DerValue | undefined): boolean {
  if (extensions === undefined) return true
  for (const extension of readDerValues(readDerValues(extensions.content)[0]?.content ?? extensions.content)) {
    const parts = readDerValues(extension.content)
    if (parts[0] === undefined || readObjectIdentifier(parts[0].content) !== keyUsageIdentifier) continue
    const bits = readDerValues(parts.at(-1)?.content ?? extension.content)[0]
    // The first octet counts unused bits; digitalSignature is bit 0, the highest of the second.
    return bits?.tag === derTag.bitString && ((bits.content[1] ?? 0) & 0x80) !== 0
  }
  return true
}

/**
 * Tells whether one certificate was issued by another: it is a CA (or the same certificate), and names, key
 * identifiers, key usage and signature agree.
 *
 * @param subject - the certificate that may have been issued
 * @param issuer - the certificate that may have issued it
 * @returns true if so
 */
export function isIssuedBy(subject: Certificate, issuer: Certificate): boolean {
  try {
    const mayIssue = issuer.x509.ca || issuer.x509.fingerprint256 === subject.x509.fingerprint256
    return mayIssue && subject.x509.checkIssued(issuer.x509) && subject.x509.verify(issuer.x509.publicKey)
  } catch {
    // Keys of kinds that node:crypto does not know.
    return false
  }
}

/**
 * Orders a chain from the leaf to the root. Certificates that are no part of it are left out.
 *
 * @param leaf - the certificate to begin with
 * @param certificates - the certificates to choose the issuers from, in any order
 * @returns the chain; it ends where no issuer is found, or at a certificate that issued itself
 */
export function chainFrom(leaf: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  const chain = [leaf]
  for (;;) {
    const last = chain.at(-1) ?? leaf
    if (isIssuedBy(last, last)) return chain
    const issuer = certificates.find((candidate) => !includes(chain, candidate) && isIssuedBy(last, candidate))
    if (issuer === undefined) return chain
    chain.push(issuer)
  }
}

function includes(chain: readonly Certificate[], certificate: Certificate): boolean {
  return chain.some(({ x509 }) => x509.fingerprint256 === certificate.x509.fingerprint256)
}

/**
 * Finds the certificate that none of the others was issued by.
 *
 * @param certificates - certificates of one chain, in any order
 * @returns the leaf, or undefined if there is not exactly one
 */
export function findLeaf(certificates: readonly Certificate[]): Certificate | undefined {
  const leaves = certificates.filter(
    (candidate) => !certificates.some((other) => other !== candidate && isIssuedBy(other, candidate)),
  )
  return leaves.length === 1 ? leaves[0] : undefined
}

/**
 * Looks for what makes the service refuse a certificate though it can sign.
 *
 * @param chain - the chain, leaf first
 * @param time - the time to judge validity at
 * @returns `key.not-yet-valid`, `key.expired` and `key.usage`, as far as they apply
 */
export function validityIssues(chain: readonly Certificate[], time: Date): readonly Issue[] {
  const issues: Issue[] = []
  if (!chain.every(({ notBefore }) => time >= notBefore))
    issues.push(makeIssue('key.not-yet-valid', 'A certificate of the chain is not valid yet.'))
  if (!chain.every(({ notAfter }) => time <= notAfter))
    issues.push(makeIssue('key.expired', 'A certificate of the chain has expired.'))
  if (chain[0]?.allowsDigitalSignature === false) {
    const message = 'The key usage of the certificate does not include digitalSignature.'
    issues.push(makeIssue('key.usage', message))
  }
  return issues
}

/**
 * Tells whether a chain goes all the way.
 *
 * @param chain - the chain, leaf first
 * @returns `key.chain-incomplete` if it does not end at a certificate that issued itself
 */
export function completenessIssues(chain: readonly Certificate[]): readonly Issue[] {
  const last = chain.at(-1)
  if (last !== undefined && isIssuedBy(last, last)) return []
  return [makeIssue('key.chain-incomplete', 'The chain does not end at a root certificate.')]
}
