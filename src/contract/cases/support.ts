/**
 * What many cases do, and the job that they do it with.
 *
 * @module
 */
import type { ManifestCommon, ManifestWithDocuments, PortalSignatureJobManifest } from '../../codec/portal/manifest.js'
import type { PortalSigner } from '../../codec/portal/signer.js'
import type { PreparedJob, Sector } from '../../manifest/index.js'
import type {
  ReportedJobResponse,
  ReportedNextStatusChange,
  ReportedStatusChangeResponse as StatusChange,
} from '../adapter.js'
import { writePdf } from '../../simulator/pdf.js'
import type { Resource } from '../../simulator/routes.js'
import { requireThat, requireEqual } from './assert.js'
import type { CaseContext } from './case.js'
import { sha256Of, shown } from './difference.js'
import { identityOf, inOrderOf, meaningOf, type Meaning } from './meaning.js'
import { ordinarySigners, secondSigner } from './persons.js'

/** A day, in milliseconds. */
export const dayMilliseconds = 86_400_000

/** When a change that was not confirmed comes back, in milliseconds; written down apart from the portal, which is tested too. */
export const redeliveryMilliseconds = 600_000

/** Longer than any time to wait between polls in test, in milliseconds. */
const longestWaitMilliseconds = 30_000

/** How long a client may wait of itself in test, in milliseconds: as long as in production. */
const longestOwnWaitMilliseconds = 600_000

/** The document of the ordinary job. */
export const ordinaryDocument = { href: 'document.pdf', mime: 'application/pdf', title: 'The document' } as const

/** What a case changes about the ordinary manifest. */
export type ManifestChanges = Partial<ManifestCommon & ManifestWithDocuments>

/** What a case changes about the ordinary job. */
export interface JobChanges {
  /** The metadata. Absent: without reference and polling queue. */
  readonly request?: PreparedJob<Sector>['request']
  /** Parts of the manifest. */
  readonly manifest?: ManifestChanges | undefined
  /** The files of the documents. Absent: a small one for each. */
  readonly documents?: PreparedJob<Sector>['documents']
}

/** A job: two signers, one document, and nothing that may be left out. */
function jobWith(organizationNumber: string, changes: JobChanges = {}): PreparedJob<Sector> {
  const manifest: PortalSignatureJobManifest & ManifestWithDocuments = {
    signers: ordinarySigners,
    sender: { organizationNumber },
    title: 'The title',
    documents: [ordinaryDocument],
    ...changes.manifest,
  }
  const documents = manifest.documents.map(({ href, mime }) => ({ href, mime, bytes: contentOf(href, mime) }))
  // Some cases break a rule of the sector, which the type of a prepared job excludes.
  return { request: {}, documents, warnings: [], ...changes, manifest } as PreparedJob<Sector>
}

/** A document that no other is the same as. */
function contentOf(href: string, mime: string): Uint8Array {
  return mime === 'application/pdf' ? writePdf([href]) : new TextEncoder().encode(`The content of ${href}\n`)
}

/** SHA-256 of the document of the ordinary job. */
export function documentHash({ organizationNumber }: CaseContext): string {
  const [document] = jobWith(organizationNumber).documents
  return sha256Of(document?.bytes ?? new Uint8Array())
}

/** Writes an instant as an xs:dateTime; an offset of 0 as `Z`, and no fraction for no digits. */
export function dateTimeAt(instant: Date, offsetMinutes: number, digits = 0): string {
  const local = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString()
  const fraction = digits === 0 ? '' : `.${local.slice(20, 23).padEnd(digits, '0').slice(0, digits)}`
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const ahead = Math.abs(offsetMinutes)
  const offset = offsetMinutes === 0 ? 'Z' : `${offsetMinutes < 0 ? '-' : '+'}${two(ahead / 60)}:${two(ahead % 60)}`
  return `${local.slice(0, 19)}${fraction}${offset}`
}

/** Creates a job. */
export async function create(context: CaseContext, changes?: JobChanges): Promise<ReportedJobResponse> {
  return context.adapter.create(jobWith(context.organizationNumber, changes))
}

/** Creates a job, and requires the portal to have got it as it was meant, in whichever way it is written. */
export async function createAndCompare(context: CaseContext, changes: ManifestChanges = {}): Promise<void> {
  const { signatureJobId } = await create(context, { manifest: changes })
  requireMeant(context, signatureJobId, changes)
}

/** What of a manifest, and of its signers, a case goes by. */
export interface Parts {
  readonly ofManifest?: readonly (keyof ManifestCommon)[]
  readonly ofSigners?: readonly (keyof PortalSigner)[]
}

/**
 * Requires the portal to have got the manifest of a job as it was meant, or these parts of it, where what comes of them is what
 * the case is about.
 */
export function requireMeant(
  context: CaseContext,
  signatureJobId: string,
  changes: ManifestChanges,
  parts?: Parts,
): void {
  const { manifest, documents } = jobWith(context.organizationNumber, { manifest: changes })
  const files = documents.map(({ href, bytes }) => ({ href, sha256: sha256Of(bytes) }))
  const got = context.simulator.job(signatureJobId)
  const [sent, meant] = [
    meaningOf(got.manifest, got.documents, got.createdAt, manifest.signers),
    meaningOf(manifest, files, got.createdAt, manifest.signers),
  ].map((meaning) => (parts === undefined ? meaning : partsOf(meaning, parts)))
  requireEqual(sent, meant, 'the manifest that the service got')
}

function partsOf(meaning: Meaning, { ofManifest = [], ofSigners }: Parts): object {
  const signers = ofSigners && meaning.signers.map((signer) => partOf(signer, ofSigners))
  return { ...partOf(meaning, ofManifest), signers }
}

function partOf(whole: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name)))
}

/** Polls a queue of the sender. */
export async function poll(context: CaseContext, pollingQueue?: string): Promise<ReportedNextStatusChange> {
  return context.adapter.nextStatusChange({ sender: context.organizationNumber, pollingQueue })
}

/** Polls, when it is permitted. */
export async function pollLater(context: CaseContext, pollingQueue?: string): Promise<ReportedNextStatusChange> {
  context.clock.advance(longestWaitMilliseconds)
  return pollPatiently(context, pollingQueue)
}

/**
 * Polls. A client that holds the poll back, since it waits longer than it must or keeps its calls apart, is asked again at the
 * time that it names, if that is not too late.
 */
export async function pollPatiently(
  context: CaseContext,
  pollingQueue?: string,
  longestWait: number = longestOwnWaitMilliseconds,
): Promise<ReportedNextStatusChange> {
  const sent = requestsTo(context, 'nextStatusChange')
  const result = await poll(context, pollingQueue)
  if (result.kind !== 'tooEager' || requestsTo(context, 'nextStatusChange') > sent) return result
  const wait = result.nextPermittedPollTime.getTime() - context.clock.now().getTime()
  if (!(wait > 0 && wait <= longestWait)) return result
  context.clock.advance(wait)
  return poll(context, pollingQueue)
}

/** Polls, when it is permitted, and requires a change. */
export async function nextChange(context: CaseContext, pollingQueue?: string): Promise<StatusChange> {
  const sent = requestsTo(context, 'nextStatusChange')
  const result = await pollLater(context, pollingQueue)
  requireThat(
    result.kind === 'statusChange',
    `the poll must give a status change, but gave ${toldOf(context, result, pollingQueue, sent)}`,
  )
  return named(result.statusChange)
}

/** A change by the properties that it is to have: others are the adapter's own matter. */
function named({ signatures, ...change }: StatusChange): StatusChange {
  const { reference, signatureJobId, status, confirmationUrl, cancellationUrl, deleteDocumentsUrl } = change
  const signature = signatures.signature.map(({ status, personalIdentificationNumber, identifier, xadesUrl }) => ({
    ...{ status, personalIdentificationNumber, identifier, xadesUrl },
  }))
  return {
    ...{ reference, signatureJobId, status, confirmationUrl, cancellationUrl, deleteDocumentsUrl },
    signatures: { signature, padesUrl: signatures.padesUrl },
  }
}

/** What a poll gave that should have given something else, and what helps to find out why, given how many polls had been sent before. */
function toldOf(
  context: CaseContext,
  { kind, nextPermittedPollTime: time }: ReportedNextStatusChange,
  pollingQueue: string | undefined,
  sent: number,
): string {
  const polls = context.simulator.exchanges().filter(({ resource }) => resource === 'nextStatusChange')
  if (kind === 'tooEager') {
    const heldBack = polls.length > sent ? '' : ': the client has held it back'
    return `${kind} until ${shown(time)}, when it is ${shown(context.clock.now())} by the portal’s clock${heldBack}`
  }
  const confirmations = requestsTo(context, 'confirm')
  const hint = confirmations === 0 ? '' : `; ${confirmations} confirmations have come`
  const url = polls.at(-1)?.url
  const asked = url === undefined ? undefined : new URL(url).searchParams.get('polling_queue')
  const queue = (asked ?? undefined) === pollingQueue ? '' : `; the queue that it asked is ${shown(asked)}`
  return `${kind}${queue}${hint}`
}

/** Polls, when it is permitted, and requires an empty queue. */
export async function requireNoChange(context: CaseContext, pollingQueue?: string): Promise<void> {
  const sent = requestsTo(context, 'nextStatusChange')
  const result = await pollLater(context, pollingQueue)
  const isTooEager = result.kind === 'tooEager'
  requireThat(!isTooEager, `the poll must give no change, but gave ${toldOf(context, result, pollingQueue, sent)}`)
  requireEqual(result.kind, 'noChange', 'what the poll gives')
}

/** Makes as many calls in a second as an organization may: downloads, since some clients wait a second after each change. */
export async function callTenTimes(context: CaseContext): Promise<void> {
  await createSigned(context, 1)
  // At once, so that the portal's clock and the machine's are not far apart.
  const { kind, statusChange } = { statusChange: undefined, ...(await poll(context)) }
  requireEqual(kind, 'statusChange', 'what the first poll gives')
  const padesUrl = present(statusChange?.signatures.padesUrl, 'pades-url', statusChange)
  context.clock.advance(2_000)
  const before = context.simulator.exchanges().length
  for (let call = 1; call <= 10 && context.simulator.exchanges().length - before < 10; call += 1)
    // A client may send other requests beside each download, and be blocked sooner.
    await context.adapter.downloadPades(padesUrl).catch(() => undefined)
}

/**
 * Lets something become of a signer, wherever the client has put that signer in the manifest; where it cannot, that tells what the
 * manifest says of it.
 */
export function become(context: CaseContext, signatureJobId: string, signer: PortalSigner, status: string): void {
  const position = positionOf(context, signatureJobId, signer)
  try {
    context.simulator.setSignerStatus(signatureJobId, position, status)
  } catch (cause) {
    const { status: now, manifest } = context.simulator.job(signatureJobId)
    const { order, onBehalfOf, signatureType } = manifest.signers[position - 1] ?? {}
    const { availability, identifierInSignedDocuments } = manifest
    const said = shown({ order, onBehalfOf, signatureType, availability, identifierInSignedDocuments })
    const who = `signer ${identityOf(signer)} of a job that is ${now}`
    throw new Error(`${who} cannot become ${status} by the manifest that the service got: ${said}`, { cause })
  }
}

/** The place of a signer in the manifest that the service got, from 1. */
export function positionOf({ simulator }: CaseContext, signatureJobId: string, signer: PortalSigner): number {
  const { signers } = simulator.job(signatureJobId).manifest
  const identities = signers.map(identityOf)
  const index = identities.indexOf(identityOf(signer))
  const wanted = `${shown(identityOf(signer))} among them`
  requireThat(
    index !== -1,
    `the signers in the manifest that the service got: wanted ${wanted}, got ${shown(identities)}`,
  )
  return index + 1
}

/** Creates a job that its first signers sign. */
export async function createSigned(
  context: CaseContext,
  howMany: 1 | 2 | 3 | 10,
  changes?: JobChanges,
): Promise<string> {
  const { signatureJobId } = await create(context, changes)
  const signers = changes?.manifest?.signers ?? ordinarySigners
  for (const signer of signers.slice(0, howMany)) become(context, signatureJobId, signer, 'SIGNED')
  return signatureJobId
}

/** Creates a job that its signers sign, and polls for each of its changes: gives the last. */
export async function signedChange(context: CaseContext, signers: 1 | 2 = 1): Promise<StatusChange> {
  await createSigned(context, signers)
  if (signers === 2) await nextChange(context)
  return nextChange(context)
}

/**
 * Creates a job whose first signer signs, and whose second then does this, and polls for the change that ends it; the one before is
 * confirmed.
 */
export async function endingChange(context: CaseContext, status: 'SIGNED' | 'REJECTED'): Promise<StatusChange> {
  const signatureJobId = await createSigned(context, 1)
  await context.adapter.confirm((await nextChange(context)).confirmationUrl)
  become(context, signatureJobId, secondSigner, status)
  return nextChange(context)
}

/** Polls when a change that was not confirmed has come back. */
export async function redeliveredChange(context: CaseContext): Promise<StatusChange> {
  context.clock.advance(redeliveryMilliseconds)
  return nextChange(context)
}

/** What a change tells of the signers, in the order of a list of them. */
export function signaturesOf(
  { signatures }: StatusChange,
  signers: readonly PortalSigner[] = ordinarySigners,
): StatusChange['signatures']['signature'] {
  return inOrderOf(signers, signatures.signature)
}

/** Requires the statuses of a job and of its signers, who are those of a list, and in its order. */
export function requireStatuses(
  { status, signatures }: StatusChange,
  [job, ...ofSigners]: readonly string[],
  signers: readonly PortalSigner[] = ordinarySigners,
): void {
  const got = new Map<string, string>([['job', status]])
  for (const one of signatures.signature) {
    const name = `signer ${identityOf(one)}`
    got.set(got.has(name) ? `${name}, again` : name, one.status.value)
  }
  const wanted = signers.map((signer, index) => [`signer ${identityOf(signer)}`, ofSigners[index]])
  requireEqual(Object.fromEntries(got), { job, ...Object.fromEntries(wanted) }, 'the statuses in the change')
}

/** How many requests the portal has got. */
export function requestsTo(context: CaseContext, resource: Resource): number {
  return context.simulator.exchanges().filter((exchange) => exchange.resource === resource).length
}

/** Requires what a poll has given, or the portal, to be there; where it was to be in a change, the change tells why it is not. */
export function present(value: string | undefined, name: string, change?: StatusChange): string {
  const told = change?.signatures.signature.map((one) => `${identityOf(one) || 'nobody'} ${shown(one.status.value)}`)
  const why =
    told && `; the change tells of a job ${shown(change?.status)}, and of signers: ${told.join(', ') || 'none'}`
  requireThat(value !== undefined, `${name} must be there${why ?? ''}`)
  return value
}
