/**
 * The documents of a package against those of its manifest.
 *
 * @module
 */
import { portalSignatureJobManifest } from '../codec/portal/index.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import { placeIssues } from '../codec/property.js'
import type { Issue } from '../issue.js'
import { checkRules, type BundleDocument, type RuleSubject } from '../codec/portal/rule.js'
import { checkedRules } from '../manifest/rules.js'
import { issueIf, makeIssue } from '../outcome.js'

/** Where the manifest lies (document package). */
export const manifestName = 'manifest.xml'

/** Where the signature lies (document package; TS 102 918, section 6.2.2). */
export const signaturesName = 'META-INF/signatures.xml'

/** Names a file of the archive in a message: by its place, from 0, since its name may say what the document is about. */
export function fileAt(index: number): string {
  return `File ${index + 1} of the archive`
}

/** Gives issues of a manifest their property, which begins with `manifest`. */
export function placeInManifest(issues: readonly Issue[]): readonly Issue[] {
  const { name, spec } = portalSignatureJobManifest
  return placeIssues(name, spec, issues, ['manifest'])
}

/** What of a manifest, and of a document, has the right form. */
type Manifest = RuleSubject['manifest']
type SoundDocument = Partial<BundleDocument>

/** Every document of the manifest must be there once, with its media type, and no other; none may be too large. */
export function documentIssues(manifest: Manifest, documents: readonly SoundDocument[]): readonly Issue[] {
  const expected: readonly { readonly path: string; readonly document: SoundDocument }[] = documentsOf(manifest)
  const issues = expected.flatMap(({ path, document }) => {
    if (document.href === undefined) return []
    const found = documents.find(({ href }) => href === document.href)
    if (found === undefined) return [makeIssue('bundle.document-missing', 'The document was not given.', { path })]
    const message = 'The document was given with another media type.'
    const differs = found.mime !== document.mime && found.mime !== undefined && document.mime !== undefined
    return issueIf(differs, 'bundle.document-mime', message, { path: `${path}/@mime` })
  })
  // Which names are unknown can be told only where all that are known can be read.
  const hrefs = expected.map(({ document }) => document.href)
  const areKnown = hrefs.length > 0 && !hrefs.includes(undefined)
  const unexpected = documents.flatMap(({ href }, index) => {
    if (href === undefined) return []
    const unknown = areKnown && !hrefs.includes(href)
    const repeated = documents.findIndex((document) => document.href === href) !== index
    const message = `Document ${index + 1} of those given ${unknown ? 'is not in the manifest' : 'repeats another'}.`
    const place = { property: ['documents', index, 'href'] }
    return issueIf(unknown || repeated, 'bundle.document-unexpected', message, place)
  })
  return [...placeInManifest([...issues, ...documentsSizeIssues(manifest, documents)]), ...unexpected]
}

/** Checks the size of the documents, as the rule of the manifest part says. */
export function documentsSizeIssues(manifest: Manifest, documents: readonly SoundDocument[]): readonly Issue[] {
  const documentsSize = checkedRules.filter(({ id }) => id === 'documents-size')
  return checkRules(documentsSize, { manifest, documents })
}
