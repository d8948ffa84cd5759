/**
 * Creating a job: the one request with content, and everything that is checked about it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { dateFromDateTime } from '../codec/date-time.js'
import { portalSignatureJobRequest } from '../codec/portal/job-request.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import { PortalError, type Result } from '../issue.js'
import { checkJob, manifestFor } from '../manifest/index.js'
import type { SenderAccount } from './access.js'
import { refusal, type Answer } from './answer.js'
import { readPackage } from './document-package.js'
import { openNextGroup } from './job.js'
import { readMultipart } from './multipart.js'
import type { Instant, JobState } from './state.js'

/**
 * Checks a request to create a job.
 *
 * @param contentType - the value of its Content-Type header
 * @param body - its content
 * @param sender - the organization in the path
 * @param signatureJobId - the id that the job is to have
 * @param now - the present instant
 * @returns the job, or the refusal
 */
export function createJob(
  contentType: string | null,
  body: Uint8Array,
  sender: SenderAccount,
  signatureJobId: string,
  now: Instant,
): JobState | Answer {
  const [metadata, bundle, ...others] = readMultipart(contentType, body) ?? []
  if (metadata === undefined || bundle === undefined || others.length > 0)
    return refusal(400, 'BAD_REQUEST', 'The content must be multipart/mixed with two parts.')
  if (!isOfType(metadata.headers, 'application/xml') || !isOfType(bundle.headers, 'application/octet-stream'))
    return refusal(400, 'BAD_REQUEST', 'The parts must be application/xml and application/octet-stream, in this order.')

  const request = portalSignatureJobRequest.safeDecode(metadata.body)
  if (!request.ok) return refusal(400, 'SCHEMA_VALIDATION_ERROR', request.issues)
  const contents = readPackage(bundle.body)
  if (contents === undefined) return refusal(400, 'ASICE_VALIDATION_FAILED', 'The document package cannot be read.')
  const decoded: Result<PortalSignatureJobManifest> = manifestFor(sender.sector).safeDecode(contents.manifestXml)
  if (!decoded.ok) {
    const schema = decoded.issues.filter(({ code }) => !code.startsWith('rule.'))
    return schema.length > 0
      ? refusal(400, 'SCHEMA_VALIDATION_ERROR', schema)
      : refusal(400, 'FEATURE_NOT_AVAILABLE', decoded.issues)
  }
  const manifest = decoded.value
  const documents = (manifest.documents ?? [manifest.document]).map(({ href, mime, title }) => ({
    href,
    mime,
    title,
    bytes: contents.documents.get(href) ?? new Uint8Array(),
  }))
  if (documents.length !== contents.documents.size || documents.some(({ href }) => !contents.documents.has(href)))
    return refusal(400, 'ASICE_VALIDATION_FAILED', 'The documents of the package are not those of the manifest.')
  const { organizationNumber } = sender
  const { errors } = checkJob(sender.sector, { manifest, request: request.value, documents, organizationNumber })
  if (errors.some(({ code }) => code === 'rule.sender-matches')) return refusal(403, 'NOT_AUTHORIZED', errors)
  if (errors.length > 0) return refusal(400, 'FEATURE_NOT_AVAILABLE', errors)

  const { reference, pollingQueue = '' } = request.value
  const job: JobState = {
    signatureJobId,
    organizationNumber,
    ...(reference === undefined ? {} : { reference }),
    pollingQueue,
    manifest,
    documents: documents.map(({ bytes, ...document }) => ({ ...document, sha256: sha256(bytes) })),
    createdAt: now,
    signers: manifest.signers.map(({ order = 0 }) => ({ order, status: { value: 'WAITING', since: now } })),
    status: 'IN_PROGRESS',
    deletableAnnounced: false,
    changeCount: 0,
  }
  openNextGroup(job, activationOf(job, now))
  return job
}

/** An activation time without an offset names no instant; it is taken as absent. */
function activationOf({ manifest }: JobState, now: Instant): Instant {
  const time = manifest.availability?.activationTime
  if (time === undefined) return now
  try {
    return Math.max(now, dateFromDateTime(time).getTime())
  } catch (reason) {
    if (reason instanceof PortalError) return now
    throw reason
  }
}

function isOfType(headers: ReadonlyMap<string, string>, mediaType: string): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase() === mediaType
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
