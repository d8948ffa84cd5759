/**
 * The classes of characters of XML 1.0, by their code; of names what ASCII has of them.
 *
 * @module
 */

/** Whitespace, which is less than that of JavaScript's trim. */
export function isWhitespace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** What a name can begin with: a letter, or the low line. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f
}

/** What else a name can hold: a digit, a hyphen, a dot. */
export function isInName(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e
}

/** What ends a name in a tag. */
export function isEndOfName(code: number | undefined): boolean {
  return code === 0x3e || code === 0x2f || code === 0x3d || isWhitespace(code)
}

/** The character of a reference with decimal digits, or with hexadecimal ones; undefined for what no document can hold. */
export function characterOf(decimal: string | undefined, hexadecimal: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return isCharacter(code) ? String.fromCodePoint(code) : undefined
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}

/** Characters up to one that ends them: text, or the value of an attribute. */
export interface Run {
  /** What ends them. */
  readonly end: number
  /** By each unit of UTF-16, whether it stands for itself and needs no look: 1, or 0. */
  readonly plain: Uint8Array
}

/** The runs of a document whose surrogates are in pairs: text, and values in quotation marks and in apostrophes. */
export const runs: Readonly<Record<'text' | 'quoted' | 'apostrophized', Run>> = {
  text: runUpTo('<', '>', '\t\n'),
  quoted: runUpTo('"', '', ''),
  apostrophized: runUpTo("'", '', ''),
}

function runUpTo(end: string, special: string, controls: string): Run {
  // A table of all units, so that letters of every language cost the same.
  const plain = new Uint8Array(0x10000).fill(1, 0x20, 0xfffe)
  for (const character of `&<${end}${special}`) plain[character.charCodeAt(0)] = 0
  for (const character of controls) plain[character.charCodeAt(0)] = 1
  return { end: end.charCodeAt(0), plain }
}
