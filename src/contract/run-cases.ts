/**
 * Running a client through the cases.
 *
 * @module
 */
import { inspect } from 'node:util'
import { isInstance, isString, membersOf, requireObject, unlessThrown } from '../guard.js'
import type { AdapterFactory } from './adapter.js'
import type { CaseContext, CaseDescription, ContractCase } from './cases/case.js'
import { contractCases } from './cases/index.js'
import { madeUpAccounts, publicSenderOrganizationNumber } from '../simulator/organizations.js'
import { virtualClock } from '../simulator/clock.js'
import { exposeInProcess, type Expose } from './expose.js'
import { presentSecond } from './machine-clock.js'
import { createSimulator } from '../simulator/simulator.js'
import { makeIssue, refuseIfAny } from '../outcome.js'

/** How long a case may take, in milliseconds, before it counts as hanging. */
const patienceMilliseconds = 10_000

/** How to run cases. */
export interface RunOptions {
  /** Which cases to run, in this order. Absent: all of them. */
  readonly cases?: readonly ContractCase[] | undefined
  /** How the client reaches the portal. Absent: within the process. */
  readonly expose?: Expose | undefined
  /** Cases to leave out, each with the reason, by id. */
  readonly skip?: Readonly<Record<string, string>> | undefined
}

/** A case that the client passed. */
export interface PassedCase extends CaseDescription {
  /** What became of it. */
  readonly outcome: 'passed'
}

/** A case that the client failed, or that was left out. */
export interface UnpassedCase extends CaseDescription {
  /** What became of it. */
  readonly outcome: 'failed' | 'skipped'
  /** What the client did wrong, or why the case was left out. */
  readonly reason: string
}

/** What became of a case. */
export type CaseResult = PassedCase | UnpassedCase

/**
 * Runs a client through one case, with a portal of its own.
 *
 * @param contractCase - the case
 * @param makeAdapter - makes the client
 * @param expose - how the client reaches the portal
 * @throws Error that tells what the client did wrong
 */
export async function runCase(
  contractCase: ContractCase,
  makeAdapter: AdapterFactory,
  expose: Expose = exposeInProcess,
): Promise<void> {
  const { organizationNumber = publicSenderOrganizationNumber, ...rest } = requireObject(contractCase, 'A case')
  const { client, simulatorOptions, run } = rest
  const clock = virtualClock(presentSecond())
  const simulator = createSimulator({
    clock,
    ...madeUpAccounts,
    // The clock stands still while a case calls more often than a real client does.
    rateLimit: false,
    ...simulatorOptions,
  })
  const exposure = await expose(simulator, client)
  try {
    const { root, foreignRoot, fetch } = exposure
    const sender = madeUpAccounts.senders.find((one) => one.organizationNumber === organizationNumber)
    if (sender === undefined) throw new TypeError('The sender of a case must be one of the made-up organizations.')
    const adapter = await makeAdapter({ root, sender, client: client ?? { organizationNumber }, fetch, clock })
    const context: CaseContext = { adapter, simulator, clock, organizationNumber, root, foreignRoot }
    await withPatience(run(context))
  } finally {
    await exposure.close()
  }
}

/**
 * Runs a client through cases, one after the other.
 *
 * @param makeAdapter - makes the client, anew for every case
 * @param options - which cases, and how
 * @returns what became of every case, in their order
 * @throws PortalError `contract.skip` if a case that is to be left out does not exist, or no reason is given
 */
export async function runCases(makeAdapter: AdapterFactory, options: RunOptions = {}): Promise<readonly CaseResult[]> {
  const { cases: given = contractCases, expose, skip = {} } = requireObject(options, 'How to run cases')
  const cases = membersOf(given)?.map((one) => requireObject(one as ContractCase, 'A case'))
  if (cases === undefined) throw new TypeError('The cases must be a list.')
  checkSkips(cases, requireObject(skip, 'What to leave out'))
  const results: CaseResult[] = []
  for (const contractCase of cases) {
    const { id, level, source, title } = contractCase
    const reason = skip[id]
    const about = { id, level, source, title }
    if (reason !== undefined) results.push({ ...about, outcome: 'skipped', reason })
    else
      try {
        await runCase(contractCase, makeAdapter, expose)
        results.push({ ...about, outcome: 'passed' })
      } catch (error) {
        results.push({ ...about, outcome: 'failed', reason: reasonOf(error) })
      }
  }
  return results
}

/** What went wrong, in words: a client may throw anything. */
function reasonOf(thrown: unknown): string {
  const words = isInstance(thrown, Error) ? thrown.message : thrown
  if (!isString(words) || !/\w/.test(words)) return `it threw ${shown(thrown)}`
  return isInstance(thrown, TypeError) ? `something is of another type than an adapter gives: ${words}` : words
}

function shown(thrown: unknown): string {
  return unlessThrown(() => inspect(thrown)) ?? 'something that cannot be shown'
}

function checkSkips(cases: readonly ContractCase[], skip: Readonly<Record<string, string>>): void {
  const known = new Set(cases.map(({ id }) => id))
  const sentence = 'A case that is to be left out must exist, and have a reason.'
  const issues = Object.entries(skip)
    .filter(([id, reason]) => !known.has(id) || !isString(reason) || reason.trim() === '')
    .map(([id]) => makeIssue('contract.skip', sentence, { property: ['skip', id] }))
  refuseIfAny('The cases cannot be run', issues)
}

async function withPatience(running: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const impatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the case did not end within ${patienceMilliseconds} milliseconds`))
    }, patienceMilliseconds)
  })
  try {
    await Promise.race([running, impatience])
  } finally {
    clearTimeout(timer)
  }
}
