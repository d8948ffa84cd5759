/**
 * A report for programs.
 *
 * @module
 */
import { escapeSteering } from './harmless.js'
import { countsOf } from './report-text.js'
import type { CaseResult } from './run-cases.js'

/** Writes what is known of each case, as schema/contract-report.schema.json has it. */
export function jsonReport(results: readonly CaseResult[], brokenOff?: string): string {
  const report = { version: 1, summary: countsOf(results), brokenOff, results }
  // Line by line: JSON itself escapes those line feeds that belong to a text.
  const lines = JSON.stringify(report, undefined, 2).split('\n').map(escapeSteering)
  return `${lines.join('\n')}\n`
}
