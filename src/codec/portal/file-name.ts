/**
 * Names of files in a document package: which no archive can bear, which are taken for the same, and which can stand anywhere
 * as they are. Why each is what it is: docs/decisions/011-names-of-files.md.
 *
 * @module
 */
import { isString } from '../../guard.js'

/** Names as most are, which every program takes as they are, but for the case of their letters. */
const ordinary = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/

/** The names that a package uses itself, but for the folder of the signature. */
const reserved: readonly string[] = ['manifest.xml', 'mimetype']

const folderOfSignature = 'meta-inf'

/** Ordinary names that are none of these. */
const free = /^(?!(?:manifest\.xml|mimetype|meta-inf)$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i

/** Names that can stand anywhere as they are: none of these either, nor one that Windows has for a device. */
const safeForm =
  '^(?!(?:manifest\\.xml|mimetype|meta-inf)$|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\.|$))[a-z0-9][a-z0-9._-]*[a-z0-9_-]$'
const safe = /* @__PURE__ */ new RegExp(safeForm, 'i')

/** The same of small letters alone. */
const usual = /* @__PURE__ */ new RegExp(safeForm)

/**
 * What is the same for names that are one name to some file system: as {@link fileNameForm} has it, and with `_` for what
 * Windows does not take, as programs write there.
 */
function fileNameKey(name: string): string {
  return isAsLong(name) && ordinary.test(name) ? name.toLowerCase() : fileNameForm(name).replace(/[:*?"<>|]/g, '_')
}

/**
 * What a file system may make of a name: another case (Windows, macOS) by the full folding of Unicode (APFS, ext4), another
 * composition (APFS, HFS+, ext4), no characters that have no look (HFS+, ext4), and no dots and spaces at the end (Windows).
 */
function fileNameForm(name: string): string {
  // Most names are of ASCII, which has one form.
  if (/^[\0-\x7F]*$/.test(name)) return withoutEnd(name.toLowerCase())
  const visible = name.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  // To lower, upper and lower case is the full folding, but for the dotless i: that is a letter of its own, and would be an i.
  return withoutEnd(visible.split('ı').map(foldCase).join('ı').normalize('NFC'))
}

function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase()
}

/** A loop, since a regular expression tries each of the dots in the middle of a long name. */
function withoutEnd(name: string): string {
  let end = name.length
  while ('. '.includes(name.charAt(end - 1)) && end > 0) end--
  return name.slice(0, end)
}

/** The key of the file that NTFS takes a name for a stream of, or else of the name. */
function streamOwner(name: string): string {
  const [owner = ''] = fileNameForm(name).split(':')
  return fileNameKey(owner)
}

/**
 * For each name whether an earlier one is the same to some file system, or whether NTFS takes it for a stream beside the
 * content of another: `a.pdf:b.pdf`.
 */
export function repeatsOf(names: readonly string[]): readonly boolean[] {
  const seen = new Set<string>()
  const repeats = names.map((name) => seen.size === seen.add(fileNameKey(name)).size)
  const isStream = (name: string): boolean => name.includes(':') && seen.has(streamOwner(name))
  return names.some(isStream) ? names.map((name, index) => repeats[index] === true || isStream(name)) : repeats
}

/**
 * Whether names are as most are, with which nothing is wrong: safe, of small letters, no two alike. Few names, since each is
 * compared with those before it, and one look, since each manifest that is read or written is held to several rules.
 */
export function areUsual(names: readonly string[]): boolean {
  return (
    names.length <= 10 &&
    names.every((name, index) => isAsLong(name) && usual.test(name) && names.indexOf(name) === index)
  )
}

/** Whether a name leads into a folder, or to a drive of Windows, or leaves nothing there that is a name, as `..` does. */
export function isPath(name: string): boolean {
  return /[/\\]|^[A-Za-z]:/.test(name) || fileNameForm(name) === ''
}

/** Whether a name is taken for the folder of the signature, or a stream of it. */
export function isFolderOfSignature(name: string): boolean {
  return streamOwner(name) === folderOfSignature
}

/** Whether a name cannot be that of a document: a path, or a name that a package uses itself, or a stream of such a one. */
export function isPathOrReserved(href: string): boolean {
  const isFree = isAsLong(href) && free.test(href)
  return !isFree && (isPath(href) || isFolderOfSignature(href) || reserved.includes(streamOwner(href)))
}

/**
 * Whether programs that unpack an archive write a name differently on one and the same machine: `unzip` leaves out control
 * characters, and a number at the end, which is the version of a file on VMS.
 */
export function isUnpackedAsAnother(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\0-\x1F\x7F]|;[0-9]*$/.test(name)
}

/**
 * Whether a name can stand for a file in the document package and be written in every reference to it as it is: 4 to 100
 * ASCII letters, digits, dots, hyphens and underscores, with a letter or digit first and no dot last, which Windows leaves
 * out, and none of the names that the package uses itself, or that Windows has for a device, such as `con.pdf`. Never throws,
 * whatever it is given.
 *
 * @param href - the name
 * @returns whether it can
 *
 * @example
 * ```ts
 * import { isSafeHref } from 'signering-portal/codec'
 *
 * console.log(isSafeHref('lease.pdf'), isSafeHref('con.pdf'), isSafeHref('Lease of the house.pdf')) // true false false
 * ```
 */
export function isSafeHref(href: string): boolean {
  return isString(href) && isAsLong(href) && safe.test(href)
}

/** Whether a name is as long as the schema wants it. */
function isAsLong(name: string): boolean {
  return name.length >= 4 && name.length <= 100
}
