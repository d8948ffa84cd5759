/**
 * Texts at and around every edge of a simple type.
 *
 * @module
 */
import type { SimpleSpec } from '../../src/codec/spec.js'

/** A text for an element or attribute. */
export interface TextCase {
  /** The end of the vector's id. */
  readonly id: string
  readonly title: string
  readonly text: string
  /** The codes of what is wrong with it; none for a valid text. */
  readonly codes: readonly string[]
  /** A known exception, where a validator says something else. */
  readonly exception?: string
}

const good = (id: string, title: string, text: string): TextCase => ({ id, title, text, codes: [] })
const bad = (id: string, title: string, text: string, ...codes: readonly string[]): TextCase => ({
  id,
  title,
  text,
  codes: codes.map((code) => `schema.${code}`),
})

/** Every edge of a type. */
export function textCases(spec: SimpleSpec): readonly TextCase[] {
  switch (spec.base) {
    case 'xs:dateTime':
      return dateTimes
    case 'xs:long':
    case 'xs:int':
      return integers(spec, spec.base)
    case 'xs:string':
      if (spec.enumeration !== undefined) return enumeration(spec.enumeration)
      if (spec.pattern !== undefined) return digits(Number(/\{(\d+)\}/.exec(spec.pattern)?.[1]))
      return [...(spec.known ?? []).map(knownValue), ...lengths(spec)]
  }
}

const knownValue = (value: string): TextCase => good(`known/${value}`, `The value ${value}, known today.`, value)

function enumeration(values: readonly string[]): readonly TextCase[] {
  const [first = ''] = values
  return [
    ...values.map((value) => good(`enumeration/${value}`, `The value ${value}.`, value)),
    bad('enumeration/other', 'A value that is not allowed.', 'SOMETHING_ELSE', 'enumeration'),
    bad('enumeration/empty', 'No value at all.', '', 'enumeration'),
    bad('enumeration/whitespace', 'An allowed value with whitespace around it.', ` ${first}\n`, 'enumeration'),
    bad('enumeration/doubled', 'Two allowed values in one.', `${first} ${first}`, 'enumeration'),
    ...(first.toLowerCase() === first
      ? []
      : [bad('enumeration/lower-case', 'An allowed value in lower case.', first.toLowerCase(), 'enumeration')]),
  ]
}

function digits(count: number): readonly TextCase[] {
  const text = (length: number): string => '0123456789012'.slice(0, length)
  return [
    bad(`pattern/${count - 1}-digits`, 'One digit too few.', text(count - 1), 'pattern'),
    good(`pattern/${count}-digits`, 'As many digits as must be.', text(count)),
    bad(`pattern/${count + 1}-digits`, 'One digit too many.', text(count + 1), 'pattern'),
    bad('pattern/letter', 'A letter among the digits.', `${text(count - 1)}x`, 'pattern'),
    bad('pattern/other-digits', 'Digits that are not ASCII.', '\u0660'.repeat(count), 'pattern'),
    bad('pattern/whitespace', 'Whitespace around the digits.', ` ${text(count)} `, 'pattern'),
    bad('pattern/line-feed', 'A line feed behind the digits.', `${text(count)}\n`, 'pattern'),
    bad('pattern/empty', 'No digits.', '', 'pattern'),
  ]
}

/** A character outside the basic plane: one character, two UTF-16 units, four bytes of UTF-8. */
const astral = '\u{1F58B}'

function lengths({ minLength = 0, maxLength }: SimpleSpec): readonly TextCase[] {
  const around = (facet: string, length: number, allowed: (length: number) => boolean): readonly TextCase[] =>
    [length - 1, length, length + 1].flatMap((count) => {
      const ascii = 'a'.repeat(count)
      const title = `${count} characters, where ${facet} is ${length}`
      const code = facet === 'minLength' ? 'min-length' : 'max-length'
      const make = allowed(count) ? good : (id: string, said: string, text: string) => bad(id, said, text, code)
      const cases = [make(`${facet}/${count}`, `${title}.`, ascii)]
      if (count === 0) return cases
      return [...cases, make(`${facet}/${count}-astral`, `${title}, outside the basic plane.`, astral.repeat(count))]
    })
  return [
    ...(minLength === 0
      ? [good('empty', 'An empty text.', '')]
      : around('minLength', minLength, (length) => length >= minLength)),
    ...(maxLength === undefined
      ? [good('long', 'A text of 1,000 characters: there is no limit.', 'a'.repeat(1000))]
      : around('maxLength', maxLength, (length) => length <= maxLength)),
  ]
}

function integers({ minInclusive, maxInclusive }: SimpleSpec, base: 'xs:long' | 'xs:int'): readonly TextCase[] {
  const code = base === 'xs:long' ? 'long' : 'int'
  const bits = base === 'xs:long' ? 63n : 31n
  const outOfRange = (value: bigint): readonly string[] => {
    if (value < -(2n ** bits) || value >= 2n ** bits) return [code]
    if (minInclusive !== undefined && value < minInclusive) return ['min-inclusive']
    return maxInclusive !== undefined && value > maxInclusive ? ['max-inclusive'] : []
  }
  const edges = [0n, 1n, -(2n ** bits), -(2n ** bits) - 1n, 2n ** bits - 1n, 2n ** bits, 2n ** 53n, 2n ** 53n + 1n]
  for (const bound of [minInclusive, maxInclusive])
    if (bound !== undefined) edges.push(BigInt(bound) - 1n, BigInt(bound), BigInt(bound) + 1n)
  const numbers = [...new Set(edges)].map((value) =>
    bad(`number/${value}`, `The number ${value}.`, String(value), ...outOfRange(value)),
  )
  return [
    ...numbers,
    good('number/plus', 'A plus sign.', '+5'),
    good('number/leading-zeros', 'Leading zeros.', '0000000000000000000000005'),
    good('number/minus-zero', 'Minus zero.', '-0'),
    good('number/whitespace', 'Whitespace around the number.', '\n 5 '),
    ...['', ' ', '5.0', '5e0', '0x5', '5 5', '--5', '+', '\u0665', '\u00A05'].map((text, index) =>
      bad(`number/malformed-${index + 1}`, `Not a whole number in decimal digits: ${describeText(text)}.`, text, code),
    ),
  ]
}

function describeText(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text).replace(/[^ -~]/g, 'a character that is not ASCII')
}

const dateTimes: readonly TextCase[] = [
  ...Object.entries({
    utc: '2016-02-10T12:00:00Z',
    offset: '2016-02-10T12:00:00+01:00',
    'negative-offset': '2016-02-10T12:00:00-05:30',
    'largest-offset': '2016-02-10T12:00:00+14:00',
    'smallest-offset': '2016-02-10T12:00:00-14:00',
    'no-offset': '2016-02-10T12:00:00',
    milliseconds: '2016-02-10T12:00:00.123+01:00',
    'many-digits': '2016-02-10T12:00:00.123456789012345678901234567890Z',
    'end-of-day': '2016-02-10T24:00:00Z',
    'end-of-day-with-fraction': '2016-02-10T24:00:00.000Z',
    'last-second': '2016-12-31T23:59:59Z',
    'leap-day': '2016-02-29T00:00:00Z',
    'leap-day-of-a-fourth-century': '2000-02-29T00:00:00Z',
    'year-of-five-digits': '12016-02-10T12:00:00Z',
    'year-before-one': '-0001-02-10T12:00:00Z',
  }).map(([id, text]) => good(`date-time/${id}`, `The date and time ${text}.`, text)),
  {
    ...good('date-time/whitespace', 'Whitespace around a date and time.', '\n 2016-02-10T12:00:00Z '),
    exception: 'date-time-whitespace',
  },
  ...Object.entries({
    empty: '',
    date: '2016-02-10',
    'no-seconds': '2016-02-10T12:00Z',
    'space-for-t': '2016-02-10 12:00:00Z',
    'lower-case': '2016-02-10t12:00:00z',
    'offset-too-large': '2016-02-10T12:00:00+14:01',
    'offset-hour-too-large': '2016-02-10T12:00:00-15:00',
    'offset-minute-too-large': '2016-02-10T12:00:00+01:60',
    'offset-without-colon': '2016-02-10T12:00:00+0100',
    'offset-without-minutes': '2016-02-10T12:00:00+01',
    'month-13': '2016-13-10T12:00:00Z',
    'month-0': '2016-00-10T12:00:00Z',
    'day-0': '2016-02-00T12:00:00Z',
    'day-30-of-february': '2016-02-30T12:00:00Z',
    'no-leap-year': '2015-02-29T12:00:00Z',
    'no-leap-century': '1900-02-29T12:00:00Z',
    'hour-25': '2016-02-10T25:00:00Z',
    'after-end-of-day': '2016-02-10T24:00:01Z',
    'minute-60': '2016-02-10T12:60:00Z',
    'leap-second': '2016-12-31T23:59:60Z',
    'year-0': '0000-02-10T12:00:00Z',
    'year-of-three-digits': '216-02-10T12:00:00Z',
    'leading-zero-in-year': '02016-02-10T12:00:00Z',
    'plus-before-year': '+2016-02-10T12:00:00Z',
    'no-digits-in-fraction': '2016-02-10T12:00:00.Z',
    'comma-for-point': '2016-02-10T12:00:00,5Z',
    basic: '20160210T120000Z',
  }).map(([id, text]) => bad(`date-time/${id}`, `Not an xs:dateTime: ${id.replaceAll('-', ' ')}.`, text, 'date-time')),
]
