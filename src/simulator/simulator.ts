/**
 * The simulated portal: a deterministic service in memory.
 *
 * @module
 */
import type { PortalSignatureStatusValue } from '../codec/portal/status-change.js'
import type { IssueCode, PortalError } from '../issue.js'
import { isObject, isString, propertiesOf, timeOf, unlessThrown } from '../guard.js'
import { makeError } from '../outcome.js'
import { empty } from './answer.js'
import type { SimulatorClock } from './clock.js'
import { isPlannedFault, takeFault, type Fault, type PlannedFault } from './faults.js'
import { archivedDocumentId, canBecome, fail, isOpenTo, openGroup, schedule, settle, sign } from './job.js'
import { readOptions, type SimulatorOptions } from './options.js'
import { forgetQueues } from './queue.js'
import { admit } from './rate-limit.js'
import { instead, respond } from './respond.js'
import { routeOf, type Resource, type Route } from './routes.js'
import { lengthOf, receivedFrom, type Received } from './received.js'
import { answerRequest, type Service } from './service.js'
import type { SimulatedJob } from './simulated-job.js'
import { readSnapshot, writeSnapshot, type SimulatorSnapshot } from './snapshot.js'
import { emptyState, type SimulatorState } from './memory.js'
import type { Instant, JobState } from './state.js'

/** Who calls: what a client's certificate tells in two-way TLS. */
export interface Client {
  /** The organization number in the certificate: nine digits. */
  readonly organizationNumber: string
}

/** A request that the portal has answered. */
export interface Exchange {
  /** What was requested. */
  readonly resource: Resource
  /** The HTTP method, such as `POST`. */
  readonly method: string
  /** The address. */
  readonly url: string
  /** The headers of the request, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** How much content the request had, in bytes; 0 for none. */
  readonly contentLength: number
  /** The HTTP status code of the answer; 0 where no response came. */
  readonly status: number
}

/** Which requests a fault is for. */
export interface FaultOptions {
  /** Only requests to this resource. Absent: any request. */
  readonly resource?: Resource | undefined
  /** How many requests, at least 1. Absent: 1. */
  readonly times?: number | undefined
}

/** A simulated portal. */
export interface Simulator {
  /**
   * Answers a request, and never throws for one: where the service would not answer, the response is of type `error`, as
   * that of `Response.error()`.
   *
   * @param request - the request, of any origin; the root of the service is `/api`, and what lies outside of it is not found
   * @param client - who calls. Absent: the organization in the path, which is no broker. Without a number: nobody who is
   *   known
   * @throws TypeError if it is no `Request`, or the portal's clock tells no valid date
   */
  readonly handle: (request: Request, client?: Client) => Promise<Response>
  /**
   * A copy of a job as it is now.
   *
   * @throws PortalError `simulator.job-unknown`
   * @throws TypeError if the portal's clock tells no valid date
   */
  readonly job: (signatureJobId: string) => SimulatedJob
  /**
   * Copies of all jobs as they are now, oldest first.
   *
   * @throws TypeError if the portal's clock tells no valid date
   */
  readonly jobs: () => readonly SimulatedJob[]
  /**
   * Lets a signer act, or something become of them: `SIGNED` signs, any other status, known or not, fails the job.
   * `EXPIRED` lets the time of all whose turn it is run out.
   *
   * @param signatureJobId - the job
   * @param signer - the place of the signer in the manifest, from 1
   * @param status - what becomes of the signer: not `WAITING`, `NOT_APPLICABLE` or `CANCELLED`, which follow from other
   *   events. `RESERVED` only for a signer of a public organization who is addressed by national identity number and signs
   *   for themselves, `CONTACT_INFORMATION_MISSING` only without contact information: these two also before it is the
   *   signer's turn. `BLOCKED` only for one addressed by contact information, `SIGNERS_NAME_NOT_AVAILABLE` only for an
   *   authenticated signature where the manifest wants an identifier with a name (portal.xsd; addressing page)
   * @throws PortalError `simulator.job-unknown`, `simulator.signer-unknown`, `simulator.status`, `simulator.signer-closed`
   * @throws TypeError if the portal's clock tells no valid date
   */
  readonly setSignerStatus: (signatureJobId: string, signer: number, status: PortalSignatureStatusValue) => void
  /**
   * Postpones the end of the time of the signers whose turn it is, as a sender can in the sender portal.
   *
   * @param signatureJobId - the job
   * @param deadline - when their time is over from now on: later than before
   * @throws PortalError `simulator.job-unknown`; `simulator.deadline` if the job has ended, or the time is no valid date, or
   *   not later
   * @throws TypeError if the portal's clock tells no valid date
   */
  readonly postponeDeadline: (signatureJobId: string, deadline: Date) => void
  /**
   * Plans a fault for requests to come. Faults are taken in the order in which they were planned.
   *
   * @returns a function that withdraws what is left of the fault, and never throws
   * @throws PortalError `simulator.fault` if a value is out of its range
   */
  readonly planFault: (fault: Fault, options?: FaultOptions) => () => void
  /** The last 1,000 requests, oldest first. Never throws. */
  readonly exchanges: () => readonly Exchange[]
  /**
   * Everything that the portal remembers, to go on from with `createSimulator`, perhaps after it was written as JSON. Never
   * throws.
   */
  readonly snapshot: () => SimulatorSnapshot
}

const exchangesKept = 1000

/**
 * Makes a simulated portal.
 *
 * @param options - its clock, its organizations, and how it behaves
 * @returns the portal
 * @throws {@link PortalError} `simulator.options` if an organization number is not nine digits, or a sector, an environment
 *   or a time is out of its range; `key.certificate` for certificates of `trust` that cannot be read; `simulator.snapshot`
 * @throws TypeError if there is no clock, or no list of senders
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const service = serviceFrom(options)
  const { state, settledNow } = service
  const exchanges: Exchange[] = []
  const settledJobs = (): SimulatorState['jobs'] => {
    settledNow()
    return state.jobs
  }
  return {
    handle: async (request, client) => {
      requireRequest(request)
      const route = routeOf(request)
      const caller = client === undefined ? route.organizationNumber : propertiesOf(client)['organizationNumber']
      const received = receivedFrom(request)
      const response = await answer(service, received, route, isString(caller) ? caller : '')
      const { method, url } = request
      const contentLength = await lengthOf(received)
      const headers = unlessThrown(() => Object.fromEntries(request.headers)) ?? {}
      exchanges.push({ resource: route.resource, method, url, headers, contentLength, status: response.status })
      if (exchanges.length > exchangesKept) exchanges.shift()
      return response
    },
    setSignerStatus: signerStatusSetter(service),
    postponeDeadline: (signatureJobId, deadline) => {
      const job = find(settledJobs(), signatureJobId)
      const instant = timeOf(deadline)
      // Written so that an invalid date fails.
      if (job.deadline === undefined || !(instant > job.deadline))
        throw controlError('simulator.deadline', 'The deadline cannot be postponed to this time.')
      job.deadline = instant
      schedule(state, job)
    },
    job: (signatureJobId) => copyOf(find(settledJobs(), signatureJobId)),
    jobs: () => Array.from(settledJobs().values(), copyOf),
    planFault: (fault, options = {}) => {
      const { resource, times = 1 }: FaultOptions = propertiesOf(options)
      const plan: PlannedFault = { fault: { ...propertiesOf(fault) } as Fault, resource, times }
      if (!isObject(options) || !isPlannedFault(plan))
        throw controlError('simulator.fault', 'This is no fault that can be planned.')
      state.faults.push(plan)
      return () => {
        const index = state.faults.indexOf(plan)
        if (index !== -1) state.faults.splice(index, 1)
      }
    },
    exchanges: () => [...exchanges],
    snapshot: () => writeSnapshot(state),
  }
}

/** What is used of a `Request` must be there, whoever made it. */
function requireRequest(request: Request): void {
  const { url, method, headers, arrayBuffer } = propertiesOf(request)
  const functions = [propertiesOf(headers)['get'], arrayBuffer]
  const isAddressed = isString(url) && URL.canParse(url) && isString(method)
  if (!isAddressed || !functions.every((one) => typeof one === 'function'))
    throw new TypeError('A request must be a Request, or an object with its url, method, headers and arrayBuffer.')
}

function serviceFrom(options: SimulatorOptions): Service {
  const { forwardingSeconds, endedJobsKeptSeconds, snapshot, ...read } = readOptions(options)
  const times = { forwardingMilliseconds: forwardingSeconds * 1000, keptMilliseconds: endedJobsKeptSeconds * 1000 }
  const state = snapshot === undefined ? emptyState() : readSnapshot(snapshot)
  const settledNow = (): number => {
    const now = present(read.clock)
    settle(state, now, times)
    forgetQueues(state, now)

    return now
  }
  return { ...read, state, settledNow }
}

/** The time on the portal's clock, in milliseconds. */
function present(clock: SimulatorClock): Instant {
  const instant = timeOf(clock.now())
  if (Number.isNaN(instant)) throw new TypeError('The clock of a simulated portal tells valid dates.')
  return instant
}

async function answer(service: Service, request: Received, route: Route, caller: string): Promise<Response> {
  const { state, clock, rateLimit } = service
  if (rateLimit && !admit(state, caller, present(clock)))
    return respond(empty(429, { DoSFilter: 'unavailable' }), undefined)
  // A fault waits for a request that is let through.
  const fault = takeFault(state.faults, route.resource)
  const rootedRoute = fault?.kind === 'root' ? { ...route, root: fault.root } : route
  const own = instead(fault) ?? (await answerRequest(service, request, rootedRoute, caller))
  return respond(own, fault)
}

function signerStatusSetter(service: Service): Simulator['setSignerStatus'] {
  const { state, accounts, settledNow } = service
  return (signatureJobId, position, status) => {
    const now = settledNow()
    const job = find(state.jobs, signatureJobId)
    const index = typeof position === 'number' ? position - 1 : -1
    const signer = job.signers[index]
    const addressed = job.manifest.signers[index]
    if (signer === undefined || addressed === undefined)
      throw controlError('simulator.signer-unknown', 'The job has no such signer.')
    const sector = accounts.senders.find((sender) => sender.organizationNumber === job.organizationNumber)?.sector
    if (!isString(status) || !canBecome(status, addressed, job.manifest, sector))
      throw controlError('simulator.status', 'This signer cannot be given this status.')
    if (!isOpenTo(job, signer, status, now))
      throw controlError('simulator.signer-closed', 'The job is not open to this signer.')
    if (status === 'SIGNED') sign(state, job, signer, now)
    // The time of a group runs out for all of it.
    else fail(state, job, status === 'EXPIRED' ? openGroup(job) : [signer], status, now)
  }
}

function find(jobs: SimulatorState['jobs'], signatureJobId: string): JobState {
  const job = jobs.get(signatureJobId)
  if (job === undefined) throw controlError('simulator.job-unknown', 'There is no such job.')
  return job
}

/** A copy without what only the portal itself has to remember. */
function copyOf(job: JobState): SimulatedJob {
  const { deletableAnnounced, changeCount, confirmedAt, signers, ...remembered } = job
  const { createdAt, signingTime, deadline, endedAt, documentsDeletedAt, ...told } = remembered
  return {
    ...structuredClone(told),
    createdAt: new Date(createdAt),
    signingTime: new Date(signingTime),
    deadline: dateOf(deadline),
    endedAt: dateOf(endedAt),
    archivedDocumentId: archivedDocumentId(job),
    documentsDeletedAt: dateOf(documentsDeletedAt),
    signers: signers.map(({ order, opensAt, status: { value, since } }) => ({
      order,
      opensAt: dateOf(opensAt),
      status: { value, since: new Date(since) },
    })),
  }
}

function dateOf(instant: Instant | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant)
}

function controlError(code: IssueCode, sentence: string): PortalError {
  return makeError('The portal cannot do this', code, sentence)
}
