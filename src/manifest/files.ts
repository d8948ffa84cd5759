/**
 * The files of a document package, as callers hand them over: looked at once for the check of a job and for writing a
 * package, so that both say the same of them.
 *
 * @module
 */
import { documentPath, documentsOf } from '../codec/portal/manifest-rules.js'
import { maximumDocuments } from '../codec/portal/manifest.js'
import { breachAt, type Breach, type BundleDocument, type SoundManifest } from '../codec/portal/rule.js'
import { isBytes, isList, isString, membersOf, plainBytes, recordOf } from '../guard.js'
import type { Issue } from '../issue.js'
import { makeIssue, maximumIssues } from '../outcome.js'

/** A file as far as it has the right form. */
export type SoundFile = Partial<BundleDocument>

/** What was read of files, each property of each once. */
export interface ReadFiles {
  /** The files; undefined if they are no list. */
  readonly files: readonly SoundFile[] | undefined
  /** What has not the right form. */
  readonly issues: readonly Issue[]
}

/** Where a list of files belongs. */
export function placeOfFiles(manifest: SoundManifest): Breach {
  return breachAt(documentPath(manifest, 0).replace(/\/.*/, ''), { property: ['documents'] })
}

const names = ['href', 'mime', 'bytes'] as const

/** Reads files. Each belongs to the document of the manifest that has its name, or else to the one at its place. */
export function readFiles(value: unknown, manifest: SoundManifest): ReadFiles {
  // All of them are read before one is looked at: a getter may take the bytes of another.
  const members = membersOf(value)?.map((member) => recordOf(member, names))
  const message = isList(value) ? `Must have at most ${maximumDocuments} files.` : 'Must be a list.'
  if (members === undefined)
    return { files: undefined, issues: [makeIssue('value.type', message, placeOfFiles(manifest))] }
  const listed = documentsOf(manifest)
  const issues: Issue[] = []
  const files = members.map((read, index): SoundFile => {
    const { href, mime, bytes } = read ?? {}
    const report = (message: string, step: string, ...name: readonly string[]): void => {
      // There can be many more of them than are told.
      if (issues.length === maximumIssues) return
      const named = listed.findIndex(({ document }) => isString(href) && document.href === href)
      const { path } = breachAt(documentPath(manifest, named === -1 ? index : named))
      issues.push(makeIssue('value.type', message, { path: path + step, property: ['documents', index, ...name] }))
    }
    if (read === undefined) report('Must be an object.', '')
    if (read && !isString(href)) report('Must be a string.', '/@href', 'href')
    if (read && !isString(mime)) report('Must be a string.', '/@mime', 'mime')
    if (read && !isBytes(bytes)) report('Must be a Uint8Array.', '', 'bytes')
    return {
      ...(isString(href) && { href }),
      ...(isString(mime) && { mime }),
      ...(isBytes(bytes) && { bytes: plainBytes(bytes) }),
    }
  })
  return { files, issues }
}
