/**
 * Going on from what another portal remembered.
 *
 * @module
 */
import type { Codec } from '../codec/codec.js'
import { portalSignatureJobManifest, portalSignatureJobRequest } from '../codec/portal/index.js'
import { portalSignatureJobStatuses } from '../codec/portal/status-change.js'
import { isInstance } from '../guard.js'
import { isError, makeError } from '../outcome.js'
import { isChangeInAgreement, isJobInAgreement } from './agreement.js'
import { isPlannedFault, type PlannedFault } from './faults.js'
import { isStatusText, jobsBefore, schedule } from './job.js'
import { count, instant, list, matching, maybe, oneOf, positive, record, text, truth, type Shape } from './shape.js'
import { changesInOrder, permitPoll, putChange, queuesInOrder } from './queue.js'
import { emptyState, type Counts, type SimulatorState } from './memory.js'
import type { CallerState, ChangeState, JobState, PolledQueue } from './state.js'

declare const snapshotOf: unique symbol

/**
 * Everything that a simulated portal remembers: data that JSON can hold, and whose form is the portal's own business. Read
 * from JSON, it is checked when a portal goes on from it; one of another version is refused.
 */
export interface SimulatorSnapshot {
  /** No property: it keeps other values from being taken for a snapshot. */
  readonly [snapshotOf]: never
}

const status = oneOf(...portalSignatureJobStatuses)
/** What a status change repeats of its job. */
const ofJob = { signatureJobId: matching(/^[1-9][0-9]{0,18}$/), organizationNumber: text, pollingQueue: text, status }
const signerStatus = record({
  value: (value) => text(value) && isStatusText(value as string),
  // It is written as it is an hour later in the offset of messages.
  since: (value) => instant(value) && instant((value as number) + 3_600_000),
})

/** A value of a message that was read: what is an error only when it is written can stand in it. */
function readBy<T>({ safeEncode }: Codec<T>): Shape {
  return (value) => {
    const encoded = safeEncode(value as T)
    return encoded.ok || encoded.issues.filter(isError).every(({ code }) => /^rule\.|^schema\.max-length$/.test(code))
  }
}

const request = readBy(portalSignatureJobRequest)
const manifest = readBy(portalSignatureJobManifest)

const job: Shape = (value) => isJob(value) && isJobInAgreement(value as JobState)

const isJob = record({
  ...ofJob,
  request,
  manifest,
  documents: list(record({ href: text, mime: text, sha256: matching(/^[0-9a-f]{64}$/) })),
  createdAt: instant,
  signingTime: instant,
  signers: list(record({ order: count, opensAt: maybe(instant), status: signerStatus })),
  deadline: maybe(instant),
  endedAt: maybe(instant),
  deletableAnnounced: truth,
  documentsDeletedAt: maybe(instant),
  changeCount: count,
  confirmedAt: maybe(instant),
})

const ofChange = { number: positive, queuedAt: instant, handedOut: truth, returnsAt: maybe(instant) }

/** What a snapshot holds: what the portal remembers, in lists. */
interface Stored {
  /** The version of this form. */
  readonly version: 2
  readonly jobs: readonly JobState[]
  readonly changes: readonly ChangeState[]
  readonly queues: readonly PolledQueue[]
  readonly callers: readonly CallerState[]
  readonly faults: readonly PlannedFault[]
  readonly counts: Counts
}

const isStored = record({
  version: oneOf(2),
  jobs: list(job),
  changes: list(record({ ...ofJob, ...ofChange, signers: list(signerStatus) })),
  queues: list(record({ organizationNumber: text, pollingQueue: text, nextPermittedPollTime: instant })),
  callers: list(record({ organizationNumber: text, calls: list(instant), blockedUntil: instant })),
  faults: list(isPlannedFault),
  counts: record({ jobs: count, waits: count }),
})

/** Takes over a snapshot, perhaps one that was read from a file. */
export function readSnapshot(snapshot: unknown): SimulatorState {
  const copy = copyOf(snapshot)
  const state = isStored(copy) ? stateOf(copy as Stored) : undefined
  if (state !== undefined) return state
  throw makeError('The portal cannot go on', 'simulator.snapshot', 'The snapshot is not one of this version.')
}

/** A copy, each property read once; undefined for what is no data. */
function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch (thrown) {
    // What holds no data, or nests it too deep.
    if (isInstance(thrown, DOMException) && thrown.name === 'DataCloneError') return undefined
    if (isInstance(thrown, RangeError) && thrown.message.includes('call stack')) return undefined
    throw thrown
  }
}

/** What a portal remembers that a snapshot is of; undefined if it is of none. */
function stateOf({ jobs, changes, queues, callers, faults, counts }: Stored): SimulatorState | undefined {
  const state = emptyState()
  let before = -1
  for (const one of jobs) {
    const number = jobsBefore(one.signatureJobId) ?? -1
    // Oldest first, and none with an id that is still to be given.
    if (number <= before || number >= counts.jobs) return undefined
    before = number
    state.jobs.set(one.signatureJobId, one)
    schedule(state, one)
  }
  for (const change of changes) {
    const of = state.jobs.get(change.signatureJobId)
    if (of === undefined || !isChangeInAgreement(change, of)) return undefined
    putChange(state, change)
  }
  for (const queue of queues) permitPoll(state, queue, queue.nextPermittedPollTime)
  for (const caller of callers) state.callers.set(caller.organizationNumber, caller)
  const { length: polled } = [...state.queues.values()].filter(({ isResting }) => isResting)
  const isDouble = state.changes.size < changes.length || polled < queues.length || state.callers.size < callers.length
  if (isDouble) return undefined
  state.faults.push(...faults)
  Object.assign(state.counts, counts)
  return state
}

/** A copy of what the portal remembers. */
export function writeSnapshot(state: SimulatorState): SimulatorSnapshot {
  const { jobs, callers, faults, counts } = state
  const stored: Stored = {
    version: 2,
    jobs: [...jobs.values()],
    changes: changesInOrder(state),
    queues: queuesInOrder(state).flatMap(({ organizationNumber, pollingQueue, nextPermittedPollTime }) =>
      nextPermittedPollTime === undefined ? [] : [{ organizationNumber, pollingQueue, nextPermittedPollTime }],
    ),
    callers: [...callers.values()],
    faults,
    counts,
  }
  return structuredClone(stored) as unknown as SimulatorSnapshot
}
