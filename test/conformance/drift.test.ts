import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describe, type Facts } from '../../testing/describe.js'
import type { ComplexSpec } from '../../src/codec/spec.js'
import { describeWith, official, officialFiles, repositoryFile } from '../../testing/requirements.js'
import { roots } from '../../testing/roots.js'
import { describeSchema, differences, type ReadSchema } from '../../testing/conformance/xsd.js'

const describeAll = (specs: Readonly<Record<string, ComplexSpec>>): ReadonlyMap<string, Facts> =>
  new Map(Object.entries(specs).flatMap(([name, type]) => [...describe(name, type)]))

const spec = describeAll(roots)
const own = repositoryFile('schema/portal.xsd')

test('the specs say what our schema says', () => {
  const found = differences(spec, describeSchema(own))
  expect(
    found,
    'The specs are in src/codec/portal, the schema in schema: see "An element" in CONTRIBUTING.md.',
  ).toEqual([])
  expect(spec.size).not.toBe(0)
})

describeWith([officialFiles], 'the official schema', () => {
  test('says what the specs say', () => {
    const found = differences(spec, describeSchema(official('portal.xsd')))
    expect(found, 'See "A new edition of portal.xsd" in CONTRIBUTING.md: each belongs into schema first.').toEqual([])
  })
})

/** The file with one change, for each place at which the pattern matches. */
function changes(
  pattern: RegExp,
  replace: (...match: [string, string, string, string]) => string,
): readonly ReadSchema[] {
  return ['portal.xsd', 'common.xsd', 'portal-legacy.xsd'].flatMap((name) => {
    const text = readFileSync(repositoryFile(`schema/${name}`), 'utf8')
    return [...text.matchAll(pattern)].map((match): ReadSchema => {
      const changed =
        text.slice(0, match.index) +
        replace(...(match as unknown as [string, string, string, string])) +
        text.slice(match.index + match[0].length)
      return (path) => (path.endsWith(`/${name}`) ? changed : readFileSync(path, 'utf8'))
    })
  })
}

const facet = /<xs:(?:minLength|maxLength|pattern|enumeration|minInclusive|maxInclusive) value="([^"]*)"\/>/g

test.each([
  ['a facet is removed', changes(facet, () => '')],
  ['a facet has another value', changes(facet, (match, value) => match.replace(value, `${value}1`))],
  [
    'a lower bound is loosened',
    changes(/<xs:element name="[^"]*" type="[^"]*"\/>/g, (match) => match.replace('/>', ' minOccurs="0"/>')),
  ],
  ['a lower bound is removed', changes(/ minOccurs="0"/g, () => '')],
  ['an upper bound is loosened', changes(/maxOccurs="(\d+)"/g, (_, max) => `maxOccurs="${Number(max) + 1}"`)],
  ['an attribute is no longer required', changes(/ use="required"/g, () => '')],
  [
    'two elements are swapped',
    changes(
      /(<xs:element name="[^"]*" type="[^"]*"[^>]*\/>)(\s*)(<xs:element name="[^"]*" type="[^"]*"[^>]*\/>)/g,
      (_, first, space, second) => `${second}${space}${first}`,
    ),
  ],
  [
    'a sequence becomes a choice',
    changes(
      /<xs:sequence>((?:(?!<xs:sequence>)[^])*?)<\/xs:sequence>/g,
      (_, inner) => `<xs:choice>${inner}</xs:choice>`,
    ),
  ],
  [
    'a base type is another one',
    changes(/base="xs:(long|int|string)"/g, (match) => match.replace(/xs:\w+/, 'xs:dateTime')),
  ],
] as const)('is noticed in the schema: %s', (_, variants) => {
  expect(variants.length).toBeGreaterThan(0)
  const unnoticed = variants.filter((read) => differences(spec, describeSchema(own, read)).length === 0)
  expect(unnoticed).toHaveLength(0)
})

/** Every object and list in a tree of data, each with the steps that lead to it. */
function everyPlace(data: unknown, steps: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return []
  return [steps, ...Object.entries(data).flatMap(([step, inner]) => everyPlace(inner, [...steps, step]))]
}

type Data = Record<string, unknown>

const follow = (data: unknown, steps: readonly string[]): Data =>
  steps.reduce<Data>((inner, step) => inner[step] as Data, data as Data)

/** The specs with one change, for each place that can be changed so. */
function specChanges(change: (data: Data) => boolean): readonly Readonly<Record<string, ComplexSpec>>[] {
  return everyPlace(roots).flatMap((steps) => {
    // JSON has no shared parts, so that a change is in one place only.
    const copy = JSON.parse(JSON.stringify(roots)) as Record<string, ComplexSpec>
    return change(follow(copy, steps)) ? [copy] : []
  })
}

const withoutFacet = ['minLength', 'maxLength', 'pattern', 'enumeration', 'minInclusive', 'maxInclusive'].map(
  (name) => [name, specChanges((data) => name in data && delete data[name])] as const,
)

test.each([
  ...withoutFacet,
  [
    'an element that becomes optional',
    specChanges((data) => data['min'] === 1 && data['max'] === 1 && ((data['min'] = 0), true)),
  ],
  [
    'an element that may come once more',
    specChanges((data) => typeof data['max'] === 'number' && (data['max']++, true)),
  ],
  [
    'two elements in the other order',
    specChanges(
      (data) =>
        Array.isArray(data) &&
        data.length > 1 &&
        (data as Data[]).every(({ kind }) => kind === 'element') &&
        Boolean(data.reverse()),
    ),
  ],
  [
    'an attribute with another use',
    specChanges((data) => data['use'] === 'required' && ((data['use'] = 'optional'), true)),
  ],
  ['another base', specChanges((data) => 'base' in data && ((data['base'] = 'xs:boolean'), true))],
] as const)('is noticed in the specs: %s', (_, variants) => {
  expect(variants.length).toBeGreaterThan(0)
  const schema = describeSchema(own)
  expect(variants.filter((changed) => differences(describeAll(changed), schema).length === 0)).toHaveLength(0)
})

test('a difference tells where it is and what to change', () => {
  const variants = changes(/<xs:maxLength value="50"\/>/g, () => '<xs:maxLength value="51"/>')
  expect(variants.flatMap((read) => differences(spec, describeSchema(own, read)))).toContain(
    '/portal-signature-job-request/reference: maxLength is 50 in the spec, 51 in the schema',
  )
})
