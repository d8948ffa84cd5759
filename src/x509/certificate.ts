/**
 * Certificates: reading them, and the parts that node:crypto does not give.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { isBytes, isString, membersOf } from '../guard.js'
import type { IssueCode, Result } from '../issue.js'
import { issueIf, outcome } from '../outcome.js'
import { contentOf, derTag, readDerValues, readInteger, readObjectIdentifier, valuesIn, type DerValue } from './der.js'
import { distinguishedName } from './distinguished-name.js'
import { pemBlocks, pemLabel } from './pem.js'

/** An X.509 certificate (RFC 5280). */
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

/** The encoded parts of a certificate that are looked into (RFC 5280, section 4.1); a RangeError if it is none. */
export function certificateFields(
  der: Uint8Array,
): Readonly<Record<'serialNumber' | 'issuer' | 'subject' | 'extensions', DerValue | undefined>> {
  const [certificate, ...more] = readDerValues(der)
  if (more.length > 0) throw new RangeError('more than a certificate')
  const fields = valuesIn(valuesIn(certificate)[0])
  const [serialNumber, , issuer, , subject] = fields.filter(({ tag }) => tag !== derTag.explicit0)
  return { serialNumber, issuer, subject, extensions: fields.find(({ tag }) => tag === derTag.explicit3) }
}

/** Reads a certificate in DER, or in PEM; undefined if it cannot be read. */
export function readCertificate(bytes: Uint8Array | string): Certificate | undefined {
  try {
    const x509 = new X509Certificate(bytes)
    const der = new Uint8Array(x509.raw)
    const { serialNumber, issuer, extensions } = certificateFields(der)
    return {
      x509,
      der,
      issuerName: distinguishedName(issuer),
      serialNumber: readInteger(serialNumber).toString(),
      allowsDigitalSignature: extensions === undefined || allowsDigitalSignature(extensions),
      notBefore: new Date(x509.validFrom),
      notAfter: new Date(x509.validTo),
    }
  } catch {
    return undefined
  }
}

function allowsDigitalSignature(extensions: DerValue): boolean {
  const [list] = valuesIn(extensions, derTag.explicit3)
  const parts = valuesIn(list).map((extension) => valuesIn(extension))
  const keyUsage = parts.find(([type]) => readObjectIdentifier(type) === keyUsageIdentifier)
  if (keyUsage === undefined) return true
  const [bits] = valuesIn(keyUsage.at(-1), derTag.octetString)
  // The first octet counts unused bits; digitalSignature is bit 0, the highest of the second.
  return ((contentOf(bits, derTag.bitString)[1] ?? 0) & 0x80) !== 0
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
  const members = membersOf(given)
  const read = (members ?? [given]).map(certificatesIn)
  const issues = read.flatMap((certificates, index) => {
    const place = { property: members === undefined ? property : [...property, index] }
    return issueIf(certificates === undefined, code, 'Not X.509 certificates in DER or PEM, at least one.', place)
  })
  return outcome(issues, () => read.flatMap((certificates = []) => certificates))
}

function certificatesIn(given: unknown): readonly Certificate[] | undefined {
  if (!isString(given) && !isBytes(given)) return undefined
  const blocks = pemBlocks(given, pemLabel.certificate)
  const certificates = (blocks.length === 0 ? [given] : blocks).map(readCertificate)
  return certificates.every((certificate) => certificate !== undefined) ? certificates : undefined
}
