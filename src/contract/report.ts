/**
 * What became of cases, as a text for people or for other programs.
 *
 * @module
 */
import { isString, membersOf, propertiesOf, requireObject } from '../guard.js'
import { oneLine } from './reason.js'
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

/** What is told of a report besides its results. */
export interface ReportOptions {
  /**
   * Why the run was broken off before all cases had run, in words for one line. The report says so and is none of a run in which
   * all is well: in JUnit XML it has one more test, with an error. Absent: the run came to its end.
   */
  readonly brokenOff?: string | undefined
}

type Report = (results: readonly CaseResult[], brokenOff: string | undefined) => string

const reports: Readonly<Record<ReportFormat, Report>> = {
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
 * @param options - what else it tells
 * @returns the report, which ends with a line feed. What steers a terminal in the texts of others is U+FFFD, or in JSON escaped
 * @throws TypeError if the results are no list of results, there is no such format, or the options are none
 *
 * @example
 * ```ts
 * import { formatReport, type CaseResult } from 'signering-portal/contract'
 *
 * declare const results: readonly CaseResult[]
 *
 * console.log(formatReport(results, 'junit').split('\n')[0]) // <?xml version="1.0" encoding="UTF-8"?>
 * ```
 */
export function formatReport(
  results: readonly CaseResult[],
  format: ReportFormat,
  options: ReportOptions = {},
): string {
  if (membersOf(results)?.every(isResult) !== true)
    throw new TypeError('The results must be a list of those that runCases gives.')
  if (!Object.hasOwn(reports, format)) throw new TypeError(`A report is one of ${Object.keys(reports).join(', ')}.`)
  const { brokenOff } = requireObject(options, 'What is told of a report')
  if (brokenOff !== undefined && (!isString(brokenOff) || brokenOff.trim() === ''))
    throw new TypeError('Why a run was broken off must be a text that is not empty.')
  return reports[format](results, brokenOff === undefined ? undefined : oneLine(brokenOff))
}

/** Whether something has of a result what reports show. */
function isResult(value: unknown): boolean {
  const { id, level, outcome, asExpected, milliseconds, reason, knownFailing, trace } = propertiesOf(value)
  return (
    [id, level, outcome].every(isString) &&
    [reason, knownFailing].every((text) => text === undefined || isString(text)) &&
    typeof asExpected === 'boolean' &&
    typeof milliseconds === 'number' &&
    (trace === undefined || membersOf(trace)?.every((entry) => isString(propertiesOf(entry)['text'])) === true)
  )
}
