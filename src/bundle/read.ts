/**
 * Reads document packages.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { portalSignatureJobManifest } from '../codec/portal/index.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import { PortalError, type Issue, type IssueCode, type Result } from '../issue.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import type { BundleDocument } from '../manifest/index.js'
import { chainFrom, type Certificate } from '../x509/certificate.js'
import { documentsSizeIssues, manifestName, signaturesName } from './documents.js'
import { readSignature, type ReadSignature } from './signature-reader.js'
import { readZip } from './zip-reader.js'
import type { ZipEntry } from './zip-writer.js'
import { makeIssue } from '../outcome.js'

/** A package that has been read. */
export interface Bundle {
  /** The manifest. */
  readonly manifest: PortalSignatureJobManifest
  /** The documents, in the order of the manifest. */
  readonly documents: readonly BundleDocument[]
  /** `manifest.xml`, as it is in the package. */
  readonly manifestXml: Uint8Array
  /** `META-INF/signatures.xml`, as it is in the package. */
  readonly signaturesXml: Uint8Array
  /** The certificate of the signer, in DER. */
  readonly signerCertificate: Uint8Array
  /** All certificates of the signature, in DER, from the leaf on as far as they form a chain. */
  readonly chain: readonly Uint8Array[]
  /** When the signer says that the package was signed. */
  readonly signingTime: Date
}

/**
 * Reads a package without verifying its signature: use `verifyBundle` for packages of others.
 *
 * @param bytes - the package
 * @returns the package; or all that is wrong with the archive, the names, the manifest, the documents, and the form of
 *   the signature
 */
export function readBundle(bytes: Uint8Array): Result<Bundle> {
  const { issues, warnings, bundle } = openBundle(bytes)
  return bundle === undefined || issues.length > 0 ? { ok: false, issues } : { ok: true, value: bundle, warnings }
}

/** What could be read of a package. */
export interface Opened {
  /** What is wrong so far. */
  readonly issues: readonly Issue[]
  /** What is worth a look. */
  readonly warnings: readonly Issue[]
  /** The files of the archive; none if it cannot be read. */
  readonly entries: readonly ZipEntry[]
  /** The signature, if it can be read. */
  readonly signature?: ReadSignature
  /** The package, if manifest and signature can be read. */
  readonly bundle?: Bundle
}

/**
 * Reads a package as far as it can be read.
 *
 * @param bytes - the package
 * @returns what could be read, and what is wrong with it
 */
export function openBundle(bytes: Uint8Array): Opened {
  const zip = readZip(bytes)
  if (!zip.ok) return { issues: zip.issues, warnings: [], entries: [] }
  const entries = zip.value
  const manifestXml = contentOf(entries, manifestName)
  const signaturesXml = contentOf(entries, signaturesName)
  const issues: Issue[] = [...containerIssues(entries)]
  const manifest = manifestXml === undefined ? undefined : portalSignatureJobManifest.safeDecode(manifestXml)
  if (manifest !== undefined && !manifest.ok) issues.push(...manifest.issues)
  const signature = signaturesXml === undefined ? undefined : attempt(() => readSignature(signaturesXml), issues)
  if (manifest?.ok !== true) return { issues, warnings: [], entries, ...(signature === undefined ? {} : { signature }) }
  const documents = readDocuments(manifest.value, entries, issues)
  issues.push(...documentsSizeIssues(manifest.value, documents))
  if (manifestXml === undefined || signaturesXml === undefined || signature === undefined)
    return { issues, warnings: [], entries }
  const chain = chainFrom(signerOf(signature), signature.certificates).map(({ der }) => der)
  const bundle = {
    manifest: manifest.value,
    documents,
    manifestXml,
    signaturesXml,
    signerCertificate: signerOf(signature).der,
    chain,
    signingTime: signature.signingTime,
  }
  return { issues, warnings: manifest.warnings, entries, signature, bundle }
}

/** Runs a reader; what it throws goes to the issues. */
function attempt<T>(read: () => T, issues: Issue[]): T | undefined {
  try {
    return read()
  } catch (thrown) {
    if (!(thrown instanceof PortalError)) throw thrown
    issues.push(...thrown.issues)
    return undefined
  }
}

function contentOf(entries: readonly ZipEntry[], name: string): Uint8Array | undefined {
  return entries.find((entry) => entry.name === name)?.bytes
}

/** What a package must and must not contain beside documents (document package; TS 102 918, section 6.2.2). */
function containerIssues(entries: readonly ZipEntry[]): readonly Issue[] {
  const names = entries.map(({ name }) => name)
  const isSignatures = (name: string): boolean => /^META-INF\/.*signatures.*/i.test(name)
  return [
    ...(names.includes(manifestName) ? [] : [issue('bundle.manifest-missing', 'There is no manifest.xml.')]),
    ...(names.includes(signaturesName)
      ? []
      : [issue('bundle.signatures-missing', 'There is no META-INF/signatures.xml.')]),
    ...(names.filter(isSignatures).length > 1
      ? [issue('bundle.signatures-several', 'There is more than one file of signatures.')]
      : []),
    ...(names.some((name) => name.toLowerCase() === 'meta-inf/manifest.xml')
      ? [issue('bundle.meta-inf-manifest', 'There is a META-INF/manifest.xml.')]
      : []),
  ]
}

/** The documents of the manifest; what is missing or too many goes to the issues. */
function readDocuments(
  manifest: PortalSignatureJobManifest,
  entries: readonly ZipEntry[],
  issues: Issue[],
): readonly BundleDocument[] {
  const expected = documentsOf(manifest)
  const documents: BundleDocument[] = []
  for (const { path, document } of expected) {
    const { href, mime } = document
    const bytes = [manifestName, signaturesName].includes(href) ? undefined : contentOf(entries, href)
    if (bytes === undefined || documents.some((other) => other.href === href)) {
      issues.push(
        makeIssue('bundle.document-missing', 'The archive has no file of its own for the document.', { path }),
      )
    } else documents.push({ href, mime, bytes })
  }
  for (const [index, { name }] of entries.entries()) {
    if (
      name === manifestName ||
      name.startsWith('META-INF/') ||
      expected.some(({ document }) => document.href === name)
    )
      continue
    issues.push(issue('bundle.document-unexpected', `${fileAt(index)} is not in the manifest.`))
  }
  return documents
}

/**
 * Finds the certificate that the signature names.
 *
 * @param signature - the signature
 * @returns the certificate; the first one, if the signature names none of them
 */
export function signerOf({ certificates, signingCertificate }: ReadSignature): Certificate {
  const { digestAlgorithm, digest } = signingCertificate
  return certificates.find(({ der }) => digestOf(digestAlgorithm, der) === digest) ?? certificates[0]
}

/**
 * Hashes.
 *
 * @param name - the algorithm
 * @param bytes - what to hash
 * @returns the digest in base64
 */
export function digestOf(name: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return createHash(name).update(bytes).digest('base64')
}

/**
 * Names a file of the archive in a message: by its place, since its name may say what the document is about.
 *
 * @param index - its place, from 0
 * @returns the words
 */
export function fileAt(index: number): string {
  return `File ${index + 1} of the archive`
}

/**
 * Makes an issue of a package as a whole.
 *
 * @param code - its code
 * @param message - its sentence
 * @returns the issue
 */
export function issue(code: IssueCode, message: string): Issue {
  return makeIssue(code, message)
}
