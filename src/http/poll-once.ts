/**
 * Asking a queue once, with what is to be remembered of it from one time to the next.
 *
 * @module
 */
import type { AbortSignal } from '../abort-signal.js'
import { isInstance, isList, requireObject } from '../guard.js'
import { PortalError, unwrap, type Issue } from '../issue.js'
import { attempt, issuesOf, refuseIfAny } from '../outcome.js'
import { noRequest } from './addresses.js'
import { farWarning, nextPollAt, pollTimeWarnings, putBackWarning, type PollOutcome } from './next-poll.js'
import type { Operation } from './operation.js'
import type { QueueOperations } from './operations.js'
import { instantOf, later, rateBlockMilliseconds, untold } from './poll-time.js'
import {
  isBack,
  readState,
  storedPace,
  unconfirmedChange,
  withChange,
  withPace,
  type PollingState,
  type UnconfirmedChange,
} from './polling-state.js'
import type { FoundStatusChange, NextStatusChange, NoStatusChange } from './readers.js'
import { ResponseError } from './response-error.js'
import type { Send } from './send.js'
import { TransportError } from './transport-error.js'

/** How a queue is asked once. */
export interface PollOnceOptions {
  /** The exchanges with the service. */
  readonly portal: QueueOperations
  /** The name of the queue. Absent: the default queue. */
  readonly pollingQueue?: string | undefined
  /** What `pollOnce` or `markHandled` gave last for this queue, from where it was stored. Absent: nothing was asked yet. */
  readonly state?: PollingState | undefined
  /**
   * The time now. Keep it synchronized: permitted times are on the service's clock.
   *
   * @throws anything: `pollOnce` rejects with the same
   */
  readonly now: () => Date
  /** Ends the asking. What was handled is confirmed all the same. */
  readonly signal?: AbortSignal | undefined
  /**
   * Stores a state before anything is sent, in which the queue is not to be asked for 11 minutes: the longest wait that is
   * documented, and a minute for the exchange. Where this program ends before it has stored the outcome, nobody asks too
   * early. Absent: such an end costs one request that is too early.
   *
   * @throws anything, such as that another machine has changed the row: nothing is sent, and `pollOnce` rejects with the same
   */
  readonly store?: ((state: PollingState) => Promise<void>) | undefined
  /**
   * Told of everything that polling survives: failures that may pass, confirmations that failed, the warnings of
   * {@link NextStatusChange}, and what shows a wrong clock (`http.poll-too-early`, `http.poll-time-past`,
   * `http.poll-time-far`, `http.clock-put-back`). For a log.
   *
   * @throws anything, but should not: `pollOnce` rejects with the same
   */
  readonly onProblem?: ((problem: unknown) => void) | undefined
}

/** What asking a queue once gives where it had a change. */
export interface HandedOutStatusChange extends FoundStatusChange {
  /** The change as the state has it. Give it to `markHandled` once the change is handled. */
  readonly unconfirmed: UnconfirmedChange
}

/** Why a queue was not asked. */
export interface NotYet {
  /** It is not time yet; or a change that was handled is not confirmed yet; or the signal has aborted. */
  readonly kind: 'notYet'
}

/** That asking a queue failed. */
export interface PollFailure {
  /** The queue may have been asked, and a change may have been handed out: it returns after 10 minutes. */
  readonly kind: 'failure'
  /** What was thrown. */
  readonly error: unknown
  /** Whether it may pass: a failure of the network, 5xx, 408, or content cut off. */
  readonly transient: boolean
}

/** What asking a queue once gives. */
export interface PollStep {
  /** What came of it. */
  readonly outcome: HandedOutStatusChange | NoStatusChange | NotYet | PollFailure
  /** The state to store before acting on the outcome. */
  readonly state: PollingState
  /** When to call again, on the clock of `now`: at this instant or later; at once after `markHandled`. */
  readonly at: Date
}

/** How long nobody else asks while one does, in milliseconds: the longest wait and a minute for the exchange. Our choice. */
const claimMilliseconds = 660_000

/**
 * Asks a queue once, if it may be asked now, and confirms before what was handled. For programs that do not go on, such as
 * those of cron or of a serverless platform; `statusChanges` goes on.
 *
 * Store the state before you act on the outcome; handle the change; store what `markHandled` gives; call again, which
 * confirms. A change that is not marked returns to the queue 10 minutes after it was handed out. The queue is not asked
 * while a change that was handled waits to be confirmed.
 *
 * @param send - sends an operation
 * @param options - which queue, and what is remembered of it
 * @returns what came of it, the state to store, and when to call again
 * @throws PortalError `http.polling-state` if the state is none of this version, or an address in it leads elsewhere;
 *   `value.type` if the clock, or what `send` gives, tells no time; `http.polling-queue`. What `send` throws is an outcome.
 */
export async function pollOnce(send: Send, options: PollOnceOptions): Promise<PollStep> {
  const { portal, pollingQueue, state: stored, now, signal, store, onProblem = ignore } = requireObject(options, asking)
  const poll = requireObject(portal, 'The portal to poll').nextStatusChange({ now, pollingQueue })
  const startedAt = now()
  let state = stateAt(startedAt, stored, portal)
  const handled = state.unconfirmed.filter(isHandled)
  const due = handled.filter((change) => isToConfirm(change, startedAt))
  const handedOut = state.unconfirmed.map(({ handedOutAt }) => handedOutAt)
  tell(putBackWarning(handedOut, startedAt), onProblem)
  const asks = due.length === handled.length && isDue(state, startedAt) && !isAborted(signal)
  if (asks || due.length > 0) await store?.(claimed(state, startedAt, asks))
  for (const change of due) {
    const left = await confirm(change, send, { portal, now, onProblem })
    const others = state.unconfirmed.filter((other) => other !== change)
    state = { ...state, unconfirmed: left === undefined ? others : [...others, left] }
  }
  if (asks && !isAborted(signal) && !state.unconfirmed.some(isHandled))
    return ask(poll, send, state, { portal, now, signal, onProblem })
  const at = nextCall(state)
  if (due.length === 0) tell(farWarning(at, startedAt), onProblem)
  return { outcome: { kind: 'notYet' }, state, at }
}

const asking = 'How to poll'

function ignore(): void {
  // Who gives no log wants none.
}

/** What is remembered at an instant, sound, without the changes that are back in their queue. */
function stateAt(now: Date, stored: PollingState | undefined, portal: QueueOperations): PollingState {
  const instant = instantOf(now)
  if (stored === undefined) return { version: 1, at: new Date(instant).toISOString(), failures: 0, unconfirmed: [] }
  const state = unwrap(readState(stored), untold)
  const found = state.unconfirmed
    .map((change, index) => ({ change, index }))
    .filter(({ change }) => !isBack(change, instant))
  const issues = found.flatMap(({ change, index }) =>
    issuesOf(attempt(() => portal.confirm(change.confirmationUrl))).map((issue) => ({
      ...issue,
      property: ['state', 'unconfirmed', index, 'confirmationUrl'],
    })),
  )
  refuseIfAny(untold, issues)
  return { ...state, unconfirmed: found.map(({ change }) => change) }
}

function isHandled({ confirmation }: UnconfirmedChange): boolean {
  return confirmation !== undefined
}

/**
 * Whether a change that was handled is to be confirmed now. A time that nothing has moved, or that is further away than what
 * follows as many failures, is that of a clock that was put back.
 */
function isToConfirm({ confirmation, handedOutAt }: UnconfirmedChange, now: Date): boolean {
  if (confirmation === undefined) return false
  const { at, failures } = confirmation
  const next = nextPollAt({ at: now, failures: Math.max(0, failures - 1) }, { kind: 'failure' }, now)
  const latest = Math.max(instantOf(next.at), instantOf(now) + rateBlockMilliseconds)
  return at === handedOutAt || Date.parse(at) > latest || isDue(confirmation, now)
}

function isDue(pace: { readonly at: string } | undefined, now: Date): boolean {
  return pace !== undefined && Date.parse(pace.at) <= instantOf(now)
}

/** When to call again: to confirm what is handled, else to ask. */
function nextCall({ at, unconfirmed }: PollingState): Date {
  const confirmations = unconfirmed.flatMap(({ confirmation }) => confirmation?.at ?? [])
  return new Date(confirmations.length > 0 ? Math.min(...confirmations.map(Date.parse)) : at)
}

/** The state in which everybody else leaves to this call what it is going to send. */
function claimed(state: PollingState, now: Date, asks: boolean): PollingState {
  const claim = { at: later(now, claimMilliseconds), failures: state.failures, margin: state.margin }
  return {
    ...(asks ? withPace(state, claim) : state),
    unconfirmed: state.unconfirmed.map((change) => (isToConfirm(change, now) ? afterFailure(change, now) : change)),
  }
}

/** A change whose confirmation is to be tried again later: not while the organization is blocked for too many calls. */
function afterFailure(change: UnconfirmedChange, now: Date, error?: unknown): UnconfirmedChange {
  const { failures = 0 } = change.confirmation ?? {}
  const next = nextPollAt({ at: now, failures }, { kind: 'failure' }, now)
  const isBlocked = isInstance(error, ResponseError) && error.status === 429
  const at = isBlocked ? later(now, Math.max(rateBlockMilliseconds, next.at.getTime() - instantOf(now))) : next.at
  return { ...change, confirmation: storedPace({ ...next, at }) }
}

/** What is needed to send. */
interface Sending {
  readonly portal: QueueOperations
  readonly now: () => Date
  readonly signal?: AbortSignal | undefined
  readonly onProblem: (problem: unknown) => void
}

/** Confirms a change that was handled, in one attempt. Gives what is to be tried again, before it is back in its queue. */
async function confirm(
  change: UnconfirmedChange,
  send: Send,
  { portal, now, onProblem }: Sending,
): Promise<UnconfirmedChange | undefined> {
  const confirmation = portal.confirm(change.confirmationUrl)
  let failure: unknown
  try {
    // Without the signal: the change was handled, and would come back.
    await send(confirmation)
    return undefined
  } catch (error) {
    onProblem(error)
    if (!mayPass(error)) return undefined
    failure = error
  }
  const left = afterFailure(change, now(), failure)
  return isBack(change, Date.parse(left.confirmation?.at ?? '')) ? undefined : left
}

/** Asks the queue. */
async function ask(
  poll: Operation<NextStatusChange>,
  send: Send,
  state: PollingState,
  { portal, now, signal, onProblem }: Sending,
): Promise<PollStep> {
  const askedAt = new Date(instantOf(now()))
  const step = (outcome: PollStep['outcome'], next: PollingState): PollStep => ({
    outcome,
    state: next,
    at: nextCall(next),
  })
  const { failures, told, margin } = state
  const pacedBy = (outcome: PollOutcome, answeredAt: Date): PollingState =>
    withPace(state, nextPollAt({ at: askedAt, failures, told, margin }, outcome, answeredAt))
  const answer = await answerOf(() => send(poll, signal))
  const answeredAt = now()
  if ('error' in answer) {
    const transient = mayPass(answer.error)
    if (transient && !isAborted(signal)) onProblem(answer.error)
    return step({ kind: 'failure', error: answer.error, transient }, pacedBy({ kind: 'failure' }, answeredAt))
  }
  const found = requireObject(answer.value, 'What send gives')
  const next = pacedBy(found, answeredAt)
  const warnings = [...(isList(found.warnings) ? found.warnings : []), ...pollTimeWarnings(state, found, answeredAt)]
  tell(warnings, onProblem)
  if (found.kind !== 'statusChange') return step({ ...found, warnings }, next)
  const statusChange = requireObject(found.statusChange, 'A status change')
  const allowed = attempt(() => portal.confirm(statusChange.confirmationUrl))
  if (!allowed.ok)
    return step({ kind: 'failure', error: new PortalError(noRequest, allowed.issues), transient: false }, next)
  const unconfirmed = unconfirmedChange(statusChange, askedAt)
  return step({ ...found, warnings, unconfirmed }, withChange(next, unconfirmed))
}

/** Tells of warnings, if there are any. */
function tell(warnings: readonly Issue[], onProblem: (problem: unknown) => void): void {
  if (warnings.length > 0) onProblem(new PortalError('A queue is polled', warnings))
}

/** What is given in the end, or what is thrown. */
async function answerOf<T>(give: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await give() }
  } catch (error) {
    return { error }
  }
}

/** Whether a failure may pass: one of the network, or a response that says so. */
function mayPass(error: unknown): boolean {
  // What checkServerIdentity found is the cause of what fetch throws.
  const found = isInstance(error, Error) && error.cause instanceof PortalError ? error.cause : error
  if (!isInstance(found, PortalError)) return true
  if (found instanceof TransportError) return found.issues.every(({ code }) => code !== 'tls.server-organization')
  return found instanceof ResponseError && found.transient
}

/** Whether there is a signal, and it has aborted. */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
