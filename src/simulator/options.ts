/**
 * What a simulated portal is made of.
 *
 * @module
 */
import { isList, propertiesOf } from '../guard.js'
import { sectorIssues } from '../manifest/rules.js'
import { makeError } from '../outcome.js'
import type { BrokerAccount, SenderAccount } from './accounts.js'
import type { SimulatorClock } from './clock.js'
import type { PackageChecks } from './document-package.js'
import { simulatorEnvironments, type SimulatorEnvironment } from './queue.js'
import type { SimulatorSnapshot } from './snapshot.js'

/** What a portal is made of. */
export interface SimulatorOptions extends PackageChecks {
  /** The clock. */
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
   * How long forwarding a signed document to the signers' mailboxes takes, in seconds, 0 to 604,800 (7 days): a job
   * cannot be deleted before. Absent: 0.
   */
  readonly forwardingSeconds?: number | undefined
  /** Where to go on from. Absent: a portal that nothing has happened in. */
  readonly snapshot?: SimulatorSnapshot | undefined
}

/** Refuses options that no portal can be made of. */
export function checkOptions(options: SimulatorOptions): void {
  const { clock, senders, brokers = [], environment = 'test', forwardingSeconds = 0 } = options
  if (typeof propertiesOf(clock)['now'] !== 'function') throw new TypeError('A simulated portal needs a clock.')
  if (!isList(senders) || !isList(brokers)) throw new TypeError('The senders and brokers of a portal are lists.')
  const right =
    [...senders, ...brokers].every(({ organizationNumber }) => isOrganizationNumber(organizationNumber)) &&
    senders.every(({ sector }) => sectorIssues(sector).length === 0) &&
    simulatorEnvironments.includes(environment) &&
    forwardingSeconds >= 0 &&
    forwardingSeconds <= 604_800 &&
    (options.signingTimeToleranceSeconds ?? 0) >= 0
  if (!right)
    throw makeError(
      'The portal cannot be made',
      'simulator.options',
      'An organization number is nine digits, a sector PUBLIC or PRIVATE, an environment production or test, and a time 0 or more; forwarding takes at most 7 days.',
    )
}

function isOrganizationNumber(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9]{9}$/.test(value)
}
