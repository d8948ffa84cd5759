/**
 * The documents of a package against those of its manifest.
 *
 * @module
 */
import { portalSignatureJobManifest } from '../codec/portal/manifest-codec.js'
import { documentsOf, isSameMediaType } from '../codec/portal/manifest-rules.js'
import { placeIssues } from '../codec/property.js'
import type { Issue } from '../issue.js'
import { checkRules, type SoundManifest } from '../codec/portal/rule.js'
import type { SoundFile } from '../manifest/files.js'
import { checkedRules } from '../manifest/rules.js'
import { firstOf, issueIf, makeIssue } from '../outcome.js'

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
  return placeIssues(portalSignatureJobManifest, issues, ['manifest'])
}

/** What a message calls a document that there is, and its property if it was handed over as a value. */
export interface Mention extends Pick<Issue, 'property'> {
  /** What it is called. */
  readonly name: string
}

/**
 * Every document of the manifest must be there once, with its media type, and no other; none may be too large. What else is
 * wrong with the manifest is told among it, in document order.
 */
export function documentIssues(
  manifest: SoundManifest,
  documents: readonly SoundFile[],
  mention: (index: number) => Mention,
  others: readonly Issue[] = [],
): readonly Issue[] {
  const expected: readonly { readonly path: string; readonly document: SoundFile }[] = documentsOf(manifest)
  const issues = expected.flatMap(({ path, document }) => {
    if (document.href === undefined) return []
    const found = documents.find(({ href }) => href === document.href)
    if (found === undefined)
      return [makeIssue('bundle.document-missing', 'There is no file for the document.', { path })]
    const message = 'The document was given with another media type.'
    return issueIf(!isSameMediaType(found.mime, document.mime), 'bundle.document-mime', message, {
      path: `${path}/@mime`,
    })
  })
  // Which names are unknown can be told only where all that are known can be read.
  const hrefs = expected.map(({ document }) => document.href)
  const areKnown = hrefs.length > 0 && !hrefs.includes(undefined)
  const taken = new Set<string>()
  const unexpected = firstOf(documents, ({ href }, index) => {
    if (href === undefined) return []
    const unknown = areKnown && !hrefs.includes(href)
    const repeated = taken.has(href)
    taken.add(href)
    const { name, ...place } = mention(index)
    const message = `${name} ${unknown ? 'is not in the manifest' : 'repeats another'}.`
    return issueIf(unknown || repeated, 'bundle.document-unexpected', message, place)
  })
  const tooLarge = checkRules(sizeRules, { manifest, documents }, 'read')
  return [...placeInManifest([...others, ...issues, ...tooLarge]), ...unexpected]
}

const sizeRules = checkedRules.filter(({ id }) => id === 'documents-size')
