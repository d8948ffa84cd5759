/**
 * Which cases are run, and which of them are known to fail.
 *
 * @module
 */
import { levels } from '../codec/portal/rule.js'
import { isString, membersOf, propertiesOf, requireObject } from '../guard.js'
import { issueIf, makeIssue, refuseIfAny } from '../outcome.js'
import type { ContractCase } from './cases/case.js'
import { contractCases } from './cases/index.js'
import { selectableLevels, type SelectableLevel } from './levels.js'

/** Which cases to run. */
export interface CaseSelection {
  /**
   * The cases, or ids of cases, in which `*` stands for any characters. Absent: all of them. Whatever is named more than once
   * runs once.
   */
  readonly cases?: readonly (string | ContractCase)[] | undefined
  /** The least sure level to run, with those that are surer. Absent: all, cases of one's own that are `disputed` or `chosen` too. */
  readonly level?: SelectableLevel | undefined
}

/**
 * The cases that are asked for: those that are named by id in the order of the flow, where the first of their name stands.
 *
 * @param selection - which
 * @returns the cases, none twice
 * @throws {@link PortalError} `contract.case` for an id that no case has
 * @throws TypeError if the cases are no list, or the level is none
 */
export function selectCases(selection: CaseSelection = {}): readonly ContractCase[] {
  const { cases: given = ['*'], level } = requireObject(selection, 'Which cases to run')
  const wanted = membersOf(given)
  if (wanted === undefined) throw new TypeError('The cases must be a list.')
  if (level !== undefined && !selectableLevels.includes(level))
    throw new TypeError(`The option level must be one of ${selectableLevels.join(', ')}.`)
  const issues = wanted.flatMap((one, index) =>
    issueIf(isString(one) && casesNamed(one).length === 0, 'contract.case', 'No case has this id.', {
      property: ['cases', index],
    }),
  )
  refuseIfAny('The cases cannot be run', issues)
  const found = wanted.flatMap((one) =>
    isString(one) ? casesNamed(one) : [requireCase(requireObject(one as ContractCase, 'A case'))],
  )
  const least = level === undefined ? levels.length : levels.indexOf(level)
  return [...new Set(found)].filter((one) => levels.indexOf(one.level) <= least)
}

/** Requires a case to be one that can be run and told of. */
export function requireCase(given: ContractCase): ContractCase {
  const { id, level, run } = propertiesOf(given)
  if (!isString(id) || typeof run !== 'function' || !levels.some((one) => one === level))
    throw new TypeError(`A case has an id, a function run, and a level, one of ${levels.join(', ')}.`)
  return given
}

/** Why a case is known to fail; undefined for one that is not. */
export type KnownFailing = (id: string) => string | undefined

/**
 * Reads what is known to fail: reasons by id, in which `*` stands for any characters. The reason of an id in full goes before
 * one that fits, and the first that fits before the next. An id that no case has is refused; the cases that are run may be
 * others than the contract's.
 */
export function readKnownFailing(
  known: Readonly<Record<string, string>>,
  cases: readonly ContractCase[] = [],
): KnownFailing {
  const ids = [...contractCases, ...cases].map(({ id }) => id)
  const entries = Object.entries(requireObject(known, 'What is known to fail')).map(([id, reason]) => ({ id, reason }))
  const sentence = 'A case that is known to fail must exist, and have a reason.'
  const issues = entries
    .filter(({ id, reason }) => !isString(reason) || reason.trim() === '' || !ids.some((each) => fits(id, each)))
    .map(({ id }) => makeIssue('contract.known-failing', sentence, { property: ['knownFailing', id] }))
  refuseIfAny('The cases cannot be run', issues)
  return (id) => (entries.find((entry) => entry.id === id) ?? entries.find((entry) => fits(entry.id, id)))?.reason
}

/** The cases whose id is meant, in the order of the flow. */
export function casesNamed(pattern: string): readonly ContractCase[] {
  return contractCases.filter(({ id }) => fits(pattern, id))
}

/** Whether an id is one of those that are meant; piece by piece, since an expression could take for ever. */
function fits(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern === id
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop() ?? ''
  if (!id.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = id.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return id.length - last.length >= at && id.endsWith(last)
}
