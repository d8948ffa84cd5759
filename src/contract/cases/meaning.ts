/**
 * What a manifest means to the service, whichever way it is written.
 *
 * @module
 */
import { safeDateFromDateTime } from '../../codec/date-time.js'
import type { Availability, PortalSignatureJobManifest } from '../../codec/portal/manifest.js'
import type { Notifications, PortalSigner } from '../../codec/portal/signer.js'
import type { ReportedIdentifier } from '../adapter.js'
import { privateSenderOrganizationNumber } from '../../simulator/organizations.js'

/** A file of the document package, by its name and the digest of its content. */
interface File {
  readonly href: string
  readonly sha256: string
}

/** How far a client's clock may be ahead of the portal's where it writes the present as activation time, in milliseconds. */
const presentMilliseconds = 60_000

/** Whom a manifest or a status change means. */
interface Identified {
  readonly personalIdentificationNumber?: string | undefined
  readonly notifications?: Notifications | undefined
  readonly identifier?: Partial<ReportedIdentifier> | undefined
}

/** What a manifest means: the names are those of its properties. */
export interface Meaning extends Readonly<Record<string, unknown>> {
  /** The signers, each without what is the default. */
  readonly signers: readonly object[]
}

/** How signers are told apart: by national identity number, or by contact information. */
export function identityOf({ personalIdentificationNumber, notifications, identifier }: Identified): string {
  const { email, sms } = identifier ?? notifications ?? {}
  return personalIdentificationNumber ?? [email?.address, sms?.number].filter((one) => one !== undefined).join(' ')
}

/**
 * What the manifest of a job says, without what is the documented default. Source: portal flow page (on behalf of,
 * availability), signature type page, security level page. Documents are known by their content, since file names are the
 * client's; signers stand in the order of `like`, another list of them, and have its orders where the same come first by both
 * (portal.xsd).
 */
export function meaningOf(
  manifest: PortalSignatureJobManifest,
  files: readonly File[],
  createdAt: Date,
  like: readonly PortalSigner[],
): Meaning {
  const isPrivate = manifest.sender.organizationNumber === privateSenderOrganizationNumber
  const signatureType = isPrivate ? 'ADVANCED_ELECTRONIC_SIGNATURE' : 'AUTHENTICATED_ELECTRONIC_SIGNATURE'
  const signers = inOrderOf(like, manifest.signers)
  const isSameOrder = ranksOf(signers).join() === ranksOf(like).join()
  return {
    ...without(manifest, { requiredAuthentication: '4' }),
    signers: signers.map((signer, index) => {
      const { order } = (isSameOrder ? like[index] : undefined) ?? signer
      return without({ ...signer, order }, { onBehalfOf: 'SELF', order: 0, signatureType })
    }),
    documents: (manifest.documents ?? []).map(({ href, mime, title }) => ({
      mime: mime.replace(/;.*/s, '').trim().toLowerCase(),
      title,
      sha256: files.find((file) => file.href === href)?.sha256,
    })),
    availability: availabilityOf(manifest.availability ?? {}, createdAt),
  }
}

/** Who signs before whom: for each signer how many orders are before that one's. */
function ranksOf(signers: readonly PortalSigner[]): readonly number[] {
  const orders = signers.map(({ order = 0 }) => order)
  const sorted = [...new Set(orders)].sort((one, other) => one - other)
  return orders.map((order) => sorted.indexOf(order))
}

/** An element without content says as much as none, and an activation time that is not later than the present, too. */
function availabilityOf({ activationTime, availableSeconds }: Availability, createdAt: Date): Record<string, unknown> {
  const read = activationTime === undefined ? undefined : safeDateFromDateTime(activationTime)
  const activation = read?.ok === true ? read.value : activationTime
  const isPresent = activation instanceof Date && activation.getTime() <= createdAt.getTime() + presentMilliseconds
  return {
    ...(isPresent ? {} : { activationTime: activation }),
    ...without({ availableSeconds }, { availableSeconds: 2_592_000 }),
  }
}

/** Signers in the order of another list, as far as they are in it: the schema gives the list of signers no order. */
export function inOrderOf<T extends Identified>(like: readonly PortalSigner[], signers: readonly T[]): readonly T[] {
  const left = [...signers]
  const matched = like.map((wanted) => {
    const index = left.findIndex((signer) => identityOf(signer) === identityOf(wanted))
    return index === -1 ? undefined : left.splice(index, 1)[0]
  })
  return [...matched.map((signer) => signer ?? left.shift()), ...left].filter((signer) => signer !== undefined)
}

function without(value: object, defaults: Readonly<Record<string, string | number>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name, content]) => defaults[name] !== content))
}
