/**
 * The check of a whole job, without writing anything.
 *
 * @module
 */
import type { Codec } from '../codec/codec.js'
import { portalSignatureJobRequest, type PortalSignatureJobManifest } from '../codec/index.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import { manifestSchema } from '../codec/portal/manifest-schema.js'
import { checkRules, type RuleSubject, type Sector } from '../codec/portal/rule.js'
import type { Issue } from '../issue.js'
import { rules, sectorIssues } from './rules.js'
import { makeIssue } from '../outcome.js'

const root = '/portal-signature-job-manifest'

/** Issues of facets: the value has the form that the rules expect, so that they can be checked as well. */
const facet = /^(?:schema\.(?:min|max|pattern|enumeration|date-time)|xml\.character)/

/**
 * Checks a job by the schema and by every rule that binds its sector, without writing anything. Rules need values of
 * the right form: those about a part of which the form is wrong are left for when it is right.
 *
 * @param sector - the sector of the sender
 * @param subject - the manifest, and as much of the rest of the job as is at hand
 * @returns what is wrong, and what is worth a look. Codes are those of the schema, `rule.` and the id of a rule,
 *   `job.sector` and `job.documents`
 */
export function checkJob(sector: Sector, subject: RuleSubject): readonly Issue[] {
  const { manifest, request, documents, organizationNumber } = objectOrEmpty(subject) as Partial<RuleSubject>
  const manifestIssues = issuesOf(manifestSchema, manifest)
  const sound = manifestIssues.every(({ code }) => facet.test(code))
  const requestIssues = request === undefined ? [] : issuesOf(portalSignatureJobRequest, request)
  const fileIssues =
    documents === undefined
      ? []
      : [
          ...bytesIssues(manifest, documents),
          ...(manifest === undefined || !sound ? [] : listIssues(manifest, documents)),
        ]
  const schemaIssues = [...sectorIssues(sector), ...manifestIssues, ...requestIssues, ...fileIssues]
  if (manifest === undefined || !sound) return schemaIssues
  const broken = checkRules(
    rules.filter(({ sectors }) => sectors.includes(sector)),
    {
      manifest,
      ...(request === undefined || requestIssues.length > 0 ? {} : { request }),
      ...(documents === undefined || fileIssues.length > 0 ? {} : { documents }),
      ...(organizationNumber === undefined ? {} : { organizationNumber }),
    },
  )
  return [...schemaIssues, ...broken]
}

/**
 * Callers that are not type-checked may hand over anything.
 *
 * @param value - anything
 * @returns the value if it is an object, or else an object without properties
 */
export function objectOrEmpty(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function issuesOf<T>(codec: Codec<T>, value: T | undefined): readonly Issue[] {
  const encoded = codec.safeEncode(value as T)
  return encoded.ok ? [] : encoded.issues
}

function bytesIssues(manifest: unknown, documents: unknown): readonly Issue[] {
  if (!Array.isArray(documents))
    return [makeIssue('value.type', 'The files must be a list.', { path: documentsPath(manifest) })]
  return Array.from<unknown>(documents).flatMap((file, index): readonly Issue[] => {
    if (objectOrEmpty(file)['bytes'] instanceof Uint8Array) return []
    const path = hasLegacyDocument(manifest) ? documentsPath(manifest) : `${root}/documents/document[${index + 1}]`
    return [makeIssue('value.type', 'The content of the file, bytes, must be a Uint8Array.', { path })]
  })
}

function listIssues(manifest: PortalSignatureJobManifest, documents: unknown): readonly Issue[] {
  const files = Array.isArray(documents) ? Array.from<unknown>(documents).map(objectOrEmpty) : []
  const listed = documentsOf(manifest)
  const same =
    files.length === listed.length &&
    listed.every(
      ({ document }, index) => files[index]?.['href'] === document.href && files[index]['mime'] === document.mime,
    )
  if (same) return []
  const message = 'The files must be those that the manifest lists, in its order.'
  return [makeIssue('job.documents', message, { path: documentsPath(manifest) })]
}

function hasLegacyDocument(manifest: unknown): boolean {
  const { document, documents } = objectOrEmpty(manifest)
  return document !== undefined && documents === undefined
}

function documentsPath(manifest: unknown): string {
  return `${root}/${hasLegacyDocument(manifest) ? 'document' : 'documents'}`
}
