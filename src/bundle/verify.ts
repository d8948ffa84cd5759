/**
 * Verifies document packages.
 *
 * @module
 */
import { isDate, isLimit, isList, propertiesOf, unlessThrown } from '../guard.js'
import { unwrap, type Issue, type Result } from '../issue.js'
import { issueIf, issuesOf, limitIssue, makeIssue, refusal } from '../outcome.js'
import { readCertificates, type Certificate } from '../x509/certificate.js'
import { chainFrom, isSame, validityIssues } from '../x509/chain.js'
import { fileAt, signaturesName } from './documents.js'
import { isSignatureOf } from './key.js'
import { bundleOf, openBundle, type Bundle, type Opened } from './open.js'
import type { ReadBundleOptions } from './read.js'
import { digestOf } from './signature-profile.js'
import type { ReadSignature } from './signature-reader.js'

/** How to verify a package. */
export interface VerifyBundleOptions extends ReadBundleOptions {
  /** The certificates that the signer's must lead to: each in DER, or one or more in PEM. With none, no signer is trusted. */
  readonly trust: readonly (Uint8Array | string)[]
  /**
   * When the package was received. The certificates must be valid then, and the signing time be near it.
   */
  readonly receivedAt: Date
  /** How far apart signing and receipt may be, in seconds, either way. Omitted: 5, as the document package page says. */
  readonly signingTimeToleranceSeconds?: number | undefined
}

/**
 * Reads a package and verifies it: every file but the signature is signed, with its media type; nothing has changed since;
 * the certificate is the one that the signature names, leads to a trusted one, was valid, and is meant for signatures;
 * and the package was signed just before it was received. Revocation is not looked at.
 *
 * @param bytes - the package
 * @param options - whom to trust, and when the package was received
 * @returns the package
 * @throws {@link PortalError} with all that is wrong with the package; with `key.certificate` for certificates of `trust` that cannot
 *   be read, and `value.type` for options of another type, whose properties are those of the options
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
  return verifyOpened(openBundle(bytes, propertiesOf(options)['maximumBytes']), options)
}

/** What a package is verified against. */
interface Checks {
  readonly trust: readonly Certificate[]
  readonly receivedAt: Date
  readonly toleranceSeconds: number
}

/** Verifies a package that was opened before. */
export function verifyOpened(opened: Opened, options: Omit<VerifyBundleOptions, 'maximumBytes'>): Result<Bundle> {
  const checks = readChecks(options)
  if (!checks.ok) return refusal([...checks.issues, ...opened.issues])
  const { signature } = opened
  return bundleOf(opened, signature === undefined ? [] : signatureIssues(signature, opened, checks.value))
}

function readChecks(options: unknown): Result<Checks> {
  const { trust, receivedAt, signingTimeToleranceSeconds: toleranceSeconds = 5 } = propertiesOf(options)
  const mistyped = (wrong: boolean, property: string, message: string): readonly Issue[] =>
    issueIf(wrong, 'value.type', message, { property: [property] })
  const trusted = readCertificates(trust, ['trust'])
  const isTime = isDate(receivedAt)
  const isTolerance = isLimit(toleranceSeconds)
  const issues = [
    ...(isList(trust) ? issuesOf(trusted) : mistyped(true, 'trust', 'trust must be a list of certificates.')),
    ...mistyped(!isTime, 'receivedAt', 'receivedAt must be a Date.'),
    ...(isTolerance ? [] : [limitIssue('signingTimeToleranceSeconds')]),
  ]
  if (issues.length > 0 || !trusted.ok || !isTime || !isTolerance) return refusal(issues)
  return { ok: true, value: { trust: trusted.value, receivedAt: new Date(receivedAt), toleranceSeconds }, warnings: [] }
}

function signatureIssues(signature: ReadSignature, opened: Opened, checks: Checks): readonly Issue[] {
  const { trust, receivedAt, toleranceSeconds } = checks
  const { signer, namesSigner, signedInfo, value, signingTime } = signature
  const isUnchanged = digestOf('sha256', signature.signedProperties) === signature.signedPropertiesDigest
  const isSigned = isSignatureOf(signedInfo, value, signer)
  const apartSeconds = Math.abs(signingTime.getTime() - receivedAt.getTime()) / 1000
  // Written so that an invalid date fails.
  const isInTime = apartSeconds <= toleranceSeconds
  const late = `The signing time is more than ${toleranceSeconds} seconds from the time of receipt.`
  const unfit = 'The signature value does not fit the signed information and the certificate.'
  const changed = 'The signed properties have changed since they were signed.'
  return [
    ...fileIssues(signature, opened),
    ...issueIf(!isUnchanged, 'signature.signed-properties', changed),
    ...issueIf(!isSigned, 'signature.value', unfit),
    ...issueIf(!namesSigner, 'signature.certificate', 'The certificate is not the one that the signature names.'),
    ...issueIf(!isInTime, 'signature.signing-time', late),
    ...trustIssues(signature, trust, receivedAt),
  ]
}

/** Every reference must be to a file, every file but the signature be referred to once, and content and type agree. */
function fileIssues({ files }: ReadSignature, { entries, bundle }: Opened): readonly Issue[] {
  const issues: Issue[] = []
  const signed = new Set<string>()
  for (const [index, { uri, digest, mime }] of files.entries()) {
    const path = `/XAdESSignatures/Signature/SignedInfo/Reference[${index + 1}]`
    const entry = entries.find(({ name }) => name !== signaturesName && name === nameOf(uri))
    if (entry === undefined || signed.has(entry.name)) {
      const message = 'The reference is to no file of the archive, or to one that has another reference.'
      issues.push(makeIssue('signature.reference', message, { path }))
      continue
    }
    signed.add(entry.name)
    if (digestOf('sha256', entry.bytes) !== digest)
      issues.push(makeIssue('signature.digest', 'The file has changed since it was signed.', { path }))
    const document = bundle?.documents.find(({ href }) => href === entry.name)
    if (mime === undefined || (document !== undefined && document.mime !== mime))
      issues.push(makeIssue('signature.mime-type', 'The media type is not signed, or not the manifest’s.', { path }))
  }
  const unsigned = entries.flatMap(({ name }, index) => {
    const isCovered = name === signaturesName || signed.has(name)
    return issueIf(!isCovered, 'signature.unsigned-file', `${fileAt(index)} is not covered by the signature.`)
  })
  return [...issues, ...unsigned]
}

/** The name that a URI means: percent-decoded (RFC 3986, section 2.1); undefined if it is no URI. */
function nameOf(uri: string): string | undefined {
  return unlessThrown(() => decodeURIComponent(uri))
}

function trustIssues(signature: ReadSignature, trust: readonly Certificate[], receivedAt: Date): readonly Issue[] {
  const { signer, certificates } = signature
  const chain = chainFrom(signer, [...trust, ...certificates])
  const anchor = chain.findIndex((certificate) => trust.some((trusted) => isSame(trusted, certificate)))
  if (anchor !== -1) return validityIssues(chain.slice(0, anchor + 1), receivedAt)
  const untrusted = makeIssue('signature.untrusted', 'The certificate does not lead to a trusted one.')
  return [untrusted, ...validityIssues(chain, receivedAt)]
}
