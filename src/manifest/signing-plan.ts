/**
 * The order of signing: who may sign when, at the latest.
 *
 * @module
 */
import { dateFromDateTime, PortalError, type ManifestCommon, type PortalSigner } from '../codec/index.js'
import { makeIssue } from '../outcome.js'

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

/**
 * Groups the signers of a job by order and tells when each group can sign. Each group has the whole of the available
 * time, counted from when it opens; the first group opens at the activation time, or at once if that is absent or past.
 *
 * @param manifest - the signers and the availability, of a manifest that its codec accepts
 * @param created - when the job is created
 * @param completions - when the groups that are done have signed, in order
 * @returns the groups in the order in which they sign
 * @throws {@link PortalError} `schema.date-time` if the activation time has no offset, so that it names no instant;
 *   `job.instant` if a date is invalid or outside what a Date can hold, or if a completion is not between the opening
 *   and the deadline of its group
 */
export function signingPlan(
  manifest: Pick<ManifestCommon, 'signers' | 'availability'>,
  created: Date,
  completions: readonly Date[] = [],
): readonly SigningGroup[] {
  const { activationTime, availableSeconds = defaultAvailableSeconds } = manifest.availability ?? {}
  const activation = activationTime === undefined ? created : dateFromDateTime(activationTime)
  // Math.max of an invalid date is NaN, which no comparison below lets through.
  let opens = new Date(Math.max(activation.getTime(), created.getTime()))
  const orders = [...new Set(manifest.signers.map(orderOf))].sort((a, b) => a - b)
  if (completions.length > orders.length) throw instantError('There are more completions than groups')
  return orders.map((order, index) => {
    const deadline = new Date(opens.getTime() + availableSeconds * 1000)
    if (!(opens <= deadline)) throw instantError('A date is invalid')
    const group = { order, signers: manifest.signers.filter((signer) => orderOf(signer) === order), opens, deadline }
    const completion = completions[index] ?? deadline
    if (!(opens <= completion && completion <= deadline)) throw instantError('A group cannot have signed then')
    opens = completion
    return group
  })
}

function orderOf({ order = 0 }: PortalSigner): number {
  return order
}

function instantError(what: string): PortalError {
  return new PortalError('The signing cannot be planned', [makeIssue('job.instant', `${what}.`)])
}
