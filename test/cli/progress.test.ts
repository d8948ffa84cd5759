import { expect, it } from 'vitest'
import type { CaseResult } from '../../src/contract/index.js'
import type { Terminal } from '../../src/cli/command.js'
import { progressOn } from '../../src/cli/progress.js'

const result = (more: Partial<CaseResult>): CaseResult =>
  ({ id: 'poll.empty', outcome: 'passed', knownFailing: undefined, asExpected: true, ...more }) as CaseResult

/** What is told of results on a terminal with some environment. */
function told(
  environment: Terminal['environment'],
  results: readonly CaseResult[],
  isWatched = true,
): readonly string[] {
  const lines: string[] = []
  const terminal = { environment, isWatched, complain: (line: string) => lines.push(line) } as unknown as Terminal
  const tell = progressOn(terminal, 10, false)
  for (const one of results) tell(one)
  return lines
}

it('each result has its colour, where the terminal has some', () => {
  const results = [
    result({}),
    result({ outcome: 'failed', knownFailing: 'a fault', reason: 'it threw' }),
    result({ outcome: 'failed', asExpected: false, reason: 'it threw' }),
    result({ outcome: 'passed', asExpected: false, knownFailing: 'a fault' }),
  ]
  expect(told({}, results)).toEqual([
    ' 1/10 \u001B[32mpassed\u001B[0m poll.empty',
    ' 2/10 \u001B[33mfailed\u001B[0m poll.empty (known)',
    ' 3/10 \u001B[31mfailed\u001B[0m poll.empty: it threw',
    ' 4/10 \u001B[31mpassed\u001B[0m poll.empty (known to fail)',
  ])
  for (const environment of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
    expect(told(environment, results.slice(0, 1))).toEqual([' 1/10 passed poll.empty'])
  expect(told({}, results, false)).toEqual([])
})
