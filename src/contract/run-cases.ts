/**
 * Running a client through the cases.
 *
 * @module
 */
import {
  isInstance,
  isLimit,
  isObject,
  isString,
  membersOf,
  propertiesOf,
  requireObject,
  timeOf,
  unlessThrown,
} from '../guard.js'
import { issueIf, refuseIfAny } from '../outcome.js'
import type { TestCertificates } from '../simulator/certificates.js'
import type { AdapterFactory, TraceEntry } from './adapter.js'
import type { CaseDescription, ContractCase } from './cases/case.js'
import { exposeInProcess, type Expose } from './expose.js'
import { machineClock } from './machine-clock.js'
import { performCase, type CaseEnd, type CaseSettings } from './run-case.js'
import { readKnownFailing, requireCase, selectCases, type CaseSelection, type KnownFailing } from './select-cases.js'

/** How to run a case. */
export interface CaseOptions {
  /**
   * The cases that are known to fail, by id, in which `*` stands for any characters, each with the reason. They run, and one
   * that passes is not as expected. Absent: none.
   */
  readonly knownFailing?: Readonly<Record<string, string>> | undefined
  /** How the client reaches the portal. Absent: within the process. */
  readonly expose?: Expose | undefined
  /**
   * Keys and certificates, as `makeTestCertificates` of `/simulator` makes them. The client is told its own, and the cases
   * that need TLS run over it. Absent: there are none, and these cases run as the others do.
   */
  readonly certificates?: TestCertificates | undefined
  /** How long a case may take before it counts as hanging, in seconds, more than 0. Absent: 10. */
  readonly timeoutSeconds?: number | undefined
  /** Whether the results of cases that did not pass tell what happened. Absent: false. */
  readonly trace?: boolean | undefined
  /** When the portal's clock begins; it stands still until a case moves it. Absent: the present second. */
  readonly start?: Date | undefined
}

/** How to run cases. */
export interface RunOptions extends CaseOptions, CaseSelection {
  /**
   * Is told what became of each case, at once.
   *
   * @throws anything: the run ends with it
   */
  readonly onResult?: ((result: CaseResult) => void) | undefined
  /** Ends the run when it is aborted: the case of the moment fails, and no other begins. Absent: nothing does. */
  readonly signal?: AbortSignal | undefined
}

/** What became of a case. */
export interface CaseResult extends CaseDescription {
  /** `unsupported`: the client cannot do what the case asks of it. */
  readonly outcome: 'passed' | 'failed' | 'unsupported'
  /** What went wrong, or why the client cannot do it: one line. Absent: the case passed. */
  readonly reason?: string | undefined
  /**
   * Why it is known to fail. Absent: it is not, or it ended in a way that nobody can have known: its adapter called `fail`, as that of
   * a driver does which ends or breaks the protocol, or the run was interrupted.
   */
  readonly knownFailing?: string | undefined
  /** Whether it passed, or did not and is known to fail. */
  readonly asExpected: boolean
  /** How long it took, in milliseconds. */
  readonly milliseconds: number
  /** What happened, in order. Absent: the case passed, or nobody asked. */
  readonly trace?: readonly TraceEntry[] | undefined
}

/**
 * Runs a client through one case, with a portal of its own: what a test of any test runner is made of.
 *
 * @param contractCase - the case
 * @param makeAdapter - makes the client
 * @param options - how
 * @throws anything that the client or the case throws, or an Error with its reason and the portal's words of refusal; also if
 *   the case passes, but is known to fail
 * @throws PortalError `contract.known-failing` if a case that is known to fail does not exist, or no reason is given
 * @throws TypeError for options that are none
 */
export async function runCase(
  contractCase: ContractCase,
  makeAdapter: AdapterFactory,
  options: CaseOptions = {},
): Promise<void> {
  const settings = { ...settingsFrom(options, makeAdapter), signal: undefined }
  const one = requireCase(requireObject(contractCase, 'A case'))
  const { knownFailing = {} } = options
  const listed = readKnownFailing(knownFailing, [one])(one.id)
  const { outcome, reason, thrown, hasSecret, refusals, isCutShort } = await performCase(one, makeAdapter, settings)
  const known = isCutShort ? undefined : listed
  if ((outcome === 'passed') === (known === undefined)) return
  if (outcome === 'passed') throw new Error(`the case passed, but is known to fail: ${known ?? ''}`)
  if (outcome === 'unsupported') throw new Error(`unsupported: ${reason}`)
  // What was thrown would be shown with what is secret in it.
  if (hasSecret) throw new Error(reason)
  // With its own stack, where there is nothing to add.
  throw refusals.length === 0 ? thrown : new Error(reason, { cause: thrown })
}

/**
 * Runs a client through cases, one after the other.
 *
 * @param makeAdapter - makes the client, anew for every case
 * @param options - which cases, and how
 * @returns what became of every case, in their order
 * @throws PortalError `contract.case` if a case that is asked for does not exist, or there is none to run, `contract.known-failing` if one that is
 *   known to fail does not, or no reason is given
 * @throws TypeError for options that are none
 */
export async function runCases(makeAdapter: AdapterFactory, options: RunOptions = {}): Promise<readonly CaseResult[]> {
  const settings = settingsFrom(options, makeAdapter)
  const { knownFailing = {}, onResult, signal } = options
  const cases = selectCases(options)
  const known = readKnownFailing(knownFailing, cases)
  // Nobody wants to hear that all of nothing is as expected.
  refuseIfAny(
    'The cases cannot be run',
    issueIf(cases.length === 0, 'contract.case', 'There is no case to run.', { property: ['cases'] }),
  )
  const results: CaseResult[] = []
  for (const contractCase of cases) {
    if (signal?.aborted === true) break
    const result = await resultOf(contractCase, makeAdapter, settings, known)
    results.push(result)
    onResult?.(result)
  }
  return results
}

/**
 * The same results, where the last case has failed, whatever is known of it: something came to light after it that makes its client
 * or its adapter untrustworthy, such as what `close` of a driver gives.
 *
 * @param results - what `runCases` gives
 * @param reason - what came to light, in words on one line. Undefined: nothing; the results are given as they are
 * @returns as many results
 * @throws TypeError if the results are no list of results, or what came to light is no text
 */
export function failLastCase(results: readonly CaseResult[], reason: string | undefined): readonly CaseResult[] {
  if (membersOf(results)?.every(isObject) !== true)
    throw new TypeError('The results must be a list of those that runCases gives.')
  if (reason !== undefined && !isString(reason)) throw new TypeError('What came to light must be a text.')
  const last = results.at(-1)
  if (last === undefined || reason === undefined) return results
  const { knownFailing: _, ...known } = last
  const reasons = [...(last.reason === undefined ? [] : [last.reason]), `after this case, ${reason}`]
  return [...results.slice(0, -1), { ...known, outcome: 'failed', asExpected: false, reason: reasons.join('; ') }]
}

/** What a timer can wait, in seconds. */
const longestSeconds = 2_147_483

/** What each option must be, in words, unless it is absent. */
const optionForms: {
  readonly [Name in keyof Required<RunOptions>]: readonly [is: (value: unknown) => boolean, words: string]
} = {
  // Which cases there are, and what is known of them, select-cases.ts reads.
  cases: [() => true, ''],
  level: [() => true, ''],
  knownFailing: [
    (value) => isObject(value) && !isInstance(value, Map) && !Array.isArray(value),
    'an object with reasons by id',
  ],
  expose: [isFunction, 'a function, such as exposeOnPort'],
  certificates: [areCertificates, 'what makeTestCertificates has made'],
  timeoutSeconds: [
    (value) => isLimit(value) && value > 0 && value <= longestSeconds,
    `a number of seconds, more than 0 and not more than ${longestSeconds}`,
  ],
  trace: [(value) => typeof value === 'boolean', 'true or false'],
  start: [(value) => !Number.isNaN(timeOf(value)), 'a valid date'],
  onResult: [isFunction, 'a function'],
  signal: [(value) => isInstance(value, AbortSignal), 'an AbortSignal'],
}

/**
 * How to run cases, with what is left out filled in.
 *
 * @throws TypeError that names every option which is none, or is not what it must be
 */
function settingsFrom(given: RunOptions, makeAdapter: unknown): CaseSettings {
  const read = propertiesOf(requireObject(given, 'How to run cases'))
  const unknown = (unlessThrown(() => Object.keys(given)) ?? []).filter((name) => !Object.hasOwn(optionForms, name))
  const problems = [
    ...(isFunction(makeAdapter) ? [] : ['What makes the client must be a function.']),
    ...(unknown.length === 0
      ? []
      : [`There is no option ${unknown.join(', ')}; there are ${Object.keys(optionForms).join(', ')}.`]),
    ...Object.entries(optionForms).flatMap(([name, [is, words]]) =>
      read[name] === undefined || is(read[name]) ? [] : [`The option ${name} must be ${words}.`],
    ),
  ]
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  const { expose = exposeInProcess, certificates, timeoutSeconds = 10, trace = false, start, signal } = given
  return { expose, certificates, timeoutSeconds, trace, start, signal }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function areCertificates(value: unknown): boolean {
  const { root, otherServer, server, clients } = propertiesOf(value)
  return (
    [root, server, otherServer].every((one) => isString(propertiesOf(one)['certificates'])) &&
    isObject(clients) &&
    Object.values(clients).every((one) => isString(propertiesOf(one)['key']))
  )
}

async function resultOf(
  contractCase: ContractCase,
  makeAdapter: AdapterFactory,
  settings: CaseSettings,
  known: KnownFailing,
): Promise<CaseResult> {
  const { id, level, source, title } = contractCase
  const began = machineClock.now().getTime()
  const { outcome, reason, trace, isCutShort }: CaseEnd = await performCase(contractCase, makeAdapter, settings)
  const milliseconds = machineClock.now().getTime() - began
  const knownFailing = isCutShort ? undefined : known(id)
  const asExpected = (outcome === 'passed') === (knownFailing === undefined)
  return {
    ...{ id, level, source, title, outcome, asExpected, milliseconds },
    ...(outcome !== 'passed' && { reason }),
    ...(knownFailing !== undefined && { knownFailing }),
    ...(settings.trace && outcome !== 'passed' && { trace }),
  }
}
