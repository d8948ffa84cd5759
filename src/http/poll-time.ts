/**
 * The header that tells when the queue may be asked again.
 *
 * @module
 */
import { dateFromDateTime, isDateTime } from '../codec/date-time.js'
import type { Issue, IssueCode } from '../issue.js'
import { timeOf } from '../guard.js'
import { makeError, makeIssue } from '../outcome.js'
import type { ReceivedResponse } from './response.js'

/** The header, named as the portal flow page names it. */
const pollTimeHeader = 'X-Next-permitted-poll-time'

/**
 * How long to wait for an empty queue in production, in milliseconds: 10 minutes, the longest that is documented (portal
 * flow page, step 2), and how long where a response should tell and does not.
 */
export const longestDelayMilliseconds = 600_000

/** How long an organization is blocked for more than 10 calls a second, in milliseconds (create page, speed). */
export const rateBlockMilliseconds = 30_000

/** When the queue may be asked again. */
export interface PollTime {
  /** The earliest instant at which the queue may be asked again, on the service's clock. */
  readonly nextPermittedPollTime: Date
  /**
   * Normally empty. `http.poll-time-missing` or `http.poll-time-invalid` if the response should tell the time and does
   * not; the time is then 10 minutes from now. `http.rate-limited` if it tells of a block; the time is then 30 seconds from
   * now. The rest of the result is not lost for it.
   */
  readonly warnings: readonly Issue[]
}

/** What could not be done, in the message of an error. */
export const untold = 'When to poll cannot be told'

/** A time in milliseconds; the clock and what sends are the caller's, and an invalid time would never be reached. */
export function instantOf(time: unknown): number {
  const instant = timeOf(time)
  if (Number.isNaN(instant)) throw makeError(untold, 'value.type', 'A time must be a valid date.')
  return instant
}

/** The last instant that a Date can tell, in milliseconds (ECMA-262, 21.4.1.1). */
const lastInstant = 8.64e15

/** A time so many milliseconds after another; a clock that nothing can be later than tells none. */
export function later(time: unknown, milliseconds: number): Date {
  const instant = instantOf(time) + milliseconds
  if (instant > lastInstant) throw makeError(untold, 'value.type', 'No valid date is as late as a time must be.')
  return new Date(instant)
}

/** Reads the time of the next permitted poll; the clock is asked when the response does not tell. */
export function readPollTime({ status, header }: ReceivedResponse, now: () => Date): PollTime {
  const text = header(pollTimeHeader)
  if (text === undefined && status === 429 && header('DoSFilter') !== undefined)
    return { nextPermittedPollTime: later(now(), rateBlockMilliseconds), warnings: [blocked] }
  const time = text === undefined ? undefined : parsePollTime(text)
  if (time !== undefined) return { nextPermittedPollTime: time, warnings: [] }
  const [code, message]: [IssueCode, string] =
    text === undefined
      ? ['http.poll-time-missing', `The response has no ${pollTimeHeader} header.`]
      : ['http.poll-time-invalid', `The ${pollTimeHeader} header is not one ISO 8601 date and time with an offset.`]
  const warnings = [makeIssue(code, message, { severity: 'warning' })]
  return { nextPermittedPollTime: later(now(), longestDelayMilliseconds), warnings }
}

const blocked = makeIssue('http.rate-limited', 'The organization has made too many calls, and is blocked.', {
  severity: 'warning',
})

/** A fraction of any length does not overflow the stack of V8, as `[0-9]+` would. */
const form = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9][0-9]*)?(Z|[+-][0-9]{2}:[0-9]{2})$/

/**
 * Reads an ISO 8601 date and time with an offset. Seconds may be absent: Java writes `12:30+01:00` for a full minute. A
 * fraction finer than a millisecond is rounded up, so that the instant is never earlier than the one that was written.
 */
function parsePollTime(text: string): Date | undefined {
  const [, toMinute = '', seconds = '', fraction = '', offset = ''] = form.exec(text) ?? []
  const dateTime = `${toMinute}${seconds || ':00'}${fraction}${offset}`
  if (!isDateTime(dateTime) || (seconds === '' && fraction !== '')) return undefined
  const roundedUp = /[1-9]/.test(fraction.slice(4)) ? 1 : 0
  return new Date(dateFromDateTime(dateTime).getTime() + roundedUp)
}
