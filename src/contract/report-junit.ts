/**
 * A report as JUnit XML, as test reporters read it: of its elements and attributes those that they agree on.
 *
 * @module
 */
import { escapeAttribute, escapeText } from '../xml/escape.js'
import { countsOf, outcomeWords, traceLines } from './report-text.js'
import type { CaseResult } from './run-cases.js'

/** Writes a suite with a test of each case; one that fails as expected counts as skipped. */
export function junitReport(results: readonly CaseResult[]): string {
  const skipped = results.filter(({ outcome, asExpected }) => outcome !== 'passed' && asExpected).length
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0)
  const tests = { tests: results.length, failures: countsOf(results).notAsExpected, errors: 0 }
  const time = seconds(milliseconds)
  const name = 'signering-portal contract'
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...tests, time })}>`,
    `  <testsuite${attributes({ name, ...tests, skipped, time })}>`,
    ...results.flatMap(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(result: CaseResult): readonly string[] {
  const { id, level, milliseconds, outcome, asExpected } = result
  const start = `    <testcase${attributes({ classname: `contract.${level}`, name: id, time: seconds(milliseconds) })}`
  if (outcome === 'passed' && asExpected) return [`${start}/>`]
  const message = outcomeWords(result)
  const trace = traceLines(result.trace).join('\n')
  return [
    `${start}>`,
    asExpected
      ? `      <skipped${attributes({ message })}/>`
      : `      <failure${attributes({ message, type: outcome })}/>`,
    ...(trace === '' ? [] : [`      <system-out>${escapeText(legal(trace))}</system-out>`]),
    '    </testcase>',
  ]
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeAttribute(legal(String(value)))}"`)
    .join('')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

/** A text without what XML cannot carry: a client may write any bytes. */
function legal(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
