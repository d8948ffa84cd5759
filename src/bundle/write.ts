/**
 * Writes document packages.
 *
 * @module
 */
import { documentsOf, manifestRules } from '../codec/portal/manifest-rules.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import { checkRules, offeredBy } from '../codec/portal/rule.js'
import { propertiesOf, timeOf } from '../guard.js'
import { unwrap, type Issue, type Result } from '../issue.js'
import type { BundleDocument } from '../manifest/index.js'
import { readFiles } from '../manifest/files.js'
import { readManifest } from '../manifest/read.js'
import { isError, issueIf, issuesOf, refusal, withFound } from '../outcome.js'
import { completenessIssues } from '../x509/chain.js'
import { pathIssues } from '../x509/path.js'
import { documentIssues, manifestName, placeInManifest, signaturesName, type Mention } from './documents.js'
import { readKey, type ReadKey, type SigningKey } from './key.js'
import { lengthOfSignatures, writeSignatures, type SignatureInput } from './signature-writer.js'
import { placeFiles, writeZip } from './zip-writer.js'

/** What goes into a package. */
export interface WriteBundleOptions {
  /** The manifest, which becomes `manifest.xml`. */
  readonly manifest: PortalSignatureJobManifest
  /** The documents of the manifest, all of them and no others, in any order: at most 10,485,760 bytes together. */
  readonly documents: readonly BundleDocument[]
  /** The sender's key. */
  readonly key: SigningKey
  /** When the package is signed, to the millisecond. The service wants it within 5 seconds of true time. */
  readonly signingTime: Date
  /** Whether to deflate the files. Omitted: they are stored, since PDF documents hardly become smaller. */
  readonly compress?: boolean | undefined
}

/** A package, and the parts that were made for it: keep them, and there is a copy of what was sent. */
export interface WrittenBundle {
  /**
   * The package: the part `application/octet-stream` of the request that creates a job. A file of its own has the extension
   * `.asice` (document package page).
   */
  readonly bytes: Uint8Array
  /** `manifest.xml`, as it is in the package. */
  readonly manifestXml: Uint8Array
  /** `META-INF/signatures.xml`, as it is in the package. */
  readonly signaturesXml: Uint8Array
  /**
   * What the service may object to in the chain of certificates: `key.expired`, `key.not-yet-valid`, `key.usage`,
   * `key.extension`, `key.path-length`, `key.name-constraints`, `key.signature-algorithm`, `key.algorithm` and `key.size` of
   * an authority, `key.chain-incomplete`; and `key.certificate` for what cannot be read beside a whole chain.
   */
  readonly warnings: readonly Issue[]
}

/**
 * Writes a package (document package). The same input gives the same bytes. The documents come first, in the order of
 * the manifest; then `manifest.xml`; then `META-INF/signatures.xml`.
 *
 * @param options - manifest, documents, key and signing time
 * @returns the package
 * @throws {@link PortalError} with everything that is wrong with the manifest, the documents, the key and the time; the
 *   codes are those of the codec, `rule.href-unique`, `rule.href-characters`, `rule.documents-size`, `bundle.document-missing`,
 *   `bundle.document-unexpected`, `bundle.document-mime`, `bundle.signing-time`, `key.certificate`, `key.chain`,
 *   `key.algorithm`, `key.size`, `key.signature`, `value.type`. What the signer throws goes through as it is.
 */
export async function writeBundle(options: WriteBundleOptions): Promise<WrittenBundle> {
  return unwrap(await safeWriteBundle(options), 'The package cannot be written')
}

/**
 * As {@link writeBundle}, but all that is wrong is a result.
 *
 * @param options - manifest, documents, key and signing time
 * @returns the package, or all that is wrong
 * @throws what the signer throws, as it is
 *
 * @example
 * ```ts
 * import { safeWriteBundle, type SigningKey } from 'signering-portal/bundle'
 * import type { PreparedJob } from 'signering-portal/manifest'
 *
 * declare const prepared: PreparedJob<'PRIVATE'>
 * declare const key: SigningKey
 * declare const signingTime: Date
 *
 * const { manifest, documents } = prepared
 * const result = await safeWriteBundle({ manifest, documents, key, signingTime })
 * console.log(result.ok ? 'written' : result.issues.map(({ code }) => code)) // written
 * ```
 */
export async function safeWriteBundle(options: WriteBundleOptions): Promise<Result<WrittenBundle>> {
  const contents = readOptions(options)
  if (!contents.ok) return contents
  const { manifestXml, compress, ...input } = contents.value
  // Copies: a caller that changes a document while the signer is at work must not get a package that is not signed.
  const { files, archive } = placeFiles(input.files, { name: signaturesName, length: lengthOfSignatures(input) })
  const signatures = await writeSignatures({ ...input, files })
  if (!signatures.ok) return signatures
  const signaturesXml = new TextEncoder().encode(signatures.value)
  const bytes = await writeZip([...files, { name: signaturesName, bytes: signaturesXml }], compress, archive)
  const { warnings } = contents
  return { ok: true, value: { bytes, manifestXml, signaturesXml, warnings }, warnings }
}

/** What is written, of options that nobody changes meanwhile. */
interface Contents extends SignatureInput {
  readonly manifestXml: Uint8Array
  readonly compress: boolean
}

function readOptions(options: unknown): Result<Contents> {
  const { manifest: value, documents: list, key, signingTime: time, compress = false } = propertiesOf(options)
  const { issues: manifestIssues, sound: manifest, xml } = readManifest(value, offeredBy(manifestRules))
  const { files: documents, issues: fileIssues } = readFiles(list, manifest)
  const own = [...withFound(manifestIssues, checkRules(manifestRules, { manifest }, 'write')), ...fileIssues]
  const issues = [...(documents ? documentIssues(manifest, documents, ofThoseGiven, own) : placeInManifest(own))]
  const signingTime = new Date(timeOf(time))
  const signer = readKey(key, signingTime)
  const timeIssues = signingTimeIssues(signingTime)
  issues.push(...issuesOf(signer))
  if (signer.ok && timeIssues.length === 0) issues.push(...chainWarnings(signer.value, signingTime))
  issues.push(...timeIssues)
  const isChoice = typeof compress === 'boolean'
  issues.push(...issueIf(!isChoice, 'value.type', 'compress must be true or false.', { property: ['compress'] }))
  if (issues.some(isError) || !signer.ok) return refusal(issues)
  const manifestXml = new TextEncoder().encode(xml)
  const sound = documents as readonly BundleDocument[]
  const files = [
    ...documentsOf(manifest).flatMap(({ document }) =>
      sound.flatMap(({ href, mime, bytes }) => (href === document.href ? [{ name: href, mime, bytes }] : [])),
    ),
    { name: manifestName, mime: 'application/xml', bytes: manifestXml },
  ]
  const contents = { ...signer.value, files, signingTime, manifestXml, compress: compress === true }
  return { ok: true, value: contents, warnings: issues }
}

const ofThoseGiven = (index: number): Mention => ({
  name: `Document ${index + 1} of those given`,
  property: ['documents', index, 'href'],
})

/** What the service may refuse a certificate for, though it can sign. */
function chainWarnings({ chain }: ReadKey, signingTime: Date): readonly Issue[] {
  const issues = [...pathIssues(chain, signingTime), ...completenessIssues(chain)]
  return issues.map((issue) => ({ ...issue, severity: 'warning', property: ['key', 'chain'] }))
}

/** The years 0001 to 9999, in milliseconds since 1970: those that xs:dateTime writes with four digits. */
function signingTimeIssues(signingTime: Date): readonly Issue[] {
  const time = signingTime.getTime()
  const isWritable = time >= -62_135_596_800_000 && time < 253_402_300_800_000
  const message = 'The signing time must be a valid Date of the years 0001 to 9999.'
  return issueIf(!isWritable, 'bundle.signing-time', message, { property: ['signingTime'] })
}
