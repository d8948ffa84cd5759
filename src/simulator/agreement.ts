/**
 * Whether the parts of a snapshot agree with each other: what a portal goes on from must be what a portal can have come to.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import type { ChangeState, JobState } from './state.js'

/** Whether a job agrees with itself. */
export function isJobInAgreement(job: JobState): boolean {
  const { manifest, request, pollingQueue, documents, signers, status, deadline, endedAt } = job
  const isOver = status !== 'IN_PROGRESS'
  const statuses = signers.map((signer) => signer.status.value)
  const isOpen = signers.some((signer) => signer.status.value === 'WAITING' && signer.opensAt !== undefined)
  return [
    isDeepStrictEqual(
      signers.map(({ order }) => order),
      manifest.signers.map(({ order = 0 }) => order),
    ),
    isDeepStrictEqual(
      documents.map(({ href, mime }) => [href, mime]),
      documentsOf(manifest).map(({ document: { href, mime } }) => [href, mime]),
    ),
    pollingQueue === (request.pollingQueue ?? ''),
    isStatusOf(status, statuses),
    isOver === (endedAt !== undefined) && isOver === (deadline === undefined) && (isOver || isOpen),
    status === 'COMPLETED_SUCCESSFULLY' || !job.deletableAnnounced,
    isOver || job.documentsDeletedAt === undefined,
    job.changeCount > 0 || (job.confirmedAt === undefined && statuses.every((value) => value === 'WAITING')),
  ].every(Boolean)
}

/** Whether a status change agrees with its job, the last one in all that it tells. */
export function isChangeInAgreement(change: ChangeState, job: JobState): boolean {
  const { organizationNumber, pollingQueue, number, status, signers, handedOut, returnsAt } = change
  const statuses = job.signers.map((signer) => signer.status)
  return [
    organizationNumber === job.organizationNumber && pollingQueue === job.pollingQueue,
    number < job.changeCount || (number === job.changeCount && status === job.status),
    number < job.changeCount || isDeepStrictEqual(signers, statuses),
    signers.length === statuses.length,
    isStatusOf(
      status,
      signers.map(({ value }) => value),
    ),
    handedOut || returnsAt === undefined,
  ].every(Boolean)
}

/** Whether a job can have a status when its signers have these. */
function isStatusOf(status: JobState['status'], signers: readonly string[]): boolean {
  if (signers.every((value) => value === 'SIGNED')) return status === 'COMPLETED_SUCCESSFULLY'
  const isWaiting = signers.includes('WAITING')
  const others = signers.filter((value) => value !== 'SIGNED' && value !== 'WAITING')
  return isWaiting ? status === 'IN_PROGRESS' && others.length === 0 : status === 'FAILED'
}
