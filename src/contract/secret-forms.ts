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
  readonly starts: Uint32Array
  /** Where each ends. */
  readonly ends: Uint32Array
}

/** Reads, out of a text without escapes, one form; whatever is no unit of it is passed over. */
type Reading = (text: Units) => Units

/** A form in which bytes are printed. */
export interface Form {
  readonly read: Reading
  /** How many units that follow each other in a secret are taken for it: by chance they stand nowhere. */
  readonly windowLength: number
}

/** The name of a form. */
export type FormName = 'text' | 'base64' | 'digits' | 'bytes'

/**
 * How languages, JSON, addresses and XML escape a byte: in hexadecimal digits, in octal and decimal ones, and by a letter. However often
 * it was escaped, it is read as one.
 */
const escapes = new RegExp(
  [
    String.raw`(?:\\+(?:x|u00)|%(?:25)*)(?<hexadecimal>[0-9A-Fa-f]{2})`,
    String.raw`(?:\\+[ux]\{|&#[xX])0*(?<bracketed>[0-9A-Fa-f]{1,2})[};]`,
    String.raw`\\+(?<octal>[0-7]{1,3})`,
    String.raw`&#0*(?<decimal>\d{1,3});`,
    String.raw`\\+(?<letter>[abefnrtv"'/])`,
    String.raw`\\(?<backslash>\\)+`,
  ].join('|'),
  'g',
)

const letters: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1B', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}

/**
 * Room for where the units of a text begin and end, which are no more than its own. Arrays that grow are moved again and again,
 * and take several times as much.
 */
function roomFor(text: string): readonly [starts: Uint32Array, ends: Uint32Array] {
  return [new Uint32Array(text.length), new Uint32Array(text.length)]
}

/** Units without what is left of the room. */
function unitsOf(units: string, starts: Uint32Array, ends: Uint32Array): Units {
  return { units, starts: starts.subarray(0, units.length), ends: ends.subarray(0, units.length) }
}

/** A text in which each byte that is escaped is one unit, and so is each other character. */
export function unescaped(text: string): Units {
  let units = ''
  const [starts, ends] = roomFor(text)
  let [count, from] = [0, 0]
  const addPlain = (to: number): void => {
    units += text.slice(from, to)
    for (; from < to; from += 1) {
      starts[count] = from
      ends[count++] = from + 1
    }
  }
  for (const { 0: escape, index, groups = {} } of text.matchAll(escapes)) {
    addPlain(index)
    units += meantBy(groups)
    starts[count] = from
    from += escape.length
    ends[count++] = from
  }
  addPlain(text.length)
  return unitsOf(units, starts, ends)
}

function meantBy({ hexadecimal, bracketed, octal, decimal, letter, backslash }: Record<string, string>): string {
  const digits = hexadecimal ?? bracketed
  if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
  if (decimal !== undefined) return String.fromCharCode(Number(decimal))
  return letter === undefined ? (backslash ?? '') : (letters[letter] ?? letter)
}

/**
 * White space, which is no unit: a text is the same wherever its lines end. Here as below `+` would end beyond the stack of V8
 * after millions of characters, in a process so large that V8 does not optimize.
 */
export const whiteSpace: RegExp = /[\t\n\r ][\t\n\r ]*/g

/** Bytes as the characters of their codes. */
const readText: Reading = (text) => charactersOf(text, text.units, /[^\t\n\r ][^\t\n\r ]*/g)

/** The letters of base64, and of base64 for addresses (RFC 4648, sections 4 and 5). */
const readBase64: Reading = (text) => {
  const plain = text.units
    // Five dashes stand around the words of PEM.
    .replace(/-{5}|-/g, (dashes) => (dashes.length === 1 ? '+' : ' '.repeat(dashes.length)))
    .replace(/_/g, '/')
  return charactersOf(text, plain, /[A-Za-z0-9+/][A-Za-z0-9+/]*/g)
}

/**
 * Hexadecimal digits in lower case, and with them decimal ones; the prefix `0x` is passed over, and what a negative byte becomes
 * as an integer of 32 or 64 bits, as in `ffffff82`.
 */
const readDigits: Reading = (text) => {
  const plain = text.units
    .replace(/(?<![0-9A-Fa-f])0[xX]/g, '  ')
    .replace(/(?<![0-9A-Fa-f])(?:f{6}|f{14}|F{6}|F{14})(?=[89A-Fa-f][0-9A-Fa-f](?![0-9A-Fa-f]))/g, (sign) =>
      ' '.repeat(sign.length),
    )
    // Of ASCII alone: others may become more characters than they were.
    .replace(/[A-F][A-F]*/g, (capitals) => capitals.toLowerCase())
  return charactersOf(text, plain, /[0-9a-f][0-9a-f]*/g)
}

/** A number of up to three digits, unless it is the index of another: `"0": 48`, `[0] => 48`, `0: 48`. */
const decimal = /(?<![\w.])-?\d{1,3}(?!\w|\.\d|["'\]]*\s*=|["']\s*:|:\s)/g

/** Bytes in decimal, from -128 as some languages have them to 255: one character for each, of the code that it has. */
const readBytes: Reading = (text) => {
  let units = ''
  const [starts, ends] = roomFor(text.units)
  for (const { 0: digits, index } of text.units.matchAll(decimal)) {
    const byte = Number(digits)
    if (byte < -128 || byte > 255) continue
    starts[units.length] = text.starts[index] ?? 0
    ends[units.length] = text.ends[index + digits.length - 1] ?? 0
    units += String.fromCharCode(byte & 0xff)
  }
  return unitsOf(units, starts, ends)
}

/** The characters of a form in a text, written as the form has them: each stands where it stood. */
function charactersOf(text: Units, plain: string, runs: RegExp): Units {
  const [starts, ends] = roomFor(plain)
  let units = ''
  for (const { 0: run, index } of plain.matchAll(runs)) {
    for (let at = 0; at < run.length; at += 1) {
      starts[units.length + at] = text.starts[index + at] ?? 0
      ends[units.length + at] = text.ends[index + at] ?? 0
    }
    units += run
  }
  return unitsOf(units, starts, ends)
}

/** The forms. */
export const forms: Readonly<Record<FormName, Form>> = {
  text: { read: readText, windowLength: 8 },
  base64: { read: readBase64, windowLength: 12 },
  digits: { read: readDigits, windowLength: 16 },
  bytes: { read: readBytes, windowLength: 8 },
}
