/**
 * The check of a whole job, without writing anything.
 *
 * @module
 */
import {
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  type PortalDocument,
  type PortalSignatureJobManifest,
  type PortalSignatureJobRequest,
} from '../codec/index.js'
import { documentsOf, isSameMediaType } from '../codec/portal/manifest-rules.js'
import { checkRules, offeredBy, type BundleDocument, type RuleSubject, type Sector } from '../codec/portal/rule.js'
import { placeIssues } from '../codec/property.js'
import { isString, propertiesOf, type Properties } from '../guard.js'
import type { Issue } from '../issue.js'
import { firstIssues, issueIf, withFound } from '../outcome.js'
import { placeOfFiles, readFiles, type ReadFiles, type SoundFile } from './files.js'
import { readerOf, readManifest } from './read.js'
import { rulesFor, sectorIssues } from './rules.js'

/** A job to be checked: the manifest, and as much of the rest as is at hand. */
export interface CheckJobOptions {
  /** The manifest, in either form. */
  readonly manifest: PortalSignatureJobManifest
  /** The metadata part of the request. */
  readonly request?: PortalSignatureJobRequest | undefined
  /** The files of the package, in the order of the manifest. */
  readonly documents?: readonly BundleDocument[] | undefined
  /** The nine digits in the path that the request is sent to. */
  readonly organizationNumber?: string | undefined
}

/**
 * Checks a job by the schema and by every rule that binds its sector, without writing anything. Rules look at every
 * part that has the right form, also where another has not, so that all that is wrong is told at once.
 *
 * @param sector - the sector of the sender
 * @param options - the manifest, and as much of the rest of the job as is at hand
 * @returns what is wrong, and what is worth a look, in document order. `property` begins with `manifest`, `request`,
 *   `documents`, `sector` or `organizationNumber`. Codes are those of the schema, `rule.` and the id of a rule,
 *   `job.sector`, `job.documents` and `value.type`. Never throws: only what a getter of the caller throws goes through
 *
 * @example
 * ```ts
 * import type { PortalSignatureJobManifest } from 'signering-portal/codec'
 * import { checkJob } from 'signering-portal/manifest'
 *
 * declare const manifest: PortalSignatureJobManifest
 *
 * for (const { code, property } of checkJob('PRIVATE', { manifest })) console.log(code, property?.join('.'))
 * // rule.lookup-public-only manifest.signers.0.notificationsUsingLookup
 * ```
 */
export function checkJob(sector: Sector, options: CheckJobOptions): readonly Issue[] {
  return firstIssues([...sectorIssues(sector), ...checkParts(sector, propertiesOf(options)).issues])
}

/** What is wrong with a job, in document order, and what of its messages has the right form. */
export interface CheckedParts extends RuleSubject {
  /** What is wrong. */
  readonly issues: readonly Issue[]
}

const readRequest = readerOf(portalSignatureJobRequest)

/** What is known of parts that were made of one job. */
export interface Made {
  /** Issues of the job itself, told among the others. */
  readonly issues: readonly Issue[]
  /** Reads the manifest, which can have one form only. */
  readonly readManifest: typeof readManifest
}

/** Checks the parts of a job, which are those of {@link CheckJobOptions}, but of any form. */
export function checkParts(sector: Sector, parts: Properties, made?: Made): CheckedParts {
  const { manifest: given, request: metadata = {}, documents, organizationNumber: number } = parts
  const binding = rulesFor(sector)
  const readIt = made?.readManifest ?? readManifest
  const { issues: manifestIssues, sound: manifest } = readIt(given, offeredBy(binding))
  const { issues: requestIssues, sound: request } = readRequest(metadata)
  const read = documents === undefined ? undefined : readFiles(documents, manifest)
  const organizationNumber = isString(number) ? number : undefined
  const subject = { manifest, request, documents: read?.files, organizationNumber }
  const place = { property: ['organizationNumber'] }
  const issues = [
    ...(made?.issues ?? []),
    ...issueIf(number !== organizationNumber, 'value.type', 'The organization number must be a string.', place),
    ...withFound([...manifestIssues, ...requestIssues], checkRules(binding, subject, 'write')),
    ...(made ? (read?.issues ?? []).filter(isOfContent) : fileIssues(read, subject)),
  ]
  return { ...subject, issues: placed(issues) }
}

/** In document order, the manifest before the request. */
function placed(issues: readonly Issue[]): readonly Issue[] {
  const inRequest = ({ path }: Issue): boolean => path.startsWith(`/${portalSignatureJobRequest.name}`)
  const own = issues.filter((issue) => !inRequest(issue))
  return [
    ...placeIssues(portalSignatureJobManifest, own, ['manifest']),
    ...placeIssues(portalSignatureJobRequest, issues.filter(inRequest), ['request']),
  ]
}

/** What a manifest that was made of the same job does not tell of a file. */
function isOfContent({ property }: Issue): boolean {
  return property?.at(-1) === 'bytes'
}

function fileIssues(read: ReadFiles | undefined, { manifest }: RuleSubject): readonly Issue[] {
  const { files, issues = [] } = read ?? {}
  const listed = documentsOf(manifest)
  // What the manifest should list is only known if it lists something.
  if (files === undefined || listed.length === 0) return issues
  const same = listed.every(({ document }, index) => isOf(document, files[index] ?? {}))
  const message = 'The files must be those that the manifest lists, in its order.'
  const isJob = same && listed.length === files.length
  return [...issueIf(!isJob, 'job.documents', message, placeOfFiles(manifest)), ...issues]
}

/** Whether a file is that of a document, as far as both are sound. */
function isOf({ href, mime }: Partial<PortalDocument>, file: SoundFile): boolean {
  return (href ?? file.href) === (file.href ?? href) && isSameMediaType(mime, file.mime)
}
