/**
 * Names of the files of an archive: which are safe, and which some program or file system takes for the same.
 *
 * @module
 */
import type { Issue } from '../issue.js'
import { fileNameForm, fileNameKey, streamOwner } from '../codec/portal/file-name.js'
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
  if (bytes.length > maximumNameBytes || (!isUtf8 && bytes.some((byte) => byte > 0x7f))) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return ''
  }
}

/** Names that lie outside the archive, or that some file system or program would take to mean another file. */
export function nameIssues(entries: readonly ZipEntry[]): readonly Issue[] {
  const keys = entries.map(({ name }) => fileNameKey(name))
  return entries.flatMap(({ name, bytes }, index) => {
    const isSafe = name === folder ? bytes.length === 0 : isSafeName(name)
    const key = fileNameKey(name)
    const repeats = keys.indexOf(key) < index || keys.some((other) => isShortName(key, other)) || isStream(name, keys)
    const message = `${fileAt(index)} has the name of another, or one that a file system takes for it.`
    return [
      ...issueIf(
        !isSafe,
        'bundle.entry-name',
        `${fileAt(index)} has a name that is not safe, or is not said to be UTF-8.`,
      ),
      ...issueIf(isSafe && repeats, 'bundle.entry-duplicate', message),
    ]
  })
}

/** Whether NTFS takes a name for a stream beside the content of another file: `a.pdf:b.pdf`. */
function isStream(name: string, keys: readonly string[]): boolean {
  return name.includes(':') && keys.includes(streamOwner(name))
}

function isSafeName(name: string): boolean {
  const inFolder = name.startsWith(folder) ? name.slice(folder.length) : name
  // The second form is what some file systems make of the first: a `/` of a full-width one, `..` of a dot and a leader.
  return [inFolder, fileNameForm(inFolder)].every(
    (form) =>
      // eslint-disable-next-line no-control-regex -- control characters are among those that are not safe
      !/[\0-\x1F\x7F/\\]/.test(form) &&
      // A drive, and the kind of a stream: `C:a`, `a::$DATA`.
      !/^[A-Za-z]:|:\$/.test(form) &&
      // A number at the end is the version of a file on VMS, which unzip cuts off.
      !/;[0-9]*$/.test(form) &&
      // The last one is in the way of the folder.
      !['', '.', '..', 'meta-inf'].includes(form),
  )
}

/** Whether a name can be the one of eight and three characters by which Windows also finds another: `manife~1.xml`. */
function isShortName(key: string, other: string): boolean {
  const short = /^(meta-inf\/)?([^.~/]{1,2})[^.~/]{0,4}~[0-9]+(?:\.([^.]{0,3}))?$/.exec(key)
  const long = /^(meta-inf\/)?([^/]*?)(?:\.([^./]*))?$/.exec(other)
  if (short === null || long === null || key === other) return false
  const [, inFolder, start = '', extension = ''] = short
  const [, alsoInFolder, stem = '', ending = ''] = long
  const isAlike = stem.replace(/[ .]/g, '').startsWith(start) && ending.slice(0, 3) === extension
  return inFolder === alsoInFolder && isAlike
}
