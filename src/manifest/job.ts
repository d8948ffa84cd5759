/**
 * From what a sender knows of a job to its manifest.
 *
 * @module
 */
import { describe } from '../codec/describe.js'
import {
  PortalError,
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  type LegacyPortalDocument,
  type ManifestWithDocuments,
  type PortalDocument,
  type PortalSignatureJobRequest,
} from '../codec/index.js'
import type { BundleDocument, Sector } from '../codec/portal/rule.js'
import { propertyName } from '../codec/spec.js'
import type { Issue } from '../issue.js'
import { isError } from '../outcome.js'
import { checkJob, objectOrEmpty } from './check-job.js'
import type { SectorManifest } from './sectors.js'

/** What a document is, apart from what can be made for it. */
export interface DocumentContent {
  /** The content of the file. */
  readonly bytes: Uint8Array
  /** The name of the file in the package. Omitted: `document-1.pdf` and so on. */
  readonly href?: string
  /** The media type. Omitted: `application/pdf`. */
  readonly mime?: string
}

/** A document of a job. */
export type JobDocument = Omit<PortalDocument, 'href' | 'mime'> & DocumentContent

/** The one document of a job in the older form. */
export type LegacyJobDocument = Omit<LegacyPortalDocument, 'href' | 'mime'> & DocumentContent

/** The documents of a job, and its title, in either form. */
export type JobDocuments =
  | (Omit<ManifestWithDocuments, 'documents'> & {
      /** 1 to 20 documents. */
      readonly documents: readonly JobDocument[]
    })
  | {
      /** The one document in the older form, which carries the title of the job. */
      readonly document: LegacyJobDocument
      /** Excluded by the older form. */
      readonly documents?: never
    }

/** A union without some keys of its members. */
type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** What a sender knows of a job: the fields of the manifest, with the documents themselves, and those of the request. */
export type Job<S extends Sector> = OmitEach<
  SectorManifest<S>,
  'title' | 'nonsensitiveTitle' | 'description' | 'documents' | 'document'
> &
  JobDocuments &
  PortalSignatureJobRequest & {
    /** The sector of the sender. */
    readonly sector: S
  }

/** A job ready to be packed and sent. */
export interface PreparedJob<S extends Sector> {
  /** The manifest. */
  readonly manifest: SectorManifest<S>
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
  const { sector, reference, pollingQueue, documents: listed, document: legacy, ...fields } = fieldsOf(job)
  const files = filesOf(Array.isArray(listed) ? listed : legacy === undefined ? [] : [legacy])
  const entries = files.map(entryOf)
  const prepared = {
    manifest: {
      ...fields,
      ...(listed === undefined ? {} : { documents: Array.isArray(listed) ? entries : listed }),
      // With a list there can be no document of the older form: the check reports it.
      ...(legacy === undefined ? {} : { document: listed === undefined ? entries[0] : legacy }),
    },
    documents: files.map((file) => {
      const { href, mime, bytes } = objectOrEmpty(file)
      return { href, mime, bytes }
    }),
    request: {
      ...(reference === undefined ? {} : { reference }),
      ...(pollingQueue === undefined ? {} : { pollingQueue }),
    },
    // The check below proves what the compiler cannot.
  } as unknown as Omit<PreparedJob<S>, 'warnings'>
  const issues = checkJob(sector as S, prepared)
  if (issues.some(isError)) throw new PortalError('The job cannot be prepared', issues)
  return { ...prepared, warnings: issues }
}

/** Every property that a job, its request or anything below may have. */
const fieldNames: readonly string[] = [
  'sector',
  'bytes',
  ...[portalSignatureJobManifest.spec, portalSignatureJobRequest.spec]
    .flatMap((type) => [...describe('', type).keys()])
    .map((path) => propertyName(path.replace(/^.*[/@]| \(again\)$/g, '')))
    .filter((name) => name !== ''),
]

/** Copies the fields of an object. Spreading would lose those that an instance of a class has through its prototype. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const properties = objectOrEmpty(value)
  const names = new Set([...Object.keys(properties), ...fieldNames])
  return Object.fromEntries(
    [...names].map((name) => [name, properties[name]] as const).filter(([, field]) => field !== undefined),
  )
}

/** The files of the package; what is no object is left for the check to report. */
function filesOf(documents: readonly unknown[]): readonly unknown[] {
  const files = documents.map((document) => (isObject(document) ? fieldsOf(document) : document))
  const taken = new Set(
    files
      .map((file) => objectOrEmpty(file)['href'])
      .map((href) => (typeof href === 'string' ? href.toLowerCase() : '')),
  )
  return files.map((file, index) => {
    if (!isObject(file)) return file
    const { mime = 'application/pdf' } = file
    const extension = mime === 'text/plain' ? 'txt' : 'pdf'
    // A title could be too long for a name, and holds characters that are not safe in one. Steps as long as the list
    // keep the names apart from each other.
    let number = index + 1
    while (taken.has(`document-${number}.${extension}`)) number += files.length
    return { href: `document-${number}.${extension}`, ...file, mime }
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function entryOf(file: unknown): unknown {
  if (!isObject(file)) return file
  const { bytes, ...entry } = file
  return entry
}
