/**
 * A report for people.
 *
 * @module
 */
import type { TraceEntry } from './adapter.js'
import { harmless, inOneLine } from './harmless.js'
import type { CaseResult } from './run-cases.js'

/** What became of a case, in words for one line. */
export function outcomeWords({ outcome, reason, knownFailing, asExpected }: CaseResult): string {
  const known = inOneLine(knownFailing ?? '')
  if (outcome === 'passed') return asExpected ? '' : `it passed, but is known to fail: ${known}`
  const why = inOneLine(reason ?? '')
  return knownFailing === undefined ? why : `${why} (known to fail: ${known})`
}

/** A line about a case: `failed poll-empty: the reason`. */
export function resultLine(result: CaseResult): string {
  const words = outcomeWords(result)
  return `${result.outcome} ${inOneLine(result.id)}${words === '' ? '' : `: ${words}`}`
}

/** How many there are of each kind, in a sentence, and why there are no more, if the run was broken off. */
export function summaryLine(results: readonly CaseResult[], brokenOff?: string): string {
  const { cases, passed, failed, unsupported, notAsExpected } = countsOf(results)
  const parts = [`${passed} passed`, `${failed} failed`, ...(unsupported === 0 ? [] : [`${unsupported} unsupported`])]
  const rest = notAsExpected === 0 ? 'all as expected' : `${notAsExpected} not as expected`
  const counts = `${cases} ${cases === 1 ? 'case' : 'cases'}: ${parts.join(', ')}; `
  if (brokenOff === undefined) return `${counts}${rest}.`
  return `${counts}${notAsExpected === 0 ? '' : `${rest}; `}broken off: ${brokenOff}`
}

/** How many results there are of each kind. */
export interface Counts {
  readonly cases: number
  readonly passed: number
  readonly failed: number
  readonly unsupported: number
  readonly notAsExpected: number
}

/** Counts results. */
export function countsOf(results: readonly CaseResult[]): Counts {
  const count = (is: (result: CaseResult) => boolean): number => results.filter(is).length
  return {
    cases: results.length,
    passed: count(({ outcome }) => outcome === 'passed'),
    failed: count(({ outcome }) => outcome === 'failed'),
    unsupported: count(({ outcome }) => outcome === 'unsupported'),
    notAsExpected: count(({ asExpected }) => !asExpected),
  }
}

/** How each line of an entry of a trace begins: what goes to the client, what comes from it, and the rest. */
const marks: Readonly<Record<TraceEntry['kind'], string>> = {
  request: 'http >',
  response: 'http <',
  call: 'driver >',
  answer: 'driver <',
  output: 'output',
  log: 'log',
}

/** A trace in lines, each of which says what it is of. */
export function traceLines(trace: readonly TraceEntry[] = []): readonly string[] {
  return trace.flatMap(({ kind, text }) =>
    harmless(text)
      .split('\n')
      .map((line) => `${marks[kind]} ${line}`),
  )
}

/** Writes a line for each case that did not pass, or not as expected, with its trace, and the counts. */
export function textReport(results: readonly CaseResult[], brokenOff?: string): string {
  const told = results.filter(({ outcome, asExpected }) => outcome !== 'passed' || !asExpected)
  const lines = told.flatMap((result) => [resultLine(result), ...traceLines(result.trace).map((line) => `    ${line}`)])
  return [...lines, summaryLine(results, brokenOff), ''].join('\n')
}
