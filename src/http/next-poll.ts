/**
 * When to ask a queue next.
 *
 * @module
 */
import { isLimit, isList, propertiesOf } from '../guard.js'
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
  /** Whether the service told the time on which `at` rests. Absent: it did not; a request may turn out to be too early. */
  readonly told?: true | undefined
  /**
   * How much later than the permitted time to ask, in milliseconds from 0 to 1,200,000: learned from a clock that was found
   * to be ahead. Absent: 0.
   */
  readonly margin?: number | undefined
}

/** What asking a queue came to: an answer, or a failure. */
export type PollOutcome = NextStatusChange | { readonly kind: 'failure' }

/** The delay after a first failure, in milliseconds; it doubles with each further one, up to the longest. Our choice. */
const firstDelayMilliseconds = 1000

/**
 * By what the margin grows with each answer that calls the permitted time too early, from the first delay on. Our choice: six
 * answers find one for any clock to which the permitted time still lies ahead.
 */
const marginGrowth = 4

/** The longest margin, in milliseconds. Our choice: twice the longest documented wait, so that there is some to lose. */
const longestMarginMilliseconds = 2 * longestDelayMilliseconds

/**
 * What is left of the margin after each answer that there is no change. Our choice: a clock that is right again costs less
 * and less, and one that stays ahead is found out again after a hundred requests or more: once a day, in production.
 */
const marginDecay = 0.99

/**
 * How long to wait after a change, in milliseconds. Our choice: an organization is blocked for more than 10 calls a second
 * (create page, speed), and a poll, a confirmation and three downloads for each change are never more than that within a
 * second, however uneven the time is that each takes.
 */
const paceMilliseconds = 1000

/** How far away a time is before it is told of, in milliseconds: an hour, six times the longest documented. Our choice. */
const farMilliseconds = 3_600_000

/**
 * Tells when to ask next.
 *
 * After a change that is the permitted time, but not before a second, so that many changes in a row do not make too many
 * calls. After no change it is the permitted time, where that time is at least a second away. Else it is
 * an exponentially growing delay, from 1 second to 10 minutes, and the permitted time if that is later: after a failure,
 * after an answer that it was too early, and where a clock that is ahead takes the permitted time for past.
 *
 * Where asking at the permitted time was too early, the clock is ahead of the service's, by less than can be seen. A margin is
 * then added to each permitted time that lies ahead, and is the shortest delay after one that does not: from 1 second to 20
 * minutes, four times as long with each such answer, and a hundredth shorter with each answer that there is no change.
 *
 * @param state - when the queue was to be asked this time
 * @param outcome - what asking gave, or that it failed
 * @param now - the time at which it did
 * @returns when to ask next
 * @throws {@link PortalError} `value.type`, the first that applies, if a time is no valid date, or so late that none is later, or the failures or
 *   the margin no number
 *
 * @example
 * ```ts
 * import { nextPollAt } from 'signering-portal/http'
 *
 * const now = new Date('2026-12-01T08:00:00Z')
 * const next = nextPollAt({ at: now, failures: 2 }, { kind: 'failure' }, now)
 * console.log(next.at.toISOString(), next.failures) // 2026-12-01T08:00:04.000Z 3
 * ```
 */
export function nextPollAt(state: PollState, outcome: PollOutcome, now: Date): PollState {
  const { failures = 0, told, margin: before = 0 } = propertiesOf(state)
  const { kind, nextPermittedPollTime, warnings } = propertiesOf(outcome)
  const margin = marginAfter(before, told, { kind, warnings })
  const known = { ...(isTold({ kind, warnings }) ? { told: true as const } : {}), ...(margin > 0 ? { margin } : {}) }
  const isAnswer = kind === 'statusChange' || kind === 'noChange' || kind === 'tooEager'
  const permitted = isAnswer ? instantOf(nextPermittedPollTime) : -Infinity
  const kept = permitted > instantOf(now) ? later(new Date(permitted), margin).getTime() : permitted
  if (kind === 'statusChange')
    return { at: new Date(Math.max(later(now, paceMilliseconds).getTime(), kept)), failures: 0, ...known }
  if (kind === 'noChange' && !isPast(permitted, now)) return { at: new Date(kept), failures: 0, ...known }
  if (!isLimit(failures)) throw new PortalError(untold, [limitIssue('failures')])
  const shortest = isAnswer ? margin : 0
  const delay = Math.min(Math.max(firstDelayMilliseconds * 2 ** failures, shortest), longestDelayMilliseconds)
  return { at: new Date(Math.max(later(now, delay).getTime(), kept)), failures: failures + 1, ...known }
}

/** What an answer is, beside its time. */
interface Answer {
  readonly kind?: unknown
  readonly warnings?: unknown
}

/** Whether an answer told a time: what is put in its place where it did not has a warning. */
function isTold({ kind, warnings }: Answer): boolean {
  return kind !== 'failure' && !(isList(warnings) && warnings.length > 0)
}

/** Whether an answer calls the time too early that the service itself has told. */
function isEarlyThoughKept(told: unknown, answer: Answer): boolean {
  return told === true && answer.kind === 'tooEager' && isTold(answer)
}

/** The margin to keep after an answer, in milliseconds. */
function marginAfter(margin: unknown, told: unknown, answer: Answer): number {
  if (!isLimit(margin)) throw new PortalError(untold, [limitIssue('margin')])
  if (isEarlyThoughKept(told, answer))
    return Math.min(Math.max(margin * marginGrowth, firstDelayMilliseconds), longestMarginMilliseconds)
  return answer.kind === 'noChange' ? Math.floor(margin * marginDecay) : margin
}

/** Whether a time does not lie ahead, or so little that asking then would be asking in a tight loop. */
function isPast(permitted: number, now: Date): boolean {
  return permitted < instantOf(now) + firstDelayMilliseconds
}

/** What an answer and its permitted time say that they should not, where all clocks are right. */
export function pollTimeWarnings(
  { told }: Pick<PollState, 'told'>,
  { kind, nextPermittedPollTime, warnings: answered }: NextStatusChange,
  now: Date,
): readonly Issue[] {
  const isEarly = isEarlyThoughKept(told, { kind, warnings: answered })
  const isWrong = kind !== 'statusChange' && isPast(instantOf(nextPermittedPollTime), now)
  const past = 'The time when the queue may be asked again is now or past, and the queue is not to be asked at once.'
  const warnings = issueIf(isWrong, 'http.poll-time-past', past, { severity: 'warning' })
  return [
    ...issueIf(isEarly, 'http.poll-too-early', early, { severity: 'warning' }),
    ...warnings,
    ...farWarning(nextPermittedPollTime, now),
  ]
}

const early =
  'The queue was asked at the time that the service told, and the service calls it too early: the clock is ahead, or somebody else asks the queue.'

/** That a time is further away than any that is documented, if it is. */
export function farWarning(at: Date, now: Date): readonly Issue[] {
  const isFar = instantOf(at) - instantOf(now) > farMilliseconds
  const far = 'The time when the queue may be asked again is more than an hour away.'
  return issueIf(isFar, 'http.poll-time-far', far, { severity: 'warning' })
}

/** That a change was handed out later than now, if one was: by more than two clocks may differ that are right. */
export function putBackWarning(handedOutAt: readonly string[], now: Date): readonly Issue[] {
  const isLater = handedOutAt.some((at) => Date.parse(at) >= instantOf(now) + firstDelayMilliseconds)
  const message = 'A change was handed out later than now: the clock was put back, or another one is ahead.'
  return issueIf(isLater, 'http.clock-put-back', message, { severity: 'warning' })
}
