/**
 * The documents of a package against those of its manifest.
 *
 * @module
 */
import type { PortalDocument, PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { Issue } from '../issue.js'

/** A document as a file of the package. */
export interface BundleDocument {
  /** The name of the file: attribute `href` of the manifest. */
  readonly href: string
  /** The media type: attribute `mime` of the manifest. */
  readonly mime: string
  /** The content of the file. */
  readonly bytes: Uint8Array
}

/** All documents of a job together are at most this many bytes (create, "Documents"). */
export const documentsSizeLimitBytes = 10_485_760

/** Where the manifest lies (document package). */
export const manifestName = 'manifest.xml'

/** Where the signature lies (document package; TS 102 918, section 6.2.2). */
export const signaturesName = 'META-INF/signatures.xml'

/** Names that mean something else in a package, in lower case (TS 102 918, section 6.2.2). */
const reservedNames: ReadonlySet<string> = new Set([manifestName, 'mimetype', 'meta-inf'])

/**
 * Names that every file system and every ZIP program takes as they are, and that are their own percent-encoded form in
 * the URI of a reference (RFC 3986, section 2.3). The length is that of `href` in portal.xsd.
 */
const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]{3,99}$/

/**
 * Gives the documents of a manifest in either of its forms.
 *
 * @param manifest - the manifest
 * @returns its documents, in order
 */
export function manifestDocuments(manifest: PortalSignatureJobManifest): readonly PortalDocument[] {
  return manifest.documents ?? [manifest.document]
}

/**
 * Gives the path of a document in its manifest.
 *
 * @param manifest - the manifest
 * @param index - the place of the document, from 0
 * @returns an XML path for an issue
 */
export function documentPath(manifest: PortalSignatureJobManifest, index: number): string {
  const root = '/portal-signature-job-manifest'
  return manifest.documents === undefined ? `${root}/document` : `${root}/documents/document[${index + 1}]`
}

/**
 * The rule `href-unique`: hrefs are distinct, also ignoring case, are safe file names, and are not reserved.
 *
 * @param manifest - the manifest
 * @returns an issue `rule.href-unique` for each href that is not
 */
export function hrefIssues(manifest: PortalSignatureJobManifest): readonly Issue[] {
  const seen = new Set<string>()
  const issues: Issue[] = []
  for (const [index, { href }] of manifestDocuments(manifest).entries()) {
    const name = href.toLowerCase()
    const message = seen.has(name)
      ? 'Another document has the same name, perhaps in different case.'
      : reservedNames.has(name)
        ? 'The name is reserved in a document package.'
        : 'The name must be 4 to 100 of the characters A-Z a-z 0-9 . _ - and begin with a letter or digit.'
    if (seen.has(name) || reservedNames.has(name) || !safeName.test(href))
      issues.push({ code: 'rule.href-unique', path: `${documentPath(manifest, index)}/@href`, message })
    seen.add(name)
  }
  return issues
}

/**
 * The rule `documents-size`: all documents together are at most 10,485,760 bytes.
 *
 * @param documents - the documents
 * @returns an issue `rule.documents-size` if they are larger
 */
export function documentsSizeIssues(documents: readonly BundleDocument[]): readonly Issue[] {
  const total = documents.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (total <= documentsSizeLimitBytes) return []
  const message = `The documents together are ${total} bytes; at most ${documentsSizeLimitBytes} are allowed.`
  return [{ code: 'rule.documents-size', path: '', message }]
}

/**
 * Compares documents with a manifest: every one of the manifest must be there once, with its media type, and no other.
 *
 * @param manifest - the manifest
 * @param documents - the documents
 * @returns issues `bundle.document-missing`, `bundle.document-unexpected` and `bundle.document-mime`
 */
export function documentIssues(
  manifest: PortalSignatureJobManifest,
  documents: readonly BundleDocument[],
): readonly Issue[] {
  const issues: Issue[] = []
  const expected = manifestDocuments(manifest)
  for (const [index, { href, mime }] of expected.entries()) {
    const path = documentPath(manifest, index)
    const found = documents.find((document) => document.href === href)
    if (found === undefined)
      issues.push({ code: 'bundle.document-missing', path, message: 'The document was not given.' })
    else if (found.mime !== mime)
      issues.push({
        code: 'bundle.document-mime',
        path: `${path}/@mime`,
        message: 'The document has another media type.',
      })
  }
  for (const [index, { href }] of documents.entries()) {
    const unknown = !expected.some((document) => document.href === href)
    const repeated = documents.findIndex((document) => document.href === href) !== index
    const message = `Document ${index + 1} of those given ${unknown ? 'is not in the manifest' : 'repeats another'}.`
    if (unknown || repeated) issues.push({ code: 'bundle.document-unexpected', path: '', message })
  }
  return issues
}
