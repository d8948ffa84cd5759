/**
 * Showing on a terminal what becomes of each case.
 *
 * @module
 */
import type { CaseResult } from '../contract/index.js'
import type { Terminal } from './command.js'

/** The colours of ECMA-48, 8.3.117. */
const colours = { green: 32, red: 31, yellow: 33 } as const

/**
 * Makes what tells each result as it comes; nothing is told where nobody looks. Reasons are left to the report where that comes to
 * the same terminal.
 */
export function progressOn(terminal: Terminal, total: number, isReportBeside: boolean): (result: CaseResult) => void {
  const { environment, isWatched, complain } = terminal
  if (!isWatched) return () => undefined
  // https://no-color.org: whatever its value, unless it is empty.
  const isColoured = (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb'
  let number = 0
  return ({ id, outcome, reason, knownFailing, asExpected }) => {
    number += 1
    const colour = !asExpected ? 'red' : outcome === 'passed' ? 'green' : 'yellow'
    const word = isColoured ? `\u001B[${colours[colour]}m${outcome}\u001B[0m` : outcome
    const known = knownFailing === undefined ? '' : outcome === 'passed' ? ' (known to fail)' : ' (known)'
    const place = `${String(number).padStart(String(total).length)}/${total}`
    complain(
      `${place} ${word} ${id}${known}${reason === undefined || asExpected || isReportBeside ? '' : `: ${reason}`}`,
    )
  }
}
