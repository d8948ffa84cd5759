/**
 * Names of the files of an archive: which are safe, and which some program or file system takes for the same.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { isFolderOfSignature, isPath, isUnpackedAsAnother, repeatsOf } from '../codec/portal/file-name.js'
import type { Issue } from '../issue.js'
import { issueIf } from '../outcome.js'
import { fileAt } from './documents.js'
import type { ZipEntry } from './zip-writer.js'

/** The one folder, which some programs write an entry for. */
export const folder = 'META-INF/'

/** What file systems keep of a name; an href has 100 characters at most. */
const maximumNameBytes = 255

/**
 * The name that bytes are; an empty one, which is refused with the unsafe ones, for what is not UTF-8. Beyond ASCII that
 * must be said by the flag for UTF-8 (APPNOTE.TXT, section 4.4.4, bit 11): without it some programs read code page 437.
 */
export function readName(bytes: Uint8Array, isUtf8: boolean): string {
  if (!isUtf8 && bytes.some((byte) => byte > 0x7f)) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return ''
  }
}

/** Names that lie outside the archive, or that some file system or program would take to mean another file. */
export function nameIssues(entries: readonly ZipEntry[]): readonly Issue[] {
  const faults = entries.map(faultOf)
  // A name that is refused is not looked at further: it may be long.
  const repeats = repeatsOf(entries.map(({ name }, index) => (faults[index] === undefined ? name : '')))
  return faults.flatMap((fault, index) => {
    const message = `${fileAt(index)} has the name of another, or one that a file system takes for it.`
    return fault === undefined
      ? issueIf(repeats[index] === true, 'bundle.entry-duplicate', message)
      : issueIf(true, 'bundle.entry-name', `${fileAt(index)} ${fault}`)
  })
}

/** Why a name is not safe, if it is not. */
function faultOf({ name, bytes }: ZipEntry): string | undefined {
  if (name === '') return 'has no name, or one that is not said to be UTF-8.'
  if (Buffer.byteLength(name) > maximumNameBytes) return `has a name of more than ${maximumNameBytes} bytes.`
  if (name === folder) return bytes.length > 0 ? 'has content, and the name of a folder.' : undefined
  if (isUnpackedAsAnother(name))
    return 'has a name with a control character or a version at its end, which some programs leave out.'
  const inFolder = name.startsWith(folder) ? name.slice(folder.length) : name
  return isPath(inFolder) || isFolderOfSignature(inFolder)
    ? 'has a name that leads to a folder or a drive, or to nothing, or is that of the folder META-INF.'
    : undefined
}
