/**
 * Going on from what another portal remembered.
 *
 * @module
 */
import { portalSignatureJobManifest } from '../codec/portal/index.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import { PortalError } from '../issue.js'
import { isPlannedFault } from './faults.js'
import { count, instant, list, maybe, oneOf, positive, record, text, truth, type Shape } from './shape.js'
import type { JobState, SimulatorState } from './state.js'
import { makeIssue } from '../outcome.js'

const jobStatus = oneOf('IN_PROGRESS', 'COMPLETED_SUCCESSFULLY', 'FAILED')
const signerStatus = record({ value: text, since: instant })

const manifest: Shape = (value) => portalSignatureJobManifest.safeEncode(value as PortalSignatureJobManifest).ok

const job: Shape = (value) =>
  isJob(value) && (value as JobState).signers.length === (value as JobState).manifest.signers.length

const isJob = record({
  signatureJobId: text,
  organizationNumber: text,
  reference: maybe(text),
  pollingQueue: text,
  manifest,
  documents: list(record({ href: text, mime: text, sha256: text })),
  createdAt: instant,
  signers: list(record({ order: count, opensAt: maybe(instant), status: signerStatus })),
  status: jobStatus,
  endedAt: maybe(instant),
  deletableAnnounced: truth,
  documentsDeletedAt: maybe(instant),
  changeCount: count,
})

const isState = record({
  version: oneOf(1),
  jobs: list(job),
  changes: list(
    record({
      signatureJobId: text,
      number: positive,
      organizationNumber: text,
      pollingQueue: text,
      status: jobStatus,
      signers: list(signerStatus),
      queuedAt: instant,
      handedOut: truth,
      returnsAt: maybe(instant),
    }),
  ),
  queues: list(record({ organizationNumber: text, pollingQueue: text, nextPermittedPollTime: instant })),
  callers: list(record({ organizationNumber: text, calls: list(instant), blockedUntil: instant })),
  faults: list(isPlannedFault),
  waits: count,
})

/**
 * Takes over a snapshot.
 *
 * @param snapshot - a snapshot, perhaps read from a file
 * @returns a copy of it
 * @throws `PortalError` `simulator.snapshot` if it is none
 */
export function readSnapshot(snapshot: unknown): SimulatorState {
  if (isState(snapshot)) {
    const state = structuredClone(snapshot as SimulatorState)
    if (state.changes.every((change) => state.jobs.some((one) => one.signatureJobId === change.signatureJobId)))
      return state
  }
  const message = 'The snapshot is not one of this version.'
  throw new PortalError('The portal cannot go on', [makeIssue('simulator.snapshot', message)])
}
