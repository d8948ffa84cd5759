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

function queueKey({ organizationNumber, pollingQueue }: OfQueue): string {
  return `${organizationNumber} ${pollingQueue}`
}

/** A queue, made if there is none. */
function queueIn({ queues }: SimulatorState, { organizationNumber, pollingQueue }: OfQueue): QueueState {
  const key = queueKey({ organizationNumber, pollingQueue })
  const nothing = { unconfirmed: 0, isResting: false, waiting: new Agenda<ChangeState>() }
  const queue = queues.get(key) ?? { organizationNumber, pollingQueue, ...nothing, handedOut: new Agenda() }
  queues.set(key, queue)
  return queue
}

/** Says when a queue may be polled again. */
export function permitPoll(state: SimulatorState, ofQueue: OfQueue, at: Instant): void {
  const queue = queueIn(state, ofQueue)
  queue.nextPermittedPollTime = at
  if (!queue.isResting) state.resting.add(at, queue)
  queue.isResting = true
}

/** Forgets the queues that there is nothing to know of any more: no change is left, and they may be polled. */
export function forgetQueues(state: SimulatorState, now: Instant): void {
  for (let queue = state.resting.take(now); queue !== undefined; queue = state.resting.take(now)) {
    const { nextPermittedPollTime = now } = queue
    queue.isResting = false
    if (nextPermittedPollTime > now) permitPoll(state, queue, nextPermittedPollTime)
    else forgetIfNothing(state, queue)
  }
}

function forgetIfNothing({ queues }: SimulatorState, queue: QueueState): void {
  if (queue.unconfirmed === 0 && !queue.isResting) queues.delete(queueKey(queue))
}

/** Puts a status change where it waits: in its queue, or away from it until it returns. */
export function putChange(state: SimulatorState, change: ChangeState): void {
  state.changes.set(changeKey(change.signatureJobId, change.number), change)
  const queue = queueIn(state, change)
  queue.unconfirmed += 1
  if (change.returnsAt === undefined) queue.waiting.add(change.queuedAt, change)
  else queue.handedOut.add(change.returnsAt, change)
}

/** The queues by their names, whenever they came to be. */
export function queuesInOrder({ queues }: SimulatorState): readonly QueueState[] {
  return [...queues].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, queue]) => queue)
}

/** The changes that are to be confirmed, those of a queue in its order: whoever puts them there again finds it so. */
export function changesInOrder(state: SimulatorState): readonly ChangeState[] {
  return queuesInOrder(state)
    .flatMap(({ waiting, handedOut }) => [...waiting.inOrder(), ...handedOut.inOrder()])
    .filter((change) => isUnconfirmed(state, change))
}

/** Whether a status change has not been confirmed. */
function isUnconfirmed({ changes }: SimulatorState, { signatureJobId, number }: ChangeState): boolean {
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
  if (change === undefined) {
    permitPoll(state, queue, nextPermittedPollTime)
    return { status: isEarly ? 429 : 204, nextPermittedPollTime }
  }
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
  job.confirmedAt = now
  if (state.changes.delete(key)) takeOut(state, queueIn(state, job))
  // Whether it was the last thing that the job was remembered for.
  state.due.add(now, job.signatureJobId)
  return true
}

/** Counts a change of a queue as confirmed; what was confirmed is cleared away when it is more than what was not. */
function takeOut(state: SimulatorState, queue: QueueState): void {
  queue.unconfirmed -= 1
  const { waiting, handedOut, unconfirmed } = queue
  if (waiting.size + handedOut.size > 2 * unconfirmed)
    for (const agenda of [waiting, handedOut]) agenda.keep((change) => isUnconfirmed(state, change))
  forgetIfNothing(state, queue)
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
