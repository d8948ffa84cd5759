/**
 * The life of a job: whose turn it is, and what each event does to the whole. Its deadlines are written down and counted
 * here, not taken from the signing plan of the manifest part, so that a mistake there shows.
 *
 * @module
 */
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { Sector } from '../codec/portal/rule.js'
import type { PortalSigner } from '../codec/portal/signer.js'
import { serviceError } from '../codec/portal/index.js'
import type { KnownSignatureStatus, PortalSignatureStatusValue } from '../codec/portal/status-change.js'
import { changeKey, putChange } from './queue.js'
import type { SimulatorState } from './memory.js'
import type { Instant, JobState, SignerState } from './state.js'

/**
 * How long a group of signers has when the manifest does not say, in milliseconds: 30 days (portal flow page,
 * availability).
 */
const defaultAvailableMilliseconds = 30 * 86_400_000

/** How long after its completion a job can at the earliest be deleted, in milliseconds: 24 hours (storage page). */
const deletableAfterMilliseconds = 86_400_000

/** How long after a job's end its documents go by themselves, in milliseconds: 40 days (portal flow page). */
const documentsKeptMilliseconds = 40 * 86_400_000

/** The first job's id: beyond 2^53 and odd, as the next ones are, so that a client that takes it for a number is found out. */
const firstJobId = 9_007_199_254_740_993n

/** The id of a job by how many there were before. */
export function jobIdAfter(jobs: number): string {
  return String(firstJobId + 2n * BigInt(jobs))
}

/** How many jobs there were before the one with an id; undefined for an id that no job is given. */
export function jobsBefore(signatureJobId: string): number | undefined {
  const jobs = Number((BigInt(signatureJobId) - firstJobId) / 2n)
  return jobs >= 0 && jobIdAfter(jobs) === signatureJobId ? jobs : undefined
}

/** How long things take that a portal is told of. */
export interface JobTimes {
  /** Forwarding a signed document to the signers' mailboxes. */
  readonly forwardingMilliseconds: number
  /** Remembering a job that is over; Infinity for good. */
  readonly keptMilliseconds: number
}

/**
 * Lets the time that has passed have its effect on the jobs that it has one on: groups expire, completed jobs become
 * deletable, documents go, jobs that are over are dropped.
 */
export function settle(state: SimulatorState, now: Instant, times: JobTimes): void {
  const { due, jobs } = state
  for (let dueJobs = takeDue(state, now); dueJobs.length > 0; dueJobs = takeDue(state, now))
    for (const job of dueJobs) settleJob(state, job, now, times)
  // Of each job that is left the first is enough: what comes next is found out then.
  const kept = new Set<string>()
  if (due.size > 2 * jobs.size) due.keep((id) => jobs.has(id) && kept.size < kept.add(id).size)
}

/**
 * The jobs whose time has come, oldest first: what comes about in the same instant comes about in that order, however often
 * and in which order it was noted.
 */
function takeDue({ due, jobs }: SimulatorState, now: Instant): readonly JobState[] {
  const ids = new Set<string>()
  for (let id = due.take(now); id !== undefined; id = due.take(now)) ids.add(id)
  return [...ids].sort((one, other) => Number(BigInt(one) - BigInt(other))).flatMap((id) => jobs.get(id) ?? [])
}

function settleJob(state: SimulatorState, job: JobState, now: Instant, times: JobTimes): void {
  const { deadline } = job
  if (deadline !== undefined && deadline <= now) fail(state, job, openGroup(job), 'EXPIRED', deadline)
  const deletableAt = becomesDeletableAt(job, times.forwardingMilliseconds)
  if (deletableAt !== undefined && deletableAt <= now) {
    job.deletableAnnounced = true
    // A change that is still to be confirmed will tell the address; only without one is another change needed.
    if (!hasChanges(state, job) && job.documentsDeletedAt === undefined) announce(state, job, deletableAt)
  }
  const goneAt = documentsGoAt(job)
  if (goneAt !== undefined && goneAt <= now) job.documentsDeletedAt ??= goneAt
  const droppedAt = isDroppedAt(state, job, times)
  if (droppedAt !== undefined && droppedAt <= now) state.jobs.delete(job.signatureJobId)
  else schedule(state, job, times)
}

/** Whether a job has status changes that are still to be confirmed. */
function hasChanges({ changes }: SimulatorState, { signatureJobId, changeCount }: JobState): boolean {
  const numbers = Array.from({ length: changeCount }, (_, index) => index + 1)
  return numbers.some((number) => changes.has(changeKey(signatureJobId, number)))
}

/**
 * When a job is dropped: it is over, every status change has been confirmed, none is to come any more, and the time since the
 * last of that is over, in which a client may repeat a confirmation.
 */
function isDroppedAt(state: SimulatorState, job: JobState, { keptMilliseconds }: JobTimes): Instant | undefined {
  const { endedAt, confirmedAt = -Infinity, status, deletableAnnounced } = job
  const isOver = endedAt !== undefined && (status !== 'COMPLETED_SUCCESSFULLY' || deletableAnnounced)
  if (!isOver || keptMilliseconds === Infinity || hasChanges(state, job)) return undefined
  return Math.max(endedAt, confirmedAt) + keptMilliseconds
}

/**
 * Notes when time next has an effect on a job by itself; to be called when the job has changed. Too early does no harm, so
 * that only who knows how long things take has to say.
 */
export function schedule(state: SimulatorState, job: JobState, times: JobTimes = noTime): void {
  const deletableAt = becomesDeletableAt(job, times.forwardingMilliseconds)
  const instants = [job.deadline, deletableAt, documentsGoAt(job), isDroppedAt(state, job, times)]
  const next = Math.min(...instants.filter((instant) => instant !== undefined))
  if (next !== Infinity) state.due.add(next, job.signatureJobId)
}

const noTime: JobTimes = { forwardingMilliseconds: 0, keptMilliseconds: 0 }

/** When it is to be told that the documents can be deleted: once the job is completed, and everything forwarded. */
function becomesDeletableAt(job: JobState, forwardingMilliseconds: number): Instant | undefined {
  if (job.endedAt === undefined || job.status !== 'COMPLETED_SUCCESSFULLY' || job.deletableAnnounced) return undefined
  const forwarding = isForwarded(job) ? forwardingMilliseconds : 0
  return job.endedAt + Math.max(deletableAfterMilliseconds, forwarding)
}

/** When the documents go by themselves, if they are still there. */
function documentsGoAt({ endedAt, documentsDeletedAt }: JobState): Instant | undefined {
  return endedAt === undefined || documentsDeletedAt !== undefined ? undefined : endedAt + documentsKeptMilliseconds
}

/** Forwarding is to a signer's own mailbox, not to that of somebody who signs for another (addressing page). */
function isForwarded({ manifest }: JobState): boolean {
  return manifest.signers.some(({ onBehalfOf }) => onBehalfOf !== 'OTHER')
}

/**
 * What looking a signer up can find: that is done when the job is created, not when it is the signer's turn (addressing
 * page).
 */
const foundByLookup: readonly PortalSignatureStatusValue[] = ['RESERVED', 'CONTACT_INFORMATION_MISSING']

/** Whether a status can come to a signer now. */
export function isOpenTo(
  job: JobState,
  signer: SignerState,
  status: PortalSignatureStatusValue,
  now: Instant,
): boolean {
  const opensAt = foundByLookup.includes(status) ? now : (signer.opensAt ?? Infinity)
  return job.status === 'IN_PROGRESS' && signer.status.value === 'WAITING' && opensAt <= now
}

type Condition = (signer: PortalSigner, manifest: PortalSignatureJobManifest, sector?: Sector) => boolean

const anybody: Condition = () => true
const nobody: Condition = () => false

/** Who can get each status by an event of their own (portal.xsd, portal-signature-status-value; addressing page). */
const whoCanGet: Readonly<Record<KnownSignatureStatus, Condition>> = {
  WAITING: nobody,
  REJECTED: anybody,
  CANCELLED: nobody,
  RESERVED: ({ personalIdentificationNumber, onBehalfOf }, _, sector) =>
    personalIdentificationNumber !== undefined && onBehalfOf !== 'OTHER' && sector === 'PUBLIC',
  CONTACT_INFORMATION_MISSING: ({ notifications }) => notifications === undefined,
  EXPIRED: anybody,
  SIGNED: anybody,
  BLOCKED: ({ identifiedByContactInformation }) => identifiedByContactInformation === true,
  SIGNERS_NAME_NOT_AVAILABLE: ({ signatureType }, { identifierInSignedDocuments }, sector) => {
    const usual = sector === 'PUBLIC' ? 'AUTHENTICATED_ELECTRONIC_SIGNATURE' : 'ADVANCED_ELECTRONIC_SIGNATURE'
    const isAuthenticated = (signatureType ?? usual) === 'AUTHENTICATED_ELECTRONIC_SIGNATURE'
    return isAuthenticated && identifierInSignedDocuments !== undefined
  },
  NOT_APPLICABLE: nobody,
}

/** Whether a text can be that of a status: XML can carry it, and there is one. */
export function isStatusText(text: string): boolean {
  if (text === '') return false
  return serviceError.safeEncode({ errorCode: text, errorMessage: '', errorType: '' }).ok
}

/** Whether a status can become that of a signer by an event of the signer's own; one that is not known can. */
export function canBecome(status: PortalSignatureStatusValue, ...signer: Parameters<Condition>): boolean {
  const can = new Map(Object.entries(whoCanGet)).get(status) ?? anybody
  return isStatusText(status) && can(...signer)
}

/** Opens the job to the signers with the lowest order that have not signed, for the whole of the available time. */
export function openNextGroup(job: JobState, at: Instant): void {
  const waiting = waitingOf(job)
  const order = Math.min(...waiting.map((signer) => signer.order))
  for (const signer of waiting) if (signer.order === order) signer.opensAt = at
  const seconds = job.manifest.availability?.availableSeconds
  job.deadline = at + (seconds === undefined ? defaultAvailableMilliseconds : seconds * 1000)
}

/** Lets a signer sign: the job is completed with the last one; the next group opens with the last of a group. */
export function sign(state: SimulatorState, job: JobState, signer: SignerState, now: Instant): void {
  signer.status = { value: 'SIGNED', since: now }
  const groupIsDone = !job.signers.some((other) => other.order === signer.order && other.status.value !== 'SIGNED')
  if (job.signers.every((other) => other.status.value === 'SIGNED')) end(job, 'COMPLETED_SUCCESSFULLY', now)
  else if (groupIsDone) openNextGroup(job, now)
  announce(state, job, now)
}

/** Ends the job because of what became of some of its signers; those who wait become `NOT_APPLICABLE`. */
export function fail(
  state: SimulatorState,
  job: JobState,
  signers: readonly SignerState[],
  status: PortalSignatureStatusValue,
  now: Instant,
): void {
  for (const signer of signers) signer.status = { value: status, since: now }
  for (const signer of waitingOf(job)) signer.status = { value: 'NOT_APPLICABLE', since: now }
  end(job, 'FAILED', now)
  announce(state, job, now)
}

/** Cancels the job: signers who have not signed become `CANCELLED`. */
export function cancel(state: SimulatorState, job: JobState, now: Instant): boolean {
  if (job.status !== 'IN_PROGRESS') return false
  fail(state, job, waitingOf(job), 'CANCELLED', now)
  return true
}

/** Whether somebody's signature can be downloaded. */
export function hasSignedDocument(job: JobState): boolean {
  return job.documentsDeletedAt === undefined && job.signers.some((signer) => signer.status.value === 'SIGNED')
}

/**
 * The id of a completed job's document in the archive, which keeps it; not that of the job, so that a client that confuses
 * them is found out.
 */
export function archivedDocumentId({ status, signatureJobId }: JobState): string | undefined {
  return status === 'COMPLETED_SUCCESSFULLY' ? String(BigInt(signatureJobId) + 1n) : undefined
}

/** The job whose document has an id in the archive. */
export function archivedJob(jobs: SimulatorState['jobs'], documentId: string): JobState | undefined {
  const job = /^[0-9]{1,19}$/.test(documentId) ? jobs.get(String(BigInt(documentId) - 1n)) : undefined
  return job !== undefined && archivedDocumentId(job) === documentId ? job : undefined
}

/** Whether the documents can be deleted. */
export function isDeletable(job: JobState): boolean {
  return job.deletableAnnounced && job.documentsDeletedAt === undefined
}

function end(job: JobState, status: JobState['status'], at: Instant): void {
  job.status = status
  job.endedAt = at
  delete job.deadline
}

/** The signers whose turn it is or, before the activation time, will be first. */
export function openGroup(job: JobState): readonly SignerState[] {
  return waitingOf(job).filter((signer) => signer.opensAt !== undefined)
}

function waitingOf(job: JobState): readonly SignerState[] {
  return job.signers.filter((signer) => signer.status.value === 'WAITING')
}

/** Puts a status change of a job into its queue. */
function announce(state: SimulatorState, job: JobState, at: Instant): void {
  job.changeCount += 1
  const { signatureJobId, organizationNumber, pollingQueue, status, changeCount: number } = job
  const ofJob = { signatureJobId, organizationNumber, pollingQueue, status }
  const signers = job.signers.map((signer) => signer.status)
  putChange(state, { ...ofJob, number, signers, queuedAt: at, handedOut: false })
  schedule(state, job)
}
