/**
 * Opening a document package: what it is made of, as far as it can be read, and what is wrong with its form.
 *
 * @module
 */
import { isBytes, isLimit, isObject, plainBytes, propertiesOf } from '../guard.js'
import { portalSignatureJobManifest } from '../codec/portal/manifest-codec.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { Issue, Result } from '../issue.js'
import type { BundleDocument } from '../manifest/index.js'
import { attempt, issueIf, issuesIn, issuesOf, limitIssue, outcome, refusal, refused } from '../outcome.js'
import { bestChain } from '../x509/chain.js'
import { documentIssues, fileAt, manifestName, signaturesName } from './documents.js'
import { readSignature, type ReadSignature } from './signature-reader.js'
import { readZip } from './zip-reader.js'
import type { ZipEntry } from './zip-writer.js'

/** A package that has been read. */
export interface Bundle {
  /** The manifest, as it was read of `manifest.xml`. */
  readonly manifest: PortalSignatureJobManifest
  /** The documents, in the order of the manifest. */
  readonly documents: readonly BundleDocument[]
  /** `manifest.xml`, as it is in the package. */
  readonly manifestXml: Uint8Array
  /** `META-INF/signatures.xml`, as it is in the package. */
  readonly signaturesXml: Uint8Array
  /** The certificate of the signer, in DER. */
  readonly signerCertificate: Uint8Array
  /**
   * Certificates in DER, from the signer's on. Of a package that was verified, the path to the one that is trusted; of one
   * that was only read, as far as the certificates of the signature lead.
   */
  readonly chain: readonly Uint8Array[]
  /** When the signer says that the package was signed. */
  readonly signingTime: Date
}

/**
 * The most bytes that a package may have, and its files together once unpacked, unless the caller says otherwise: 32 MiB.
 * Our choice: three times what documents may have together, so that one with more is told what it has too much of.
 */
export const maximumBundleBytes = 33_554_432

/** What could be read of a package. */
export interface Opened {
  /** What is wrong so far, and what is worth a look. */
  readonly issues: readonly Issue[]
  /** The files of the archive; none if it cannot be read. */
  readonly entries: readonly ZipEntry[]
  /** The signature, if it can be read. */
  readonly signature: ReadSignature | undefined
  /** The package, if manifest and signature can be read. */
  readonly bundle: Bundle | undefined
}

/** Reads a package as far as it can be read. */
export function openBundle(bytes: unknown, options: unknown = {}): Opened {
  const zip = openZip(bytes, options)
  if (!zip.ok) return { issues: zip.issues, entries: [], signature: undefined, bundle: undefined }
  const entries = zip.value
  const manifestXml = contentOf(entries, manifestName)
  const signaturesXml = contentOf(entries, signaturesName)
  const decoded = manifestXml && portalSignatureJobManifest.safeDecode(manifestXml)
  const read = signaturesXml && attempt(() => readSignature(signaturesXml))
  const manifest = decoded?.ok === true ? decoded.value : undefined
  const signature = read?.ok === true ? read.value : undefined
  const found = manifest && findDocuments(manifest, entries)
  const issues = [
    ...containerIssues(entries),
    ...(decoded ? issuesIn('manifest', decoded) : []),
    ...(read ? issuesOf(read) : []),
    ...(found?.issues ?? []),
  ]
  if (!manifestXml || !signaturesXml || !manifest || !found || !signature)
    return { issues, entries, signature, bundle: undefined }
  const { signer, certificates, signingTime } = signature
  const { documents } = found
  const chain = bestChain([signer], certificates, signingTime).map(({ der }) => der)
  const bundle = { manifest, documents, manifestXml, signaturesXml, signerCertificate: signer.der, chain, signingTime }
  return { issues, entries, signature, bundle }
}

/** The package, if nothing is wrong with it, or was found to be wrong besides. */
export function bundleOf({ bundle, issues }: Opened, more: readonly Issue[] = []): Result<Bundle> {
  const all = [...issues, ...more]
  return bundle === undefined ? refusal(all) : outcome(all, () => bundle)
}

function openZip(given: unknown, options: unknown): Result<readonly ZipEntry[]> {
  const bytes = isBytes(given) ? plainBytes(given) : given
  const { maximumBytes = maximumBundleBytes } = propertiesOf(options)
  const issues = [
    ...issueIf(!isObject(options), 'value.type', 'The options must be an object.'),
    ...(isLimit(maximumBytes) ? [] : [limitIssue('maximumBytes')]),
    ...issueIf(!isBytes(bytes), 'value.type', 'The package must be a Uint8Array.'),
  ]
  if (issues.length > 0 || !isLimit(maximumBytes) || !isBytes(bytes)) return refusal(issues)
  if (bytes.length > maximumBytes)
    return refused('bundle.zip-limit', `The archive has ${bytes.length} bytes; at most ${maximumBytes} are read.`)
  return readZip(bytes, maximumBytes)
}

function contentOf(entries: readonly ZipEntry[], name: string): Uint8Array | undefined {
  return entries.find((entry) => entry.name === name)?.bytes
}

/** What other containers have in that folder (TS 102 918, section 6.2.2, 4b), and a document package has not. */
const metaInfManifestName = 'meta-inf/manifest.xml'

/** Whether a name is one of those that hold signatures (TS 102 918, section 6.2.2, 3). */
function isSignatures(name: string): boolean {
  return /^META-INF\/.*signatures/i.test(name)
}

/** What a package must and must not contain beside documents (document package; TS 102 918, section 6.2.2). */
function containerIssues(entries: readonly ZipEntry[]): readonly Issue[] {
  const names = entries.map(({ name }) => name)
  const several = names.filter(isSignatures).length > 1
  const inMetaInf = names.some((name) => name.toLowerCase() === metaInfManifestName)
  return [
    ...issueIf(!names.includes(manifestName), 'bundle.manifest-missing', 'There is no manifest.xml.'),
    ...issueIf(!names.includes(signaturesName), 'bundle.signatures-missing', 'There is no META-INF/signatures.xml.'),
    ...issueIf(several, 'bundle.signatures-several', 'There is more than one file of signatures.'),
    ...issueIf(inMetaInf, 'bundle.meta-inf-manifest', 'There is a META-INF/manifest.xml.'),
  ]
}

/** The documents of the manifest, and what is missing, too large, or too many. */
function findDocuments(
  manifest: PortalSignatureJobManifest,
  entries: readonly ZipEntry[],
): { readonly documents: readonly BundleDocument[]; readonly issues: readonly Issue[] } {
  // Those of META-INF have codes of their own.
  const others = [manifestName, signaturesName]
  const isOther = (name: string): boolean =>
    others.includes(name) || isSignatures(name) || name.toLowerCase() === metaInfManifestName
  const files = [...entries.entries()].filter(([, { name }]) => !isOther(name))
  const documents = documentsOf(manifest).flatMap(({ document: { href, mime } }) => {
    const bytes = contentOf(entries, href)
    return bytes === undefined ? [] : [{ href, mime, bytes }]
  })
  const given = files.map(([, { name: href, bytes }]) => ({ href, bytes }))
  const issues = documentIssues(manifest, given, (index) => ({ name: fileAt(files[index]?.[0] ?? index) }))
  return { documents, issues }
}
