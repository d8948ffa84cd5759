/**
 * The organizations that a served portal knows, as options of the command name them.
 *
 * @module
 */
import { sectors } from '../manifest/index.js'
import type { Accounts } from '../simulator/index.js'
import { UsageError } from './command.js'

/** Options as they were given. */
export interface AccountOptions {
  /** Each a number and a sector, `123456785:PUBLIC`. */
  readonly organization?: readonly string[] | undefined
  /** Each a number, alone or with that of a sender for whom the broker may act. */
  readonly broker?: readonly string[] | undefined
}

/** The accounts that options name; what none names is as in `usual`. */
export function accountsFrom({ organization, broker }: AccountOptions, usual: Accounts): Accounts {
  const senders = organization?.map((given) => {
    const [number, word] = pairIn(given)
    const sector = sectors.find((each) => each === word)
    if (number === undefined || sector === undefined) throw new UsageError(formOf.organization)
    return { organizationNumber: number, sector }
  })
  const numbers = (senders ?? usual.senders).map(({ organizationNumber }) => organizationNumber)
  if (new Set(numbers).size < numbers.length) throw new UsageError('--organization names an organization twice.')
  const sendersOf = new Map<string, Set<string>>()
  for (const given of broker ?? []) {
    const [organizationNumber, sender] = pairIn(given)
    if (organizationNumber === undefined || sender === '') throw new UsageError(formOf.broker)
    if (sender !== undefined && !numbers.includes(sender))
      throw new UsageError('--broker names a sender that the portal does not know.')
    const known = sendersOf.get(organizationNumber) ?? new Set()
    for (const each of sender === undefined ? numbers : [sender]) known.add(each)
    sendersOf.set(organizationNumber, known)
  }
  const brokers = [...sendersOf].map(([organizationNumber, known]) => ({ organizationNumber, senders: [...known] }))
  // The usual broker is one of the usual senders.
  const others = organization === undefined ? usual.brokers : []
  return { senders: senders ?? usual.senders, brokers: broker === undefined ? others : brokers }
}

const formOf = {
  organization: `--organization is NUMBER:SECTOR, with a number of nine digits and the sector ${sectors.join(' or ')}.`,
  broker: '--broker is NUMBER or NUMBER:SENDER, with numbers of nine digits.',
} as const

/** What stands before and after a colon; no number where it is none of nine digits. */
function pairIn(given: string): readonly [number: string | undefined, second: string | undefined] {
  const [, number, second] = /^([0-9]{9})(?::([^:]*))?$/.exec(given) ?? []
  return [number, second]
}
