/**
 * What a signature says of certificates, in its signed properties and beside them, against the certificates themselves.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import type { Issue } from '../issue.js'
import { issueIf } from '../outcome.js'
import { certificateFields, type Certificate } from '../x509/certificate.js'
import { isNameWritten } from '../x509/name-comparison.js'
import { digestOf, type CertificateHash } from './signature-profile.js'

/** A certificate by its issuer and serial number (xmldsig-core, section 4.4.4). */
export interface IssuerSerial {
  /** The issuer's name, as it was written. */
  readonly issuerName: string
  /** The serial number in decimal digits. */
  readonly serialNumber: string
}

/** A certificate by its digest too: a `Cert` of SigningCertificate (TS 101 903, section 7.2.2). */
export interface CertificateReference extends IssuerSerial {
  /** The hash function. */
  readonly hash: CertificateHash
  /** The digest, in base64. */
  readonly digest: string
}

/** What a signature says of certificates. */
export interface CertificateClaims {
  /** What SigningCertificate says: of the signer's certificate first, then of others of its chain. */
  readonly signingCertificates: readonly [CertificateReference, ...CertificateReference[]]
  /** X509SubjectName in KeyInfo: the names of the signer's certificate. */
  readonly subjectNames: readonly string[]
  /** X509IssuerSerial in KeyInfo, of the same. */
  readonly issuerSerials: readonly IssuerSerial[]
  /** RSAKeyValue in KeyInfo, the key of the same: modulus and exponent. */
  readonly keys: readonly (readonly [modulus: Uint8Array, exponent: Uint8Array])[]
}

/** The certificate that the signature names first; the first that it has, if it names none of them. */
export function findSigner(
  { signingCertificates: [named] }: CertificateClaims,
  certificates: readonly [Certificate, ...Certificate[]],
): Certificate {
  return certificates.find((certificate) => hasDigestOf(named, certificate)) ?? certificates[0]
}

/** What a signature says of certificates that is not so; `chain` has those that may lead from the signer's to a root. */
export function certificateIssues(
  { signingCertificates: [named, ...others], ...beside }: CertificateClaims,
  signer: Certificate,
  chain: readonly Certificate[],
): readonly Issue[] {
  const isOther = !hasDigestOf(named, signer)
  const strangers = others.some((other) => {
    const certificate = chain.find((candidate) => hasDigestOf(other, candidate))
    return certificate === undefined || issuerSerialProblem(other, certificate) !== undefined
  })
  const isContradicted =
    beside.subjectNames.some((name) => !isNameWritten(name, certificateFields(signer.der).subject)) ||
    beside.issuerSerials.some((other) => issuerSerialProblem(other, signer) !== undefined) ||
    beside.keys.some((key) => !isKeyOf(key, signer))
  const problem = isOther ? undefined : issuerSerialProblem(named, signer)
  const code = 'signature.certificate'
  return [
    ...issueIf(isOther, code, 'The certificate is not the one that the signature names.'),
    ...issueIf(problem !== undefined, code, problem ?? ''),
    ...issueIf(strangers, code, 'SigningCertificate names a certificate that is not one of the chain.'),
    ...issueIf(isContradicted, code, 'KeyInfo has a name or a key that is not that of the certificate.'),
  ]
}

function hasDigestOf({ hash, digest }: CertificateReference, { der }: Certificate): boolean {
  return digestOf(hash, der) === digest
}

/** Why a certificate is not the one of an issuer and serial number; undefined if it is. */
function issuerSerialProblem({ issuerName, serialNumber }: IssuerSerial, certificate: Certificate): string | undefined {
  if (serialNumber !== certificate.serialNumber)
    return 'The serial number that the signature names is not that of the certificate.'
  return isNameWritten(issuerName, certificateFields(certificate.der).issuer)
    ? undefined
    : 'X509IssuerName is not the name of the certificate’s issuer: all of its attributes, the last first (RFC 2253).'
}

function isKeyOf([modulus, exponent]: readonly [Uint8Array, Uint8Array], { x509 }: Certificate): boolean {
  try {
    const { n, e } = x509.publicKey.export({ format: 'jwk' })
    return n === base64UrlOf(modulus) && e === base64UrlOf(exponent)
  } catch {
    // A key of a kind that node:crypto does not know.
    return false
  }
}

/** A number in the base64url of JSON Web Keys (RFC 7518, section 6.3.1), without leading zeros. */
function base64UrlOf(number: Uint8Array): string {
  const start = number.findIndex((octet) => octet !== 0)
  return Buffer.from(number.subarray(Math.max(start, 0))).toString('base64url')
}
