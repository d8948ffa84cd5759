import type { PortalSignatureJobManifest, PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { availableNow, blockedBy, isOver, signaturesBySigner, type Available } from 'signering-portal/http'

/** What has become of each signer, by their place in the manifest; and of the job. */
export interface Report {
  readonly statuses: readonly (string | undefined)[]
  /** Why nobody can be told from another, or what belongs to another job. */
  readonly problems: readonly string[]
  /** The statuses that ended the job. */
  readonly blocked: readonly string[]
  readonly over: boolean
  readonly available: Available
}

export function reportOn(
  manifest: PortalSignatureJobManifest,
  change: PortalSignatureJobStatusChangeResponse,
  now: Date,
): Report {
  const { paired, signersWithoutSignature, signaturesWithoutSigner, sameDetails } = signaturesBySigner(manifest, change)
  const statusOf = new Map(paired.map(({ signer, signature }) => [signer, signature.status.value]))
  return {
    statuses: manifest.signers.map((signer) => statusOf.get(signer)),
    problems: [
      ...signersWithoutSignature.map(() => 'a signer is not in the change'),
      ...signaturesWithoutSigner.map(() => 'a signature is of nobody in the manifest'),
      ...sameDetails.map(({ signers }) => `${signers.length} signers have the same contact details`),
    ],
    blocked: blockedBy(change).map(({ status }) => status.value),
    over: isOver(change),
    available: availableNow(change, now),
  }
}
