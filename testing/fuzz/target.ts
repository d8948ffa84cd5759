/**
 * What the fuzzer tries: where inputs come from, what they are given to, and what may become of that.
 *
 * @module
 */
import { inspect } from 'node:util'
import { issueCodes, PortalError, type Issue } from 'signering-portal/codec'
import type { Random } from '../conformance/random.js'
import type { Data } from './data.js'

/** One thing that is tried. */
export interface Target {
  readonly name: string
  /** Makes a new input. */
  readonly make: (random: Random) => Data
  /** Uses an input: any outcome but a value, a result or a PortalError is a failure, and so is a law that it finds broken. */
  readonly use: (input: Data) => unknown
  /** How many inputs are used before it is the turn of the next target: fewer where each takes longer. */
  readonly turn: number
}

/** Makes a target of inputs of one shape. Changes keep the shape, but lists may become shorter or longer. */
export function target<T extends Data>(
  name: string,
  make: (random: Random) => T,
  use: (input: T) => unknown,
  turn = 40,
): Target {
  return { name, make, use: (input) => use(input as T), turn }
}

/** Stands in inputs where personal data would, and must never come back in an issue. */
export const secret = 'q7secret9'

/** The longest that one input may keep a processor, in milliseconds: far more than any needs, far less than a hang. */
export const timeLimit = 2000

/** A law that does not hold. */
export class BrokenLaw extends Error {}

function checkIssues(issues: readonly Issue[]): void {
  if (issues.length === 0) throw new BrokenLaw('something is refused without an issue')
  if (inspect(issues, { depth: Infinity, maxArrayLength: 50 }).includes(secret))
    throw new BrokenLaw('an issue holds a value from the input')
  const unknown = issues.find(({ code }) => !code.startsWith('rule.') && !(code in issueCodes))
  if (unknown !== undefined) throw new BrokenLaw(`an issue has the code ${unknown.code}, which is not listed`)
}

/** Whether an input was refused; throws what is a failure, and where there is a limit, that it took too long. */
export async function tryInput({ use }: Target, input: Data, milliseconds?: number): Promise<boolean> {
  const before = process.cpuUsage()
  const isRefused = await outcomeOf(use, input)
  const { user, system } = process.cpuUsage(before)
  if (milliseconds !== undefined && (user + system) / 1000 > milliseconds) throw new BrokenLaw('it took too long')
  return isRefused
}

async function outcomeOf(use: Target['use'], input: Data): Promise<boolean> {
  try {
    const given = await use(input)
    const { ok, issues = [] } = Object(given) as { readonly ok?: unknown; readonly issues?: readonly Issue[] }
    if (ok !== false) return false
    checkIssues(issues)
    return true
  } catch (thrown) {
    if (!(thrown instanceof PortalError)) throw thrown
    checkIssues(thrown.issues)
    if (`${thrown.message}${thrown.stack ?? ''}`.includes(secret))
      throw new BrokenLaw('an error holds a value from the input', { cause: thrown })
    return true
  }
}

/** What tells one failure from another: its kind, its message without values, and where it was thrown. */
export function kindOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown: ${typeof thrown}`
  const place = /at .*?(?:\/src\/|\/testing\/)([\w/.-]+\.ts)/.exec(thrown.stack ?? '')?.[1] ?? ''
  return `${thrown.name}: ${thrown.message.replace(/[\d'"`].*/s, '')} (${place})`
}
