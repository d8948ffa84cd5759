/**
 * A report as Markdown, as GitHub reads it.
 *
 * @module
 */
import { escapeText } from '../xml/escape.js'
import { inOneLine } from './harmless.js'
import { outcomeWords, summaryLine, traceLines } from './report-text.js'
import type { CaseResult } from './run-cases.js'

/** Writes the counts, a table of the cases that did not pass, or not as expected, and their traces. */
export function markdownReport(results: readonly CaseResult[], brokenOff?: string): string {
  const told = results.filter(({ outcome, asExpected }) => outcome !== 'passed' || !asExpected)
  const rows = told.map((result) => {
    const { id, level, outcome, asExpected } = result
    return [codeOf(id), level, outcome, asExpected ? 'yes' : '**no**', escapeCell(outcomeWords(result))]
  })
  const table = [['case', 'level', 'outcome', 'as expected', 'reason'], Array<string>(5).fill('---'), ...rows]
  const traces = told.flatMap(({ id, trace }) => {
    const lines = traceLines(trace)
    if (lines.length === 0) return []
    const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)))
    return [
      '',
      `<details><summary>${escapeText(inOneLine(id))}</summary>`,
      '',
      fence,
      ...lines,
      fence,
      '',
      '</details>',
    ]
  })
  const tableLines = told.length === 0 ? [] : ['', ...table.map((cells) => `| ${cells.join(' | ')} |`)]
  return [
    summaryLine(results, brokenOff === undefined ? undefined : escapeCell(brokenOff)),
    ...tableLines,
    ...traces,
    '',
  ].join('\n')
}

/** An id as code; one of other characters than those of the contract's ids is a text. */
function codeOf(id: string): string {
  return /^[\w.-]+$/.test(id) ? `\`${id}\`` : escapeCell(inOneLine(id))
}

/** A text that stands for itself: nothing in it is read as Markdown, HTML, or the end of the cell. */
function escapeCell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|&~$@]/g, '\\$&').replace(/\s+/g, ' ')
}

/** The length of the longest run of backticks. */
function longestRun(line: string): number {
  return Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length))
}
