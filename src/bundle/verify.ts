/**
 * Verifies document packages.
 *
 * @module
 */
import { isDate, isLimit, isList, propertiesOf, timeOf } from '../guard.js'
import { unwrap, type Issue, type Result } from '../issue.js'
import { issueIf, issuesOf, limitIssue, makeIssue, outcome, refusal } from '../outcome.js'
import { isTrustEnvironment, type TrustEnvironment } from '../trust/authorities.js'
import { readCertificates, type Certificate } from '../x509/certificate.js'
import { issuersAbove } from '../x509/chain.js'
import { findTrustedPath } from '../x509/path.js'
import { fileAt, signaturesName } from './documents.js'
import { isSignatureOf } from './key.js'
import { bundleOf, openBundle, type Bundle, type Opened } from './open.js'
import type { ReadBundleOptions } from './read.js'
import { fileNameOf } from './reference-uri.js'
import { senderAuthorities, type SenderAuthorities } from './sender-authorities.js'
import { digestOf } from './signature-profile.js'
import type { ReadSignature } from './signature-reader.js'
import { certificateIssues } from './signing-certificate.js'

/** How to verify a package. */
export interface VerifyBundleOptions extends ReadBundleOptions {
  /**
   * Where the sender is one: the signer's certificate must lead to a root of Buypass or Commfides in `certificateAuthorities` of
   * `signering-portal/trust`. All environments but production are `test`. It or `trust` is needed.
   */
  readonly environment?: TrustEnvironment | undefined
  /**
   * The certificates that the signer's must lead to in place of those of `environment`: each in DER, or one or more in PEM.
   * Roots, others, the signer's own: whoever signed them, they are held to what the rest of the path is held to. With none, no
   * signer is trusted.
   */
  readonly trust?: readonly (Uint8Array | string)[] | undefined
  /**
   * Certificates that may stand between the signer's and a trusted one, beside those of the package, and that are not
   * trusted themselves: each in DER, or one or more in PEM. Some clients send the signer's certificate alone. Omitted: none.
   */
  readonly intermediates?: readonly (Uint8Array | string)[] | undefined
  /**
   * When the package was received. The certificates must be valid then, and the signing time be near it.
   */
  readonly receivedAt: Date
  /** How far apart signing and receipt may be, in seconds, either way. Omitted: 5, as the document package page says. */
  readonly signingTimeToleranceSeconds?: number | undefined
}

/**
 * Reads a package and verifies it: every file but the signature is signed, with its media type; nothing has changed since;
 * the certificate is the one that the signature names, and there is a path from it to a trusted one (RFC 5280, section 6)
 * that was valid, and is meant for signatures; and the package was signed just before it was received. Revocation and
 * policies are not looked at.
 *
 * @param bytes - the package
 * @param options - whom to trust, and when the package was received
 * @returns the package
 * @throws {@link PortalError} with all that is wrong with the package. Without a path to a trusted certificate that is
 *   `signature.untrusted`; with one that has faults, those faults: `key.expired`, `key.not-yet-valid`, `key.usage`,
 *   `key.extension`, `key.path-length`, `key.name-constraints`, `key.signature-algorithm`, `key.algorithm`, `key.size`; and
 *   `key.path-limit` where not all certificates were tried. `key.certificate` is for certificates of `trust` and
 *   `intermediates` that cannot be read, and `value.type` for options of another type, whose properties are those of the
 *   options.
 *
 * @example
 * ```ts
 * import { verifyBundle } from 'signering-portal/bundle'
 *
 * declare const bundle: Uint8Array
 * declare const root: string
 * declare const receivedAt: Date
 *
 * const { manifest } = verifyBundle(bundle, { trust: [root], receivedAt })
 * console.log(manifest.sender?.organizationNumber) // 988015814
 * ```
 */
export function verifyBundle(bytes: Uint8Array, options: VerifyBundleOptions): Bundle {
  return unwrap(safeVerifyBundle(bytes, options), 'The package cannot be accepted')
}

/**
 * As {@link verifyBundle}, without throwing.
 *
 * @param bytes - the package
 * @param options - whom to trust, and when the package was received
 * @returns the package, or all that is wrong with it
 */
export function safeVerifyBundle(bytes: Uint8Array, options: VerifyBundleOptions): Result<Bundle> {
  // Before the package is opened: a getter may take its bytes.
  const checks = readChecks(options)
  return verifyAgainst(checks, openBundle(bytes, propertiesOf(options)))
}

/** What a package is verified against. */
interface Checks {
  readonly trust: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly receivedAt: Date
  readonly toleranceSeconds: number
}

/** Verifies a package that was opened before. */
export function verifyOpened(opened: Opened, options: Omit<VerifyBundleOptions, 'maximumBytes'>): Result<Bundle> {
  return verifyAgainst(readChecks(options), opened)
}

function verifyAgainst(checks: Result<Checks>, opened: Opened): Result<Bundle> {
  if (!checks.ok) return refusal([...checks.issues, ...opened.issues])
  const { signature, bundle } = opened
  if (signature === undefined) return bundleOf(opened)
  const { trust, intermediates, receivedAt } = checks.value
  const { signer, certificates } = signature
  const { path, issues } = findTrustedPath(signer, trust, [...certificates, ...intermediates], receivedAt)
  const verified = bundle && { ...bundle, chain: path.map(({ der }) => der) }
  return bundleOf({ ...opened, bundle: verified }, [
    ...signatureIssues(signature, opened, checks.value, path),
    ...issues,
  ])
}

function readChecks(options: unknown): Result<Checks> {
  const given = propertiesOf(options)
  const { environment, trust, intermediates = [], receivedAt } = given
  const { signingTimeToleranceSeconds: toleranceSeconds = 5 } = given
  const trusted = readTrust(environment, trust)
  const between = readCertificates(intermediates, ['intermediates'])
  const isTime = isDate(receivedAt) && !Number.isNaN(timeOf(receivedAt))
  const isTolerance = isLimit(toleranceSeconds)
  const issues = [
    ...issuesOf(trusted),
    ...(isList(intermediates) ? issuesOf(between) : mistyped(true, 'intermediates', 'intermediates must be a list.')),
    ...mistyped(!isTime, 'receivedAt', 'receivedAt must be a valid Date.'),
    ...(isTolerance ? [] : [limitIssue('signingTimeToleranceSeconds')]),
  ]
  if (issues.length > 0 || !trusted.ok || !between.ok || !isTime || !isTolerance) return refusal(issues)
  const certificates = { trust: trusted.value.roots, intermediates: [...between.value, ...trusted.value.issued] }
  return { ok: true, value: { ...certificates, receivedAt: new Date(receivedAt), toleranceSeconds }, warnings: [] }
}

/** Whom to trust: what was given, or else the authorities of an environment. */
function readTrust(environment: unknown, trust: unknown): Result<SenderAuthorities> {
  const isKnown = isTrustEnvironment(environment)
  const unknown = "environment must be 'production' or 'test'."
  const wrong = mistyped(environment !== undefined && !isKnown, 'environment', unknown)
  if (trust === undefined && isKnown) return { ok: true, value: senderAuthorities(environment), warnings: [] }
  if (trust === undefined)
    return refusal(wrong.length > 0 ? wrong : mistyped(true, 'trust', 'There must be trust, or an environment.'))
  const read = readCertificates(trust, ['trust'])
  const issues = isList(trust) ? issuesOf(read) : mistyped(true, 'trust', 'trust must be a list of certificates.')
  return outcome([...wrong, ...issues], () => ({ roots: read.ok ? read.value : [], issued: [] }))
}

function mistyped(wrong: boolean, property: string, message: string): readonly Issue[] {
  return issueIf(wrong, 'value.type', message, { property: [property] })
}

function signatureIssues(
  signature: ReadSignature,
  opened: Opened,
  { trust, intermediates, receivedAt, toleranceSeconds }: Checks,
  path: readonly Certificate[],
): readonly Issue[] {
  const { signer, signedInfo, value, signingTime, claims, certificates } = signature
  const isUnchanged = digestOf('sha256', signature.signedProperties) === signature.signedPropertiesDigest
  const isSigned = isSignatureOf(signedInfo, value, signer)
  const apartSeconds = Math.abs(signingTime.getTime() - receivedAt.getTime()) / 1000
  // Written so that an invalid date fails.
  const isInTime = apartSeconds <= toleranceSeconds
  const late = `The signing time is more than ${toleranceSeconds} seconds from the time of receipt.`
  const unfit = 'The signature value does not fit the signed information and the certificate.'
  const changed = 'The signed properties have changed since they were signed.'
  // The path may end before the root, or pass a certificate of an authority that the signer did not have yet.
  const issuers = issuersAbove(signer, [...trust, ...certificates, ...intermediates])
  return [
    ...fileIssues(signature, opened),
    ...issueIf(!isUnchanged, 'signature.signed-properties', changed),
    ...issueIf(!isSigned, 'signature.value', unfit),
    ...certificateIssues(claims, signer, [...path, ...issuers]),
    ...issueIf(!isInTime, 'signature.signing-time', late),
  ]
}

/** Every reference must be to a file, every file but the signature be referred to once, and content and type agree. */
function fileIssues({ files }: ReadSignature, { entries, bundle }: Opened): readonly Issue[] {
  const issues: Issue[] = []
  const unsigned = new Map(entries.map((entry) => [entry.name, entry]))
  unsigned.delete(signaturesName)
  const mimes = new Map(bundle?.documents.map(({ href, mime }) => [href, mime.toLowerCase()]))
  for (const { path, uri, digest, mime } of files) {
    const name = fileNameOf(uri) ?? ''
    const entry = unsigned.get(name)
    if (entry === undefined) {
      const message = 'The reference is to no file of the archive, or to one that has another reference.'
      issues.push(makeIssue('signature.reference', message, { path }))
      continue
    }
    unsigned.delete(name)
    if (digestOf('sha256', entry.bytes) !== digest)
      issues.push(makeIssue('signature.digest', 'The file has changed since it was signed.', { path }))
    // Media types ignore case (RFC 9110, section 8.3.1).
    const signed = mime?.toLowerCase()
    if (signed === undefined || (mimes.get(name) ?? signed) !== signed)
      issues.push(makeIssue('signature.mime-type', 'The media type is not signed, or not the manifest’s.', { path }))
  }
  const left = entries.flatMap(({ name }, index) =>
    issueIf(unsigned.has(name), 'signature.unsigned-file', `${fileAt(index)} is not covered by the signature.`),
  )
  return [...issues, ...left]
}
