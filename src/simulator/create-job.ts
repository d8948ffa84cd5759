/**
 * Creating a job: the one request with content, and everything that is checked about it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { safeDateFromDateTime } from '../codec/date-time.js'
import { portalSignatureJobRequest } from '../codec/portal/index.js'
import type { PortalSignatureJobManifest } from '../codec/portal/manifest.js'
import type { Issue, Result } from '../issue.js'
import { isError } from '../outcome.js'
import { checkRules } from '../codec/portal/rule.js'
import { manifestFor } from '../manifest/index.js'
import { rulesFor } from '../manifest/rules.js'
import type { SenderAccount } from './accounts.js'
import { refusal, type Answer } from './answer.js'
import { checkPackage, type PackageChecks } from './document-package.js'
import { openNextGroup } from './job.js'
import { boundaryOf, readMultipart } from './multipart.js'
import type { Instant, JobState } from './state.js'

/** Checks a request to create a job. */
export function createJob(
  contentType: string | null,
  body: Uint8Array,
  sender: SenderAccount,
  signatureJobId: string,
  checks: PackageChecks,
  now: Instant,
): JobState | Answer {
  if (boundaryOf(contentType ?? '') === undefined)
    return refusal(400, 'BAD_REQUEST', 'The Content-Type must be multipart/mixed with a boundary of RFC 2046, 5.1.1.')
  const parts = readMultipart(contentType, body) ?? []
  const metadata = parts.find(({ headers }) => isOfType(headers, 'application/xml'))
  const bundle = parts.find(({ headers }) => isOfType(headers, 'application/octet-stream'))
  if (metadata === undefined || bundle === undefined || parts.length !== 2)
    return refusal(
      400,
      'BAD_REQUEST',
      'The content must be multipart/mixed with two parts, application/xml and application/octet-stream.',
    )

  const request = portalSignatureJobRequest.safeDecode(metadata.body)
  if (!request.ok) return refusal(400, 'SCHEMA_VALIDATION_ERROR', request.issues)
  const contents = checkPackage(bundle.body, checks, now)
  if (!contents.ok) return refusedPackage(contents.issues)
  const decoded: Result<PortalSignatureJobManifest> = manifestFor(sender.sector).safeDecode(contents.value.manifestXml)
  if (!decoded.ok) return refusedPackage(decoded.issues)
  const { value: manifest } = decoded
  const { documents, signingTime } = contents.value
  const { organizationNumber, sector } = sender
  const job = { manifest, request: request.value, documents, organizationNumber }
  const issues = checkRules(rulesFor(sector), job, 'read')
  // Whom a package may be sent for is for this portal to say, however sure the rule is.
  const foreign = issues.filter(({ code }) => code === 'rule.sender-matches')
  if (foreign.length > 0)
    return refusal(
      403,
      'NOT_AUTHORIZED',
      foreign.map((issue) => ({ ...issue, severity: 'error' })),
    )
  const errors = issues.filter(isError)
  if (errors.length > 0) return refusedPackage(errors)

  const created: JobState = {
    signatureJobId,
    organizationNumber,
    request: request.value,
    pollingQueue: request.value.pollingQueue ?? '',
    manifest,
    documents: documents.map(({ href, mime, bytes }) => ({
      href,
      mime,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    createdAt: now,
    signingTime: signingTime.getTime(),
    signers: manifest.signers.map(({ order = 0 }) => ({ order, status: { value: 'WAITING', since: now } })),
    status: 'IN_PROGRESS',
    deletableAnnounced: false,
    changeCount: 0,
  }
  openNextGroup(created, activationOf(created, now))
  return created
}

/**
 * Whatever is wrong with the package, its manifest included: the official clients know the code, and one of them pairs it
 * with a manifest that cannot be read. Sources disagree about that, and none tells the code of a breach of a rule.
 */
function refusedPackage(issues: readonly Issue[]): Answer {
  return refusal(400, 'ASICE_VALIDATION_FAILED', issues)
}

/** An activation time without an offset names no instant; it is taken as absent. */
function activationOf({ manifest }: JobState, now: Instant): Instant {
  const time = manifest.availability?.activationTime
  const activation = time === undefined ? undefined : safeDateFromDateTime(time)
  return activation?.ok === true ? Math.max(now, activation.value.getTime()) : now
}

function isOfType(headers: ReadonlyMap<string, string>, mediaType: string): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase() === mediaType
}
