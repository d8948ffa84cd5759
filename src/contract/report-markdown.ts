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
    return [cellOf(id), level, outcome, asExpected ? 'yes' : '**no**', cellOf(outcomeWords(result))]
  })
  const table = [['case', 'level', 'outcome', 'as expected', 'reason'], Array<string>(5).fill('---'), ...rows]
  const traces = told.flatMap(({ id, trace }) => {
    const lines = traceLines(trace)
    if (lines.length === 0) return []
    const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
    return [
      '',
      `<details><summary>${escapeText(inOneLine(id)) ?? ''}</summary>`,
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
    summaryLine(results, brokenOff === undefined ? undefined : codeOf(brokenOff)),
    ...tableLines,
    ...traces,
    '',
  ].join('\n')
}

/**
 * A text as code, which stands for itself: nothing in it is read as Markdown or HTML, and no address or name in it becomes a link,
 * which no escape prevents.
 */
function codeOf(text: string): string {
  const line = inOneLine(text).trim()
  if (line === '') return ''
  const fence = '`'.repeat(longestRun(line) + 1)
  // One space at each end is no part of it, and keeps a backtick from the fence.
  const space = /^`|`$/.test(line) ? ' ' : ''
  return `${fence}${space}${line}${space}${fence}`
}

/** A text as code in a cell, which a bar would end. */
function cellOf(text: string): string {
  return codeOf(text).replace(/\|/g, '\\|')
}

/** The length of the longest run of backticks. */
function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/``*/g)) longest = Math.max(longest, run.length)
  return longest
}
