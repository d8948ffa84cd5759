import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  codecOf,
  followJson,
  followXml,
  type Converted,
  type Place,
  type Settings,
} from '../../site/playground/convert.js'
import { examples } from '../../site/playground/examples.js'
import { indent } from '../../site/playground/indent.js'
import { leastExamples } from '../../site/playground/least.js'
import { remedyOf } from '../../scripts/reference/remedies.js'
import { arbitraryOf } from '../../src/arbitraries.js'
import { codecs, type Codec } from '../../src/codec/index.js'
import { describe as describeSpec } from '../../testing/describe.js'
import { decodeVectors, vectorsOfKind } from '../../testing/vectors/read.js'
import type { RuleVector } from '../../testing/vectors/rules.js'
import type { EncodeVector } from '../../testing/vectors/vector.js'

const settings: Settings = { sector: '', unknown: 'reject', rules: 'enforce' }
const none = 'portal-signature-job-request'

/** Places beyond the texts that they are of. */
function outside({ xml, json, problems }: Converted): readonly unknown[] {
  const isIn = (text: string, line: number, column: number): boolean => {
    const found = text.split(/\r\n?|\n/)[line - 1]
    return found !== undefined && column >= 1 && column <= [...found].length + 1
  }
  const isOutside = (text: string, place: Place | undefined): boolean =>
    place !== undefined && !isIn(text, place.line, place.column)
  return problems.filter((problem) => isOutside(xml, problem.xml) || isOutside(json, problem.json))
}

/** The issues without what only people read. */
const codesOf = ({ problems }: Converted): readonly string[] =>
  problems.map(({ issue }) => `${issue.code} ${issue.path}`)

describe('from XML to JSON', () => {
  const vectors = decodeVectors().filter(({ xml }) => xml !== undefined)

  test.each(['strict', 'tolerant'] as const)('every vector gives its value or its issues: %s', (mode) => {
    expect(vectors.length).toBeGreaterThan(900)
    for (const { id, element, xml = '', [mode]: verdict } of vectors) {
      const unknown = mode === 'strict' ? 'reject' : 'ignore'
      const converted = followXml({ xml, json: '{}' }, element, { ...settings, unknown })
      // The playground takes a message for what its root says.
      if (converted.element !== element) continue
      const expected = verdict.valid ? (verdict.warnings ?? []) : verdict.issues
      expect(codesOf(converted), id).toEqual(expected.map(({ code, path }) => `${code} ${path}`))
      expect(converted.agreement === 'same', id).toBe(verdict.valid)
      if (verdict.valid) expect(JSON.parse(converted.json), id).toEqual(verdict.value)
      expect(outside(converted), id).toEqual([])
    }
  })

  test('the root element says which message it is, whatever was there before', () => {
    for (const { id, element, xml = '', strict } of vectors)
      if (strict.valid) expect(followXml({ xml, json: '{}' }, none, settings).element, id).toBe(element)
  })

  test('rules hold by the sector, and warn where they are to', () => {
    for (const { id, sector, xml, manifest } of vectorsOfKind<RuleVector>('rule')) {
      const found = followXml({ xml, json: '' }, none, { ...settings, sector })
      expect(found.agreement === 'same', id).toBe(found.problems.every(({ issue }) => issue.severity === 'warning'))
      expect(JSON.parse(found.json), id).toEqual(manifest)
      const lenient = followXml({ xml, json: '' }, none, { ...settings, sector, rules: 'warn' })
      expect(lenient.agreement, id).toBe('same')
      expect(codesOf(lenient), id).toEqual(codesOf(found))
    }
  })

  test('what is no message leaves the other side as it was, and names every element', () => {
    for (const xml of ['', '<', 'text', '{}', '<a/>', '<error/>', '\uD800', '\0']) {
      const converted = followXml({ xml, json: '{"a": 1}' }, 'error', settings)
      expect(converted).toMatchObject({ agreement: 'behind', json: '{"a": 1}', element: 'error' })
      expect(converted.problems).not.toEqual([])
      expect(outside(converted)).toEqual([])
    }
    const { problems } = followXml({ xml: '<', json: '{}' }, 'error', settings)
    expect(problems).toMatchObject([{ xml: { line: 1 }, json: undefined }])
    const [problem] = followXml({ xml: '<a/>', json: '' }, 'error', settings).problems
    for (const { name } of codecs) expect(problem?.issue.message).toContain(name)
  })
})

describe('from JSON to XML', () => {
  test('every vector gives its document or its issues', () => {
    for (const { id, element, value, xml, issues = [] } of vectorsOfKind<EncodeVector>('encode')) {
      const converted = followJson({ xml: '', json: JSON.stringify(value) }, element, settings)
      expect(converted.agreement === 'same', id).toBe(xml !== undefined)
      // JSON has numbers that no element has.
      if (codesOf(converted).includes('json.number ')) continue
      if (xml !== undefined) expect(converted.xml, id).toBe(indent(xml))
      else expect(codesOf(converted), id).toEqual(issues.map(({ code, path }) => `${code} ${path}`))
      expect(outside(converted), id).toEqual([])
    }
  })

  test('what is no JSON, or no value, is told at its place', () => {
    for (const json of [
      '',
      '{',
      '[]',
      'null',
      '1e400',
      '{"a":1,"a":2}',
      '{"__proto__":{}}',
      '['.repeat(100_000),
      '\uD800',
    ]) {
      const converted = followJson({ xml: '<a/>', json }, 'error', settings)
      expect(converted.problems).not.toEqual([])
      expect(converted.agreement).not.toBe('same')
      expect(outside(converted)).toEqual([])
    }
    const [problem] = followJson({ xml: '', json: '{\n  "errorCode": 1' }, 'error', settings).problems
    expect(problem).toMatchObject({ issue: { code: 'json.syntax' }, xml: undefined, json: { line: 2, column: 17 } })
  })

  test('numbers of eleven digits stay text, and stand in no issue', () => {
    const number = '01810010068'
    const manifest = decodeVectors().find(({ xml }) => xml?.includes(number))
    const read = followXml({ xml: manifest?.xml ?? '', json: '' }, none, settings)
    expect(read.json).toContain(`"${number}"`)
    expect(followJson(read, read.element, settings).xml).toContain(`>${number}<`)
    for (const wrong of ['18100100680', `"${number}0"`, `["${number}"]`, '18100100681234567890', '1810010068.5']) {
      const told = followJson({ xml: '', json: read.json.replace(`"${number}"`, wrong) }, read.element, settings)
      expect(told.problems.map(({ issue }) => issue.code)).not.toEqual([])
      // The bounds of whole numbers are told, and nothing of what was entered.
      const words = JSON.stringify(told.problems).replaceAll('9007199254740991', '')
      expect(words).not.toMatch(/[0-9]{8}|18100/)
    }
  })
})

describe('issues stand on both sides', () => {
  const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length
  const edits = [
    [
      '"address": "tenant@example.com"',
      '"adress": "tenant@example.com"',
      'value.property-unexpected',
      '<email',
      '"adress"',
    ],
    ['"12345678910"', '"1234567891"', 'schema.pattern', '<personal-id', '"personalIdentificationNumber"'],
    [
      '"availableSeconds": 345600',
      '"availableSeconds": 7776001',
      'rule.availability-max',
      '<available-s',
      '"availableSeconds"',
    ],
  ] as const
  const json = JSON.stringify(examples[0]?.value, undefined, 2)

  test.each(edits)('%s -> %s', (from, to, code, inXml, inJson) => {
    const [manifest] = examples
    const start = followJson({ xml: '', json }, manifest?.element ?? '', { ...settings, sector: 'PRIVATE' })
    expect(start).toMatchObject({ agreement: 'same', problems: [] })
    const edited = { xml: start.xml, json: json.replace(from, to) }
    const told = followJson(edited, start.element, { ...settings, sector: 'PRIVATE' })
    const problem = told.problems.find(({ issue }) => issue.code === code)
    expect(problem?.xml?.line).toBe(lineOf(told.xml, inXml))
    expect(problem?.json?.line).toBe(lineOf(told.json, inJson))
  })

  test('of XML with mistakes, with what helps', () => {
    const mistakes = examples.find(({ xml }) => xml !== undefined)
    const {
      xml,
      json: value,
      problems,
    } = followXml({ xml: mistakes?.xml ?? '', json: '' }, none, { ...settings, sector: 'PRIVATE' })
    const told = problems.map((problem) => [
      problem.issue.code,
      xml.split('\n')[(problem.xml?.line ?? 0) - 1]?.trim().split(/[ >]/)[0],
      value.split('\n')[(problem.json?.line ?? 0) - 1]?.trim().split(':')[0],
    ])
    expect(told).toEqual([
      ['schema.pattern', '<personal-identification-number', '"personalIdentificationNumber"'],
      ['schema.attribute-unexpected', '<email', '"email"'],
      ['schema.attribute-missing', '<email', '"email"'],
      ['rule.other-excludes-lookup', '<notifications-using-lookup', '"notificationsUsingLookup"'],
      ['rule.lookup-public-only', '<notifications-using-lookup', '"notificationsUsingLookup"'],
      ['schema.pattern', '<organization-number', '"organizationNumber"'],
      ['rule.href-unique', '<document', '"href"'],
      ['rule.availability-max', '<available-seconds', '"availableSeconds"'],
    ])
    for (const { issue } of problems) expect(remedyOf(issue.code)?.remedy).toBeTruthy()
  })
})

test('each example but that with mistakes is right', () => {
  for (const { title, element, sector, value } of [...examples, ...leastExamples()]) {
    if (value === undefined) continue
    const converted = followJson({ xml: '', json: JSON.stringify(value) }, element, { ...settings, sector })
    expect(converted, title).toMatchObject({ agreement: 'same', problems: [] })
  }
})

test('there is an example of every element and attribute, which it has', () => {
  const placesOf = codecs.flatMap(({ name, spec }) => [...describeSpec(name, spec).keys()])
  expect(leastExamples().map(({ path }) => `/${path}`)).toEqual(placesOf)
  for (const { path, element, value } of leastExamples()) {
    const { xml } = followJson({ xml: '', json: JSON.stringify(value) }, element, settings)
    const name = path.replace(' (again)', '').split('/').at(-1) ?? ''
    expect(xml, path).toMatch(name.startsWith('@') ? new RegExp(` ${name.slice(1)}="`) : new RegExp(`<${name}[ />]`))
  }
})

describe('white space between elements means nothing', () => {
  test.each(codecs.map((codec) => [codec.name, codec as unknown as Codec<unknown>] as const))('%s', (name, codec) => {
    fc.assert(
      fc.property(arbitraryOf(codec), (value) => {
        const written = codecOf(name, '').safeEncode(value)
        if (!written.ok) return
        const indented = indent(written.value)
        expect(codec.decode(indented)).toEqual(codec.decode(written.value))
        expect(indented.split('\n').length).toBeGreaterThan(1)
      }),
    )
  })
})
