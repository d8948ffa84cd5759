/**
 * Paths of certificates (RFC 5280, section 6): the search for one, and what can be wrong with it. Revocation and policies
 * are not looked at.
 *
 * The certificates above a leaf are what anybody sends along. The search tries every issuer that names allow, and
 * goes back where one leads nowhere; what it does at most is fixed.
 *
 * @module
 */
import type { X509Certificate } from 'node:crypto'
import { unlessThrown } from '../guard.js'
import type { Issue, IssueCode } from '../issue.js'
import { issueIf, makeIssue } from '../outcome.js'
import { maximumPathLength, type Certificate } from './certificate.js'
import { keepsTo } from './name-constraints.js'

/** From a certificate to its issuer, to the issuer of that one, and so on. */
export type Path = readonly [Certificate, ...Certificate[]]

/** The most signatures that a search checks: a path of three needs two. With the oddest keys each takes 10 milliseconds. */
export const maximumSignatureChecks = 100

/** The most issuers that a search looks at for having the right name, again in each path that leads to them. */
export const maximumCandidates = 10_000

/** The path to a trusted certificate, with what is wrong with it; without one, as far as it leads. */
export interface TrustedPath {
  readonly path: Path
  readonly issues: readonly Issue[]
}

/**
 * Finds the path from a certificate to one that is trusted, in whatever order they are. A trusted one is held to the same
 * as the others; who signed it, and how, makes no difference.
 */
export function findTrustedPath(
  leaf: Certificate,
  trust: readonly Certificate[],
  others: readonly Certificate[],
  time: Date,
): TrustedPath {
  const search = new PathSearch(trust, others)
  const trusted = new Set(trust.map(({ x509 }) => x509.fingerprint256))
  const isTrusted = ({ x509 }: Certificate): boolean => trusted.has(x509.fingerprint256)
  const sound = search.find(leaf, isTrusted, isSoundAt(time))
  // A path with faults tells more than that there is none without.
  const { path, isWhole } = sound.isWhole ? sound : search.find(leaf, isTrusted, () => true)
  const faults = pathIssues(path, time)
  const untrusted = 'The certificate does not lead to a trusted one.'
  const isCutShort = search.isCutShort && (!isWhole || faults.length > 0)
  const issues = [
    ...issueIf(!isWhole, 'signature.untrusted', untrusted),
    ...issueIf(isCutShort, 'key.path-limit', 'There are too many certificates to try for all paths.'),
    ...faults,
  ]
  return { path, issues }
}

/** Finds paths among certificates. It tries those that are named first before the others, and of each those that last longest. */
export class PathSearch {
  readonly #bySubject = new Map<string, Certificate[]>()
  readonly #issued = new Map<string, boolean>()
  #candidates = 0
  /** Whether the search has met a limit, so that there may be more to find. */
  isCutShort = false

  constructor(first: readonly Certificate[], others: readonly Certificate[]) {
    const all = [...latestFirst(first), ...latestFirst(others)]
    for (const certificate of new Map(all.map((one) => [one.x509.fingerprint256, one])).values()) {
      const namesakes = this.#bySubject.get(certificate.subject) ?? []
      this.#bySubject.set(certificate.subject, namesakes)
      namesakes.push(certificate)
    }
  }

  /** A path to an end, of those that are sound as far as they lead; else the longest that leads nowhere. */
  find(
    leaf: Certificate,
    isEnd: (certificate: Certificate) => boolean,
    isSound: (path: Path) => boolean,
  ): { readonly path: Path; readonly isWhole: boolean } {
    let longest: Path = [leaf]
    const untried: Path[] = [longest]
    for (let path = untried.pop(); path !== undefined; path = untried.pop()) {
      const last = path.at(-1) ?? leaf
      const before = path.at(-2)
      // The signature first: how often it is checked is limited, and with that all that follows.
      if ((before !== undefined && !this.hasIssued(last, before)) || !isSound(path)) continue
      if (isEnd(last)) return { path, isWhole: true }
      if (path.length > longest.length) longest = path
      for (const issuer of this.#candidatesFor(path, last)) untried.push([...path, issuer])
    }
    return { path: longest, isWhole: false }
  }

  /** A certificate, all that issued it, all that issued one of those, and so on: as far as the limit on signatures lets it look. */
  above(leaf: Certificate): readonly Certificate[] {
    const found = new Set([leaf])
    for (const one of found)
      for (const issuer of this.#bySubject.get(one.issuer) ?? [])
        if (!this.isCutShort && !found.has(issuer) && this.hasIssued(issuer, one)) found.add(issuer)
    return [...found]
  }

  /** Those with the name of an issuer, the best last; not those of a name and key that the path has passed already. */
  #candidatesFor(path: Path, { issuer }: Certificate): readonly Certificate[] {
    const namesakes = this.#bySubject.get(issuer) ?? []
    const candidates = namesakes.filter((one) => !path.some((passed, index) => isSame(passed, one, index > 0)))
    this.#candidates += candidates.length
    if (candidates.length === 0 || (path.length < maximumPathLength && this.#candidates <= maximumCandidates))
      return candidates.reverse()
    this.isCutShort = true
    return []
  }

  /** As {@link isIssuedBy}, asked once of the same two. */
  hasIssued(issuer: Certificate, subject: Certificate): boolean {
    const pair = `${issuer.x509.fingerprint256} ${subject.x509.fingerprint256}`
    const known = this.#issued.get(pair)
    if (known !== undefined || issuer.subject !== subject.issuer) return known ?? false
    if (this.#issued.size === maximumSignatureChecks) {
      this.isCutShort = true
      return false
    }
    const hasIssued = isIssuedBy(subject, issuer)
    this.#issued.set(pair, hasIssued)
    return hasIssued
  }
}

/** Those that last longest, first. */
export function latestFirst(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...certificates].sort((one, other) => other.notAfter.getTime() - one.notAfter.getTime())
}

/** Whether two are one certificate, or authorities of one name and key. */
function isSame(one: Certificate, other: Certificate, areAuthorities: boolean): boolean {
  if (areAuthorities) return one.subject === other.subject && one.publicKeyInfo === other.publicKeyInfo
  return one.x509.fingerprint256 === other.x509.fingerprint256
}

/** Whether names and signature agree, and the issuer may sign certificates, as far as that can be read, or is the subject. */
export function isIssuedBy(subject: Certificate, issuer: Certificate): boolean {
  const { extensions } = issuer
  const isItself = issuer.x509.fingerprint256 === subject.x509.fingerprint256
  const mayIssue = (isItself || extensions?.isAuthority !== false) && extensions?.allowsCertificateSigning !== false
  return mayIssue && issuer.subject === subject.issuer && isSignedBy(subject.x509, issuer.x509)
}

/** What has been found out: several searches, and who looks at what they found, ask for the same two. */
const known = new WeakMap<X509Certificate, WeakMap<X509Certificate, boolean>>()

function isSignedBy(subject: X509Certificate, issuer: X509Certificate): boolean {
  const found = known.get(subject) ?? new WeakMap<X509Certificate, boolean>()
  known.set(subject, found)
  // It throws for a key of a kind that node:crypto does not know.
  const isSigned = found.get(issuer) ?? unlessThrown(() => subject.verify(issuer.publicKey)) ?? false
  found.set(issuer, isSigned)
  return isSigned
}

/** Whether nothing is wrong with the last certificate of a path. */
export function isSoundAt(time: Date | undefined): (path: Path) => boolean {
  return (path) => faultsOf(path, time).length === 0
}

/** All that is wrong with a path, each code once. */
export function pathIssues(path: readonly Certificate[], time: Date): readonly Issue[] {
  const issues = new Map<IssueCode, Issue>()
  for (const [index, first] of path.entries())
    for (const [code, sentence] of faultsOf([path[0] ?? first, ...path.slice(1, index + 1)], time))
      if (!issues.has(code)) issues.set(code, makeIssue(code, `Certificate ${index + 1} of the path ${sentence}.`))
  return [...issues.values()]
}

/** A code, and what is said of the certificate. */
type Fault = readonly [code: IssueCode, sentence: string]

/** What is wrong with the last certificate of a path where it stands. Without a time its validity is not looked at. */
function faultsOf(path: Path, time: Date | undefined): readonly Fault[] {
  const last = path.at(-1) ?? path[0]
  const below = path.slice(0, -1)
  const { extensions, notBefore, notAfter } = last
  // Neither the length nor the names of self-issued authorities count (sections 6.1.3 and 6.1.4).
  const counted = below.filter(({ issuer, subject }, index) => index === 0 || issuer !== subject)
  const isLong = counted.length - 1 > (extensions?.pathLength ?? Infinity)
  const keepsNames = counted.every(({ names }) => !extensions || keepsTo(extensions.nameConstraints, names))
  const isForOther = below.length === 0 && extensions?.allowsDigitalSignature === false
  const faults: readonly (readonly [isThere: boolean, ...Fault])[] = [
    // Written so that an invalid date fails.
    [time !== undefined && !(time >= notBefore), 'key.not-yet-valid', 'is not valid yet'],
    [time !== undefined && !(time <= notAfter), 'key.expired', 'has expired'],
    [isForOther, 'key.usage', 'has a key usage without digitalSignature'],
    [extensions?.allowsSigningDocuments === false, 'key.usage', 'has an extended key usage for something else only'],
    [!extensions, 'key.extension', 'has an extension twice, one that is not well formed, or no name'],
    [extensions?.demandsMore === true, 'key.extension', 'has a critical extension that is unknown, or wants a policy'],
    [
      isWeaklySigned(below.at(-1)),
      'key.signature-algorithm',
      'has signed the one before by an algorithm that is broken or not supported',
    ],
    [isLong, 'key.path-length', 'has more authorities before it than its pathLenConstraint allows'],
    [!keepsNames, 'key.name-constraints', 'has name constraints, and one before it has another name'],
  ]
  return [...keyFaults(last), ...faults.filter(([isThere]) => isThere).map(([, ...fault]) => fault)]
}

/** RSA (RFC 8017), ECDSA (RFC 5758) and RSASSA-PSS (RFC 4055), each with a hash of SHA-2; Ed25519 and Ed448 (RFC 8410). */
const signatureAlgorithms =
  /^(?:1\.2\.840\.113549\.1\.1\.1[1-4]|1\.2\.840\.10045\.4\.3\.[1-4]|1\.2\.840\.113549\.1\.1\.10,2\.16\.840\.1\.101\.3\.4\.2\.[1-4]|1\.3\.101\.11[23])$/

/** Whether a certificate is signed by an algorithm that is broken, or that we do not know. */
export function isWeaklySigned(certificate: Certificate | undefined): boolean {
  return certificate !== undefined && !signatureAlgorithms.test(certificate.signatureAlgorithm.join())
}

/** P-256, P-384 and P-521 (FIPS 186-5), by OpenSSL's names. */
const curves: readonly unknown[] = ['prime256v1', 'secp384r1', 'secp521r1']

/** What is wrong with the key of a certificate: too short, or of a kind that is not supported. */
export function keyFaults({ x509 }: Certificate): readonly Fault[] {
  try {
    const { asymmetricKeyType: type = '', asymmetricKeyDetails: details } = x509.publicKey
    if (['ed25519', 'ed448'].includes(type) || (type === 'ec' && curves.includes(details?.namedCurve))) return []
    if (['rsa', 'rsa-pss'].includes(type))
      return (details?.modulusLength ?? 0) < 2048 ? [['key.size', 'has an RSA key of less than 2048 bits']] : []
  } catch {
    // A key of a kind that node:crypto does not know.
  }
  return [['key.algorithm', 'has a key of a kind that is not supported']]
}
