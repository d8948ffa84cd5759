import { formatIssue, issueCodes, PortalError, unwrap, type Issue } from 'signering-portal/codec'
import { expect, test } from 'vitest'

test('unwrap gives the value or throws the issues', () => {
  expect(unwrap({ ok: true, value: 1, warnings: [] }, 'x')).toBe(1)
  const issue: Issue = { severity: 'error', code: 'schema.root', path: '/a', message: 'No.' }
  expect(() => unwrap({ ok: false, issues: [issue] }, 'It failed')).toThrow('It failed: /a schema.root No.')
})

test('the message of an error tells the errors, or the warnings where there is nothing else', () => {
  const error: Issue = { severity: 'error', code: 'schema.root', path: '/a', message: 'No.' }
  const warning: Issue = { severity: 'warning', code: 'key.expired', path: '', message: 'Look.' }
  const thrown = new PortalError('It failed', [warning, error, warning])
  expect(thrown.message).toBe('It failed: /a schema.root No.')
  expect(thrown.issues).toEqual([warning, error, warning])
  expect(new PortalError('It failed', [warning]).message).toBe('It failed: warning key.expired Look.')
})

test('an issue is told with its place: where in a document, or else in a value', () => {
  const issue: Issue = { severity: 'error', code: 'value.type', path: '', message: 'No.' }
  expect(formatIssue(issue)).toBe('value.type No.')
  expect(formatIssue({ ...issue, property: [] })).toBe('value.type No.')
  expect(formatIssue({ ...issue, property: ['documents', 0, 'bytes'] })).toBe('documents[0].bytes value.type No.')
  expect(formatIssue({ ...issue, property: [0, 1, 'a'] })).toBe('[0][1].a value.type No.')
  expect(formatIssue({ ...issue, path: '/a/@b', property: ['b'], line: 3 })).toBe('3:1 /a/@b value.type No.')
  const warning: Issue = { ...issue, severity: 'warning', line: 3, column: 4 }
  expect(formatIssue(warning)).toBe('3:4 warning value.type No.')
})

test('every code is a stable name with a sentence', () => {
  for (const [code, sentence] of Object.entries(issueCodes)) {
    expect(code).toMatch(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)$/)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
  }
})
