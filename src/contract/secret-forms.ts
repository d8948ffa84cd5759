/**
 * The forms in which programs print bytes, read out of any text.
 *
 * @module
 */

/** What of a text may belong to bytes. */
export interface Units {
  /** One character for each unit. */
  readonly units: string
  /** Where each begins in the text. */
  readonly starts: readonly number[]
  /** Where each ends. */
  readonly ends: readonly number[]
}

/** Reads a text in one form; whatever is no unit of it is passed over. */
export type Reading = (text: string) => Units

/** The letters of base64, and of base64 for addresses (RFC 4648, sections 4 and 5), as they are or as JSON escapes them. */
export const readBase64: Reading = (text) => {
  const plain = blanked(text)
    .replace(/\\+u002[Bb]/g, (escape) => '+'.padEnd(escape.length))
    .replace(/\\+u002[Ff]/g, (escape) => '/'.padEnd(escape.length))
    // Five dashes stand around the words of PEM.
    .replace(/-{5}|-/g, (dashes) => (dashes.length === 1 ? '+' : ' '.repeat(dashes.length)))
    .replace(/_/g, '/')
  return characters(plain, /[A-Za-z0-9+/]+/g)
}

/** Hexadecimal digits in lower case, and with them decimal ones; prefixes such as `0x` and `\x` are passed over. */
export const readDigits: Reading = (text) => {
  const plain = blanked(text).replace(/(?<![0-9A-Fa-f])0[xX]|\\+x/g, (prefix) => ' '.repeat(prefix.length))
  // Of ASCII alone: others may become more characters than they were.
  return characters(
    plain.replace(/[A-F]+/g, (letters) => letters.toLowerCase()),
    /[0-9a-f]+/g,
  )
}

/** Bytes in decimal, from -128 as some languages have them to 255: one character for each, of the code that it has. */
export const readBytes: Reading = (text) => {
  let units = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const { 0: digits, index } of text.matchAll(/(?<![\w.])-?\d{1,3}(?!\w|\.\d)/g)) {
    const byte = Number(digits)
    if (byte < -128 || byte > 255) continue
    units += String.fromCharCode(byte & 0xff)
    starts.push(index)
    ends.push(index + digits.length)
  }
  return { units, starts, ends }
}

/** A text of the same length, so that all stands where it stood, without the white space that JSON escapes. */
function blanked(text: string): string {
  return text.replace(/\\+(?:[nrt]|u00(?:0[9AaDd]|20))/g, (escape) => ' '.repeat(escape.length))
}

function characters(plain: string, runs: RegExp): Units {
  const starts: number[] = []
  const ends: number[] = []
  let units = ''
  for (const { 0: run, index } of plain.matchAll(runs)) {
    units += run
    for (let at = 0; at < run.length; at += 1) {
      starts.push(index + at)
      ends.push(index + at + 1)
    }
  }
  return { units, starts, ends }
}
