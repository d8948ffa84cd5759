/**
 * The order of signing: who may sign when, at the latest.
 *
 * @module
 */
import {
  isDateTime,
  portalSignatureJobManifest,
  safeDateFromDateTime,
  type Availability,
  type PortalSigner,
} from '../codec/index.js'
import { breachAt } from '../codec/portal/rule.js'
import { placeIssues } from '../codec/property.js'
import { membersOf, propertiesOf, timeOf } from '../guard.js'
import { unwrap, type Result } from '../issue.js'
import { makeIssue, outcome } from '../outcome.js'
import { readManifest } from './read.js'

/** How long each group has where the manifest does not say, in seconds: 30 days (page on the portal flow, availability). */
export const defaultAvailableSeconds = 2_592_000

/** Signers who may sign at the same time. */
export interface SigningGroup {
  /** The attribute `order` that they share, 0 to 9; 0 where they have none. */
  readonly order: number
  /** The signers, in the order of the manifest. */
  readonly signers: readonly PortalSigner[]
  /** When they may sign: when the group before them has signed, by the end of its time at the latest. */
  readonly opens: Date
  /**
   * When their time is over, at the latest, by the manifest: a job expires if one of them has not signed by then. The sender
   * can postpone it in the sender portal (notifications page).
   */
  readonly deadline: Date
}

/** What of a manifest tells when each signs; a manifest is one. */
export interface SigningOrder {
  /** Element `signers`: those who are to sign, 1 to 10. */
  readonly signers: readonly PortalSigner[]
  /** Element `availability`: from when and how long. Omitted: at once, 30 days for each group of signers. */
  readonly availability?: Availability | undefined
}

/**
 * Groups the signers of a job by order and tells when each group can sign. Each group has the whole of the available
 * time, counted from when it opens; the first group opens at the activation time, or at once if that is absent or past.
 *
 * @param manifest - the signers and the availability, of a manifest that its codec accepts
 * @param created - when the job is created
 * @param completions - when the groups that are done have signed, in order; after the deadline too, which the sender can
 *   postpone
 * @returns the groups in the order in which they sign
 * @throws {@link PortalError} what the codec says of signers and availability; `schema.date-time` if the activation time
 *   has no offset, so that it names no instant; `job.instant` if a date is invalid or outside what a Date can hold, or if
 *   a completion is before its group opens. `property` begins with `signers`,
 *   `availability`, `created` or `completions`
 */
export function signingPlan(
  manifest: SigningOrder,
  created: Date,
  completions?: readonly Date[],
): readonly SigningGroup[] {
  return unwrap(safeSigningPlan(manifest, created, completions), 'The signing cannot be planned')
}

/**
 * As {@link signingPlan}, without throwing.
 *
 * @param manifest - the signers and the availability, of a manifest that its codec accepts
 * @param created - when the job is created
 * @param completions - when the groups that are done have signed, in order
 * @returns the groups in the order in which they sign, or what is wrong
 *
 * @example
 * ```ts
 * import { safeSigningPlan, type PreparedJob } from 'signering-portal/manifest'
 *
 * declare const prepared: PreparedJob<'PRIVATE'>
 *
 * const created = new Date('2026-12-01T08:00:00Z')
 * const plan = safeSigningPlan(prepared.manifest, created)
 * if (plan.ok) console.log(plan.value[0]?.deadline.toISOString()) // 2026-12-31T08:00:00.000Z
 * ```
 */
export function safeSigningPlan(
  manifest: SigningOrder,
  created: Date,
  completions: readonly Date[] = [],
): Result<readonly SigningGroup[]> {
  const { signers, availability } = propertiesOf(manifest)
  const { issues, sound } = readManifest({ signers, availability })
  const start = timeOf(created)
  const { activationTime, availableSeconds = defaultAvailableSeconds } = sound.availability ?? {}
  // What is no xs:dateTime the reader has told.
  const isTold = activationTime === undefined || !isDateTime(activationTime)
  const activation = isTold ? undefined : safeDateFromDateTime(activationTime)
  const unplaced = activation?.ok === false ? activation.issues : []
  const untimed = unplaced.map((issue) => ({ ...issue, ...breachAt('availability/activation-time') }))
  // What else a manifest must have does not matter here.
  const own = placeIssues(portalSignatureJobManifest, [...issues, ...untimed]).filter(({ property }) =>
    /^(?:signers|availability)$/.test(`${property?.[0]}`),
  )
  const isSound = (part: keyof SigningOrder): boolean => !own.some(({ property }) => property?.[0] === part)
  const isTimed = isSound('availability')
  const times = membersOf(completions)?.map(timeOf)
  let next = isTimed ? Math.max(start, activation?.ok === true ? activation.value.getTime() : start) : Number.NaN
  const orders = [...new Set(sound.signers?.map(orderOf))].sort((a, b) => a - b)
  const groups = orders.map((order, index) => {
    const opens = new Date(next)
    const deadline = new Date(isTimed ? next + availableSeconds * 1000 : Number.NaN)
    next = times?.[index] ?? deadline.getTime()
    return { order, signers: (sound.signers ?? []).filter((signer) => orderOf(signer) === order), opens, deadline }
  })
  const found = [...own]
  const report = (message: string, ...property: readonly (string | number)[]): unknown =>
    found.push(makeIssue('job.instant', message, { property }))
  if (Number.isNaN(start)) report('Must be a valid Date.', 'created')
  if (times === undefined) report('Must be a list of Dates.', 'completions')
  // No comparison finds fault with an instant that is not known; which groups there are must be.
  for (const [index, time] of times?.entries() ?? []) {
    const group = isSound('signers') ? groups[index] : { opens: time }
    if (Number.isNaN(time)) report('Must be a valid Date.', 'completions', index)
    else if (group === undefined) report('There is no such group of signers.', 'completions', index)
    else if (Number(group.opens) > time) report('Must not be before the group opens.', 'completions', index)
  }
  const isTooLate = found.length === 0 && groups.some(({ deadline }) => Number.isNaN(Number(deadline)))
  if (isTooLate) report('Must end before what a Date can hold.', 'availability')
  return outcome(found, () => groups)
}

function orderOf({ order = 0 }: PortalSigner): number {
  return order
}
