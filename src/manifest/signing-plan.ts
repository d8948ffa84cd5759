/**
 * The order of signing: who may sign when, at the latest.
 *
 * @module
 */
import { dateFromDateTime, portalSignatureJobManifest, type ManifestCommon, type PortalSigner } from '../codec/index.js'
import { breachAt } from '../codec/portal/rule.js'
import { placeIssues } from '../codec/property.js'
import { isDate, membersOf, propertiesOf } from '../guard.js'
import { PortalError, unwrap, type Result } from '../issue.js'
import { attempt, makeError } from '../outcome.js'
import { readerOf } from './read.js'

/** How long each group has where the manifest does not say: 30 days (page on the portal flow, availability). */
export const defaultAvailableSeconds = 2_592_000

/** Signers who may sign at the same time. */
export interface SigningGroup {
  /** The attribute `order` that they share, 0 to 9; 0 where they have none. */
  readonly order: number
  /** The signers, in the order of the manifest. */
  readonly signers: readonly PortalSigner[]
  /** When they may sign: when the group before them has signed, by the end of its time at the latest. */
  readonly opens: Date
  /** When their time is over, at the latest; a job expires if one of them has not signed by then. */
  readonly deadline: Date
}

/** What of a manifest tells when each signs. */
export type SigningOrder = Pick<ManifestCommon, 'signers' | 'availability'>

/**
 * Groups the signers of a job by order and tells when each group can sign. Each group has the whole of the available
 * time, counted from when it opens; the first group opens at the activation time, or at once if that is absent or past.
 *
 * @param manifest - the signers and the availability, of a manifest that its codec accepts
 * @param created - when the job is created
 * @param completions - when the groups that are done have signed, in order
 * @returns the groups in the order in which they sign
 * @throws {@link PortalError} what the codec says of signers and availability; `schema.date-time` if the activation time
 *   has no offset, so that it names no instant; `job.instant` if a date is invalid or outside what a Date can hold, or if
 *   a completion is not between the opening and the deadline of its group
 */
export function signingPlan(
  manifest: SigningOrder,
  created: Date,
  completions?: readonly Date[],
): readonly SigningGroup[] {
  return unwrap(safeSigningPlan(manifest, created, completions), subject)
}

/**
 * As {@link signingPlan}, without throwing.
 *
 * @param manifest - the signers and the availability, of a manifest that its codec accepts
 * @param created - when the job is created
 * @param completions - when the groups that are done have signed, in order
 * @returns the groups in the order in which they sign, or what is wrong
 */
export function safeSigningPlan(
  manifest: SigningOrder,
  created: Date,
  completions: readonly Date[] = [],
): Result<readonly SigningGroup[]> {
  const { signers, availability } = propertiesOf(manifest)
  const { issues, sound } = readManifest({ signers, availability })
  // What else a manifest must have does not matter here.
  const own = placeIssues(name, spec, issues).filter(({ property }) =>
    /^(?:signers|availability)$/.test(`${property?.[0]}`),
  )
  return own.length > 0 ? { ok: false, issues: own } : attempt(() => plan(sound, created, membersOf(completions)))
}

const subject = 'The signing cannot be planned'
const { name, spec } = portalSignatureJobManifest
const readManifest = readerOf(portalSignatureJobManifest)

function plan(
  { signers = [], availability }: Partial<SigningOrder>,
  created: unknown,
  done?: readonly unknown[],
): SigningGroup[] {
  const { activationTime, availableSeconds = defaultAvailableSeconds } = availability ?? {}
  const start = instantOf(created)
  let opens = new Date(Math.max(start, activationTime === undefined ? start : activation(activationTime)))
  const orders = [...new Set(signers.map(orderOf))].sort((a, b) => a - b)
  if (done === undefined || done.length > orders.length) throw instantError('There are more completions than groups')
  return orders.map((order, index) => {
    const deadline = new Date(opens.getTime() + availableSeconds * 1000)
    if (!(opens <= deadline)) throw instantError('A date is invalid')
    const group = { order, signers: signers.filter((signer) => orderOf(signer) === order), opens, deadline }
    const completion = index < done.length ? new Date(instantOf(done[index])) : deadline
    if (!(opens <= completion && completion <= deadline)) throw instantError('A group cannot have signed then')
    opens = completion
    return group
  })
}

/** NaN for what is no valid date, which no comparison lets through. */
function instantOf(date: unknown): number {
  return isDate(date) ? Date.prototype.getTime.call(date) : Number.NaN
}

function activation(time: string): number {
  const instant = attempt(() => dateFromDateTime(time).getTime())
  if (instant.ok) return instant.value
  const place = breachAt('availability/activation-time', { property: ['availability', 'activationTime'] })
  throw new PortalError(
    subject,
    instant.issues.map((issue) => ({ ...issue, ...place })),
  )
}

function orderOf({ order = 0 }: PortalSigner): number {
  return order
}

function instantError(what: string): PortalError {
  return makeError(subject, 'job.instant', `${what}.`)
}
