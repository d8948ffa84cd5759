/**
 * The documents of a package against those of its manifest.
 *
 * @module
 */
import { documentsOf } from '../codec/portal/manifest-rules.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { Issue } from '../issue.js'
import { checkRules, rules, type BundleDocument } from '../manifest/index.js'
import { makeIssue } from '../outcome.js'

/** Where the manifest lies (document package). */
export const manifestName = 'manifest.xml'

/** Where the signature lies (document package; TS 102 918, section 6.2.2). */
export const signaturesName = 'META-INF/signatures.xml'

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
  const expected = documentsOf(manifest)
  for (const { path, document } of expected) {
    const found = documents.find(({ href }) => href === document.href)
    if (found === undefined) issues.push(makeIssue('bundle.document-missing', 'The document was not given.', { path }))
    else if (found.mime !== document.mime) {
      const message = 'The document was given with another media type.'
      issues.push(makeIssue('bundle.document-mime', message, { path: `${path}/@mime` }))
    }
  }
  for (const [index, { href }] of documents.entries()) {
    const unknown = !expected.some(({ document }) => document.href === href)
    const repeated = documents.findIndex((document) => document.href === href) !== index
    const message = `Document ${index + 1} of those given ${unknown ? 'is not in the manifest' : 'repeats another'}.`
    if (unknown || repeated) issues.push(makeIssue('bundle.document-unexpected', message))
  }
  return issues
}

/**
 * Checks the size of the documents, as the rule of the manifest part says.
 *
 * @param manifest - the manifest
 * @param documents - its documents
 * @returns an issue `rule.documents-size` if they are too large together
 */
export function documentsSizeIssues(
  manifest: PortalSignatureJobManifest,
  documents: readonly BundleDocument[],
): readonly Issue[] {
  const documentsSize = rules.filter(({ id }) => id === 'documents-size')
  return checkRules(documentsSize, { manifest, documents })
}
