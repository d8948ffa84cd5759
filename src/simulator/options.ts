/**
 * What a simulated portal is made of.
 *
 * @module
 */
import { organizationNumberPattern } from '../codec/portal/common.js'
import { sectors } from '../codec/portal/rule.js'
import { isList, membersOf, propertiesOf } from '../guard.js'
import { issueIf, issuesOf, refuseIfAny } from '../outcome.js'
import { readCertificates } from '../x509/certificate.js'
import type { BrokerAccount, SenderAccount } from './accounts.js'
import type { SimulatorClock } from './clock.js'
import type { PackageChecks } from './document-package.js'
import { simulatorEnvironments, type SimulatorEnvironment } from './queue.js'
import { confirmationStatuses, type ConfirmationStatus, type Service } from './service.js'
import { list, matching, maybe, oneOf, record, truth, type Shape } from './shape.js'
import type { SimulatorSnapshot } from './snapshot.js'

/** What a portal is made of. */
export interface SimulatorOptions extends PackageChecks {
  /** The clock that all that depends on time goes by. */
  readonly clock: SimulatorClock
  /** The organizations that jobs belong to. */
  readonly senders: readonly SenderAccount[]
  /** The organizations that may call on behalf of others. Absent: none. */
  readonly brokers?: readonly BrokerAccount[] | undefined
  /** Which times to wait between polls. Absent: `test`. */
  readonly environment?: SimulatorEnvironment | undefined
  /** Whether more than 10 calls a second block an organization for 30 seconds. Absent: true. */
  readonly rateLimit?: boolean | undefined
  /**
   * Whether a request is answered with 406 whose Accept header excludes what there is. That the service does is assumed.
   * Absent: true.
   */
  readonly requireAccept?: boolean | undefined
  /** The status of the answer to a confirmation, which is not documented: 200 or 204. Absent: 204. */
  readonly confirmationStatus?: ConfirmationStatus | undefined
  /**
   * How long forwarding a signed document to the signers' mailboxes takes, in seconds, 0 to 604,800 (7 days): a job
   * cannot be deleted before. Nothing is forwarded where all sign on behalf of others. Absent: 0.
   */
  readonly forwardingSeconds?: number | undefined
  /**
   * How long a job that is over is remembered, in seconds, 0 or more. It is dropped that long after its end or, if that was
   * later, the last confirmation of one of its status changes; never while a status change is to be confirmed, nor while one is to
   * come: a completed job has one when it becomes deletable. After that the portal knows nothing of it, its archived document
   * included. Absent: for good.
   */
  readonly endedJobsKeptSeconds?: number | undefined
  /** Where to go on from. Absent: a portal that nothing has happened in. */
  readonly snapshot?: SimulatorSnapshot | undefined
}

/** Options as a portal goes by them. */
type ReadOptions = Omit<Service, 'state' | 'settledNow'> & {
  readonly forwardingSeconds: number
  readonly endedJobsKeptSeconds: number
  snapshot: unknown
}

const organizationNumber = matching(new RegExp(`^${organizationNumberPattern}$`))

function seconds(most: number): Shape {
  return (value) => typeof value === 'number' && value >= 0 && value <= most
}

/** What each option must be, and the sentence that says so. */
const expected: Readonly<Record<string, readonly [shape: Shape, sentence: string]>> = {
  senders: [
    list(record({ organizationNumber, sector: oneOf(...sectors) })),
    `A sender has an organization number of nine digits, and the sector ${sectors.join(' or ')}.`,
  ],
  brokers: [
    list(record({ organizationNumber, senders: list(organizationNumber) })),
    'A broker has an organization number of nine digits, and senders with such numbers.',
  ],
  environment: [oneOf(...simulatorEnvironments), `An environment is ${simulatorEnvironments.join(' or ')}.`],
  rateLimit: [truth, 'Whether there is a limit is true or false.'],
  requireAccept: [truth, 'Whether Accept is looked at is true or false.'],
  confirmationStatus: [
    oneOf(...confirmationStatuses),
    `A confirmation is answered with ${confirmationStatuses.join(' or ')}.`,
  ],
  requireWholeChain: [truth, 'Whether the whole chain is required is true or false.'],
  endedJobsKeptSeconds: [seconds(Infinity), 'A job that is over is kept for 0 seconds or more.'],
  forwardingSeconds: [seconds(604_800), 'Forwarding takes 0 seconds to 7 days.'],
  signingTimeToleranceSeconds: [maybe(seconds(Infinity)), 'A tolerance is 0 seconds or more.'],
}

/** Reads options, each once, and refuses those that no portal can be made of. */
export function readOptions(options: SimulatorOptions): ReadOptions {
  const given: Partial<SimulatorOptions> = propertiesOf(options)
  const {
    clock,
    environment = 'test',
    rateLimit = true,
    requireAccept = true,
    forwardingSeconds = 0,
    endedJobsKeptSeconds = Infinity,
    snapshot,
  } = given
  const { senders: allSenders, brokers: allBrokers = [], confirmationStatus = 204 } = given
  const { trust, intermediates, requireWholeChain = true, signingTimeToleranceSeconds } = given
  if (clock === undefined || typeof propertiesOf(clock)['now'] !== 'function')
    throw new TypeError('A simulated portal needs a clock.')
  const senders = accountsIn<SenderAccount>(allSenders, 'sector')
  const brokers = accountsIn<BrokerAccount>(allBrokers, 'senders')
  if (senders === undefined || brokers === undefined || [trust, intermediates].some(isNoList))
    throw new TypeError('The senders and brokers of a portal, and its certificates, are lists.')
  const trusted = readCertificates(trust ?? [], ['trust'])
  const between = readCertificates(intermediates ?? [], ['intermediates'])
  const values = { environment, rateLimit, requireAccept, confirmationStatus, forwardingSeconds, endedJobsKeptSeconds }
  const packages = { requireWholeChain, signingTimeToleranceSeconds }
  const toCheck: Readonly<Record<string, unknown>> = { ...values, ...packages, senders, brokers }
  const issues = Object.entries(expected).flatMap(([name, [shape, sentence]]) =>
    issueIf(!shape(toCheck[name]), 'simulator.options', sentence, { property: [name] }),
  )
  issues.push(...issuesOf(trusted), ...issuesOf(between))
  refuseIfAny('The portal cannot be made', issues)
  const ders = (read: typeof trusted): readonly Uint8Array[] => (read.ok ? read.value.map(({ der }) => der) : [])
  const certificates = { trust: trust === undefined ? undefined : ders(trusted), intermediates: ders(between) }
  const checks = { ...packages, ...certificates }
  return { ...values, accounts: { senders, brokers }, checks, clock, snapshot }
}

function isNoList(value: unknown): boolean {
  return value !== undefined && !isList(value)
}

/** Copies of accounts: their numbers and what else they are told apart by. */
function accountsIn<T>(accounts: unknown, property: keyof T & string): readonly T[] | undefined {
  return membersOf(accounts)?.map((account) => {
    const { organizationNumber, [property]: more } = propertiesOf(account)
    return { organizationNumber, [property]: membersOf(more) ?? more } as T
  })
}
