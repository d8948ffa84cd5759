/**
 * Names of files in a document package: which are taken for the same, and which can stand anywhere as they are.
 *
 * @module
 */
import { isString } from '../../guard.js'

/**
 * What is the same for names that are one name to some file system: as {@link fileNameForm} has it, and with `_` for what
 * Windows does not take, as programs write there.
 */
export function fileNameKey(name: string): string {
  return fileNameForm(name).replace(/[:*?"<>|]/g, '_')
}

/**
 * What a file system may make of a name: another case or composition, the usual width of characters, none that are not seen,
 * and no dots and spaces at the end, which Windows leaves out.
 */
export function fileNameForm(name: string): string {
  // Most names are of ASCII, which has one form.
  if (/^[\0-\x7F]*$/.test(name)) return withoutEnd(name.toLowerCase())
  const visible = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return withoutEnd(visible.toUpperCase().toLowerCase().normalize('NFKC'))
}

/** A loop, since a regular expression tries each of the dots in the middle of a long name. */
function withoutEnd(name: string): string {
  let end = name.length
  while ('. '.includes(name.charAt(end - 1)) && end > 0) end--
  return name.slice(0, end)
}

/**
 * Whether a name leads into a folder, or to a drive of Windows, or to none, or is one that a package uses itself, or that NTFS
 * takes for a stream of such a one: `manifest.xml:a.pdf`.
 */
export function isPathOrReserved(href: string): boolean {
  const name = fileNameForm(href)
  return (
    [href, name].some((form) => /[/\\]|^[A-Za-z]:/.test(form)) ||
    ['', 'manifest.xml', 'mimetype', 'meta-inf'].includes(streamOwner(name))
  )
}

/** The key of the file that NTFS takes a name for a stream of, or else of the name. */
export function streamOwner(name: string): string {
  const [owner = ''] = fileNameForm(name).split(':')
  return fileNameKey(owner)
}

/**
 * Whether a name can stand for a file in the document package and be written in every reference to it as it is: 4 to 100
 * ASCII letters, digits, dots, hyphens and underscores, with a letter or digit first and no dot last, which Windows leaves
 * out, and none of the names that the package uses itself, or that Windows has for a device, such as `con.pdf`. Never throws,
 * whatever it is given.
 *
 * @param href - the name
 * @returns whether it can
 */
export function isSafeHref(href: string): boolean {
  if (!isString(href)) return false
  return (
    /^[A-Za-z0-9][A-Za-z0-9._-]{2,98}[A-Za-z0-9_-]$/.test(href) &&
    !/^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i.test(href) &&
    !isPathOrReserved(href)
  )
}
