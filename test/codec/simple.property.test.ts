/** Two ways to write a value of simple type: as it is, or with every check. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateTime, decimalString, integer, string } from '../../src/codec/declare.js'
import { compiledBy, compileInteger, compileSimple, compileString } from '../../src/codec/simple.js'
import type { ComplexSpec, SimpleSpec } from '../../src/codec/spec.js'
import { elementsOf } from '../../src/codec/spec.js'
import { isLiteral } from '../../src/xml/escape.js'
import { roots } from '../../testing/roots.js'
import { runs } from '../../testing/seed.js'

function simpleIn(spec: SimpleSpec | ComplexSpec): readonly SimpleSpec[] {
  if (spec.kind === 'simple') return [spec]
  const types = [...spec.attributes, ...elementsOf(spec.sequence)].flatMap(({ type }) => simpleIn(type))
  return spec.text === undefined ? types : [...types, spec.text]
}

/** Facets that no type of the schema has together, and bounds that none has. */
const others: readonly SimpleSpec[] = [
  compiledBy(compileString, {
    kind: 'simple',
    base: 'xs:string',
    value: 'string',
    minLength: 2,
    maxLength: 4,
    pattern: '[^b]*|b&b',
  }),
  compiledBy(compileString, {
    kind: 'simple',
    base: 'xs:string',
    value: 'string',
    maxLength: 1,
    enumeration: ['a', '<', 'ab'],
  }),
  compiledBy(compileInteger, { kind: 'simple', base: 'xs:int', value: 'number' }),
  compiledBy(compileInteger, { kind: 'simple', base: 'xs:int', value: 'string', minInclusive: -5, maxInclusive: 5 }),
  compiledBy(compileInteger, { kind: 'simple', base: 'xs:long', value: 'number', minInclusive: -2 }),
]
const types = [...new Set([...Object.values(roots).flatMap(simpleIn), ...others])]

const bounds = [0, -0, 1, 5, 6, 9, 10, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53 - 1, 2 ** 53, 2 ** 63]
const numbers = [...bounds, ...bounds.map((bound) => -bound), 0.5, Number.NaN, Infinity]
const texts = [
  '',
  'a',
  'ab',
  '<',
  'b&b',
  'a"b',
  '\t',
  '\uFFFE',
  '\uD800',
  '😀',
  '😀a',
  '007',
  '+5',
  '-1',
  '0'.repeat(16),
]
const dates = ['2016-02-10T12:00:00+01:00', '2016-02-29T24:00:00Z', '2015-02-29T12:00:00', ' 2016-02-10T12:00:00Z']

const ofType = ({ pattern, enumeration = [], minLength = 0, maxLength = 30 }: SimpleSpec): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom<unknown>(
      ...numbers,
      ...numbers.map(String),
      ...texts,
      ...dates,
      ...enumeration,
      null,
      true,
      {},
      [],
    ),
    pattern === undefined ? fc.string() : fc.stringMatching(new RegExp(`^(?:${pattern})$`)),
    ...[minLength, maxLength].flatMap((length) =>
      [-1, 0, 1].map((more) => {
        const exact = Math.max(0, length + more)
        return fc.string({ unit: fc.constantFrom('a', 'å', '&', '😀', '\u0007'), minLength: exact, maxLength: exact })
      }),
    ),
    fc.string({ unit: fc.constantFrom('a', '1', '-', '.') }),
    fc.double(),
    fc.integer(),
  )

test.each(types.map((spec) => [JSON.stringify(spec), spec] as const))(
  'what is plain is right as it is: %s',
  (_, spec) => {
    const { encode, isPlain } = compileSimple(spec)
    let plain = 0
    fc.assert(
      fc.property(ofType(spec), (value) => {
        const reported: string[] = []
        const text = encode(value, (code) => reported.push(code))
        const right = reported.length === 0 && isLiteral(text)
        if (!isPlain(value)) return
        plain++
        expect([right, String(value)]).toEqual([true, text])
      }),
      { numRuns: runs(2000) },
    )
    expect(plain).toBeGreaterThan(0)
  },
)

test('nearly all that messages hold is plain', () => {
  const held: readonly (readonly [unknown, SimpleSpec])[] = [
    ['Leiekontrakt for huset på Sjøvegen, 50 %', string()],
    ['2016-02-10T12:00:00+01:00', dateTime],
    ['123456789012345', decimalString('id')],
    [864_000, integer('xs:long', {})],
    [-9, integer('xs:int', {})],
  ]
  const missed = held.filter(([plain, spec]) => !compileSimple(spec).isPlain(plain))
  expect(missed).toEqual([])
})

test('a type that was not declared is not taken for one that was', () => {
  expect(() => compileSimple({ ...dateTime })).toThrow(TypeError)
})
