/**
 * The classes of characters of XML 1.0, by their code; of names what ASCII has of them.
 *
 * @module
 */

/** Whitespace, which is less than that of JavaScript's trim. */
export function isWhitespace(code: number): boolean {
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
export function isEndOfName(code: number): boolean {
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
