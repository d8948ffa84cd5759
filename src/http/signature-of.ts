/**
 * Whose signature is it: signers of a manifest, and the signatures that a status change has of them.
 *
 * @module
 */
import type { Notifications, PortalSigner } from '../codec/portal/signer.js'
import type { PortalSignatureJobStatusChangeResponse, Signature } from '../codec/portal/status-change.js'
import { isObject, isString, propertiesOf } from '../guard.js'
import type { Issue } from '../issue.js'
import { firstOf, issueIf, refuseIfAny } from '../outcome.js'
import { listOf, signaturesOf } from './job-status.js'

/** Who a signer is: what a manifest or a status change says of it, or no more than that. */
export type SignerIdentity =
  | PortalSigner
  | {
      /** Element `personal-identification-number`: eleven digits. */
      readonly personalIdentificationNumber: string
    }
  | {
      /** Element `identifier`: the contact details, as a {@link Signature} has them. */
      readonly identifier: Notifications
    }

/** A signer and the signature of that signer. */
export interface SignerWithSignature {
  /** The signer, the same object as in the manifest. */
  readonly signer: PortalSigner
  /** The signature, the same object as in the status change. */
  readonly signature: Signature
}

/** Signers and signatures with the same details, of which nobody can tell which belongs to which. */
export interface SameDetails {
  /** The signers, at least one. */
  readonly signers: readonly PortalSigner[]
  /** The signatures, at least one; there are two or more of these, or of the signers. */
  readonly signatures: readonly Signature[]
}

/** All signers and all signatures of a job, each in one of these lists. */
export interface SignaturesBySigner {
  /** The signers whose signature was found, in the order of the manifest. */
  readonly paired: readonly SignerWithSignature[]
  /** The signers of whom the status change has no signature, in the order of the manifest. */
  readonly signersWithoutSignature: readonly PortalSigner[]
  /** The signatures of whom the manifest has no signer, in the order of the status change. */
  readonly signaturesWithoutSigner: readonly Signature[]
  /** What cannot be told apart: two signers with the same address, for example, and their two signatures. */
  readonly sameDetails: readonly SameDetails[]
}

/**
 * Finds the signature of a signer in a status change: by national identity number, or else by contact details, as the service
 * repeats them (portal.xsd, type `signature`). Contact details are the same if both have the same address and the same number,
 * or neither: so does the official client for Java. Beyond it, an address is compared without regard to the case of letters,
 * and a number without spaces, hyphens, dots and parentheses, with `00` for `+`, and with or without `+47` before eight digits.
 *
 * @param change - the status change
 * @param signer - a signer of the manifest, a signature of another status change of the job, or what either is known by
 * @returns the signature, the same object as in the status change; undefined if there is none, and if there are several that
 *   cannot be told apart, which {@link signaturesBySigner} tells
 * @throws PortalError `value.type` if the status change has no list of signatures, or the signer is no object, or is known by
 *   nothing, or by something that is no text. One who is `identifiedByContactInformation` may be known by nothing: the manifest
 *   has no contact details of those whom the service looks up, and no signature is found. Null is nothing
 *
 * @example
 * ```ts
 * import { signatureOf } from 'signering-portal/http'
 * import type { PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
 *
 * declare const change: PortalSignatureJobStatusChangeResponse
 *
 * const signature = signatureOf(change, { personalIdentificationNumber: '12345678910' })
 * console.log(signature?.status.value) // SIGNED
 * ```
 */
export function signatureOf(
  change: PortalSignatureJobStatusChangeResponse,
  signer: SignerIdentity,
): Signature | undefined {
  refuseIfAny('The signature cannot be found', anonymousIssue(signer, ['signer']))
  const details = detailsOf(signer)
  if (!isString(details)) return undefined
  const [found, another] = signaturesOf(change).filter((signature) => detailsOf(signature) === details)
  return another === undefined ? found : undefined
}

/**
 * Pairs the signers of a manifest with the signatures of a status change, as {@link signatureOf} does.
 *
 * @param manifest - the manifest of the job, or another object with its signers
 * @param change - a status change of the job
 * @returns every signer and every signature once: paired, without the other, or among others with the same details
 * @throws PortalError `value.type` if the manifest has no list of signers, or the status change none of signatures, and for each
 *   signer whom {@link signatureOf} refuses
 */
export function signaturesBySigner(
  manifest: { readonly signers: readonly PortalSigner[] },
  change: PortalSignatureJobStatusChangeResponse,
): SignaturesBySigner {
  const signers = listOf(manifest, ['signers']) as readonly PortalSigner[]
  const signatures = signaturesOf(change)
  const anonymous = firstOf(signers, (signer, index) => anonymousIssue(signer, ['signers', index]))
  refuseIfAny('The signatures cannot be found', anonymous)
  const groups = new Map<unknown, Group>()
  const groupOf = (value: PortalSigner | Signature): Group => {
    // What has no details is like nothing else.
    const details = detailsOf(value) ?? value
    const group = groups.get(details) ?? { signers: [], signatures: [] }
    groups.set(details, group)
    return group
  }
  for (const signer of signers) groupOf(signer).signers.push(signer)
  for (const signature of signatures) groupOf(signature).signatures.push(signature)
  const paired: SignerWithSignature[] = []
  const sameDetails: SameDetails[] = []
  for (const group of groups.values()) {
    const [signer, secondSigner] = group.signers
    const [signature, secondSignature] = group.signatures
    if (signer === undefined || signature === undefined) continue
    if (secondSigner === undefined && secondSignature === undefined) paired.push({ signer, signature })
    else sameDetails.push(group)
  }
  return {
    paired,
    signersWithoutSignature: signers.filter((signer) => groupOf(signer).signatures.length === 0),
    signaturesWithoutSigner: signatures.filter((signature) => groupOf(signature).signers.length === 0),
    sameDetails,
  }
}

interface Group extends SameDetails {
  readonly signers: PortalSigner[]
  readonly signatures: Signature[]
}

/** The issue of a signer of whom no signature can be found, and whom the service does not look up. */
function anonymousIssue(signer: unknown, property: readonly (string | number)[]): readonly Issue[] {
  const details = detailsOf(signer)
  const isLookedUp = details === undefined && propertiesOf(signer)['identifiedByContactInformation'] === true
  const message = 'Must have a national identity number or contact details, as text.'
  return issueIf(!isString(details) && !isLookedUp, 'value.type', message, { property })
}

/**
 * What a signer or a signature is known by, in a form that is the same for both; undefined where it is known by nothing, and
 * false where that is no text.
 */
function detailsOf(value: unknown): string | false | undefined {
  const { personalIdentificationNumber: identity, identifier, notifications } = propertiesOf(value)
  // The notifications of one who has a national identity number are not what the service repeats.
  if ((identity ?? undefined) !== undefined) return isString(identity) && JSON.stringify([identity])
  const contact = identifier ?? notifications
  const address = inside(inside(contact, 'email'), 'address')
  const number = inside(inside(contact, 'sms'), 'number')
  if (address === undefined && number === undefined) return undefined
  if (!isString(address ?? '') || !isString(number ?? '')) return false
  return JSON.stringify([isString(address) && address.toLowerCase(), isString(number) && plainNumber(number)])
}

/** A property; undefined where it or what should have it is absent, and false where that is no object. */
function inside(holder: unknown, name: string): unknown {
  if ((holder ?? undefined) === undefined) return undefined
  return isObject(holder) ? (holder[name] ?? undefined) : false
}

/** A telephone number as digits, with `+` and the code of the country where that is not Norway. */
function plainNumber(number: string): string {
  return number
    .replace(/[\s().-]/g, '')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^\+47(?=[0-9]{8}$)/, '')
}
