/**
 * xs:dateTime as text with its own offset, and to and from `Date`.
 *
 * @module
 */
import { isString, timeOf } from '../guard.js'
import { unwrap, type Result } from '../issue.js'
import { refused } from '../outcome.js'

/** Where V8 does not optimize, as in large processes, `[0-9]+` throws for some millions of digits, and this does not. */
const form =
  /^(-?)([0-9]{4,10})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9][0-9]*)?(Z|[+-][0-9]{2}:[0-9]{2})?$/

/** Days that every month has, and hours and offsets without exceptions. */
const usual =
  /^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?$/

/** XML Schema has no limit; validators hold a year in 32 bits (validators of the conformance page). */
const years = { '': 2_147_483_647, '-': 2_147_483_648 }

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/**
 * Tells whether a text is an xs:dateTime: with or without fraction and offset, offsets to 14:00, 24:00:00 as the end of
 * a day, no year 0000, no leap second, and years that 32 bits hold, as validators do. Never throws, whatever it is given.
 *
 * @param text - without whitespace around it
 * @returns whether it is an xs:dateTime
 *
 * @example
 * ```ts
 * import { isDateTime } from 'signering-portal/codec'
 *
 * console.log(isDateTime('2016-02-10T12:00:00+01:00')) // true
 * console.log(isDateTime('2016-02-30T12:00:00+01:00')) // false
 * ```
 */
export function isDateTime(text: string): boolean {
  if (!isString(text)) return false
  // Most are of this form, in which no parts need be looked at.
  if (usual.test(text)) return true
  const parts = form.exec(text)
  if (parts === null) return false
  const [, sign, yearDigits = '', month, day, hour, minute, second, fraction = '', offset = 'Z'] = parts
  if (yearDigits.length > 4 && yearDigits.startsWith('0')) return false
  const year = Number(yearDigits)
  if (year === 0 || year > years[sign === '-' ? '-' : '']) return false
  const days = Number(month) === 2 && isLeapYear(year) ? 29 : daysOfMonth[Number(month) - 1]
  if (days === undefined || Number(day) < 1 || Number(day) > days) return false
  if (Number(minute) > 59 || Number(second) > 59) return false
  if (Number(hour) > 23 && !(hour === '24' && minute === '00' && second === '00' && /^(\.0*)?$/.test(fraction)))
    return false
  if (offset === 'Z') return true
  const [offsetHour, offsetMinute] = [Number(offset.slice(1, 3)), Number(offset.slice(4))]
  return offsetHour < 14 ? offsetMinute < 60 : offsetHour === 14 && offsetMinute === 0
}

/**
 * The instant that an xs:dateTime names, such as an activation time or the time of a status.
 *
 * @param text - an xs:dateTime with an offset. A fraction finer than milliseconds is cut off.
 * @returns the instant
 * @throws PortalError `schema.date-time` if the text is no xs:dateTime, names no instant because it has no
 *   offset, or lies outside what a Date can hold
 */
export function dateFromDateTime(text: string): Date {
  return unwrap(safeDateFromDateTime(text), conversion)
}

/**
 * As {@link dateFromDateTime}, without throwing.
 *
 * @param text - an xs:dateTime with an offset
 * @returns the instant, or the issue `schema.date-time`
 *
 * @example
 * ```ts
 * import { safeDateFromDateTime } from 'signering-portal/codec'
 *
 * // Without an offset it names no instant.
 * const result = safeDateFromDateTime('2016-02-10T12:00:00')
 * console.log(result.ok ? result.value : result.issues[0]?.code) // schema.date-time
 * ```
 */
export function safeDateFromDateTime(text: string): Result<Date> {
  const parts = isDateTime(text) ? form.exec(text) : null
  const [, sign, year, month, day, hour, minute, second, fraction = '', offset] = parts ?? []
  if (offset === undefined) return refused('schema.date-time', 'The value is not an xs:dateTime with an offset.')
  const date = new Date(0)
  // A year before 1 is counted without a year 0, as in XML Schema 1.0.
  date.setUTCFullYear(sign === '-' ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day))
  const offsetMinutes =
    offset === 'Z' ? 0 : Number(`${offset.slice(0, 1)}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)))
  const milliseconds = Number(fraction.padEnd(4, '0').slice(1, 4))
  date.setUTCHours(Number(hour), Number(minute) - offsetMinutes, Number(second), milliseconds)
  return Number.isNaN(date.getTime())
    ? refused('schema.date-time', 'The value lies outside what a Date can hold.')
    : { ok: true, value: date, warnings: [] }
}

/**
 * Writes an instant as an xs:dateTime in UTC, such as `2016-02-10T11:00:00.000Z`.
 *
 * @param date - the instant, in the years 1 to 9999
 * @returns the xs:dateTime
 * @throws PortalError `schema.date-time` if the date is invalid or outside those years
 *
 * @example
 * ```ts
 * import { dateTimeFromDate } from 'signering-portal/codec'
 *
 * console.log(dateTimeFromDate(new Date(Date.UTC(2016, 1, 10, 11)))) // 2016-02-10T11:00:00.000Z
 * ```
 */
export function dateTimeFromDate(date: Date): string {
  return unwrap(safeDateTimeFromDate(date), conversion)
}

/**
 * As {@link dateTimeFromDate}, without throwing.
 *
 * @param date - the instant, in the years 1 to 9999
 * @returns the xs:dateTime, or the issue `schema.date-time`
 *
 * @example
 * ```ts
 * import { safeDateTimeFromDate } from 'signering-portal/codec'
 *
 * const result = safeDateTimeFromDate(new Date(NaN))
 * console.log(result.ok ? result.value : result.issues[0]?.code) // schema.date-time
 * ```
 */
export function safeDateTimeFromDate(date: Date): Result<string> {
  const instant = new Date(timeOf(date))
  const year = instant.getUTCFullYear()
  // Before year 1 the two count years differently. An invalid date has no year.
  if (!(year >= 1 && year <= 9999)) return refused('schema.date-time', 'The value is not in the years 1 to 9999.')
  return { ok: true, value: instant.toISOString(), warnings: [] }
}

const conversion = 'A date and time cannot be converted'
