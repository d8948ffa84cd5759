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
import { documentPath, documentsOf } from '../codec/portal/manifest-rules.js'
import { breachAt, checkRules, type BundleDocument, type RuleSubject, type Sector } from '../codec/portal/rule.js'
import { placeIssues } from '../codec/property.js'
import { isBytes, isString, membersOf, propertiesOf, recordOf, type Properties } from '../guard.js'
import type { Issue } from '../issue.js'
import { firstIssues, makeIssue } from '../outcome.js'
import { readerOf, type Reading } from './read.js'
import { rulesFor, sectorIssues } from './rules.js'

/** A job to be checked: the manifest, and as much of the rest as is at hand. */
export interface CheckJobOptions {
  /** The manifest. */
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
 * @param job - the manifest, and as much of the rest of the job as is at hand
 * @returns what is wrong, and what is worth a look, in document order. `property` begins with `manifest`, `request` or
 *   `documents`. Codes are those of the schema, `rule.` and the id of a rule, `job.sector` and `job.documents`
 */
export function checkJob(sector: Sector, job: CheckJobOptions): readonly Issue[] {
  const { manifest, request, documents, organizationNumber } = propertiesOf(job)
  const files = documents === undefined ? undefined : (membersOf(documents)?.map(readFile) ?? documents)
  const { issues } = checkParts(sector, { manifest, request, files, organizationNumber })
  return firstIssues([...sectorIssues(sector), ...issues])
}

const fileNames = ['href', 'mime', 'bytes']
const readFile = (file: unknown): unknown => recordOf(file, fileNames) ?? null

/** The parts of a job, of any form. */
export interface JobParts {
  /** The manifest. */
  readonly manifest: unknown
  /** The metadata part of the request. */
  readonly request: unknown
  /** The files, read; undefined in the place of one of which the manifest tells that it is none. */
  readonly files: unknown
  /** The number in the path. */
  readonly organizationNumber?: unknown
}

/** What is wrong with a job, in document order, and what of its messages has the right form. */
export interface CheckedParts extends Pick<RuleSubject, 'manifest' | 'request'> {
  /** What is wrong. */
  readonly issues: readonly Issue[]
}

const readManifest = readerOf(portalSignatureJobManifest)
const readRequest = readerOf(portalSignatureJobRequest)

/** What is known of parts that were made of one job. */
export interface Made {
  /** Issues of the job itself, told among the others. */
  readonly issues: readonly Issue[]
  /** Reads the manifest, which can have one form only. */
  readonly readManifest: (value: unknown) => Reading<RuleSubject['manifest']>
}

/** Checks the parts of a job. */
export function checkParts(sector: Sector, parts: JobParts, made?: Made): CheckedParts {
  const { issues: manifestIssues, sound: manifest } = (made?.readManifest ?? readManifest)(parts.manifest)
  const { issues: requestIssues, sound: request } = readRequest(parts.request ?? {})
  const { files } = parts
  const documents = membersOf(files)?.map(soundFile)
  const organizationNumber = parts.organizationNumber as string | undefined
  const issues = [
    ...(made?.issues ?? []),
    ...manifestIssues,
    ...requestIssues,
    ...(files === undefined ? [] : fileIssues(membersOf(files), manifest, made !== undefined)),
    ...checkRules(rulesFor(sector), { manifest, request, documents, organizationNumber }),
  ]
  return { manifest, request, issues: placed(issues) }
}

/** In document order, the manifest before the request. */
function placed(issues: readonly Issue[]): readonly Issue[] {
  const [manifest, request] = [portalSignatureJobManifest, portalSignatureJobRequest]
  const inRequest = ({ path }: Issue): boolean => path.startsWith(`/${request.name}`)
  const own = issues.filter((issue) => !inRequest(issue))
  return [
    ...placeIssues(manifest.name, manifest.spec, own, ['manifest']),
    ...placeIssues(request.name, request.spec, issues.filter(inRequest), ['request']),
  ]
}

/** A file as far as it has the right form, each of its properties read once. */
export function soundFile(file: unknown): Partial<BundleDocument> {
  const { href, mime, bytes } = propertiesOf(file)
  return { ...(isString(href) && { href }), ...(isString(mime) && { mime }), ...(isBytes(bytes) && { bytes }) }
}

function fileIssues(
  files: readonly unknown[] | undefined,
  manifest: RuleSubject['manifest'],
  ofOneJob: boolean,
): readonly Issue[] {
  const list = breachAt(documentPath(manifest, 0).replace(/\/.*/, ''), { property: ['documents'] })
  if (files === undefined) return [makeIssue('value.type', 'The files must be a list.', list)]
  const issues = files.flatMap((file, index) => {
    const { path } = breachAt(documentPath(manifest, index))
    const property = ['documents', index]
    if (file === null) return [makeIssue('value.type', 'Must be an object.', { path, property })]
    if (file === undefined || isBytes(propertiesOf(file)['bytes'])) return []
    const message = 'The content of the file, bytes, must be a Uint8Array.'
    return [makeIssue('value.type', message, { path, property: [...property, 'bytes'] })]
  })
  const listed = documentsOf(manifest)
  const same = listed.every(({ document }, index) => isOf(document, propertiesOf(files[index])))
  // What the manifest should list is only known if it lists something.
  if (ofOneJob || listed.length === 0 || (same && listed.length === files.length)) return issues
  const message = 'The files must be those that the manifest lists, in its order.'
  return [makeIssue('job.documents', message, list), ...issues]
}

/** Whether a file is that of a document, as far as this is sound. */
function isOf({ href, mime }: Partial<PortalDocument>, file: Properties): boolean {
  return (href ?? file['href']) === file['href'] && (mime ?? file['mime']) === file['mime']
}
