/**
 * Writes document packages.
 *
 * @module
 */
import { portalSignatureJobManifest } from '../codec/portal/index.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import { PortalError, type Issue } from '../issue.js'
import type { BundleDocument } from '../manifest/index.js'
import { completenessIssues, validityIssues } from '../x509/certificate.js'
import { documentIssues, documentsSizeIssues, manifestName, signaturesName } from './documents.js'
import { readChain, type SigningKey } from './key.js'
import { writeSignatures } from './signature-writer.js'
import { writeZip } from './zip-writer.js'
import { makeIssue } from '../outcome.js'

/** What goes into a package. */
export interface BundleOptions {
  /** The manifest. */
  readonly manifest: PortalSignatureJobManifest
  /** The documents of the manifest, all of them and no others, in any order: at most 10,485,760 bytes together. */
  readonly documents: readonly BundleDocument[]
  /** The sender's key. */
  readonly key: SigningKey
  /** When the package is signed, to the millisecond. The service wants it within 5 seconds of true time. */
  readonly signingTime: Date
  /** Whether to deflate the files. Omitted: they are stored, since PDF documents hardly become smaller. */
  readonly compress?: boolean
}

/** A package, and the parts that were made for it: keep them, and there is a copy of what was sent. */
export interface WrittenBundle {
  /** The package: the part `application/octet-stream` of the request that creates a job. */
  readonly bytes: Uint8Array
  /** `manifest.xml`, as it is in the package. */
  readonly manifestXml: Uint8Array
  /** `META-INF/signatures.xml`, as it is in the package. */
  readonly signaturesXml: Uint8Array
  /** What the service may object to: `key.expired`, `key.not-yet-valid`, `key.usage`, `key.chain-incomplete`. */
  readonly warnings: readonly Issue[]
}

/**
 * Writes a package (document package). The same input gives the same bytes. The documents come first, in the order of
 * the manifest; then `manifest.xml`; then `META-INF/signatures.xml`.
 *
 * @param input - manifest, documents, key and signing time
 * @returns the package
 * @throws {@link PortalError} with everything that is wrong with the manifest, the documents and the key; the codes are those of the
 *   codec, `rule.href-unique`, `rule.documents-size`, `bundle.document-missing`, `bundle.document-unexpected`,
 *   `bundle.document-mime`, `bundle.signing-time`, `key.certificate`, `key.chain`, `key.algorithm`, `key.size`, `key.signature`.
 *   What the signer throws goes through as it is.
 */
export async function writeBundle(input: BundleOptions): Promise<WrittenBundle> {
  const { manifest, documents, key, signingTime, compress = false } = input
  const typeProblems = typeIssues(documents, key)
  if (typeProblems.length > 0) throw new PortalError('The package cannot be written', typeProblems)
  const encoded = portalSignatureJobManifest.safeEncode(manifest)
  const chain = attempt(() => readChain(key))
  const issues = [
    // A manifest that does not encode has no documents to speak of.
    ...(encoded.ok
      ? [...documentIssues(manifest, documents), ...documentsSizeIssues(manifest, documents)]
      : encoded.issues),
    ...signingTimeIssues(signingTime),
    ...(chain.ok ? [] : chain.issues),
  ]
  if (issues.length > 0 || !encoded.ok || !chain.ok) throw new PortalError('The package cannot be written', issues)

  const manifestXml = new TextEncoder().encode(encoded.value)
  const files = [
    ...documentsOf(manifest).flatMap(({ document: { href, mime } }) =>
      // Copies: a caller that changes a document while the signer is at work must not get a package that is not signed.
      documents.filter((given) => given.href === href).map(({ bytes }) => ({ name: href, mime, bytes: bytes.slice() })),
    ),
    { name: manifestName, mime: 'application/xml', bytes: manifestXml },
  ]
  const signatures = await writeSignatures({ files, chain: chain.value, sign: key.sign, signingTime })
  const signaturesXml = new TextEncoder().encode(signatures)
  return {
    bytes: await writeZip([...files, { name: signaturesName, bytes: signaturesXml }], compress),
    manifestXml,
    signaturesXml,
    warnings: [...encoded.warnings, ...validityIssues(chain.value, signingTime), ...completenessIssues(chain.value)],
  }
}

function attempt<T>(read: () => T): { ok: true; value: T } | { ok: false; issues: readonly Issue[] } {
  try {
    return { ok: true, value: read() }
  } catch (thrown) {
    if (thrown instanceof PortalError) return { ok: false, issues: thrown.issues }
    throw thrown
  }
}

/** Others than TypeScript callers may give anything. */
function signingTimeIssues(signingTime: unknown): readonly Issue[] {
  const time = signingTime instanceof Date ? signingTime.getTime() : NaN
  // The years 0001 to 9999, in milliseconds since 1970: those that xs:dateTime writes with four digits.
  if (time >= -62_135_596_800_000 && time < 253_402_300_800_000) return []
  const message = 'The signing time must be a valid Date of the years 0001 to 9999.'
  return [makeIssue('bundle.signing-time', message)]
}

/** What TypeScript would have refused: anything may come from JavaScript. */
function typeIssues(documents: unknown, key: unknown): readonly Issue[] {
  const isBytes = (value: unknown): boolean => value instanceof Uint8Array
  const properties = (value: unknown): Readonly<Record<string, unknown>> => ({
    ...(value as Readonly<Record<string, unknown>> | null | undefined),
  })
  const isDocument = (value: unknown): boolean => {
    const { href, mime, bytes } = properties(value)
    return typeof href === 'string' && typeof mime === 'string' && isBytes(bytes)
  }
  const { chain, sign } = properties(key)
  return [
    ...(Array.isArray(documents) && documents.every(isDocument)
      ? []
      : [mistyped('The documents must be a list of objects with href, mime and bytes (a Uint8Array).')]),
    ...(Array.isArray(chain) && chain.every(isBytes) && typeof sign === 'function'
      ? []
      : [mistyped('The key must have a chain (a list of Uint8Array) and a function sign.')]),
  ]
}

function mistyped(message: string): Issue {
  return makeIssue('value.type', message)
}
