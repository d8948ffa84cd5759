import * as fc from 'fast-check'
import { arbitraryOf } from '../../src/arbitraries.js'
import { issueCodes, portalSignatureJobManifest, type Issue } from 'signering-portal/codec'
import { checkJob, manifestFor, rules, sectors, type Rule, type Sector } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { manifestSchema } from '../../testing/manifest/manifest-schema.js'
import { breakBy, jobFor, plainJob, type WholeJob } from '../../testing/manifest/jobs.js'
import { brokenPaths, ruleCases, type RuleCase } from '../../testing/manifest/rule-cases.js'
import { runs } from '../../testing/seed.js'
import { codes } from '../../testing/issues.js'

test('the id of a rule is no other issue code, and is written as the codes are', () => {
  const ids = rules.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/)
  expect(Object.keys(issueCodes).filter((code) => code.startsWith('rule.'))).toEqual([])
})

const whereJobsAreDrawn =
  'Let src/arbitraries.ts draw nothing that breaks the rule, and testing/manifest/jobs.ts nothing that it warns of.'

const whichTable =
  'A rule for both sectors that a manifest alone can break stands in src/codec/portal/manifest-rules.ts, any other in src/manifest/rules.ts.'

describe.each(sectors)('a job of a %s organization', (sector) => {
  const jobs = jobFor(sector)

  test('that keeps every rule passes, and its manifest both ways', () => {
    fc.assert(
      fc.property(jobs, (job) => {
        expect(checkJob(sector, job), whereJobsAreDrawn).toEqual([])
        const codec = manifestFor(sector)
        const encoded = codec.safeEncode(job.manifest as never)
        expect.assert(encoded.ok)
        expect(encoded.warnings).toEqual([])
        expect(codec.safeDecode(encoded.value)).toEqual({ ok: true, value: job.manifest, warnings: [] })
      }),
    )
  })

  const binding = rules.filter((rule) => rule.sectors.includes(sector))
  test.each(binding.map((rule) => [rule.id, rule] as const))('breaking %s breaks that rule alone', (id, rule) => {
    fc.assert(
      fc.property(jobs, (job) => {
        const breaker = breakerOf(id, sector)
        expectBroken(sector, rule, breaker, breakBy(breaker, job, sector))
      }),
      // Files that are too large take long.
      id === 'documents-size' ? { numRuns: runs(10) } : {},
    )
  })

  const others = rules.filter((rule) => !rule.sectors.includes(sector))
  test.each(others.map((rule) => [rule.id] as const))('is not bound by %s', (id) => {
    fc.assert(
      fc.property(jobs, (job) => {
        const broken = breakBy(breakerOf(id), job, sector)
        expect(codes(checkJob(sector, broken))).not.toContain(`rule.${id}`)
      }),
    )
  })
})

test('every manifest of the schema is read where rules warn, and no other', () => {
  fc.assert(
    fc.property(arbitraryOf(manifestSchema), (manifest) => {
      const document = manifestSchema.encode(manifest)
      for (const codec of [portalSignatureJobManifest, ...sectors.map(manifestFor)])
        expect(codec.safeDecode(document, { rules: 'warn' })).toMatchObject({ ok: true, value: manifest })
      const refused = document.replace('</sender>', '</sender><title/>')
      expect(portalSignatureJobManifest.safeDecode(refused, { rules: 'warn' }).ok).toBe(false)
    }),
  )
})

test('rules are enforced or warn', () => {
  const { manifest } = plainJob('PUBLIC')
  const xml = manifestSchema.encode({ ...manifest, availability: { availableSeconds: 7_776_001 } })
  for (const rules of [undefined, 'enforce'] as const)
    expect(manifestFor('PUBLIC').safeDecode(xml, { rules }).ok).toBe(false)
  expect(portalSignatureJobManifest.decode(xml, { rules: 'warn' }).availability).toEqual({
    availableSeconds: 7_776_001,
  })
  expect(portalSignatureJobManifest.safeDecode(xml, { rules: 'ignore' as never })).toMatchObject({
    ok: false,
    issues: [{ code: 'value.type', property: ['rules'] }],
  })
})

/** The first case that breaks a rule, in a sector if one is given. */
function breakerOf(id: string, sector?: Sector): RuleCase {
  const breaker = ruleCases.find(
    (each) =>
      each.id.startsWith(`${id}/`) &&
      each.broken !== undefined &&
      (sector === undefined || each.sectors.includes(sector)),
  )
  return breaker ?? expect.unreachable(`There is no case that breaks ${id}.`)
}

function expectBroken(sector: Sector, rule: Rule, breaker: RuleCase, job: WholeJob): void {
  const code = `rule.${rule.id}` as const
  const paths = brokenPaths(breaker)
  const { also, request, files, organizationNumber } = breaker
  const inManifest = request === undefined && files === undefined && organizationNumber === undefined
  const expected = [...(also === undefined ? [] : [`rule.${also}`]), code]
    .flatMap((each) => paths.map(() => each))
    .sort()
  const checked = checkJob(sector, job)
  expect([...codes(checked)].sort()).toEqual(expected)
  expect(checked.filter(({ severity }) => severity !== rule.severity)).toEqual([])
  expect(checked.filter((issue) => issue.code === code).map(({ path }) => path)).toEqual(paths)

  const codec = manifestFor(sector)
  const encoded = codec.safeEncode(job.manifest as never)
  const document = manifestSchema.encode(job.manifest)
  const decoded = codec.safeDecode(document)
  const plain = portalSignatureJobManifest.safeEncode(job.manifest)
  const found = inManifest ? expected : []
  expect(encoded.ok).toBe(!inManifest || rule.severity === 'warning')
  expect(decoded.ok).toBe(encoded.ok || rule.level === 'assumed')
  // With the dial at `warn` no rule stops anything.
  const warned = codec.safeDecode(document, { rules: 'warn' })
  expect.assert(warned.ok)
  expect(warned.warnings.map(({ severity, code }) => `${severity} ${code}`).sort()).toEqual(
    found.map((each) => `warning ${each}`),
  )
  expect([...codes(encoded.ok ? encoded.warnings : encoded.issues)].sort()).toEqual(found)
  // The plain codec knows no sector: it enforces the rules that bind both.
  const plainFound = found.filter((each) =>
    rules.some(({ id, sectors: bound }) => each === `rule.${id}` && bound.length === 2),
  )
  expect(codes(plain.ok ? plain.warnings : plain.issues), whichTable).toEqual(plainFound)

  const located = decoded.ok ? decoded.warnings : decoded.issues
  expect([...codes(located)].sort()).toEqual(found)
  if (inManifest)
    expect(
      tagAt(
        document,
        located.find((issue) => issue.code === code),
      ),
    ).toBe(elementName(paths[0] ?? ''))
}

/** The name in the start tag at the place of an issue. */
function tagAt(document: string, issue: Issue | undefined): string | undefined {
  const line = document.split('\n')[(issue?.line ?? 0) - 1] ?? ''
  // Columns count characters.
  return /^<([a-z-]+)/.exec(
    Array.from(line)
      .slice((issue?.column ?? 0) - 1)
      .join(''),
  )?.[1]
}

const elementName = (path: string): string | undefined =>
  path
    .replace(/\/@.*$/, '')
    .split('/')
    .at(-1)
    ?.replace(/\[.*$/, '')
