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

/** The accounts that options name; what none names is as in `usual`. All that is wrong is told at once. */
export function accountsFrom({ organization, broker }: AccountOptions, usual: Accounts): Accounts {
  const problems: string[] = []
  const senders =
    organization?.flatMap((given) => {
      const [organizationNumber, word] = pairIn(given)
      const sector = sectors.find((each) => each === word)
      if (organizationNumber !== undefined && sector !== undefined) return [{ organizationNumber, sector }]
      problems.push(formOf.organization)
      return []
    }) ?? usual.senders
  const numbers = senders.map(({ organizationNumber }) => organizationNumber)
  if (new Set(numbers).size < numbers.length) problems.push('--organization names an organization twice.')
  const areKnown = problems.length === 0
  const sendersOf = new Map<string, Set<string>>()
  for (const given of broker ?? []) {
    const [organizationNumber, sender] = pairIn(given)
    if (organizationNumber === undefined || sender === '') problems.push(formOf.broker)
    else if (sender !== undefined && areKnown && !numbers.includes(sender))
      problems.push('--broker names a sender that the portal does not know.')
    else {
      const known = sendersOf.get(organizationNumber) ?? new Set()
      for (const each of sender === undefined ? numbers : [sender]) known.add(each)
      sendersOf.set(organizationNumber, known)
    }
  }
  if (problems.length > 0) throw new UsageError(new Set(problems))
  const brokers = [...sendersOf].map(([organizationNumber, known]) => ({ organizationNumber, senders: [...known] }))
  // The usual broker is one of the usual senders.
  const others = organization === undefined ? usual.brokers : []
  return { senders, brokers: broker === undefined ? others : brokers }
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
