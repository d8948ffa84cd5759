/**
 * Certificates: reading them, and the parts that node:crypto does not give.
 *
 * @module
 */
import type { X509Certificate } from 'node:crypto'
import { isBytes, isList, isString, membersOf, plainBytes } from '../guard.js'
import type { Issue, IssueCode, Result } from '../issue.js'
import { latin1 } from '../latin1.js'
import { issueIf, makeIssue, outcome } from '../outcome.js'
import { crypto } from './crypto.js'
import { derTag, readDerValues, readInteger, readObjectIdentifier, valuesIn, type DerValue } from './der.js'
import { comparableName, distinguishedName, readName } from './distinguished-name.js'
import { readExtensions, type Extensions } from './extensions.js'
import { subjectNames, type GeneralName } from './general-name.js'
import { pemBlocks, pemLabel } from './pem.js'

/** The most certificates of a path: enterprise certificates have three or four. */
export const maximumPathLength = 20

/** An X.509 certificate (RFC 5280). */
export interface Certificate {
  /** The certificate as node:crypto reads it. */
  readonly x509: X509Certificate
  /** Its DER encoding, copied for whoever asks. */
  readonly der: Uint8Array
  /** The issuer's name in RFC 2253 form, as Java's `X500Principal.getName()` writes it. */
  readonly issuerName: string
  /** The serial number in decimal digits. */
  readonly serialNumber: string
  /** Start of validity. */
  readonly notBefore: Date
  /** End of validity. */
  readonly notAfter: Date
  /** The issuer, equal to the `subject` of whoever has that name; empty for a name without attributes. */
  readonly issuer: string
  /** The subject, by whatever name. */
  readonly subject: string
  /** The public key with its algorithm: SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), each octet a character. */
  readonly publicKeyInfo: string
  /** The identifiers of the algorithm by which it is signed: of its hash too, where that is a parameter. */
  readonly signatureAlgorithm: readonly string[]
  /** All names of the subject. */
  readonly names: readonly GeneralName[]
  /** What it may be used for; undefined if its extensions, or what depends on them, are not well formed. */
  readonly extensions: Extensions | undefined
}

/** The encoded parts of a certificate that are looked into (RFC 5280, section 4.1); a RangeError if it is none. */
export function certificateFields(der: Uint8Array): Readonly<Record<CertificateField, DerValue | undefined>> {
  const [certificate, ...more] = readDerValues(der)
  if (more.length > 0) throw new RangeError('more than a certificate')
  const fields = valuesIn(valuesIn(certificate)[0])
  const version = fields.find(({ tag }) => tag === derTag.explicit0)
  const [serialNumber, signature, issuer, , subject, publicKeyInfo] = fields.filter((field) => field !== version)
  const extensions = fields.find(({ tag }) => tag === derTag.explicit3)
  return { version, serialNumber, signature, issuer, subject, publicKeyInfo, extensions }
}

type CertificateField = 'version' | 'serialNumber' | 'signature' | 'issuer' | 'subject' | 'publicKeyInfo' | 'extensions'

/** How many certificates are kept, and the most bytes that each may be of. */
const [maximumKept, maximumKeptBytes] = [64, 10_000] as const

/**
 * The certificates that were asked for last, by the digest of what they were read of: packages come from the same senders
 * and lead to the same roots, and to read three certificates takes as long as all else of a small package.
 */
const kept = new Map<string, Certificate>()

/** Reads a certificate in DER, or in PEM; undefined if it cannot be read. */
export function readCertificate(encoded: Uint8Array | string): Certificate | undefined {
  // A copy, so that what is read is what it is kept by.
  const bytes = isString(encoded) ? new TextEncoder().encode(encoded) : plainBytes(encoded).slice()
  if (bytes.length > maximumKeptBytes) return parseCertificate(bytes)
  const key = crypto().hash('sha256', bytes, 'base64')
  const certificate = kept.get(key) ?? parseCertificate(bytes)
  if (certificate === undefined) return undefined
  // The one that was asked for last stands last.
  kept.delete(key)
  kept.set(key, certificate)
  const [oldest = key] = kept.keys()
  if (kept.size > maximumKept) kept.delete(oldest)
  return certificate
}

function parseCertificate(bytes: Uint8Array): Certificate | undefined {
  try {
    const x509 = new (crypto().X509Certificate)(bytes)
    const der = new Uint8Array(x509.raw)
    const { version, serialNumber, signature, issuer, subject, publicKeyInfo, extensions } = certificateFields(der)
    const [issuerName, subjectName] = [readName(issuer), readName(subject)]
    const names = subjectNames(subjectName)
    const issuedBy = comparableName(issuerName).join('\n')
    // Whoever issued it must have a name (RFC 5280, section 4.1.2.4).
    const read = issuedBy === '' ? undefined : extensionsOf(version, extensions, names.length === 0)
    return {
      x509,
      get der() {
        return der.slice()
      },
      issuerName: distinguishedName(issuerName),
      serialNumber: readInteger(serialNumber).toString(),
      notBefore: new Date(x509.validFrom),
      notAfter: new Date(x509.validTo),
      issuer: issuedBy,
      subject: comparableName(subjectName).join('\n'),
      publicKeyInfo: latin1(publicKeyInfo?.bytes ?? new Uint8Array()),
      signatureAlgorithm: readAlgorithm(signature),
      names: [...names, ...(read?.alternativeNames ?? [])],
      extensions: read,
    }
  } catch {
    return undefined
  }
}

function extensionsOf(
  version: DerValue | undefined,
  field: DerValue | undefined,
  isNameless: boolean,
): Extensions | undefined {
  try {
    // Only version 3, which is written as 2, has extensions (RFC 5280, section 4.1.2.9).
    const isThird = version !== undefined && readInteger(valuesIn(version, derTag.explicit0)[0]) === 2n
    return field === undefined || isThird ? readExtensions(field, isNameless) : undefined
  } catch {
    return undefined
  }
}

/** An AlgorithmIdentifier, with the hash that is its parameter in RSASSA-PSS (RFC 4055, section 3.1). */
function readAlgorithm(algorithm: DerValue | undefined): readonly string[] {
  const [type, parameters] = valuesIn(algorithm)
  const hash = parameters?.tag === derTag.sequence ? valuesIn(parameters).find(({ tag }) => tag === 0xa0) : undefined
  return [type, ...(hash === undefined ? [] : [valuesIn(readDerValues(hash.content)[0])[0]])].map(readObjectIdentifier)
}

/**
 * Reads what was handed over as certificates, in a list or a single one: each in DER, or one or more in PEM. Each that
 * cannot be read is an issue.
 */
export function readCertificates(
  given: unknown,
  property: readonly (string | number)[],
  code: IssueCode = 'key.certificate',
): Result<readonly Certificate[]> {
  const read = readableCertificates(given, property, code)
  return outcome(read.issues, () => read.certificates)
}

/** What could be read of what was handed over as certificates. */
export interface ReadableCertificates {
  readonly certificates: readonly Certificate[]
  /** One for each place where there is something else. */
  readonly issues: readonly Issue[]
}

/** The most certificates that are read of what is handed over: each takes up to half a millisecond, and all else waits. */
export const maximumCertificates = 2000

const tooMany = `Must have at most ${maximumCertificates} certificates, of which a chain may have ${maximumPathLength}.`

/** As {@link readCertificates}, with those that can be read beside others. */
export function readableCertificates(
  given: unknown,
  property: readonly (string | number)[],
  code: IssueCode = 'key.certificate',
): ReadableCertificates {
  const members = membersOf(given)
  const encoded = (members ?? [given]).map(encodedIn)
  const count = encoded.reduce((sum, { length }) => sum + length, 0)
  if ((members === undefined && isList(given)) || Math.max(count, encoded.length) > maximumCertificates)
    return { certificates: [], issues: [makeIssue(code, tooMany, { property })] }
  const read = encoded.map((one) => one.map(readCertificate))
  const issues = read.flatMap((certificates, index) => {
    const place = { property: members === undefined ? property : [...property, index] }
    const isWrong = certificates.length === 0 || certificates.includes(undefined)
    return issueIf(isWrong, code, 'Not X.509 certificates in DER or PEM, at least one.', place)
  })
  return { certificates: read.flat().filter((certificate) => certificate !== undefined), issues }
}

/** Each certificate by itself, as it was given or in PEM. */
function encodedIn(given: unknown): readonly (Uint8Array | string)[] {
  if (!isString(given) && !isBytes(given)) return []
  const blocks = pemBlocks(given, pemLabel.certificate)
  return blocks.length === 0 ? [given] : blocks
}
