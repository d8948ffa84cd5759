/**
 * Asking a queue again and again, exactly as often as permitted.
 *
 * @module
 */
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import { isInstance, isLimit, isList, propertiesOf, requireObject } from '../guard.js'
import { PortalError } from '../issue.js'
import { limitIssue } from '../outcome.js'
import type { Operation } from './operation.js'
import type { QueueOperations } from './operations.js'
import { instantOf, longestDelayMilliseconds, untold } from './poll-time.js'
import type { NextStatusChange } from './readers.js'
import { ResponseError } from './response-error.js'
import type { Send } from './send.js'

/** The time, and waiting for it. */
export interface PollingClock {
  /**
   * The time now. Keep it synchronized: permitted times are on the service's clock.
   *
   * @throws anything: `statusChanges` ends, and throws the same
   */
  readonly now: () => Date
  /**
   * Waits. Called with 1 to 2,147,483,647 milliseconds, which is what a timer of Node can count. Resolves or rejects when
   * the signal aborts.
   *
   * @throws anything: unless the signal has aborted, `statusChanges` ends, and throws the same
   */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** When to ask next, and what that rests on. */
export interface PollState {
  /** Ask at this instant or later, never before. */
  readonly at: Date
  /** How many times in a row asking has failed or was too early. */
  readonly failures: number
}

/** What asking a queue came to: an answer, or a failure. */
export type PollOutcome = NextStatusChange | { readonly kind: 'failure' }

/** The delay after a first failure, in milliseconds; it doubles with each further one, up to the longest. Our choice. */
const firstDelayMilliseconds = 1000

/** When a change that was not confirmed returns to its queue, in milliseconds (portal flow page, step 2). */
const returnMilliseconds = 600_000

/**
 * Tells when to ask next.
 *
 * After an answer that is the permitted time. After a failure it is an exponentially growing delay, and after an answer
 * that it was too early the later of the two, so that a clock that is ahead does not ask in a tight loop.
 *
 * @param state - when the queue was to be asked this time
 * @param outcome - what asking gave, or that it failed
 * @param now - the time at which it did
 * @returns when to ask next
 * @throws {@link PortalError} `value.type` if a time is no valid date, or the failures no number
 */
export function nextPollAt(state: PollState, outcome: PollOutcome, now: Date): PollState {
  const { failures } = propertiesOf(state)
  const { kind, nextPermittedPollTime } = propertiesOf(outcome)
  const isAnswer = kind === 'statusChange' || kind === 'noChange'
  const permitted = isAnswer || kind === 'tooEager' ? instantOf(nextPermittedPollTime) : 0
  if (isAnswer) return { at: new Date(permitted), failures: 0 }
  if (!isLimit(failures)) throw new PortalError(untold, [limitIssue('failures')])
  const delay = Math.min(firstDelayMilliseconds * 2 ** failures, longestDelayMilliseconds)
  return { at: new Date(Math.max(instantOf(now) + delay, permitted)), failures: failures + 1 }
}

/** How a queue is polled. */
export interface PollingOptions {
  /** The exchanges with the service. */
  readonly portal: QueueOperations
  /** The name of the queue. Absent: the default queue. */
  readonly pollingQueue?: string | undefined
  /** The time, and waiting for it. */
  readonly clock: PollingClock
  /** Ends the polling. */
  readonly signal?: AbortSignal | undefined
  /**
   * Told of everything that polling survives: failures that may pass, confirmations that failed, and the warnings of
   * {@link NextStatusChange}. For a log.
   *
   * @throws anything, but should not: `statusChanges` ends, and throws the same
   */
  readonly onProblem: (problem: unknown) => void
}

/**
 * Yields the status changes of a queue, for as long as it is asked for more.
 *
 * A change is confirmed when the consumer asks for the next one, and not when it leaves or throws: an unconfirmed change
 * returns to the queue after 10 minutes. So each change is handled at least once, and now and then twice: handle it so
 * that twice does no harm.
 *
 * When the signal aborts, waiting and asking end at once, and so does the iteration, without an error. A change that was
 * handled before is still confirmed, in one attempt.
 *
 * @param send - sends an operation
 * @param options - which queue, by which clock, until when
 * @returns the changes, in the order in which the service hands them out
 * @throws PortalError if asking fails in a way that will not pass, such as `http.status` with 403; `http.url` or
 *   `http.url-origin` if a `confirmation-url` leads elsewhere, before its change is yielded; `value.type` if the clock, or
 *   what `send` gives, tells no time
 */
export async function* statusChanges(
  send: Send,
  options: PollingOptions,
): AsyncGenerator<PortalSignatureJobStatusChangeResponse, void, void> {
  const { portal, pollingQueue, clock, signal, onProblem } = requireObject(options, 'How to poll')
  const { now } = requireObject(clock, 'The clock of polling')
  const poll = requireObject(portal, 'The portal to poll').nextStatusChange({ now, pollingQueue })
  let state: PollState = { at: clock.now(), failures: 0 }
  while (await waitUntil(state.at, clock, signal)) {
    let outcome: PollOutcome = { kind: 'failure' }
    try {
      outcome = await send(poll, signal)
    } catch (error) {
      if (isAborted(signal)) return
      if (!mayPass(error)) throw error
      onProblem(error)
    }
    state = nextPollAt(state, requireObject(outcome, 'What send gives'), clock.now())
    if (outcome.kind !== 'failure' && isList(outcome.warnings) && outcome.warnings.length > 0)
      onProblem(new PortalError('A poll was answered', outcome.warnings))
    if (outcome.kind !== 'statusChange' || isAborted(signal)) continue
    const { statusChange } = outcome
    const confirmation = portal.confirm(statusChange.confirmationUrl)
    const returnsAt = new Date(instantOf(clock.now()) + returnMilliseconds)
    yield statusChange
    await confirm(confirmation, returnsAt, send, { clock, signal, onProblem })
  }
}

/** Confirms a change that was handled. What failed is tried again until the change is back in its queue. */
async function confirm(
  confirmation: Operation<void>,
  returnsAt: Date,
  send: Send,
  { clock, signal, onProblem }: Omit<PollingOptions, 'portal'>,
): Promise<void> {
  let state: PollState = { at: clock.now(), failures: 0 }
  do {
    try {
      // Without the signal: the change was handled, and would come back.
      await send(confirmation)
      return
    } catch (error) {
      onProblem(error)
      if (!mayPass(error)) return
    }
    state = nextPollAt(state, { kind: 'failure' }, clock.now())
  } while (state.at < returnsAt && (await waitUntil(state.at, clock, signal)))
}

/** Whether a failure may pass: one of the network, or a response that says so. */
function mayPass(error: unknown): boolean {
  // What checkServerIdentity found is the cause of what fetch throws.
  const found = isInstance(error, Error) && error.cause instanceof PortalError ? error.cause : error
  return isInstance(found, PortalError) ? found instanceof ResponseError && found.transient : true
}

/** The longest time that a timer of Node can count, in milliseconds; it fires at once for a longer one. */
const longestSleepMilliseconds = 2_147_483_647

/** Waits until the clock shows the instant. False if the signal aborted, before or meanwhile. */
async function waitUntil(at: Date, clock: PollingClock, signal: AbortSignal | undefined): Promise<boolean> {
  while (!isAborted(signal)) {
    const remaining = instantOf(at) - instantOf(clock.now())
    if (remaining <= 0) return true
    try {
      await clock.sleep(Math.min(remaining, longestSleepMilliseconds), signal)
    } catch (error) {
      if (!isAborted(signal)) throw error
    }
  }
  return false
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
