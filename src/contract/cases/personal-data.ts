/**
 * Finding personal data in a log, also where it is spelt in another way.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { unlessThrown } from '../../guard.js'

/** Text in base64 that is long enough to hold something. */
const base64Form = /[A-Za-z0-9+/_-]{12}[A-Za-z0-9+/_-]*/g

/** What people put between the digits of a number. */
const betweenDigits = /(?<=\d)[ \u00a0.-](?=\d)/g

/**
 * Whether a line holds a value: as it is, in capitals, with spaces between its digits, escaped as in an address, in JSON or in
 * XML, in base64, or all of it but for its last character.
 */
export function holdsPersonalData(line: string, value: string): boolean {
  const wanted = value.toLowerCase().slice(0, -1)
  return spellings(line).some((text) => {
    const lower = text.toLowerCase()
    return lower.includes(wanted) || lower.replace(betweenDigits, '').includes(wanted)
  })
}

function spellings(line: string): readonly string[] {
  const unescaped = withoutEscapes(line)
  return [line, unescaped, ...[...unescaped.matchAll(base64Form)].flatMap(([run]) => inBase64(run).map(withoutEscapes))]
}

/** A run of base64 may begin with characters that only stand before it, such as those of a path. */
function inBase64(run: string): readonly string[] {
  return [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('latin1'))
}

function withoutEscapes(text: string): string {
  return text
    .replace(/\\u([0-9A-Fa-f]{4})|&#x([0-9A-Fa-f]{1,6});/g, (whole, json?: string, xml?: string) =>
      characterOf(Number.parseInt(json ?? xml ?? '', 16), whole),
    )
    .replace(/&#([0-9]{1,7});/g, (whole, code: string) => characterOf(Number(code), whole))
    .replace(
      /%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f][0-9A-Fa-f])*/g,
      (whole) => unlessThrown(() => decodeURIComponent(whole)) ?? whole,
    )
}

function characterOf(code: number, otherwise: string): string {
  return unlessThrown(() => String.fromCodePoint(code)) ?? otherwise
}
