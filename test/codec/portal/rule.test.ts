import { expect, test } from 'vitest'
import {
  breachAt,
  checkRules,
  levels,
  rulesOf,
  sectors,
  signersWhere,
  type Level,
} from '../../../src/codec/portal/rule.js'
import { plainJob } from '../../../testing/manifest/jobs.js'

const { manifest } = plainJob('PRIVATE')
const row = { id: 'a-rule', sentence: 'A sentence.', source: 'A page' }

test('a row of a table is an error, documented and for both sectors, unless it says otherwise', () => {
  const check = (): [] => []
  expect(
    rulesOf([
      { ...row, check },
      { ...row, check, severity: 'warning', sectors: ['PUBLIC'], level: 'assumed' },
    ]),
  ).toEqual([
    { ...row, check, severity: 'error', sectors, level: 'documented' },
    { ...row, check, severity: 'warning', sectors: ['PUBLIC'], level: 'assumed' },
  ])
})

test('a breach is an issue with the code of its rule, and may say more', () => {
  const rules = rulesOf([
    { ...row, check: () => [breachAt('title')] },
    {
      ...row,
      id: 'another',
      check: () => [breachAt('documents', { detail: 'A detail.', severity: 'warning', property: ['documents', 0] })],
    },
  ])
  expect(checkRules(rules, { manifest }, 'read')).toEqual([
    { code: 'rule.a-rule', severity: 'error', message: 'A sentence.', path: '/portal-signature-job-manifest/title' },
    {
      code: 'rule.another',
      severity: 'warning',
      message: 'A sentence. A detail.',
      path: '/portal-signature-job-manifest/documents',
      property: ['documents', 0],
    },
  ])
  expect(checkRules([], { manifest }, 'read')).toEqual([])
})

test('a rule that is assumed stops nothing that is read', () => {
  const severities = (severity: 'error' | 'warning', level: Level, own?: 'error' | 'warning'): readonly unknown[] => {
    const rules = rulesOf([{ ...row, severity, level, check: () => [breachAt('title', own && { severity: own })] }])
    return (['read', 'write'] as const).map((way) => checkRules(rules, { manifest }, way)[0]?.severity)
  }
  expect(severities('error', 'assumed')).toEqual(['warning', 'error'])
  expect(severities('warning', 'assumed', 'error')).toEqual(['warning', 'error'])
  expect(severities('warning', 'assumed')).toEqual(['warning', 'warning'])
  for (const level of levels.filter((each) => each !== 'assumed'))
    expect(severities('error', level), level).toEqual(['error', 'error'])
})

test('signers are found by their place, and none where there are no signers', () => {
  const [signer] = manifest.signers
  expect.assert(signer !== undefined)
  const signers = [signer, { ...signer, order: 1 }, signer, { ...signer, order: 1 }]
  const found = signersWhere('@order', ({ order }) => order === 1)({ manifest: { ...manifest, signers } })
  expect(found.map(({ path }) => path)).toEqual([
    '/portal-signature-job-manifest/signers/signer[2]/@order',
    '/portal-signature-job-manifest/signers/signer[4]/@order',
  ])
  expect(signersWhere('@order', () => true)({ manifest: {} })).toEqual([])
})

test('what a look tells of is not checked, and rules one after the other share the look', () => {
  let looks = 0
  const isKeptBy = (): boolean => ++looks > 0
  const isNotKeptBy = (): boolean => false
  const check = (): [ReturnType<typeof breachAt>] => [breachAt('title')]
  const rules = rulesOf([
    { ...row, id: 'one', isKeptBy, check },
    { ...row, id: 'two', isKeptBy, check },
    { ...row, id: 'three', check },
    { ...row, id: 'four', isKeptBy: isNotKeptBy, check },
  ])
  expect(checkRules(rules, { manifest }, 'read').map(({ code }) => code)).toEqual(['rule.three', 'rule.four'])
  expect(looks).toBe(1)
})
