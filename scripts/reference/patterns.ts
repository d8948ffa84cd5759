/**
 * The values of simple types as regular expressions of ECMA 262 with the flag u, as JSON Schema takes them. They look neither
 * ahead nor behind, so that more languages can read them.
 *
 * @module
 */

/** Characters that XML 1.0 has (production 2, Char); half a surrogate pair is none. */
export const xmlText: string = String.raw`^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]*$`

/** A line break. In some languages `$` also matches before one at the end, so that what ends in one must be refused beside. */
export const lineBreak: string = String.raw`[\n\r\u0085\u2028\u2029]`

const whole = (pattern: string): string => `^(?:${pattern})$`
const range = (from: number, to: number): string => (from === to ? `${from}` : `[${from}-${to}]`)
const anyDigits = (count: number): string => (count === 0 ? '' : count === 1 ? '[0-9]' : `[0-9]{${count}}`)

/** A number of as many digits as the greatest, and not greater; the first is not 0. */
function atMost(greatest: string, least = 1): string {
  const [first, ...rest] = Array.from(greatest, Number)
  if (first === undefined) return ''
  if (rest.length === 0) return range(least, first)
  const smaller = first > least ? [range(least, first - 1) + anyDigits(rest.length)] : []
  return `(?:${[...smaller, `${first}${atMost(rest.join(''), 0)}`].join('|')})`
}

const longDigits = `(?:[1-9][0-9]{0,17}|${atMost('9223372036854775807')})`

/** An xs:long as canonical digits. */
export const canonicalLong: string = whole(`0|-?${longDigits}|-9223372036854775808`)

const year = `(?:[0-9]{4}|[1-9][0-9]{4,8}|${atMost('2147483647')})`
const day =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))'
const time = String.raw`(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)`

/** An offset from UTC, or Z. */
export const offset = '(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))'

/** An xs:dateTime, but for {@link noDate}; years as 32 bits hold them. */
export const dateTime: string = whole(`-?(?:${year}|2147483648)-${day}T${time}${offset}?`)

const notDivisibleByFour = '(?:[02468][1235679]|[13579][01345789])'

/** What {@link dateTime} lets through and no calendar has: the year 0, a leap day of another year, and what is too far. */
export const noDate: string = ['^-?0000-', `${notDivisibleByFour}(?:00)?-02-29T`, '^2147483648-'].join('|')
