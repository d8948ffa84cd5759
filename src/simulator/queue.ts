/**
 * The queues of status changes, and when they may be polled.
 *
 * @module
 */
import type { ChangeState, Instant, JobState, OfQueue, SimulatorState } from './state.js'

/**
 * How long a status change that was handed out stays away before it returns to its queue, in milliseconds: 10 minutes
 * (portal flow page, step 2).
 */
const redeliveryMilliseconds = 600_000

/** Every {@link SimulatorEnvironment}. */
export const simulatorEnvironments = ['production', 'test'] as const

/** Which times to wait the portal gives: 10 minutes in production, 5 to 30 seconds in test (portal flow page, step 2). */
export type SimulatorEnvironment = (typeof simulatorEnvironments)[number]

/** What a poll finds. */
export interface PollOutcome {
  /** The HTTP status code: 200 for a change, 204 for none, 429 when polled before the permitted time. */
  readonly status: 200 | 204 | 429
  /** The oldest change, which is now handed out. */
  readonly change?: ChangeState
  /** The earliest instant at which the queue may be polled again. */
  readonly nextPermittedPollTime: Instant
}

/** Takes the oldest status change from a queue. */
export function poll(
  state: SimulatorState,
  environment: SimulatorEnvironment,
  queue: OfQueue,
  now: Instant,
): PollOutcome {
  const isHere = (other: typeof queue): boolean =>
    other.organizationNumber === queue.organizationNumber && other.pollingQueue === queue.pollingQueue
  let polled = state.queues.find(isHere)
  if (polled === undefined) state.queues.push((polled = { ...queue, nextPermittedPollTime: now }))

  const isEarly = now < polled.nextPermittedPollTime
  if (!isEarly) returnUnconfirmed(state, now)
  const [change] = state.changes
    .filter((candidate) => !isEarly && isHere(candidate) && candidate.returnsAt === undefined)
    .sort((one, other) => one.queuedAt - other.queuedAt)
  const nextPermittedPollTime = change === undefined ? now + wait(state, environment) : now
  polled.nextPermittedPollTime = nextPermittedPollTime
  if (change === undefined) return { status: isEarly ? 429 : 204, nextPermittedPollTime }
  change.handedOut = true
  change.returnsAt = now + redeliveryMilliseconds
  return { status: 200, change, nextPermittedPollTime }
}

/** Removes a status change that has been handed out for good; confirming it again does no harm. */
export function confirm(state: SimulatorState, { signatureJobId, changeCount }: JobState, number: number): boolean {
  const change = state.changes.find((one) => one.signatureJobId === signatureJobId && one.number === number)
  if (change === undefined) return number >= 1 && number <= changeCount
  if (change.handedOut) state.changes.splice(state.changes.indexOf(change), 1)
  return change.handedOut
}

function returnUnconfirmed(state: SimulatorState, now: Instant): void {
  for (const change of state.changes) {
    if (change.returnsAt === undefined || change.returnsAt > now) continue
    change.queuedAt = change.returnsAt
    delete change.returnsAt
  }
}

/** The fewest and the most seconds to wait between polls. */
export const secondsToWait: Readonly<Record<SimulatorEnvironment, readonly [least: number, most: number]>> = {
  production: [600, 600],
  test: [5, 30],
}

function wait(state: SimulatorState, environment: SimulatorEnvironment): number {
  const [least, most] = secondsToWait[environment]
  // Each in turn, in an order that looks random.
  const seconds = least + ((state.waits * 7) % (most - least + 1))
  state.waits += 1
  return seconds * 1000
}
