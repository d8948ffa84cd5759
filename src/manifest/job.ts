/**
 * From what a sender knows of a job to its manifest.
 *
 * @module
 */
import {
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  type ManifestTitles,
  type PortalSignatureJobManifest,
  type PortalSignatureJobRequest,
} from '../codec/index.js'
import { maximumDocuments, portalDocument } from '../codec/portal/manifest.js'
import { sectors, type BundleDocument, type Sector } from '../codec/portal/rule.js'
import { unexpectedProperty } from '../codec/property.js'
import { elementsOf, propertyName, type ComplexSpec, type ComplexType } from '../codec/spec.js'
import { standardSchema, type StandardSchema } from '../codec/standard-schema.js'
import { firstMembers, isString, recordOf, type Properties } from '../guard.js'
import { unwrap, type Issue, type Result } from '../issue.js'
import { maximumIssues, outcome, refused } from '../outcome.js'
import { checkParts } from './check-job.js'
import { readerOf } from './read.js'
import { requireSector, sectorIssues } from './rules.js'
import type { SectorManifestCommon, SectorManifestWithDocuments } from './sectors.js'

/** A document of a job. */
export interface JobDocument {
  /** Shown to the signer, 1 to 80 characters. */
  readonly title: string
  /** The content of the file. */
  readonly bytes: Uint8Array
  /** The name of the file in the package, 4 to 100 characters. Omitted: `document-1.pdf` and so on. */
  readonly href?: string | undefined
  /** The media type, 1 to 100 characters. Omitted: `application/pdf`. */
  readonly mime?: string | undefined
}

/** What a sender knows of a job: the fields of the manifest, with the documents themselves, and those of the request. */
export interface Job<S extends Sector> extends SectorManifestCommon<S>, ManifestTitles, PortalSignatureJobRequest {
  /** The sector of the sender. */
  readonly sector: S
  /** 1 to 20 documents. */
  readonly documents: readonly JobDocument[]
}

/** A job ready to be packed and sent. */
export interface PreparedJob<S extends Sector> {
  /** The manifest, to be written as `manifest.xml`. */
  readonly manifest: SectorManifestWithDocuments<S>
  /** The files of the package, in the order of the manifest. */
  readonly documents: readonly BundleDocument[]
  /** The metadata part of the request. */
  readonly request: PortalSignatureJobRequest
  /** What is worth a look and stops nothing. */
  readonly warnings: readonly Issue[]
}

/**
 * Makes the manifest of a job and checks the whole of it: the schema, every rule of the sector, the sizes and the
 * documents.
 *
 * @param job - what is to be signed, by whom and when
 * @returns the manifest, the files of the package and the metadata part of the request
 * @throws {@link PortalError} with everything that is wrong; see `checkJob` for the codes
 */
export function prepareJob<const S extends Sector>(job: Job<S>): PreparedJob<S> {
  return unwrap(safePrepareJob(job), 'The job cannot be prepared')
}

/**
 * As {@link prepareJob}, without throwing.
 *
 * @param job - what is to be signed, by whom and when
 * @returns the prepared job, or everything that is wrong, in document order; `property` has the job's names
 */
export function safePrepareJob<const S extends Sector>(job: Job<S>): Result<PreparedJob<S>> {
  return prepare<S>(job, sectors)
}

/**
 * A validator of jobs as values, for libraries that take any Standard Schema (https://standardschema.dev), such as those
 * of forms: it prepares a job, or gives issues with the path of each place in the job.
 *
 * @param sector - the sector of the jobs; a job of another has the issue `job.sector`
 * @returns the schema, which gives the prepared job
 * @throws {@link PortalError} `job.sector` if there is no such sector
 *
 * @example
 * ```ts
 * import { jobSchema } from 'signering-portal/manifest'
 *
 * const schema = jobSchema('PRIVATE')
 * const result = await schema['~standard'].validate({ sector: 'PUBLIC' })
 * if ('issues' in result) console.log(result.issues[0]?.path) // [ 'sector' ]
 * ```
 */
export function jobSchema<const S extends Sector>(sector: S): StandardSchema<Job<S>, PreparedJob<S>> {
  requireSector(sector, 'There is no such schema')
  return standardSchema((job) => prepare<S>(job, [sector]))
}

/** What an element of this type has at its top. */
function namesOf({ attributes, sequence }: ComplexSpec): readonly string[] {
  return [...attributes, ...elementsOf(sequence)].map(({ name }) => propertyName(name))
}

const { name: manifestName, spec } = portalSignatureJobManifest
const root = `/${manifestName}`
/** The manifest as a job has it: not in the older form. */
const manifestSpec: ComplexType<PortalSignatureJobManifest> = {
  ...spec,
  sequence: spec.sequence.flatMap((each) => (each.kind === 'element' ? [each] : (each.branches[0] ?? []))),
}
const readManifest = readerOf({ name: manifestName, spec: manifestSpec })
const manifestNames = namesOf(manifestSpec)
const requestNames = namesOf(portalSignatureJobRequest.spec)
const jobNames = ['sector', ...manifestNames, ...requestNames]
const entryNames = namesOf(portalDocument)
const documentNames = [...entryNames, 'bytes']

function prepare<S extends Sector>(job: unknown, allowed: readonly Sector[]): Result<PreparedJob<S>> {
  const fields = recordOf(job, jobNames)
  if (fields === undefined) return refused('value.type', 'Must be an object.', { property: [] })
  const sector = fields['sector'] as S
  const files = filesOf(fields['documents'])
  const entries = files?.map((file) => file && pick(file, entryNames))
  const unexpected = [
    ...unexpectedIn(fields, jobNames, root),
    ...(files ?? []).flatMap((file, index) =>
      unexpectedIn(file ?? {}, documentNames, `${root}/documents/document[${index + 1}]`),
    ),
  ]
  const parts = {
    manifest: { ...pick(fields, manifestNames), ...(entries === undefined ? {} : { documents: entries }) },
    request: pick(fields, requestNames),
    documents: files,
  }
  const bound = allowed.length === 1 ? (allowed[0] ?? sector) : sector
  const { issues: found, manifest, request, documents } = checkParts(bound, parts, { issues: unexpected, readManifest })
  const issues = [...sectorIssues(sector, allowed), ...found.map(inJob)]
  // The check has proved what the compiler cannot.
  return outcome(issues, () => ({ manifest, documents, request, warnings: issues }) as unknown as PreparedJob<S>)
}

function pick(fields: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
}

function unexpectedIn(fields: Properties, names: readonly string[], path: string): readonly Issue[] {
  const unexpected = Object.keys(fields).filter((name) => !names.includes(name) && fields[name] !== undefined)
  return unexpected.slice(0, maximumIssues).map((name) => unexpectedProperty(name, names, path))
}

/** What the parts have apart, a job has in one. */
function inJob(issue: Issue): Issue {
  const [part, ...rest] = issue.property ?? []
  return part === 'manifest' || part === 'request' ? { ...issue, property: rest } : issue
}

/**
 * The documents with the names and media types that they were not given, undefined for what is none. Of a list that is too
 * long there is one more than allowed, as is told of it.
 */
function filesOf(list: unknown): readonly (Properties | undefined)[] | undefined {
  const files = firstMembers(list, maximumDocuments + 1)?.map((item) => recordOf(item, documentNames))
  const taken = new Set(files?.map((file) => (isString(file?.['href']) ? file['href'].toLowerCase() : '')))
  return files?.map((file, index) => {
    if (file === undefined) return undefined
    const { mime = 'application/pdf' } = file
    const extension = mime === 'text/plain' ? 'txt' : 'pdf'
    // A title could be too long for a name, and holds characters that are not safe in one. Steps as long as the list
    // keep the names apart from each other.
    let number = index + 1
    while (taken.has(`document-${number}.${extension}`)) number += files.length
    const { href = `document-${number}.${extension}` } = file
    return { ...file, href, mime }
  })
}
