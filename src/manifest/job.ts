/**
 * From what a sender knows of a job to its manifest.
 *
 * @module
 */
import {
  PortalError,
  type LegacyPortalDocument,
  type ManifestWithDocuments,
  type PortalDocument,
  type PortalSignatureJobRequest,
} from '../codec/index.js'
import type { Issue } from '../issue.js'
import type { PackageDocument, Sector } from '../codec/rule.js'
import { checkJob } from './rules.js'
import { manifestFor, type SectorManifest } from './sectors.js'

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
  readonly documents: readonly PackageDocument[]
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
 * @throws {@link PortalError} with everything that is wrong
 */
export function prepareJob<const S extends Sector>(job: Job<S>): PreparedJob<S> {
  const { sector, reference, pollingQueue, ...rest } = job
  const { documents: listed, document: legacy, ...fields } = rest as typeof rest & LooseDocuments
  const named = (listed ?? (legacy === undefined ? [] : [legacy])).map(nameDocument)
  const entries = named.map(({ bytes, ...entry }) => entry)
  const manifest = {
    ...fields,
    ...(legacy === undefined ? {} : { document: entries[0] }),
    ...(listed === undefined ? {} : { documents: entries }),
  } as unknown as SectorManifest<S>
  const documents = named.map(({ href, mime, bytes }) => ({ href, mime, bytes }))
  const request = {
    ...(reference === undefined ? {} : { reference }),
    ...(pollingQueue === undefined ? {} : { pollingQueue }),
  }
  const encoded = manifestFor(sector).safeEncode(manifest)
  const schemaIssues = [
    ...(encoded.ok ? [] : encoded.issues.filter(({ code }) => !code.startsWith('rule.'))),
    ...named.flatMap(({ bytes }, index) => checkBytes(bytes, index)),
  ]
  if (schemaIssues.length > 0) throw new PortalError('The job cannot be prepared', schemaIssues)
  const { errors, warnings } = checkJob(sector, { manifest, documents, request })
  if (errors.length > 0) throw new PortalError('The job cannot be prepared', [...errors, ...warnings])
  return { manifest, documents, request, warnings }
}

/** Either form, without saying which. */
interface LooseDocuments {
  readonly documents?: readonly JobDocument[]
  readonly document?: LegacyJobDocument
}

/** Callers that are not type-checked may hand over anything. */
function checkBytes(bytes: unknown, index: number): readonly Issue[] {
  const path = `/portal-signature-job-manifest/documents/document[${index + 1}]`
  return bytes instanceof Uint8Array ? [] : [{ code: 'value.type', path, message: 'bytes must be a Uint8Array.' }]
}

function nameDocument<D extends DocumentContent>(document: D, index: number): D & PackageDocument {
  const { mime = 'application/pdf' } = document
  // A title could be too long for a name, and holds characters that are not safe in one.
  const { href = `document-${index + 1}.${mime === 'text/plain' ? 'txt' : 'pdf'}` } = document
  return { ...document, href, mime }
}
