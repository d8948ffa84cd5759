/**
 * When to ask a queue next.
 *
 * @module
 */
import { isLimit, propertiesOf } from '../guard.js'
import { PortalError, type Issue } from '../issue.js'
import { issueIf, limitIssue } from '../outcome.js'
import { instantOf, later, longestDelayMilliseconds, untold } from './poll-time.js'
import type { NextStatusChange } from './readers.js'

/** When to ask next, and what that rests on. */
export interface PollState {
  /** Ask at this instant or later, never before. */
  readonly at: Date
  /** How many times in a row asking has failed, was too early, or found no change and no time that lies ahead. */
  readonly failures: number
}

/** What asking a queue came to: an answer, or a failure. */
export type PollOutcome = NextStatusChange | { readonly kind: 'failure' }

/** The delay after a first failure, in milliseconds; it doubles with each further one, up to the longest. Our choice. */
const firstDelayMilliseconds = 1000

/** How far away a time is before it is told of, in milliseconds: an hour, six times the longest documented. Our choice. */
const farMilliseconds = 3_600_000

/**
 * Tells when to ask next.
 *
 * After a change that is the permitted time, and after no change too, where that time is at least a second away. Else it is
 * an exponentially growing delay, from 1 second to 10 minutes, and the permitted time if that is later: after a failure,
 * after an answer that it was too early, and where a clock that is ahead takes the permitted time for past.
 *
 * @param state - when the queue was to be asked this time
 * @param outcome - what asking gave, or that it failed
 * @param now - the time at which it did
 * @returns when to ask next
 * @throws {@link PortalError} `value.type` if a time is no valid date, or so late that none is later, or the failures no
 *   number
 */
export function nextPollAt(state: PollState, outcome: PollOutcome, now: Date): PollState {
  const { failures = 0 } = propertiesOf(state)
  const { kind, nextPermittedPollTime } = propertiesOf(outcome)
  const isAnswer = kind === 'statusChange' || kind === 'noChange' || kind === 'tooEager'
  const permitted = isAnswer ? instantOf(nextPermittedPollTime) : -Infinity
  if (kind === 'statusChange') return { at: new Date(permitted), failures: 0 }
  if (kind === 'noChange' && !isPast(permitted, now)) return { at: new Date(permitted), failures: 0 }
  if (!isLimit(failures)) throw new PortalError(untold, [limitIssue('failures')])
  const delay = Math.min(firstDelayMilliseconds * 2 ** failures, longestDelayMilliseconds)
  return { at: new Date(Math.max(later(now, delay).getTime(), permitted)), failures: failures + 1 }
}

/** Whether a time does not lie ahead, or so little that asking then would be asking in a tight loop. */
function isPast(permitted: number, now: Date): boolean {
  return permitted < instantOf(now) + firstDelayMilliseconds
}

/** What the permitted time of an answer says that none that is documented does: a clock may be wrong. */
export function pollTimeWarnings({ kind, nextPermittedPollTime }: NextStatusChange, now: Date): readonly Issue[] {
  const isWrong = kind !== 'statusChange' && isPast(instantOf(nextPermittedPollTime), now)
  const past = 'The time when the queue may be asked again is now or past, and the queue is not to be asked at once.'
  const warnings = issueIf(isWrong, 'http.poll-time-past', past, { severity: 'warning' })
  return [...warnings, ...farWarning(nextPermittedPollTime, now)]
}

/** That a time is further away than any that is documented, if it is. */
export function farWarning(at: Date, now: Date): readonly Issue[] {
  const isFar = instantOf(at) - instantOf(now) > farMilliseconds
  const far = 'The time when the queue may be asked again is more than an hour away.'
  return issueIf(isFar, 'http.poll-time-far', far, { severity: 'warning' })
}
