/**
 * What became of cases, as a text for people or for other programs.
 *
 * @module
 */
import { membersOf } from '../guard.js'
import { jsonReport } from './report-json.js'
import { junitReport } from './report-junit.js'
import { markdownReport } from './report-markdown.js'
import { textReport } from './report-text.js'
import type { CaseResult } from './run-cases.js'

/**
 * How a report is written: `text` has a line for each case that did not pass as expected; `json` is as
 * `schema/contract-report.schema.json` has it; `junit` is the XML that test reporters read, in which a case that fails as
 * expected is skipped; `markdown` is a table.
 */
export type ReportFormat = 'text' | 'json' | 'junit' | 'markdown'

const reports: Readonly<Record<ReportFormat, (results: readonly CaseResult[]) => string>> = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  markdown: markdownReport,
}

/**
 * Writes a report of what became of cases.
 *
 * @param results - what `runCases` gives
 * @param format - how
 * @returns the report, which ends with a line feed
 * @throws TypeError if the results are no list, or there is no such format
 */
export function formatReport(results: readonly CaseResult[], format: ReportFormat): string {
  if (membersOf(results) === undefined) throw new TypeError('The results must be a list.')
  if (!Object.hasOwn(reports, format)) throw new TypeError(`A report is one of ${Object.keys(reports).join(', ')}.`)
  return reports[format](results)
}
