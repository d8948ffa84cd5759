/**
 * Looking at a key and its certificate for what the service will not take, before it is asked.
 *
 * @module
 */
import type { X509Certificate } from 'node:crypto'
import { inOneLine } from '../contract/harmless.js'
import { redact } from '../http/redact.js'
import { senderAuthorities } from '../bundle/sender-authorities.js'
import { unlessThrown } from '../guard.js'
import type { Issue } from '../issue.js'
import { issueIf, makeIssue } from '../outcome.js'
import type { TrustEnvironment } from '../trust/authorities.js'
import { readCertificate, type Certificate } from '../x509/certificate.js'
import { findTrustedPath } from '../x509/path.js'
import { organizationNumberOf, organizationTypes } from '../x509/subject.js'

/** What is told of a certificate. */
export interface ToldCertificate {
  /** The names of the two, which may be empty. */
  readonly subject: string
  /** The organization that it names, nine digits; absent where it names none. */
  readonly organizationNumber?: string | undefined
  readonly issuer: string
  /** When it begins and ends to be valid, as dates and times of ISO 8601; absent where that is no time. */
  readonly notBefore?: string | undefined
  readonly notAfter?: string | undefined
  /** The SHA-256 of its DER encoding, in hexadecimal digits. */
  readonly sha256: string
}

/** Tells of a certificate. */
export function told(x509: X509Certificate): ToldCertificate {
  return {
    subject: nameIn(x509.subject),
    organizationNumber: unlessThrown(() => organizationNumberOf(x509.raw, organizationTypes)),
    issuer: nameIn(x509.issuer),
    notBefore: unlessThrown(() => new Date(x509.validFrom).toISOString()),
    notAfter: unlessThrown(() => new Date(x509.validTo).toISOString()),
    sha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
  }
}

/** A name as Node.js writes it, each attribute on a line; one without attributes it does not give. That of an organization holds nothing personal, but anybody's may be given. */
function nameIn(lines: string | undefined): string {
  return inOneLine(String(redact((lines ?? '').split('\n').join(', '))))
}

/** Certificates of a chain in DER; those that cannot be read are left out. */
export function certificatesIn(chain: readonly Uint8Array[]): readonly Certificate[] {
  return chain.flatMap((der) => readCertificate(der) ?? [])
}

/** Whom a certificate must lead to: the authorities of an environment, or others in their place. */
export interface Trust {
  readonly environment: TrustEnvironment | undefined
  readonly roots: readonly Certificate[]
}

/**
 * What is wrong with the certificate of a chain, its first, at a time: with its validity and its use, with whom it leads to, and with
 * the organization that is asked for.
 */
export function certificateIssues(
  chain: readonly Certificate[],
  organizationNumber: string | undefined,
  { environment, roots }: Trust,
  now: Date,
): readonly Issue[] {
  const [leaf] = chain
  if (leaf === undefined) return []
  const named = told(leaf.x509).organizationNumber
  const nameless = 'The certificate names no organization, or several: it is no enterprise certificate.'
  const other = 'The certificate names another organization than --organization: the client calls as its broker.'
  const isOther = named !== undefined && organizationNumber !== undefined && organizationNumber !== named
  return [
    ...pathIssues(leaf, chain, environment, roots, now),
    ...issueIf(named === undefined, 'check.organization', nameless),
    ...issueIf(isOther, 'check.organization', other, { severity: 'warning' }),
  ]
}

function pathIssues(
  leaf: Certificate,
  chain: readonly Certificate[],
  environment: TrustEnvironment | undefined,
  given: readonly Certificate[],
  now: Date,
): readonly Issue[] {
  const issuesIn = (where: TrustEnvironment | undefined): readonly Issue[] => {
    const { roots, issued } = where === undefined ? { roots: given, issued: [] } : senderAuthorities(where)
    return findTrustedPath(leaf, roots, [...chain, ...issued], now).issues
  }
  const isUntrusted = (issues: readonly Issue[]): boolean => issues.some(({ code }) => code === 'signature.untrusted')
  const found = issuesIn(environment)
  if (!isUntrusted(found) || environment === undefined) return found
  const elsewhere = environment === 'production' ? 'test' : 'production'
  if (isUntrusted(issuesIn(elsewhere))) return found
  const message = `The certificate is one of ${elsewhere}: it leads to no authority of ${environment}.`
  const rest = found.filter(({ code }) => code !== 'signature.untrusted')
  return [makeIssue('check.environment', message), ...rest]
}
