/**
 * What a status change says of its job: whether it is over, what ended it, and what can be had of it now.
 *
 * @module
 */
import { safeDateFromDateTime } from '../codec/date-time.js'
import {
  knownSignatureStatuses,
  portalSignatureJobStatuses,
  type PortalSignatureJobStatus,
  type PortalSignatureJobStatusChangeResponse,
  type Signature,
} from '../codec/portal/status-change.js'
import { isObject, isString, membersOf, propertiesOf, timeOf } from '../guard.js'
import { makeError } from '../outcome.js'

/** What is known of an organization beside its status changes. */
export interface StorageOptions {
  /**
   * Whether the organization has long-term validation and storage, by which signed documents are kept for 20 years (storage
   * page). Absent: it has not, and they go after 40 days.
   */
  readonly longTermStorage?: boolean | undefined
}

/** What can be downloaded or deleted. */
export interface Available {
  /** Where the signed document is, for `downloadPades`. Absent: there is none yet, or none any more. */
  readonly padesUrl?: string | undefined
  /** The signatures whose XAdES can be downloaded: each has its `xadesUrl`, for `downloadXades`. */
  readonly signaturesWithXades: readonly Signature[]
  /** Where the documents can be deleted, for `deleteDocuments`. Absent: they cannot be, not yet or not any more. */
  readonly deleteDocumentsUrl?: string | undefined
}

/** How long documents are kept without long-term storage, in milliseconds: 40 days after signing (storage page). */
const keptMilliseconds = 40 * 86_400_000

/** The statuses that end no job: what a signer has before the end, or has for the end that another or the sender brought about. */
const endingNothing: readonly string[] = ['WAITING', 'SIGNED', 'NOT_APPLICABLE', 'CANCELLED']

const unread = 'The status change cannot be read'

/**
 * Tells whether a job is over: completed, or failed. Nobody can sign it any more, and it cannot be cancelled. Further changes
 * can come all the same, such as that its documents can now be deleted.
 *
 * @param change - a status change of the job; an older one says how the job was then
 * @returns whether its status is another one than `IN_PROGRESS`
 * @throws PortalError `value.type` if the status is none of `portalSignatureJobStatuses`
 */
export function isOver(change: PortalSignatureJobStatusChangeResponse): boolean {
  return statusOf(change) !== 'IN_PROGRESS'
}

/**
 * Tells whose signature ended a job that failed: those who rejected it, let it expire, are reserved, and so on. A status that
 * is not known today counts where no other explains the end.
 *
 * @param change - a status change of the job
 * @returns the signatures, the same objects as in the status change; none if the job has not failed, or if the sender
 *   cancelled it: then those who had not signed are `CANCELLED`
 * @throws PortalError `value.type` if the status is none of `portalSignatureJobStatuses`, or there is no list of signatures
 */
export function blockedBy(change: PortalSignatureJobStatusChangeResponse): readonly Signature[] {
  const signatures = signaturesOf(change)
  if (statusOf(change) !== 'FAILED') return []
  const withStatus = signatures.map((signature) => ({ signature, status: propertiesOf(signature.status)['value'] }))
  const ending = withStatus.filter(({ status }) => !isOneOf(endingNothing, status))
  const known = ending.filter(({ status }) => isOneOf(knownSignatureStatuses, status))
  const isCancelled = withStatus.some(({ status }) => status === 'CANCELLED')
  return (known.length > 0 || isCancelled ? known : ending).map(({ signature }) => signature)
}

/**
 * Tells what of a job can be downloaded or deleted, by the addresses in a status change. Signed documents are there for 40
 * days after signing (storage page), here counted from the last change of a signer's status in a job that is over; then
 * nothing is there, and nothing to delete, unless the organization has long-term storage. The service's clock and deletion
 * by others have the last word: an address can be answered with an error all the same.
 *
 * @param change - a status change of the job
 * @param now - the time now
 * @param options - whether the organization has long-term storage
 * @returns what can be had, with its addresses
 * @throws PortalError `value.type` if the time is no valid Date, the options are no object, `longTermStorage` is no boolean, the
 *   status none of `portalSignatureJobStatuses`, or there is no list of signatures
 */
export function availableNow(
  change: PortalSignatureJobStatusChangeResponse,
  now: Date,
  options: StorageOptions = {},
): Available {
  const time = timeOf(now)
  if (Number.isNaN(time)) throw makeError(unread, 'value.type', 'Must be a valid Date.', { property: ['now'] })
  if (!isObject(options)) throw makeError(unread, 'value.type', 'Must be an object.', { property: ['options'] })
  const { longTermStorage = false } = options as StorageOptions
  if (typeof longTermStorage !== 'boolean')
    throw makeError(unread, 'value.type', 'Must be a boolean.', { property: ['longTermStorage'] })
  const signatures = signaturesOf(change)
  const isKept = !isOver(change) || longTermStorage
  if (!isKept && time >= lastChangeOf(signatures) + keptMilliseconds) return { signaturesWithXades: [] }
  const { padesUrl } = propertiesOf(change.signatures)
  const { deleteDocumentsUrl } = change
  return {
    ...(isString(padesUrl) ? { padesUrl } : {}),
    signaturesWithXades: signatures.filter(({ xadesUrl }) => isString(xadesUrl)),
    ...(isString(deleteDocumentsUrl) ? { deleteDocumentsUrl } : {}),
  }
}

/** When a signer got a status last; never, as far as can be told, if no time names an instant. */
function lastChangeOf(signatures: readonly Signature[]): number {
  const times = signatures.flatMap(({ status }) => {
    const since = safeDateFromDateTime(propertiesOf(status)['since'] as string)
    return since.ok ? [since.value.getTime()] : []
  })
  return times.length === 0 ? Infinity : Math.max(...times)
}

function isOneOf(statuses: readonly string[], status: unknown): boolean {
  return isString(status) && statuses.includes(status)
}

/** The status of a job, which is one of those that there are. */
function statusOf(change: unknown): PortalSignatureJobStatus {
  const { status } = propertiesOf(change)
  const known = portalSignatureJobStatuses.find((each) => each === status)
  if (known !== undefined) return known
  const message = `Must be one of ${portalSignatureJobStatuses.join(', ')}.`
  throw makeError(unread, 'value.type', message, { property: ['status'] })
}

/** The signatures of a status change. */
export function signaturesOf(change: unknown): readonly Signature[] {
  return listOf(change, ['signatures', 'signature']) as readonly Signature[]
}

/** A list of objects somewhere in a value. */
export function listOf(value: unknown, property: readonly string[]): readonly object[] {
  const found = property.reduce<unknown>((holder, name) => propertiesOf(holder)[name], value)
  const members = membersOf(found)
  if (members?.every(isObject)) return members
  throw makeError('The signatures cannot be found', 'value.type', 'Must be a list of objects.', { property })
}
