/**
 * The simulated portal: a deterministic service in memory.
 *
 * @module
 */
import type { PortalSignatureStatusValue } from '../codec/portal/status-change.js'
import { PortalError, type IssueCode } from '../issue.js'
import type { Accounts, BrokerAccount, SenderAccount } from './accounts.js'
import { empty } from './answer.js'
import type { SimulatorClock } from './clock.js'
import type { PackageChecks } from './document-package.js'
import { isPlannedFault, takeFault, type Fault, type PlannedFault } from './faults.js'
import { canBecome, fail, isOpenTo, openGroup, settle, sign } from './job.js'
import type { SimulatorEnvironment } from './queue.js'
import { admit } from './rate-limit.js'
import { instead, respond } from './respond.js'
import { routeOf, type Resource } from './routes.js'
import { answerRequest, type Service } from './service.js'
import { readSnapshot } from './snapshot.js'
import { emptyState, type JobState, type SimulatorState } from './state.js'
import { makeIssue } from '../outcome.js'

/** What a portal is made of. */
export interface SimulatorOptions extends PackageChecks {
  /** The clock. */
  readonly clock: SimulatorClock
  /** The organizations that jobs belong to. */
  readonly senders: readonly SenderAccount[]
  /** The organizations that may call on behalf of others. Absent: none. */
  readonly brokers?: readonly BrokerAccount[]
  /** Which times to wait between polls. Absent: `test`. */
  readonly environment?: SimulatorEnvironment
  /** Whether more than 10 calls a second block an organization for 30 seconds. Absent: true. */
  readonly rateLimit?: boolean
  /**
   * How long forwarding a signed document to the signers' mailboxes takes, in seconds, 0 to 604,800 (7 days): a job
   * cannot be deleted before. Absent: 0.
   */
  readonly forwardingSeconds?: number
  /** Where to go on from. Absent: a portal that nothing has happened in. */
  readonly snapshot?: SimulatorState
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
export interface Simulator {
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
   * @throws PortalError `simulator.job-unknown`
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
   * @throws PortalError `simulator.job-unknown`, `simulator.signer-unknown`, `simulator.status`, `simulator.signer-closed`
   */
  readonly setSignerStatus: (signatureJobId: string, signer: number, status: PortalSignatureStatusValue) => void
  /**
   * Plans a fault for requests to come. Faults are taken in the order in which they were planned.
   *
   * @throws PortalError `simulator.fault` if a value is out of its range
   */
  readonly planFault: (fault: Fault, options?: FaultOptions) => void
  /** The last 1,000 requests, oldest first. */
  readonly exchanges: () => readonly Exchange[]
  /** Everything that the portal remembers, as data that JSON can hold, to go on from with `createSimulator`. */
  readonly snapshot: () => SimulatorState
}

const exchangesKept = 1000

/**
 * Makes a simulated portal.
 *
 * @param options - what it is made of
 * @returns the portal
 * @throws `PortalError` `simulator.options` if an organization number is not nine digits or a time out of its range;
 *   `simulator.snapshot`
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { clock, environment = 'test', rateLimit = true, forwardingSeconds = 0 } = options
  checkOptions(options)
  const accounts: Accounts = { senders: options.senders, brokers: options.brokers ?? [] }
  const state: SimulatorState = options.snapshot === undefined ? emptyState() : readSnapshot(options.snapshot)
  const exchanges: Exchange[] = []

  const settledNow = (): number => {
    const now = clock.now().getTime()
    settle(state, now, forwardingSeconds * 1000)
    return now
  }
  const service: Service = { state, accounts, environment, checks: options, settledNow }

  const handle = async (request: Request, client?: Client): Promise<Response> => {
    const route = routeOf(request)
    const caller = client?.organizationNumber ?? route.organizationNumber
    const admitted = !rateLimit || admit(state, caller, clock.now().getTime())
    // A fault waits for a request that is let through.
    const fault = admitted ? takeFault(state.faults, route.resource) : undefined
    const rootedRoute = fault?.kind === 'root' ? { ...route, root: fault.root } : route
    const answer = admitted
      ? (instead(fault) ?? (await answerRequest(service, request, rootedRoute, caller)))
      : empty(429, { DoSFilter: 'unavailable' })
    const response = respond(answer, fault)
    exchanges.push({ resource: route.resource, method: request.method, url: request.url, status: response.status })
    if (exchanges.length > exchangesKept) exchanges.shift()
    return response
  }

  const find = (signatureJobId: string): JobState => {
    const job = state.jobs.find((candidate) => candidate.signatureJobId === signatureJobId)
    if (job === undefined) throw controlError('simulator.job-unknown', 'There is no such job.')
    return job
  }

  const setSignerStatus: Simulator['setSignerStatus'] = (signatureJobId, position, status) => {
    const now = settledNow()
    const job = find(signatureJobId)
    const signer = job.signers[position - 1]
    const addressed = job.manifest.signers[position - 1]
    if (signer === undefined || addressed === undefined)
      throw controlError('simulator.signer-unknown', 'The job has no such signer.')
    const sector = accounts.senders.find((sender) => sender.organizationNumber === job.organizationNumber)?.sector
    if (!canBecome(status, addressed, sector))
      throw controlError('simulator.status', 'This signer cannot be given this status.')
    if (!isOpenTo(job, signer, now))
      throw controlError('simulator.signer-closed', 'The job is not open to this signer.')
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
      if (!isPlannedFault(plan)) throw controlError('simulator.fault', 'This is no fault that can be planned.')
      state.faults.push(plan)
    },
    exchanges: () => [...exchanges],
    snapshot: () => structuredClone(state),
  }
}

function checkOptions(options: SimulatorOptions): void {
  const {
    senders,
    brokers = [],
    environment = 'test',
    forwardingSeconds = 0,
    signingTimeToleranceSeconds = 0,
  } = options
  const numbers = [...senders, ...brokers].map(({ organizationNumber }) => organizationNumber)
  const wrong =
    numbers.some((number) => !/^[0-9]{9}$/.test(number)) ||
    senders.some(({ sector }) => !/^(?:PUBLIC|PRIVATE)$/.test(sector)) ||
    !/^(?:production|test)$/.test(environment) ||
    !(forwardingSeconds >= 0 && forwardingSeconds <= 604_800) ||
    !(signingTimeToleranceSeconds >= 0)
  if (wrong)
    throw controlError(
      'simulator.options',
      'An organization number is nine digits, a sector PUBLIC or PRIVATE, an environment production or test, and a time 0 or more; forwarding takes at most 7 days.',
    )
}

function controlError(code: IssueCode, sentence: string): PortalError {
  return new PortalError('The portal cannot do this', [makeIssue(code, sentence)])
}
