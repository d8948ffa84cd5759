/**
 * What each resource of the portal answers.
 *
 * @module
 */
import { accepts } from './accept.js'
import { authorize, organizationText } from './access.js'
import type { Accounts, SenderAccount } from './accounts.js'
import { contentAnswer, empty, message, refusal, type Answer } from './answer.js'
import type { SimulatorClock } from './clock.js'
import { createJob } from './create-job.js'
import type { PackageChecks } from './document-package.js'
import { archivedJob, cancel, hasSignedDocument, isDeletable, jobIdAfter, schedule } from './job.js'
import { dateTime, jobResponse, jobUrl, statusChangeResponse } from './messages.js'
import { confirm, poll, type SimulatorEnvironment } from './queue.js'
import type { Received } from './received.js'
import { maximumRequestBytes, type Resource, type Route } from './routes.js'
import { writePades, writeXades } from './signed-document.js'
import type { SimulatorState } from './memory.js'
import type { Instant, JobState } from './state.js'

/** What the resources have to do with. */
export interface Service {
  /** What the portal remembers. */
  readonly state: SimulatorState
  /** The organizations that the portal knows. */
  readonly accounts: Accounts
  /** Which times to wait between polls. */
  readonly environment: SimulatorEnvironment
  /** Which document packages are accepted. */
  readonly checks: PackageChecks
  /** The status of the answer to a confirmation. */
  readonly confirmationStatus: ConfirmationStatus
  /** The clock. */
  readonly clock: SimulatorClock
  /** Whether calling too often blocks an organization. */
  readonly rateLimit: boolean
  /** Whether the Accept header must take what there is. */
  readonly requireAccept: boolean
  /** The present instant, once the time that has passed has had its effect on every job. */
  readonly settledNow: () => Instant
}

/** Every {@link ConfirmationStatus}. */
export const confirmationStatuses = [200, 204] as const

/** The status of the answer to a confirmation: old clients take no other than 200; which one comes is not documented. */
export type ConfirmationStatus = (typeof confirmationStatuses)[number]

const notFound = refusal(404, 'NOT_FOUND', 'There is no such resource, or there is no longer.')

/** Answers a request. */
export async function answerRequest(
  service: Service,
  request: Received,
  route: Route,
  client: string,
): Promise<Answer> {
  if (route.resource === 'unknown') return notFound
  const sender = authorize(service.accounts, route.organizationNumber, client)
  if ('status' in sender) return sender
  if (service.requireAccept && !accepts(request.headers.get('Accept'), route.resource))
    return refusal(406, 'NOT_ACCEPTABLE', 'The Accept header excludes what there is.')
  if (route.resource === 'organization')
    return contentAnswer('text/plain;charset=utf-8', organizationText(sender.organizationNumber, client))
  if (route.resource === 'create') return create(service, request, route, sender)
  if (route.resource === 'nextStatusChange') return nextStatusChange(service, route)
  const [id = ''] = route.parameters
  const { jobs } = service.state
  const job = route.resource === 'downloadArchivedPades' ? archivedJob(jobs, id) : jobs.get(id)
  if (job?.organizationNumber !== sender.organizationNumber) return notFound
  return answersForJob[route.resource](job, route, service, service.settledNow())
}

async function create(service: Service, request: Received, { root }: Route, sender: SenderAccount): Promise<Answer> {
  const body = await request.content()
  if (body.length > maximumRequestBytes) return refusal(413, 'BAD_REQUEST', 'The content is too long.')
  const { jobs, counts } = service.state
  const id = jobIdAfter(counts.jobs)
  const job = createJob(request.headers.get('Content-Type'), body, sender, id, service.checks, service.settledNow())
  if (!('signatureJobId' in job)) return job
  counts.jobs += 1
  jobs.set(id, job)
  schedule(service.state, job)
  return message(jobResponse(job, jobUrl(root, job)))
}

function nextStatusChange(service: Service, { root, organizationNumber, query }: Route): Answer {
  const { state, environment } = service
  const pollingQueue = query.get('polling_queue') ?? ''
  const queue = { organizationNumber, pollingQueue }
  const { status, change, nextPermittedPollTime } = poll(state, environment, queue, service.settledNow())
  const headers = { 'X-Next-permitted-poll-time': dateTime(nextPermittedPollTime) }
  const job = state.jobs.get(change?.signatureJobId ?? '')
  if (job === undefined || change === undefined) return empty(status, headers)
  return message(statusChangeResponse(job, change, jobUrl(root, job)), headers)
}

type JobResource = Exclude<Resource, 'create' | 'nextStatusChange' | 'organization' | 'unknown'>

type JobAnswer = (job: JobState, route: Route, service: Service, now: Instant) => Answer

const hasEnded = refusal(409, 'SIGNATURE_JOB_ALREADY_FINISHED', 'The signature job has ended.')

/** What each resource of a job answers. */
const answersForJob: Readonly<Record<JobResource, JobAnswer>> = {
  confirm: (job, { query }, { state, confirmationStatus }, now) =>
    confirm(state, job, Number(query.get('change')), now) ? empty(confirmationStatus) : notFound,
  cancel: (job, _, { state }, now) => (cancel(state, job, now) ? empty(204) : hasEnded),
  downloadPades: (job) =>
    hasSignedDocument(job) ? contentAnswer('application/octet-stream', writePades(job)) : notFound,
  downloadXades: (job, { parameters }) => {
    const index = Number(parameters[1]) - 1
    const isSigned = hasSignedDocument(job) && job.signers[index]?.status.value === 'SIGNED'
    return isSigned ? contentAnswer('application/xml', writeXades(job, index)) : notFound
  },
  downloadArchivedPades: (job) => contentAnswer('application/octet-stream', writePades(job)),
  deleteDocuments: (job, _route, _service, now) => {
    if (job.documentsDeletedAt !== undefined) return notFound
    if (!isDeletable(job)) return refusal(409, 'DOCUMENTS_NOT_DELETABLE', 'The documents cannot be deleted yet.')
    job.documentsDeletedAt = now
    return empty(204)
  },
}
