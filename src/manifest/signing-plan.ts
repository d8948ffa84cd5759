/**
 * The order of signing: who may sign when, at the latest.
 *
 * @module
 */
import { dateFromDateTime, type ManifestCommon, type PortalSigner } from '../codec/index.js'

/** How long each group has where the manifest does not say: 30 days (page on the portal flow, availability). */
export const defaultAvailableSeconds = 2_592_000

/** Signers who may sign at the same time. */
export interface SigningGroup {
  /** The attribute `order` that they share, 0 to 9; 0 where they have none. */
  readonly order: number
  /** The signers, in the order of the manifest. */
  readonly signers: readonly PortalSigner[]
  /** When they may sign, at the latest: when the group before them has signed, or its time is over. */
  readonly opens: Date
  /** When their time is over, at the latest; a job expires if one of them has not signed by then. */
  readonly deadline: Date
}

/**
 * Groups the signers of a job by order and tells when each group can sign. Each group has the whole of the available
 * time, counted from when it opens; the first group opens at the activation time, or at once if that is absent or past.
 *
 * @param manifest - the signers and the availability
 * @param created - when the job is created
 * @param completions - when the groups that are done have signed, in order
 * @returns the groups in the order in which they sign
 * @throws PortalError `schema.date-time` if the activation time has no offset, so that it names no instant
 */
export function signingPlan(
  manifest: Pick<ManifestCommon, 'signers' | 'availability'>,
  created: Date,
  completions: readonly Date[] = [],
): readonly SigningGroup[] {
  const { activationTime, availableSeconds = defaultAvailableSeconds } = manifest.availability ?? {}
  const activation = activationTime === undefined ? created : dateFromDateTime(activationTime)
  let opens = activation > created ? activation : created
  const orders = [...new Set(manifest.signers.map(orderOf))].sort((a, b) => a - b)
  return orders.map((order, index) => {
    const deadline = new Date(opens.getTime() + availableSeconds * 1000)
    const group = { order, signers: manifest.signers.filter((signer) => orderOf(signer) === order), opens, deadline }
    opens = completions[index] ?? deadline
    return group
  })
}

function orderOf({ order = 0 }: PortalSigner): number {
  return order
}
