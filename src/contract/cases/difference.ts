/**
 * The first place where two values differ, in few words. Bytes are told by their length and digest.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { safeDateFromDateTime } from '../../codec/date-time.js'
import { isBytes, isDate, isList, isObject, isString, timeOf, unlessThrown } from '../../guard.js'

/** How much of a value is shown, in characters. */
const shownCharacters = 80

/** How much of a text that is cut stands before the first character that differs. */
const shownBefore = 20

/** Where two values differ, and what stands there; a path of property names and list indexes, empty for the whole. */
export interface Difference {
  readonly path: string
  readonly wanted: string
  readonly got: string
}

/**
 * Finds the first difference. A property that is undefined or null is the same as one that is absent. A date is wanted where
 * any form of the same instant will do.
 */
export function differenceOf(actual: unknown, expected: unknown, path = ''): Difference | undefined {
  if (isDate(expected)) {
    if (instantOf(actual) === timeOf(expected)) return undefined
    return { path, wanted: expected.toISOString(), got: shown(actual) }
  }
  if (isAbsent(actual) && isAbsent(expected)) return undefined
  if (isData(actual) && isData(expected) && isList(actual) === isList(expected)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const difference = differenceOf(actual[name], expected[name], `${path}/${name}`)
      if (difference !== undefined) return difference
    }
    return undefined
  }
  if (actual === expected) return undefined
  const from = isString(actual) && isString(expected) ? firstDifferent(actual, expected) : 0
  return { path, wanted: shown(expected, from), got: shown(actual, from) }
}

/** A value as data, or how it looks where it is none: a client may give anything. */
export function plain(value: unknown): unknown {
  if (isBytes(value)) return shown(value)
  return value && (unlessThrown(() => JSON.parse(JSON.stringify(value)) as unknown) ?? inspected(value))
}

/** A value in few words: made-up ones of the cases, or what became of them. */
export function shown(value: unknown, from = 0): string {
  if (isAbsent(value)) return 'nothing'
  if (isBytes(value)) return `${value.length} bytes with SHA-256 ${sha256Of(value)}`
  if (isDate(value)) return JSON.stringify(value)
  const text = isString(value) ? value : (unlessThrown(() => JSON.stringify(value)) ?? inspected(value))
  const start = text.length <= shownCharacters ? 0 : Math.max(0, from - shownBefore)
  const part = text.slice(start, start + shownCharacters)
  const cut = part.length < text.length ? ` (${start > 0 ? `from ${start} ` : ''}of ${text.length} characters)` : ''
  return `${isString(value) ? JSON.stringify(part) : part}${cut}`
}

/** SHA-256 in hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function inspected(value: unknown): string {
  return unlessThrown(() => inspect(value)) ?? 'something that cannot be shown'
}

function instantOf(value: unknown): number | undefined {
  if (isDate(value)) return timeOf(value)
  const date = isString(value) ? safeDateFromDateTime(value) : undefined
  return date?.ok === true ? date.value.getTime() : undefined
}

function firstDifferent(one: string, other: string): number {
  let index = 0
  while (index < one.length && one[index] === other[index]) index += 1
  return index
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return (isObject(value) || isList(value)) && !isBytes(value) && !isDate(value)
}
