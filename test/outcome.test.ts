import { expect, test } from 'vitest'
import { maximumIssues, type Issue } from '../src/issue.js'
import { firstIssues, makeIssue, outcome, refusal, refuseIfAny } from '../src/outcome.js'

const many = (severity: Issue['severity'], length = maximumIssues + 1): readonly Issue[] =>
  Array.from({ length }, (_, index) => makeIssue('key.expired', 'A message.', { severity, property: [index] }))

test('not more than the first issues are told', () => {
  const issues = many('error')
  const first = issues.slice(0, maximumIssues)
  expect(firstIssues(issues)).toEqual(first)
  expect(firstIssues(first)).toBe(first)
  expect(refusal(issues)).toEqual({ ok: false, issues: first })
  expect(outcome(issues, () => 1)).toEqual({ ok: false, issues: first })
  expect(outcome(many('warning'), () => 1)).toMatchObject({ ok: true, warnings: many('warning', maximumIssues) })
  expect(() => {
    refuseIfAny('It failed', issues)
  }).toThrow(expect.objectContaining({ issues: first }))
})

test('an error is among them, however many warnings come before it', () => {
  const error = makeIssue('schema.root', 'A message.')
  const warnings = many('warning')
  expect(outcome([...warnings, error], () => 1)).toEqual({
    ok: false,
    issues: [...warnings.slice(0, maximumIssues - 1), error],
  })
})

test('nothing is refused for no issues', () => {
  refuseIfAny('It failed', [])
  expect(outcome([], () => 1)).toEqual({ ok: true, value: 1, warnings: [] })
})
