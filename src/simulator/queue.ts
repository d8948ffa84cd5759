/**
 * The queues of status changes, and when they may be polled.
 *
 * @module
 */
import { Agenda } from './agenda.js'
import type { SimulatorState } from './memory.js'
import type { ChangeState, Instant, JobState, OfQueue, QueueState } from './state.js'

/**
 * How long a status change that was handed out stays away before it returns to its queue, in milliseconds: 10 minutes
 * (portal flow page, step 2).
 */
const redeliveryMilliseconds = 600_000

/** Every {@link SimulatorEnvironment}. */
export const simulatorEnvironments = ['production', 'test'] as const

/** Which times to wait the portal gives: 10 minutes in production, 5 to 30 seconds in test (portal flow page, step 2). */
export type SimulatorEnvironment = (typeof simulatorEnvironments)[number]

/** What a status change is found by. */
export function changeKey(signatureJobId: string, number: number): string {
  return `${signatureJobId} ${number}`
}

/** A queue, made if there is none. */
export function queueIn({ queues }: SimulatorState, { organizationNumber, pollingQueue }: OfQueue): QueueState {
  const key = `${organizationNumber} ${pollingQueue}`
  const queue = queues.get(key) ?? { organizationNumber, pollingQueue, waiting: new Agenda(), handedOut: new Agenda() }
  queues.set(key, queue)
  return queue
}

/** Puts a status change where it waits: in its queue, or away from it until it returns. */
export function putChange(state: SimulatorState, change: ChangeState): void {
  state.changes.set(changeKey(change.signatureJobId, change.number), change)
  const { waiting, handedOut } = queueIn(state, change)
  if (change.returnsAt === undefined) waiting.add(change.queuedAt, change)
  else handedOut.add(change.returnsAt, change)
}

/** Whether a status change has not been confirmed. */
export function isUnconfirmed({ changes }: SimulatorState, { signatureJobId, number }: ChangeState): boolean {
  return changes.has(changeKey(signatureJobId, number))
}

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
  const polled = queueIn(state, queue)
  const isEarly = now < (polled.nextPermittedPollTime ?? now)
  const change = isEarly ? undefined : nextChange(state, polled, now)
  const nextPermittedPollTime = change === undefined ? now + wait(state, environment) : now
  polled.nextPermittedPollTime = nextPermittedPollTime
  if (change === undefined) return { status: isEarly ? 429 : 204, nextPermittedPollTime }
  change.handedOut = true
  change.returnsAt = now + redeliveryMilliseconds
  polled.handedOut.add(change.returnsAt, change)
  return { status: 200, change, nextPermittedPollTime }
}

/** Removes a status change that has been handed out for good; confirming it again does no harm. */
export function confirm(state: SimulatorState, job: JobState, number: number, now: Instant): boolean {
  const key = changeKey(job.signatureJobId, number)
  const change = state.changes.get(key)
  if (change === undefined ? !(number >= 1 && number <= job.changeCount) : !change.handedOut) return false
  state.changes.delete(key)
  job.confirmedAt = now
  // Whether it was the last thing that the job was remembered for.
  state.due.add(now, job.signatureJobId)
  return true
}

/** The oldest change that waits in a queue, now that those that were not confirmed have returned. */
function nextChange(state: SimulatorState, { waiting, handedOut }: QueueState, now: Instant): ChangeState | undefined {
  for (let back = handedOut.take(now); back !== undefined; back = handedOut.take(now)) {
    if (!isUnconfirmed(state, back)) continue
    back.queuedAt = back.returnsAt ?? now
    delete back.returnsAt
    waiting.add(back.queuedAt, back)
  }
  let change = waiting.take(now)
  while (change !== undefined && !isUnconfirmed(state, change)) change = waiting.take(now)
  return change
}

/** The fewest and the most seconds to wait between polls. */
export const secondsToWait: Readonly<Record<SimulatorEnvironment, readonly [least: number, most: number]>> = {
  production: [600, 600],
  test: [5, 30],
}

function wait(state: SimulatorState, environment: SimulatorEnvironment): number {
  const [least, most] = secondsToWait[environment]
  // Each in turn, in an order that looks random.
  const seconds = least + ((state.counts.waits * 7) % (most - least + 1))
  state.counts.waits += 1
  return seconds * 1000
}
