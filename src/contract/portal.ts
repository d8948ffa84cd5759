/**
 * The simulated portal: a deterministic service in memory.
 *
 * @module
 */
import type { PortalSignatureStatusValue } from '../codec/portal/status-change.js'
import { PortalError, type IssueCode } from '../issue.js'
import { authorize, organizationText, type Accounts, type BrokerAccount, type SenderAccount } from './access.js'
import { empty, message, refusal, type Answer } from './answer.js'
import type { Clock } from './clock.js'
import { createJob } from './create-job.js'
import { respond, takeFault, type Fault, type PlannedFault } from './faults.js'
import { cancel, canBecome, fail, hasSignedDocument, isDeletable, isOpenTo, openGroup, settle, sign } from './job.js'
import { dateTime, jobResponse, jobUrls, statusChangeResponse } from './messages.js'
import { confirm, poll, type PortalEnvironment } from './queue.js'
import { admit } from './rate-limit.js'
import { routeOf, type Resource, type Route } from './routes.js'
import { writePades, writeXades } from './signed-document.js'
import { emptyState, type JobState, type PortalState } from './state.js'

/** What a portal is made of. */
export interface PortalOptions {
  /** The clock. */
  readonly clock: Clock
  /** The organizations that jobs belong to. */
  readonly senders: readonly SenderAccount[]
  /** The organizations that may call on behalf of others. Absent: none. */
  readonly brokers?: readonly BrokerAccount[]
  /** Which times to wait between polls. Absent: `test`. */
  readonly environment?: PortalEnvironment
  /** Whether more than 10 calls a second block an organization for 30 seconds. Absent: true. */
  readonly rateLimit?: boolean
  /**
   * How long forwarding a signed document to the signers' mailboxes takes, in seconds, 0 to 604,800 (7 days): a job
   * cannot be deleted before. Absent: 0.
   */
  readonly forwardingSeconds?: number
  /** Where to go on from. Absent: a portal that nothing has happened in. */
  readonly snapshot?: PortalState
}

/** Who calls: what a client's certificate tells in two-way TLS. */
export interface Client {
  /** The organization number in the certificate: nine digits. */
  readonly organizationNumber: string
}

/** A request that the portal has answered. */
export interface Exchange {
  /** What was requested. */
  readonly resource: Resource
  /** The method. */
  readonly method: string
  /** The address. */
  readonly url: string
  /** The HTTP status code of the answer; 0 where no response came. */
  readonly status: number
}

/** Which requests a fault is for. */
export interface FaultOptions {
  /** Only requests to this resource. Absent: any request. */
  readonly resource?: Resource
  /** How many requests, at least 1. Absent: 1. */
  readonly times?: number
}

/** A simulated portal. */
export interface Portal {
  /**
   * Answers a request. Never throws: where the service would not answer, the response is of type `error`, as that of
   * `Response.error()`.
   *
   * @param request - the request, of any origin
   * @param client - who calls. Absent: the organization in the path, which is no broker
   */
  readonly handle: (request: Request, client?: Client) => Promise<Response>
  /**
   * A copy of a job as it is now.
   *
   * @throws PortalError `contract.job-unknown`
   */
  readonly job: (signatureJobId: string) => JobState
  /** Copies of all jobs as they are now, oldest first. */
  readonly jobs: () => readonly JobState[]
  /**
   * Lets a signer act, or something become of them: `SIGNED` signs, any other status, known or not, fails the job.
   * `EXPIRED` lets the time of all whose turn it is run out.
   *
   * @param signatureJobId - the job
   * @param signer - the place of the signer in the manifest, from 1
   * @param status - what becomes of the signer: not `WAITING`, `NOT_APPLICABLE` or `CANCELLED`, which follow from other
   *   events; `BLOCKED` only for a signer addressed by contact information, `RESERVED` only for one of a public
   *   organization who is addressed by national identity number (portal.xsd)
   * @throws PortalError `contract.job-unknown`, `contract.signer-unknown`, `contract.status`, `contract.signer-closed`
   */
  readonly setSignerStatus: (signatureJobId: string, signer: number, status: PortalSignatureStatusValue) => void
  /** Plans a fault for requests to come. Faults are taken in the order in which they were planned. */
  readonly planFault: (fault: Fault, options?: FaultOptions) => void
  /** The last 1,000 requests, oldest first. */
  readonly exchanges: () => readonly Exchange[]
  /** Everything that the portal remembers, as data that JSON can hold, to go on from with `createPortal`. */
  readonly snapshot: () => PortalState
}

/** The first job's id: beyond 2^53 and odd, as the next ones are, so that a client that takes it for a number is found out. */
const firstJobId = 9_007_199_254_740_993n

/** The most content that a request may have, in bytes: documents of 10 MiB (portal flow page, create) and room for the rest. */
export const requestLimit: number = 12 * 1_048_576

const exchangesKept = 1000

/**
 * Makes a simulated portal.
 *
 * @param options - what it is made of
 * @returns the portal
 */
export function createPortal(options: PortalOptions): Portal {
  const { clock, environment = 'test', rateLimit = true, forwardingSeconds = 0 } = options
  const accounts: Accounts = { senders: options.senders, brokers: options.brokers ?? [] }
  const state: PortalState = options.snapshot === undefined ? emptyState() : structuredClone(options.snapshot)
  const exchanges: Exchange[] = []

  const settledNow = (): number => {
    const now = clock.now().getTime()
    settle(state, now, forwardingSeconds * 1000)
    return now
  }

  const create = async (request: Request, { root }: Route, sender: SenderAccount): Promise<Answer> => {
    const body = new Uint8Array(await request.arrayBuffer())
    if (body.length > requestLimit) return refusal(413, 'BAD_REQUEST', 'The content is too long.')
    const id = String(firstJobId + 2n * BigInt(state.jobs.length))
    const job = createJob(request.headers.get('Content-Type'), body, sender, id, clock.now().getTime())
    if (!('signatureJobId' in job)) return job
    state.jobs.push(job)
    return message(jobResponse(job, jobUrls(root, job)))
  }

  const nextStatusChange = ({ root, organizationNumber, query }: Route): Answer => {
    const pollingQueue = query.get('polling_queue') ?? ''
    const outcome = poll(state, environment, { organizationNumber, pollingQueue }, settledNow())
    const headers = { 'X-Next-permitted-poll-time': dateTime(outcome.nextPermittedPollTime) }
    if (outcome.kind !== 'statusChange') return empty(outcome.kind === 'noChange' ? 204 : 429, headers)
    const job = find(outcome.change.signatureJobId)
    return message(statusChangeResponse(job, outcome.change, jobUrls(root, job)), headers)
  }

  const answerForJob = (route: Route, job: JobState): Answer => {
    const now = settledNow()
    switch (route.resource) {
      case 'confirm':
        return confirm(state, job.signatureJobId, Number(route.query.get('change'))) ? empty(204) : notFound
      case 'cancel':
        return cancel(state, job, now)
          ? empty(204)
          : refusal(409, 'SIGNATURE_JOB_ALREADY_FINISHED', 'The signature job has ended.')
      case 'pades':
        return hasSignedDocument(job) ? document('application/octet-stream', writePades(job)) : notFound
      case 'xades': {
        const index = Number(route.parameters[1]) - 1
        return hasSignedDocument(job) && job.signers[index]?.status.value === 'SIGNED'
          ? document('application/xml', writeXades(job, index))
          : notFound
      }
      case 'deleteDocuments':
        if (job.documentsDeletedAt !== undefined) return notFound
        if (!isDeletable(job)) return refusal(409, 'DOCUMENTS_NOT_DELETABLE', 'The documents cannot be deleted yet.')
        job.documentsDeletedAt = now
        return empty(204)
      default:
        return notFound
    }
  }

  const answer = async (request: Request, route: Route, client: string): Promise<Answer> => {
    if (route.resource === 'unknown') return notFound
    const sender = authorize(accounts, route.organizationNumber, client)
    if ('status' in sender) return sender
    switch (route.resource) {
      case 'organization':
        return {
          status: 200,
          headers: {},
          content: { kind: 'text', text: organizationText(sender.organizationNumber, client) },
        }
      case 'create':
        return create(request, route, sender)
      case 'poll':
        return nextStatusChange(route)
      default: {
        const job = state.jobs.find(
          ({ signatureJobId, organizationNumber }) =>
            signatureJobId === route.parameters[0] && organizationNumber === sender.organizationNumber,
        )
        return job === undefined ? notFound : answerForJob(route, job)
      }
    }
  }

  const handle = async (request: Request, client?: Client): Promise<Response> => {
    const route = routeOf(request)
    const caller = client?.organizationNumber ?? route.organizationNumber
    const fault = takeFault(state.faults, route.resource)
    const response = respond(
      rateLimit && !admit(state, caller, clock.now().getTime())
        ? empty(429, { DoSFilter: 'unavailable' })
        : (instead(fault) ??
            (await answer(request, fault?.kind === 'root' ? { ...route, root: fault.root } : route, caller))),
      fault,
    )
    exchanges.push({ resource: route.resource, method: request.method, url: request.url, status: response.status })
    if (exchanges.length > exchangesKept) exchanges.shift()
    return response
  }

  const find = (signatureJobId: string): JobState => {
    const job = state.jobs.find((candidate) => candidate.signatureJobId === signatureJobId)
    if (job === undefined) throw controlError('contract.job-unknown', 'There is no such job.')
    return job
  }

  const setSignerStatus: Portal['setSignerStatus'] = (signatureJobId, position, status) => {
    const now = settledNow()
    const job = find(signatureJobId)
    const signer = job.signers[position - 1]
    const addressed = job.manifest.signers[position - 1]
    if (signer === undefined || addressed === undefined)
      throw controlError('contract.signer-unknown', 'The job has no such signer.')
    const sector = accounts.senders.find((sender) => sender.organizationNumber === job.organizationNumber)?.sector
    if (!canBecome(status, addressed, sector))
      throw controlError('contract.status', 'This signer cannot be given this status.')
    if (!isOpenTo(job, signer, now)) throw controlError('contract.signer-closed', 'The job is not open to this signer.')
    if (status === 'SIGNED') sign(state, job, signer, now)
    // The time of a group runs out for all of it.
    else fail(state, job, status === 'EXPIRED' ? openGroup(job) : [signer], status, now)
  }

  return {
    handle,
    setSignerStatus,
    job: (signatureJobId) => {
      settledNow()
      return structuredClone(find(signatureJobId))
    },
    jobs: () => {
      settledNow()
      return structuredClone(state.jobs)
    },
    planFault: (fault, { resource, times = 1 } = {}) => {
      const plan: PlannedFault = { fault, times, ...(resource === undefined ? {} : { resource }) }
      state.faults.push(plan)
    },
    exchanges: () => [...exchanges],
    snapshot: () => structuredClone(state),
  }
}

const notFound = refusal(404, 'NOT_FOUND', 'There is no such resource, or there is no longer.')

function document(mediaType: string, bytes: Uint8Array): Answer {
  return { status: 200, headers: {}, content: { kind: 'bytes', mediaType, bytes } }
}

/** The answer that a fault puts in the place of the portal's own, which the request then has no part in. */
function instead(fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === 'noResponse' && !fault.effect) return empty(503)
  if (fault?.kind !== 'status') return undefined
  const { status, content } = fault
  if (content === 'error') return refusal(status, 'SIMULATED_FAULT', 'A fault that was asked for.')
  if (content === 'empty') return empty(status)
  const text = content === 'html' ? '<html><body><h1>Bad gateway</h1></body></html>' : 'Bad gateway'
  const mediaType = content === 'html' ? 'text/html' : 'text/plain'
  return { status, headers: {}, content: { kind: 'bytes', mediaType, bytes: new TextEncoder().encode(text) } }
}

function controlError(code: IssueCode, sentence: string): PortalError {
  return new PortalError('The portal cannot do this', [{ code, path: '', message: sentence }])
}
