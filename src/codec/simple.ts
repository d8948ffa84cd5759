/** Simple types: text to values and back, with every facet enforced. */
import type { IssueCode } from '../issue.js'
import { isWhitespace } from '../xml/characters.js'
import { isLiteral } from '../xml/escape.js'
import { isDateTime } from './date-time.js'
import type { SimpleSpec } from './spec.js'

/** Notes that something is wrong at the place being read or written; a message may end with the words that could stand there. */
export type Report = (code: IssueCode, message: string, words?: readonly string[]) => void

/** A compiled simple type. */
export interface SimpleCodec {
  /** Reads the text of an element or attribute. The value is of no use where anything was reported. */
  readonly decode: (text: string, report: Report) => string | number
  /** Writes a value as text, not yet escaped, its characters not yet checked. Of no use where anything was reported. */
  readonly encode: (value: unknown, report: Report) => string
  /** Whether a value is of the type and written as it is, without any reference. Of a few that are it says no. */
  readonly isPlain: (value: unknown) => value is string | number
}

const codecs = new WeakMap<SimpleSpec, () => SimpleCodec>()

/** Says what compiles a type. Its declaration does, so that a program is bundled with no more than its own types need. */
/* @__NO_SIDE_EFFECTS__ */
export function compiledBy<T extends SimpleSpec>(compile: (spec: SimpleSpec) => SimpleCodec, spec: T): T {
  let codec: SimpleCodec | undefined
  codecs.set(spec, () => (codec ??= compile(spec)))
  return spec
}

/** Compiles a simple type that was declared, once. */
export function compileSimple(spec: SimpleSpec): SimpleCodec {
  const codec = codecs.get(spec)
  if (codec === undefined) throw new TypeError('The type was not declared.')
  return codec()
}

/** Compiles a type of strings. */
export function compileString(spec: SimpleSpec): SimpleCodec {
  const { minLength = 0, maxLength = Infinity, enumeration } = spec
  const pattern = spec.pattern === undefined ? undefined : new RegExp(`^(?:${spec.pattern})$`, 'u')
  // Of digits, or of words without any special character, it is enough to know that they are what they should be.
  const neverSpecial = enumeration?.every(isLiteral) ?? /^\[0-9\]\{[0-9]+\}$/.test(spec.pattern ?? '')
  // The length of a string of XML Schema is counted in characters, which are one or two UTF-16 units each.
  const tooShort = (text: string): boolean =>
    text.length < minLength || (text.length < 2 * minLength && characters(text) < minLength)

  const checkForm = (text: string, report: Report): void => {
    if (tooShort(text)) report('schema.min-length', `Must have at least ${count(minLength)}.`)
    if (pattern !== undefined && !pattern.test(text)) report('schema.pattern', `Must match ${String(spec.pattern)}.`)
    if (enumeration?.includes(text) === false) report('schema.enumeration', 'Must be', enumeration)
  }

  const hasForm = (text: string): boolean =>
    (enumeration === undefined || enumeration.includes(text)) && (pattern === undefined || pattern.test(text))

  return {
    decode: (text, report) => {
      if (text.length > maxLength && characters(text) > maxLength)
        report('schema.max-length', `Must have at most ${count(maxLength)}.`)
      checkForm(text, report)
      return text
    },
    encode: (value, report) => {
      if (typeof value !== 'string') {
        report('value.type', 'Must be a string.')
        return ''
      }
      // Some validators count UTF-16 units: what is written must be short enough for them too.
      if (value.length > maxLength) {
        const end =
          characters(value) > maxLength ? '.' : ', and one outside the basic plane counts as two when written.'
        report('schema.max-length', `Must have at most ${count(maxLength)}${end}`)
      }
      checkForm(value, report)
      return value
    },
    isPlain: (value): value is string =>
      typeof value === 'string' &&
      value.length >= minLength &&
      value.length <= maxLength &&
      hasForm(value) &&
      (neverSpecial || isLiteral(value)),
  }
}

const count = (length: number): string => `${length} ${length === 1 ? 'character' : 'characters'}`

function characters(text: string): number {
  const pairs = /[\u{10000}-\u{10FFFF}]/gu
  return text.length - (text.match(pairs)?.length ?? 0)
}

/** Whitespace is collapsed before a number or date is read; whitespace inside one is not allowed. */
function collapse(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isWhitespace(text.charCodeAt(start))) start++
  while (start < end && isWhitespace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

const integers = {
  'xs:long': { code: 'schema.long', bits: 64 },
  'xs:int': { code: 'schema.int', bits: 32 },
} as const

/** Compiles a type of whole numbers. */
export function compileInteger(spec: SimpleSpec): SimpleCodec {
  const { minInclusive = -Infinity, maxInclusive = Infinity } = spec
  const { code, bits } = integers[spec.base === 'xs:int' ? spec.base : 'xs:long']
  const wrong = `Must be a whole number of ${bits} bits.`
  const end = 2 ** (bits - 1)
  const [least, most] = [Math.max(-end, minInclusive), Math.min(end - 1, maxInclusive)]

  const check = (canonical: string, report: Report): void => {
    const exact = canonical.length > 15 ? BigInt(canonical) : Number(canonical)
    if (exact < -end || exact >= end) report(code, wrong)
    else if (exact < minInclusive) report('schema.min-inclusive', `Must be at least ${minInclusive}.`)
    else if (exact > maxInclusive) report('schema.max-inclusive', `Must be at most ${maxInclusive}.`)
  }

  return {
    decode: (text, report) => {
      const canonical = canonicalInteger(text) ?? canonicalInteger(collapse(text))
      if (canonical === undefined) report(code, wrong)
      else check(canonical, report)
      return spec.value === 'number' ? Number(canonical) : (canonical ?? '')
    },
    encode: (value, report) => {
      if ((typeof value !== 'string' && typeof value !== 'number') || typeof value !== spec.value) {
        report('value.type', `Must be a ${spec.value}.`)
        return ''
      }
      const text = String(value)
      if (typeof value === 'number' && !Number.isSafeInteger(value))
        report(code, 'Must be a whole number, small enough for a number to hold exactly.')
      else if (canonicalInteger(text) !== text)
        report(code, 'Must be decimal digits without leading zeros or plus sign.')
      else check(text, report)
      return text
    },
    isPlain: (value): value is string | number => {
      if (typeof value !== spec.value) return false
      const number = Number(value)
      const isCanonical = typeof value === 'string' ? shortInteger.test(value) : Number.isSafeInteger(value)
      return isCanonical && number >= least && number <= most
    },
  }
}

/** Digits as most are, which a number holds exactly. */
const shortInteger = /^(?:0|[1-9][0-9]{0,14})$/

/** The digits of a whole number without plus sign and leading zeros; undefined for what no xs:long or xs:int can be. */
function canonicalInteger(text: string): string | undefined {
  if (shortInteger.test(text)) return text
  const parts = /^([+-]?)0*([0-9]{1,19})$/.exec(text)
  if (parts?.[2] === undefined) return undefined
  return parts[1] === '-' && parts[2] !== '0' ? `-${parts[2]}` : parts[2]
}

/** Compiles xs:dateTime. */
export function compileDateTime(): SimpleCodec {
  const check = (text: string, report: Report): string => {
    if (!isDateTime(text)) report('schema.date-time', 'Must be a date and time such as 2016-02-10T12:00:00+01:00.')
    return text
  }
  return {
    decode: (text, report) => (isDateTime(text) ? text : check(collapse(text), report)),
    encode: (value, report) => {
      if (typeof value === 'string') return check(value, report)
      report('value.type', 'Must be a string; dateTimeFromDate makes one from a Date.')
      return ''
    },
    isPlain: (value): value is string => typeof value === 'string' && isDateTime(value),
  }
}
