/**
 * The check of a whole job, without writing anything.
 *
 * @module
 */
import {
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  type PortalSignatureJobManifest,
  type PortalSignatureJobRequest,
} from '../codec/index.js'
import { documentPath, documentsOf } from '../codec/portal/manifest-rules.js'
import { manifestSchema } from '../codec/portal/manifest-schema.js'
import { maximumDocuments } from '../codec/portal/manifest.js'
import { breachAt, checkRules, type BundleDocument, type RuleSubject, type Sector } from '../codec/portal/rule.js'
import { placeIssues } from '../codec/property.js'
import { isBytes, isList, propertiesOf, type Properties } from '../guard.js'
import type { Issue } from '../issue.js'
import { issuesIn, makeIssue } from '../outcome.js'
import { copyOf, isRecord, readItems, readProperties, soundOf } from './copy.js'
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

const { name, spec } = portalSignatureJobManifest

/** The parts of a job, of any form, of which each property has been read once. */
export interface JobParts {
  /** The manifest. */
  readonly manifest: unknown
  /** The metadata part of the request. */
  readonly request?: unknown
  /** The files; undefined in the place of one of which the manifest tells that it is none. */
  readonly documents?: unknown
  /** The number in the path. */
  readonly organizationNumber?: unknown
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
  return [
    ...sectorIssues(sector),
    ...checkParts(sector, {
      manifest: copyOf(spec, manifest),
      request: copyOf(portalSignatureJobRequest.spec, request),
      documents: isList(documents) ? readItems(documents, maximumDocuments).map(readFile) : documents,
      organizationNumber,
    }),
  ]
}

const readFile = (file: unknown): unknown => (isRecord(file) ? readProperties(file, ['href', 'mime', 'bytes']) : null)

/** Checks parts that are copies; `more` are issues that are told in their places among the others. */
export function checkParts(sector: Sector, parts: JobParts, more: readonly Issue[] = []): readonly Issue[] {
  const { manifest, request, documents, organizationNumber } = parts
  const sound = soundOf(spec, manifest) as RuleSubject['manifest']
  const files = isList(documents) ? documents : undefined
  const subject = {
    manifest: sound,
    request: soundOf(portalSignatureJobRequest.spec, request) as PortalSignatureJobRequest,
    documents: files?.map(soundFile),
    organizationNumber: organizationNumber as string | undefined,
  }
  const broken = checkRules(rulesFor(sector), subject)
  const inRequest = (issue: Issue): boolean => issue.path.startsWith(`/${portalSignatureJobRequest.name}`)
  const manifestIssues = [
    ...more,
    ...issuesIn('manifest', manifestSchema.safeEncode(manifest as PortalSignatureJobManifest)),
    ...(documents === undefined ? [] : fileIssues(documents, sound, manifest)),
    ...broken.filter((issue) => !inRequest(issue)),
  ]
  const requestIssues = [
    ...(request === undefined
      ? []
      : issuesIn('request', portalSignatureJobRequest.safeEncode(request as PortalSignatureJobRequest))),
    ...broken.filter(inRequest),
  ]
  return [
    ...placeIssues(name, spec, manifestIssues, ['manifest']),
    ...placeIssues(portalSignatureJobRequest.name, portalSignatureJobRequest.spec, requestIssues, ['request']),
  ]
}

function soundFile(file: unknown): Partial<BundleDocument> {
  const { href, mime, bytes } = propertiesOf(file)
  return {
    ...(typeof href === 'string' ? { href } : {}),
    ...(typeof mime === 'string' ? { mime } : {}),
    ...(isBytes(bytes) ? { bytes } : {}),
  }
}

function fileIssues(documents: unknown, sound: RuleSubject['manifest'], manifest: unknown): readonly Issue[] {
  const list = breachAt(documentPath(sound, 0).replace(/\/.*/, ''), { property: ['documents'] })
  if (!isList(documents)) return [makeIssue('value.type', 'The files must be a list.', list)]
  const issues = documents.flatMap((file, index) => {
    const { path } = breachAt(documentPath(sound, index))
    const property = ['documents', index]
    if (file === null) return [makeIssue('value.type', 'Must be an object.', { path, property })]
    if (file === undefined || isBytes(propertiesOf(file)['bytes'])) return []
    const message = 'The content of the file, bytes, must be a Uint8Array.'
    return [makeIssue('value.type', message, { path, property: [...property, 'bytes'] })]
  })
  // What the manifest should list is only known if it lists something.
  if (!(sound.documents ?? sound.document) || isSame(entriesOf(sound, manifest), documents)) return issues
  const message = 'The files must be those that the manifest lists, in its order.'
  return [makeIssue('job.documents', message, list), ...issues]
}

/** The entries of the manifest as they were given: one of the wrong form is still the one of its file. */
function entriesOf(sound: RuleSubject['manifest'], manifest: unknown): readonly unknown[] {
  const { document, documents } = propertiesOf(manifest)
  return documentsOf(sound).map((_, index) => (isList(documents) ? documents[index] : document))
}

function isSame(entries: readonly unknown[], files: readonly unknown[]): boolean {
  const same = (entry: Properties, file: Properties): boolean =>
    Object.is(entry['href'], file['href']) && Object.is(entry['mime'], file['mime'])
  return (
    entries.length === files.length &&
    entries.every((entry, index) => !isRecord(entry) || same(entry, propertiesOf(files[index])))
  )
}
