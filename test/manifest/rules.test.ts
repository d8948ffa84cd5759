import { checkJob, maximumDocumentsBytes, rules, rulesReadOn } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { checkRules, type CheckedRule } from '../../src/codec/portal/rule.js'
import { checkedRules } from '../../src/manifest/rules.js'
import { brokenPaths, jobOf, ruleCases, type RuleCase } from '../../testing/manifest/rule-cases.js'
import { plainJob } from '../../testing/manifest/jobs.js'

const casesOf = (id: string): readonly RuleCase[] => ruleCases.filter((each) => each.id.startsWith(`${id}/`))

test('every rule has cases that keep it and cases that break it, in each sector that it binds', () => {
  for (const { id, sectors } of rules) {
    for (const sector of sectors) {
      const cases = casesOf(id).filter((each) => each.sectors.includes(sector))
      expect(
        cases.some(({ broken }) => broken === undefined),
        `Add jobs that keep ${id} as ${sector} to testing/manifest/rule-cases.ts.`,
      ).toBe(true)
      expect(
        cases.some(({ broken }) => broken !== undefined),
        `Add jobs that break ${id} as ${sector} to testing/manifest/rule-cases.ts.`,
      ).toBe(true)
    }
  }
})

test('every case is one of a rule, by an id of its own', () => {
  expect(ruleCases.filter(({ id }) => !rules.some((rule) => id.startsWith(`${rule.id}/`)))).toEqual([])
  expect(new Set(ruleCases.map(({ id }) => id)).size).toBe(ruleCases.length)
})

describe.each(checkedRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const cases = casesOf(id).flatMap((each) => each.sectors.map((sector) => ({ title: each.title, each, sector })))
  test.each(cases)('$sector: $title', ({ sector, each }) => {
    // The rule by itself, as it binds the sector: some of the cases break another rule too, or the schema.
    const binding: readonly CheckedRule[] = rule.sectors.includes(sector) ? [rule] : []
    const issues = checkRules(binding, jobOf(each, sector), 'write')
    expect(issues.map(({ path }) => path)).toEqual(brokenPaths(each))
    expect(issues.filter((issue) => issue.code !== `rule.${id}`)).toEqual([])
    expect(issues.filter(({ message }) => !message.startsWith(rule.sentence))).toEqual([])
  })
})

test('a rule that may say so warns of what only may be wrong', () => {
  const plain = plainJob('PUBLIC')
  const text = { href: 'document.txt', mime: 'text/plain' }
  const subject = {
    ...plain,
    manifest: { ...plain.manifest, title: 'T', documents: [{ ...text, title: 'D' }], document: undefined as never },
    documents: [{ ...text, bytes: new Uint8Array() }],
  }
  const issues = checkJob('PUBLIC', subject)
  expect(issues.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual([
    'warning rule.documents-pdf /portal-signature-job-manifest/documents/document[1]/@mime',
  ])
})

test('a rule about a part of the job that is not at hand finds nothing', () => {
  expect(checkJob('PUBLIC', { manifest: plainJob('PUBLIC').manifest })).toEqual([])
})

test('the limit is that of the documentation', () => {
  expect(maximumDocumentsBytes).toBe(10 * 2 ** 20)
})

test('every rule says where it comes from', () => {
  expect(rulesReadOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  for (const { id, source, sentence, sectors } of rules) {
    expect(source, id).toMatch(/[a-z]{5}/)
    expect(sentence, id).toMatch(/\.$/)
    expect(sectors, id).not.toEqual([])
  }
})
