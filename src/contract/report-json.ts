/**
 * A report for programs.
 *
 * @module
 */
import { countsOf } from './report-text.js'
import type { CaseResult } from './run-cases.js'

/** Writes what is known of each case, as schema/contract-report.schema.json has it. */
export function jsonReport(results: readonly CaseResult[]): string {
  return `${JSON.stringify({ version: 1, summary: countsOf(results), results }, undefined, 2)}\n`
}
