/**
 * A report as JUnit XML, as test reporters read it: of its elements and attributes those that they agree on.
 *
 * @module
 */
import { escapeAttribute, escapeText } from '../xml/escape.js'
import { harmless } from './harmless.js'
import { countsOf, outcomeWords, traceLines } from './report-text.js'
import type { CaseResult } from './run-cases.js'

/**
 * Writes a suite with a test of each case; one that fails as expected counts as skipped. That the run was broken off is the error
 * of one more test, since nothing else that readers agree on would be seen.
 */
export function junitReport(results: readonly CaseResult[], brokenOff?: string): string {
  const skipped = results.filter(({ outcome, asExpected }) => outcome !== 'passed' && asExpected).length
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0)
  const errors = brokenOff === undefined ? 0 : 1
  const tests = { tests: results.length + errors, failures: countsOf(results).notAsExpected, errors }
  const time = seconds(milliseconds)
  const name = 'signering-portal contract'
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...tests, time })}>`,
    `  <testsuite${attributes({ name, ...tests, skipped, time })}>`,
    ...results.flatMap(testCase),
    ...(brokenOff === undefined ? [] : runBrokenOff(brokenOff)),
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
    ...(trace === '' ? [] : [`      <system-out>${escapeText(legal(trace)) ?? ''}</system-out>`]),
    '    </testcase>',
  ]
}

function runBrokenOff(message: string): readonly string[] {
  return [
    `    <testcase${attributes({ classname: 'contract', name: 'the run', time: seconds(0) })}>`,
    `      <error${attributes({ message, type: 'broken off' })}/>`,
    '    </testcase>',
  ]
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeAttribute(legal(String(value))) ?? ''}"`)
    .join('')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

/** A text without what XML cannot carry, and what steers a terminal: a client may write any bytes. */
function legal(text: string): string {
  return harmless(text.toWellFormed()).replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
}
