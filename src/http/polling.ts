/**
 * Asking a queue again and again, exactly as often as permitted.
 *
 * @module
 */
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import { isInstance, isList, requireObject } from '../guard.js'
import { PortalError, type Issue } from '../issue.js'
import type { Operation } from './operation.js'
import type { QueueOperations } from './operations.js'
import { nextPollAt, pollTimeWarnings, type PollOutcome, type PollState } from './next-poll.js'
import { instantOf, later } from './poll-time.js'
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

/** When a change that was not confirmed returns to its queue, in milliseconds (portal flow page, step 2). */
const returnMilliseconds = 600_000

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
   * Told of everything that polling survives: failures that may pass, confirmations that failed, the warnings of
   * {@link NextStatusChange}, and times that show a wrong clock (`http.poll-time-past`, `http.poll-time-far`). For a log.
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
    const answeredAt = clock.now()
    state = nextPollAt(state, requireObject(outcome, 'What send gives'), answeredAt)
    const warnings = warningsOf(outcome, answeredAt)
    if (warnings.length > 0) onProblem(new PortalError('A poll was answered', warnings))
    if (outcome.kind !== 'statusChange' || isAborted(signal)) continue
    const { statusChange } = outcome
    const confirmation = portal.confirm(statusChange.confirmationUrl)
    const returnsAt = later(clock.now(), returnMilliseconds)
    yield statusChange
    await confirm(confirmation, returnsAt, send, { clock, signal, onProblem })
  }
}

/** What is worth a look of an answer, and of its time. */
function warningsOf(outcome: PollOutcome, now: Date): readonly Issue[] {
  if (outcome.kind === 'failure') return []
  const { warnings } = outcome
  // A sender of the caller's own may give anything.
  return [...(isList(warnings) ? warnings : []), ...pollTimeWarnings(outcome, now)]
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
