import { readBundle, verifyBundle } from 'signering-portal/bundle'
import { portalSignatureJobManifest, type PortalError } from 'signering-portal/codec'
import { nextPollAt, portalOperations } from 'signering-portal/http'
import { address, portal } from '../testing/http/operations.js'
import { organizationNumber, response, root } from '../testing/http/responses.js'
import { expect, test } from 'vitest'
import type { Issue } from '../src/issue.js'
import { firstIssues, firstOf, makeIssue, maximumIssues, outcome, refusal, refuseIfAny } from '../src/outcome.js'

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

test('once there are enough of them, nothing more is looked at', () => {
  let looked = 0
  const find = (): readonly number[] => [++looked, looked]
  const members = Array.from({ length: 2 * maximumIssues }, () => 0)
  expect(firstOf(members, find)).toHaveLength(maximumIssues)
  expect(looked).toBe(maximumIssues / 2)
  expect(firstOf([5, 6], (member, index) => [[member, index]])).toEqual([
    [5, 0],
    [6, 1],
  ])
})

test('nothing is refused for no issues', () => {
  refuseIfAny('It failed', [])
  refuseIfAny('It failed', many('warning', 1))
  expect(outcome([], () => 1)).toEqual({ ok: true, value: 1, warnings: [] })
})

const bytes = new Uint8Array(1)
const verifying = { trust: [], receivedAt: new Date(0) }

/** Every function that takes a limit, by the name of that. */
const takers: readonly (readonly [property: string, take: (limit: number) => unknown])[] = [
  ['maximumBytes', (maximumBytes) => portalSignatureJobManifest.decode('', { maximumBytes })],
  ['maximumBytes', (maximumBytes) => readBundle(bytes, { maximumBytes })],
  ['maximumBytes', (maximumBytes) => verifyBundle(bytes, { ...verifying, maximumBytes })],
  [
    'maximumBytes',
    async (maximumBytes) => (await portal.downloadPades(address).read(response(200, {}, 'x'))).bytes(maximumBytes),
  ],
  [
    'maximumResponseBytes',
    (maximumResponseBytes) => portalOperations({ root, organizationNumber, maximumResponseBytes }),
  ],
  [
    'signingTimeToleranceSeconds',
    (signingTimeToleranceSeconds) => verifyBundle(bytes, { ...verifying, signingTimeToleranceSeconds }),
  ],
  ['failures', (failures) => nextPollAt({ at: new Date(0), failures }, { kind: 'failure' }, new Date(0))],
]

test.each(takers)('%s that is no limit is told in one sentence, whoever takes it', async (property, take) => {
  for (const wrong of [-1, Number.NaN, '1', null, 1n]) {
    // Some throw, and some reject.
    const error: PortalError = await new Promise((resolve, reject) => {
      Promise.resolve()
        .then(() => take(wrong as number))
        .then(() => {
          reject(new Error('It was taken.'))
        }, resolve)
    })
    expect(error.issues[0]).toEqual({
      severity: 'error',
      code: 'value.type',
      path: '',
      property: [property],
      message: `${property} must be a number from 0 on.`,
    })
  }
})
