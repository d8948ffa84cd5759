/**
 * Texts for simple types: ones that fit, and ones at the edge of fitting.
 *
 * @module
 */
import type { SimpleSpec } from '../../src/codec/spec.js'
import type { Random } from './random.js'

const common = [...'abcXYZ 019-._@']
const special = [...'<>&"\'\t\n\r%', 'æ', 'Ø', 'é', 'e\u0301', '\u00A0', '\u0085', '\u2028', '\uFFFD', '\uE000', '中']
const astral = ['😀', '𝒳', '\u{10FFFD}']

function characters(count: number, random: Random, from: readonly string[]): string {
  return Array.from({ length: count }, () => random.pick(from)).join('')
}

/** A text that the type allows. */
export function validText(spec: SimpleSpec, random: Random): string {
  if (spec.base === 'xs:string') return validString(spec, random)
  if (spec.base === 'xs:dateTime') return validDateTime(random)
  const values = spec.maxInclusive === undefined ? ['0', '1', '5', '7776000', '9007199254740993'] : ['0', '1', '8', '9']
  return random.pick(values)
}

function validString(spec: SimpleSpec, random: Random): string {
  if (spec.enumeration !== undefined) return random.pick(spec.enumeration)
  if (spec.pattern !== undefined)
    return characters(Number(/\{(\d+)\}/.exec(spec.pattern)?.[1]), random, [...'0123456789'])
  const { minLength = 0, maxLength = 120 } = spec
  const from = random.chance(0.2) ? [...common, ...special] : common
  // A combining sequence counts as two.
  const length = random.chance(0.2) ? minLength : random.integer(minLength, Math.min(Math.floor(maxLength / 2), 20))
  return characters(length, random, from)
}

const two = (value: number): string => String(value).padStart(2, '0')

function validDateTime(random: Random): string {
  const year = random.pick(['2016', '2024', '0001', '1999', '9999'])
  const date = `${year}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`
  const time = `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:${two(random.integer(0, 59))}`
  return `${date}T${time}${random.pick(['', '.5', '.000', '.123456789'])}${random.pick(['', 'Z', '+01:00', '-14:00', '+13:59'])}`
}

/** A text at an edge of what the type allows, on either side. */
export function edgeText(spec: SimpleSpec, random: Random, traits: Set<string>): string {
  if (random.chance(0.1)) return random.pick(['', ' ', '\n', '\u00A0', '\u0085', 'x', '0'])
  const text =
    spec.base === 'xs:string'
      ? edgeString(spec, random, traits)
      : spec.base === 'xs:dateTime'
        ? edgeDateTime(random)
        : edgeInteger(random)
  if (!random.chance(0.15)) return text
  if (spec.base === 'xs:dateTime') traits.add('whitespace around xs:dateTime')
  const space = random.pick([' ', '\t', '\n', ' \n ', '\u00A0'])
  return random.pick([space + text, text + space, space + text + space])
}

function edgeString(spec: SimpleSpec, random: Random, traits: Set<string>): string {
  if (spec.enumeration !== undefined) {
    const value = random.pick(spec.enumeration)
    return random.pick([value.toLowerCase(), `${value}X`, value.slice(1), value, `${value}${value}`])
  }
  if (spec.pattern !== undefined) {
    const length = Number(/\{(\d+)\}/.exec(spec.pattern)?.[1]) + random.integer(-1, 1)
    return characters(length, random, random.pick([[...'0123456789'], [...'0123456789٣a'], [...'０１９']]))
  }
  const bounds = [spec.minLength, spec.maxLength].filter((bound) => bound !== undefined)
  const length = Math.max(0, (bounds.length === 0 ? 300 : random.pick(bounds)) + random.integer(-1, 1))
  if (!random.chance(0.3)) return characters(length, random, random.pick([['a'], common, ['æ'], ['中']]))
  traits.add('characters outside the basic plane')
  return characters(length, random, random.pick([astral, [...astral, 'a']]))
}

const integers = [
  '-1',
  '-0',
  '+0',
  '+5',
  '005',
  '9',
  '10',
  '09',
  '1.0',
  '1e3',
  '0x1',
  '',
  '-',
  '+',
  '--1',
  '1 2',
  '١',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '7776000',
  '7776001',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '0000000000000000000000000000000005',
  '99999999999999999999999999',
]

function edgeInteger(random: Random): string {
  return random.pick(integers)
}

const dateTimes = [
  '2016-02-29T00:00:00',
  '2015-02-29T00:00:00',
  '1900-02-29T00:00:00Z',
  '2000-02-29T00:00:00Z',
  '2016-02-30T00:00:00',
  '2016-04-31T00:00:00',
  '2016-13-01T00:00:00',
  '2016-00-01T00:00:00',
  '2016-01-00T00:00:00',
  '2016-01-32T00:00:00',
  '2016-01-01T24:00:00',
  '2016-01-01T24:00:00.0',
  '2016-01-01T24:00:00Z',
  '2016-01-01T24:00:01',
  '2016-01-01T24:01:00',
  '2016-01-01T24:00:00.1',
  '2016-01-01T25:00:00',
  '2016-01-01T23:60:00',
  '2016-01-01T23:59:60',
  '2016-06-30T23:59:60Z',
  '2016-01-01T12:00:00+14:00',
  '2016-01-01T12:00:00-14:00',
  '2016-01-01T12:00:00+14:01',
  '2016-01-01T12:00:00+15:00',
  '2016-01-01T12:00:00+13:60',
  '2016-01-01T12:00:00+1:00',
  '2016-01-01T12:00:00+0100',
  '2016-01-01T12:00:00z',
  '2016-01-01t12:00:00Z',
  '2016-01-01 12:00:00',
  '2016-01-01T12:00',
  '2016-01-01T12:00:00.',
  '2016-01-01T12:00:00.1Z',
  '2016-1-1T12:00:00',
  '16-01-01T12:00:00',
  '02016-01-01T12:00:00',
  '12016-01-01T12:00:00',
  '0000-01-01T00:00:00',
  '-0000-01-01T00:00:00',
  '-0001-01-01T00:00:00',
  '-2016-01-01T00:00:00Z',
  '+2016-01-01T00:00:00Z',
  '2016-01-01',
  '2016-01-01T12:00:00+00:00',
  '2016-01-01T12:00:00-00:00',
  '2016-01-01T12:00:00.1234567890123456789+02:00',
  '0004-02-29T00:00:00Z',
  '-0004-02-29T00:00:00Z',
  '-0005-02-29T00:00:00Z',
  '2016-01-01T12:00:00Z+01:00',
]

function edgeDateTime(random: Random): string {
  return random.pick(dateTimes)
}
