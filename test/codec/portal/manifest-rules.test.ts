import { isSafeHref, maximumAvailableSeconds, portalSignatureJobManifest } from 'signering-portal/codec'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentPath, documentsOf, manifestRules } from '../../../src/codec/portal/manifest-rules.js'
import { checkRules } from '../../../src/codec/portal/rule.js'
import { brokenPaths, jobOf, ruleCases } from '../../../testing/manifest/rule-cases.js'
import { legacyJob, plainJob, validNumber } from '../../../testing/manifest/jobs.js'
import { runs } from '../../../testing/seed.js'

test('the limits are those of the documentation', () => {
  expect(maximumAvailableSeconds).toBe(90 * 24 * 60 * 60)
  const names = ['a'.repeat(100), 'a'.repeat(101), 'aaaa', 'aaa']
  expect(names.map(isSafeHref)).toEqual([true, false, true, false])
})

test.each([
  ...['con.pdf', 'NUL.txt', 'com1', 'lpt0.a.b', 'aux.pdf', 'Prn.pdf'],
  ...['manifest.xml', 'Manifest.XML', 'manifest.xml.', 'manifest.xml..', 'manifest.xml ', 'mimetype', 'MimeType.'],
  ...['mimetype ', 'META-INF', 'meta-inf', 'META-INF.', 'META-INF/', 'a.pdf.', '....', 'a/b.pdf', 'a b.pdf', 'æøå.pdf'],
])('%j is no safe name', (name) => {
  expect(isSafeHref(name)).toBe(false)
})

test.each([
  'manifest.xml.pdf',
  'mimetype.pdf',
  'META-INF.pdf',
  'a..pdf',
  'a_b-c.D',
  '1234',
  'abc-',
  'abc_',
  'contract.pdf',
  'com10.pdf',
])('%j is a safe name', (name) => {
  expect(isSafeHref(name)).toBe(true)
})

test('a national identity number is told by its check digits and by what stands around it', () => {
  const holdsNumber = (nonsensitiveTitle: string | undefined): boolean =>
    checkRules(manifestRules, { manifest: { nonsensitiveTitle } }, 'write').length > 0
  const [date, rest] = [validNumber.slice(0, 6), validNumber.slice(6)]
  for (const text of [validNumber, `${date} ${rest}`, `a${validNumber}b`, `12345678910 ${validNumber}`])
    expect(holdsNumber(text), text).toBe(true)
  for (const text of [
    undefined,
    '',
    '12345678910',
    `1${validNumber}`,
    `${validNumber}0`,
    `${date}  ${rest}`,
    `${date}-${rest}`,
  ])
    expect(holdsNumber(text), text).toBe(false)
})

test('documents have their path in either form, and there are none where there is neither', () => {
  const { manifest } = plainJob('PUBLIC')
  const older = legacyJob('PUBLIC').manifest
  expect(documentsOf(manifest).map(({ path }) => path)).toEqual([
    '/portal-signature-job-manifest/documents/document[1]',
  ])
  expect(documentsOf(older)).toEqual([{ path: '/portal-signature-job-manifest/document', document: older.document }])
  expect(documentsOf({})).toEqual([])
  expect([documentPath(manifest, 2), documentPath(older, 0)]).toEqual(['documents/document[3]', 'document'])
})

describe('the codec of the manifest enforces the rules that bind both sectors and look at the manifest alone', () => {
  const ids = manifestRules.map(({ id }) => id)
  const cases = ruleCases.filter(
    ({ id, request, files }) =>
      ids.some((rule) => id.startsWith(`${rule}/`)) && request === undefined && files === undefined,
  )
  test.each(cases.map((each) => [each.id, each] as const))('%s', (id, each) => {
    const code = `rule.${id.replace(/\/.*/, '')}`
    for (const sector of each.sectors) {
      const result = portalSignatureJobManifest.safeEncode(jobOf(each, sector).manifest)
      const issues = result.ok ? result.warnings : result.issues
      expect(issues.filter((issue) => issue.code === code).map(({ path }) => path)).toEqual(brokenPaths(each))
    }
  })
})

test('a look tells of nothing that breaks a rule that it is kept', () => {
  const looked = manifestRules.filter(({ isKeptBy }) => isKeptBy !== undefined)
  expect(looked.map(({ id }) => id)).toEqual(['href-unique', 'href-characters'])
  const name = fc.oneof(
    fc.stringMatching(/^[a-zA-Z.:_ -]{0,6}(?:\.pdf)?$/),
    fc.constantFrom('con.pdf', 'manifest.xml', 'mimetype', 'META-INF', 'a.pdf', 'A.pdf', 'a/b.pdf', 'åå.pdf', 'a.pdf.'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), (hrefs) => {
      const documents = hrefs.map((href) => ({ href, mime: 'application/pdf', title: 'A document' }))
      for (const { isKeptBy, check } of looked)
        if (isKeptBy?.({ manifest: { documents } }) === true) expect(check({ manifest: { documents } })).toEqual([])
    }),
    { numRuns: runs(300) },
  )
})
