import { codecs } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { describe as describeSpec } from '../../testing/describe.js'
import type { ComplexSpec, ElementSpec, SimpleSpec } from '../../src/codec/spec.js'

const text: SimpleSpec = {
  kind: 'simple',
  name: 'text',
  base: 'xs:string',
  value: 'string',
  minLength: 1,
  maxLength: 9,
}
const number: SimpleSpec = { kind: 'simple', base: 'xs:int', value: 'number', minInclusive: 0, maxInclusive: 5 }
const element = (name: string, type: SimpleSpec | ComplexSpec, min: 0 | 1 = 1, max = 1): ElementSpec => ({
  kind: 'element',
  name,
  type,
  min,
  max,
})
const empty: ComplexSpec = { kind: 'complex', attributes: [], sequence: [], form: 'true' }

test('every element and attribute has its facts, in document order', () => {
  const spec: ComplexSpec = {
    kind: 'complex',
    name: 'whole',
    attributes: [{ name: 'at', type: number, use: 'required' }],
    sequence: [
      element('first', text),
      { kind: 'choice', branches: [[element('one', empty), element('both', text, 0)], [element('both', text)]] },
      element(
        'many',
        { ...empty, text, form: 'object', attributes: [{ name: 'in', type: text, use: 'optional' }] },
        1,
        3,
      ),
      element('last', { ...number, enumeration: ['1', '2'], pattern: '[12]' }, 0),
    ],
    form: 'object',
  }
  const facts = { type: 'text', base: 'xs:string', minLength: '1', maxLength: '9' }
  const numeric = { base: 'xs:int', minInclusive: '0', maxInclusive: '5' }
  expect([...describeSpec('root', spec)]).toEqual([
    ['/root', { type: 'whole', content: 'first, (one, both? | both), many{1,3}, last?' }],
    ['/root/@at', { use: 'required', ...numeric }],
    ['/root/first', { content: 'text', ...facts }],
    ['/root/one', { content: 'empty' }],
    ['/root/both', { content: 'text', ...facts }],
    ['/root/both (again)', { content: 'text', ...facts }],
    ['/root/many', { content: 'text', ...facts }],
    ['/root/many/@in', { use: 'optional', ...facts }],
    ['/root/last', { content: 'text', ...numeric, enumeration: '1 2', pattern: '[12]' }],
  ])
})

test.each(codecs.map(({ name, spec }) => [name, spec] as const))('%s is described from its root on', (name, spec) => {
  const paths = [...describeSpec(name, spec).keys()]
  expect(paths[0]).toBe(`/${name}`)
  expect(paths.filter((path) => !path.startsWith(`/${name}`))).toEqual([])
})
