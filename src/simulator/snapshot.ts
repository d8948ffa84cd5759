/**
 * Going on from what another portal remembered.
 *
 * @module
 */
import { portalSignatureJobManifest, portalSignatureJobRequest } from '../codec/portal/index.js'
import type { PortalSignatureJobRequest } from '../codec/portal/job-request.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import { portalSignatureJobStatuses } from '../codec/portal/status-change.js'
import { isInstance } from '../guard.js'
import { makeError } from '../outcome.js'
import { isPlannedFault } from './faults.js'
import { count, instant, list, maybe, oneOf, positive, record, text, truth, type Shape } from './shape.js'
import type { JobState, SimulatorState } from './state.js'

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
const ofJob = { signatureJobId: text, organizationNumber: text, pollingQueue: text, status }
const signerStatus = record({ value: text, since: instant })

const request: Shape = (value) => portalSignatureJobRequest.safeEncode(value as PortalSignatureJobRequest).ok
const manifest: Shape = (value) => portalSignatureJobManifest.safeEncode(value as PortalSignatureJobManifest).ok

const job: Shape = (value) =>
  isJob(value) && (value as JobState).signers.length === (value as JobState).manifest.signers.length

const isJob = record({
  ...ofJob,
  request,
  manifest,
  documents: list(record({ href: text, mime: text, sha256: text })),
  createdAt: instant,
  signers: list(record({ order: count, opensAt: maybe(instant), status: signerStatus })),
  deadline: maybe(instant),
  endedAt: maybe(instant),
  deletableAnnounced: truth,
  documentsDeletedAt: maybe(instant),
  changeCount: count,
})

const ofChange = { number: positive, queuedAt: instant, handedOut: truth, returnsAt: maybe(instant) }

const isState = record({
  version: oneOf(2),
  jobs: list(job),
  changes: list(record({ ...ofJob, ...ofChange, signers: list(signerStatus) })),
  queues: list(record({ organizationNumber: text, pollingQueue: text, nextPermittedPollTime: instant })),
  callers: list(record({ organizationNumber: text, calls: list(instant), blockedUntil: instant })),
  faults: list(isPlannedFault),
  waits: count,
})

/** Takes over a snapshot, perhaps one that was read from a file. */
export function readSnapshot(snapshot: unknown): SimulatorState {
  const copy = copyOf(snapshot)
  if (isState(copy)) {
    const state = copy as SimulatorState
    if (state.changes.every((change) => state.jobs.some((one) => one.signatureJobId === change.signatureJobId)))
      return state
  }
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

/** A copy of what the portal remembers. */
export function writeSnapshot(state: SimulatorState): SimulatorSnapshot {
  return structuredClone(state) as unknown as SimulatorSnapshot
}
