/**
 * Asking a queue again and again, exactly as often as permitted.
 *
 * @module
 */
import type { AbortSignal } from '../abort-signal.js'
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import { requireObject } from '../guard.js'
import type { QueueOperations } from './operations.js'
import { isAborted, pollOnce } from './poll-once.js'
import { instantOf } from './poll-time.js'
import { markHandled, type PollingState } from './polling-state.js'
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

/** How a queue is polled. */
export interface PollingOptions {
  /** The exchanges with the service. */
  readonly portal: QueueOperations
  /** The name of the queue. Absent: the default queue. */
  readonly pollingQueue?: string | undefined
  /** The time, and waiting for it. */
  readonly clock: PollingClock
  /** What `store` was given last for this queue, by a program that has ended since. Absent: nothing was asked yet. */
  readonly state?: PollingState | undefined
  /**
   * Stores a state: before anything is sent, after it, and when a change was handled. With it the permitted time outlives
   * the program; see `pollOnce`, which it stands on. Absent: a program that starts again asks at once.
   *
   * @throws anything: `statusChanges` ends, and throws the same
   */
  readonly store?: ((state: PollingState) => Promise<void>) | undefined
  /** Ends the polling. */
  readonly signal?: AbortSignal | undefined
  /**
   * Told of everything that polling survives: failures that may pass, confirmations that failed, the warnings of
   * {@link NextStatusChange}, and what shows a wrong clock (`http.poll-too-early`, `http.poll-time-past`,
   * `http.poll-time-far`, `http.clock-put-back`). For a log.
   *
   * @throws anything, but should not: `statusChanges` ends, and throws the same
   */
  readonly onProblem: (problem: unknown) => void
}

/** The status changes of a queue, one by one. */
export interface StatusChanges extends AsyncGenerator<PortalSignatureJobStatusChangeResponse, void, void> {
  /**
   * Says of the change that was yielded last that it was not handled, and that polling goes on: it is not confirmed, and
   * returns to the queue 10 minutes after it was handed out. Call it before asking for the next change. Never throws.
   */
  readonly notHandled: () => void
}

/**
 * Yields the status changes of a queue, for as long as it is asked for more.
 *
 * A change is confirmed when the consumer asks for the next one, and not when it leaves, throws or calls `notHandled`: an
 * unconfirmed change returns to the queue after 10 minutes. So each change is handled at least once, and now and then
 * twice: handle it so that twice does no harm.
 *
 * When the signal aborts, waiting and asking end at once, and so does the iteration, without an error. A change that was
 * handled before is still confirmed, in one attempt.
 *
 * @param send - sends an operation
 * @param options - which queue, by which clock, until when
 * @returns the changes, in the order in which the service hands them out
 * @throws PortalError if asking fails in a way that will not pass, such as `http.status` with 403; `http.url` or
 *   `http.url-origin` if a `confirmation-url` leads elsewhere, before its change is yielded; `value.type` if the clock, or
 *   what `send` gives, tells no time; `http.polling-state` if the state is none of this version; `http.polling-queue`
 */
export function statusChanges(send: Send, options: PollingOptions): StatusChanges {
  const last = { handled: true }
  const notHandled = (): void => {
    last.handled = false
  }
  return Object.assign(poll(send, options, last), { notHandled })
}

/** Yields changes; what the consumer says of the last is found in `last`. */
async function* poll(
  send: Send,
  options: PollingOptions,
  last: { handled: boolean },
): AsyncGenerator<PortalSignatureJobStatusChangeResponse, void, void> {
  const { portal, pollingQueue, clock, signal, onProblem, state: stored, store } = requireObject(options, 'How to poll')
  requireObject(clock, 'The clock of polling')
  const now = (): Date => clock.now()
  let state = stored
  for (;;) {
    const step = await pollOnce(send, { portal, pollingQueue, state, now, signal, store, onProblem })
    const { outcome, at } = step
    state = step.state
    await store?.(state)
    if (outcome.kind === 'failure' && !outcome.transient && !isAborted(signal)) throw outcome.error
    if (outcome.kind === 'statusChange' && !isAborted(signal)) {
      Object.assign(last, { handled: true })
      yield outcome.statusChange
      if (last.handled) {
        state = markHandled(state, outcome.unconfirmed)
        await store?.(state)
        // At once, and though the signal may have aborted: it would come back.
        continue
      }
    }
    if (!(await sleepUntil(at, clock, signal))) return
  }
}

/** The longest time that a timer of Node can count, in milliseconds; it fires at once for a longer one. */
const longestSleepMilliseconds = 2_147_483_647

/** Sleeps until the clock shows the instant, or as long as a timer can. False if the signal aborted, before or meanwhile. */
async function sleepUntil(at: Date, clock: PollingClock, signal: AbortSignal | undefined): Promise<boolean> {
  if (isAborted(signal)) return false
  const remaining = instantOf(at) - instantOf(clock.now())
  if (remaining <= 0) return true
  try {
    await clock.sleep(Math.min(remaining, longestSleepMilliseconds), signal)
  } catch (error) {
    if (!isAborted(signal)) throw error
  }
  return !isAborted(signal)
}
