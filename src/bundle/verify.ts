/**
 * Verifies document packages.
 *
 * @module
 */
import type { Issue, Result } from '../issue.js'
import { chainFrom, readCertificates, validityIssues, type Certificate } from '../x509/certificate.js'
import { signaturesName } from './documents.js'
import { isSignatureOf } from './key.js'
import { digestOf, fileAt, issue, openBundle, signerOf, type Bundle } from './read.js'
import type { FileReference, ReadSignature } from './signature-reader.js'
import type { ZipEntry } from './zip-writer.js'
import { makeIssue } from '../outcome.js'

/** How to verify a package. */
export interface VerifyOptions {
  /** The certificates that the signer's must lead to: each in DER, or one or more in PEM. With none, no signer is trusted. */
  readonly trust: readonly (Uint8Array | string)[]
  /**
   * When the package was received. The certificates must be valid then, and the signing time be near it.
   */
  readonly receivedAt: Date
  /** How far apart signing and receipt may be, in seconds, either way. Omitted: 5, as the document package page says. */
  readonly signingTimeToleranceSeconds?: number
}

/**
 * Reads a package and verifies it: every file but the signature is signed, with its media type; nothing has changed since;
 * the certificate is the one that the signature names, leads to a trusted one, was valid, and is meant for signatures;
 * and the package was signed just before it was received. Revocation is not looked at.
 *
 * @param bytes - the package
 * @param options - whom to trust, and when the package was received
 * @returns the package; or all that is wrong with it
 * @throws `PortalError` with `key.certificate` if a certificate of `trust` cannot be read
 */
export function verifyBundle(bytes: Uint8Array, options: VerifyOptions): Result<Bundle> {
  if (!isVerifyOptions(options))
    return { ok: false, issues: [issue('value.type', 'trust must be a list, and receivedAt a Date.')] }
  const trust = options.trust.flatMap(readCertificates)
  const { issues, warnings, bundle, entries, signature } = openBundle(bytes)
  const all = [
    ...issues,
    ...(signature === undefined ? [] : signatureIssues(signature, entries, bundle, trust, options)),
  ]
  return bundle === undefined || all.length > 0 ? { ok: false, issues: all } : { ok: true, value: bundle, warnings }
}

/** Callers that are not type-checked may hand over anything. */
function isVerifyOptions(options: unknown): boolean {
  if (typeof options !== 'object' || options === null) return false
  const { trust, receivedAt } = options as { readonly trust?: unknown; readonly receivedAt?: unknown }
  return Array.isArray(trust) && receivedAt instanceof Date
}

function signatureIssues(
  signature: ReadSignature,
  entries: readonly ZipEntry[],
  bundle: Bundle | undefined,
  trust: readonly Certificate[],
  options: VerifyOptions,
): readonly Issue[] {
  const { signingCertificate, signedInfo, value, signingTime } = signature
  const signer = signerOf(signature)
  const issues: Issue[] = [...fileIssues(signature.files, entries, bundle)]
  if (digestOf('sha256', signature.signedProperties) !== signature.signedPropertiesDigest)
    issues.push(issue('signature.signed-properties', 'The signed properties have changed since they were signed.'))
  if (!isSignatureOf(signedInfo, value, signer))
    issues.push(
      issue('signature.value', 'The signature value does not fit the signed information and the certificate.'),
    )
  if (
    digestOf(signingCertificate.digestAlgorithm, signer.der) !== signingCertificate.digest ||
    signer.serialNumber !== signingCertificate.serialNumber
  )
    issues.push(issue('signature.certificate', 'The certificate is not the one that the signature names.'))
  const toleranceSeconds = options.signingTimeToleranceSeconds ?? 5
  const apartSeconds = Math.abs(signingTime.getTime() - options.receivedAt.getTime()) / 1000
  // Written so that an invalid date fails.
  if (!(apartSeconds <= toleranceSeconds))
    issues.push(
      issue(
        'signature.signing-time',
        `The signing time is more than ${toleranceSeconds} seconds from the time of receipt.`,
      ),
    )
  return [...issues, ...trustIssues(signer, signature.certificates, trust, options.receivedAt)]
}

/** Every reference must be to a file, every file but the signature be referred to once, and content and type agree. */
function fileIssues(
  references: readonly FileReference[],
  entries: readonly ZipEntry[],
  bundle: Bundle | undefined,
): readonly Issue[] {
  const issues: Issue[] = []
  const signed = new Set<string>()
  for (const [index, { uri, digest, mime }] of references.entries()) {
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
  for (const [index, { name }] of entries.entries()) {
    if (name !== signaturesName && !signed.has(name))
      issues.push(issue('signature.unsigned-file', `${fileAt(index)} is not covered by the signature.`))
  }
  return issues
}

/** The name that a URI means: percent-decoded (RFC 3986, section 2.1); undefined if it is no URI. */
function nameOf(uri: string): string | undefined {
  try {
    return decodeURIComponent(uri)
  } catch {
    return undefined
  }
}

function trustIssues(
  signer: Certificate,
  certificates: readonly Certificate[],
  trust: readonly Certificate[],
  receivedAt: Date,
): readonly Issue[] {
  const chain = chainFrom(signer, [...trust, ...certificates])
  const anchor = chain.findIndex(({ x509 }) =>
    trust.some((trusted) => trusted.x509.fingerprint256 === x509.fingerprint256),
  )
  if (anchor === -1)
    return [
      issue('signature.untrusted', 'The certificate does not lead to a trusted one.'),
      ...validityIssues(chain, receivedAt),
    ]
  return validityIssues(chain.slice(0, anchor + 1), receivedAt)
}
