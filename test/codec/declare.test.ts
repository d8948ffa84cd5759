/** What the compiler says where a spec and its interface are not the same, and what the builders make. */
import { describe, expect, test } from 'vitest'
import {
  attribute,
  choice,
  complexType,
  decimalString,
  element,
  emptyType,
  integer,
  listType,
  openEnumeration,
  optionalAttribute,
  optionalElement,
  repeatedElement,
  string,
  textType,
} from '../../src/codec/declare.js'
import { errorsOf } from '../../testing/compile.js'

/** An interface and its declaration. */
const declaration = (members: string, elements: string): string => `
import { choice, complexType, element, integer, optionalElement, string } from '../src/codec/declare.js'
import type { ComplexType } from '../src/codec/spec.js'
export interface Value { ${members} }
export type Used = [typeof choice, typeof element, typeof integer, typeof optionalElement, typeof string]
export const value: ComplexType<Value> = complexType({ sequence: [${elements}] })
`
const reference = "optionalElement('reference', string())"
const title = "element('title', string())"
const errors = errorsOf({
  same: declaration('reference?: string | undefined; title: string', `${reference}, ${title}`),
  'the spec lacks an optional property': declaration('title: string; priority?: string | undefined', title),
  'the spec lacks a required property': declaration('title: string; priority: string', title),
  'the interface lacks a property': declaration('title: string', `${title}, optionalElement('priority', string())`),
  'another type': declaration(
    'title: string; priority: string',
    `${title}, element('priority', integer('xs:int', {}))`,
  ),
  'optional in the spec alone': declaration(
    'title: string; priority: string',
    `${title}, optionalElement('priority', string())`,
  ),
  'optional in the interface alone': declaration(
    'title: string; priority?: string | undefined',
    `${title}, element('priority', string())`,
  ),
  'undefined is not accepted': declaration(
    'title: string; priority?: string',
    `${title}, optionalElement('priority', string())`,
  ),
})

describe('a declaration', () => {
  test('that is the same as its interface compiles', () => {
    expect(errors['same']).toEqual([])
  })

  test.each(Object.keys(errors).filter((name) => name !== 'same'))('%s: the error names the property', (name) => {
    expect(errors[name]).toHaveLength(1)
    expect(errors[name]?.[0]).toMatch(/'priority'|\bpriority\??:/)
  })

  test.each(['the spec lacks an optional property', 'the spec lacks a required property'])(
    '%s: the last line says which',
    (name) => {
      expect(errors[name]?.[0]?.split('\n').at(-1)).toMatch(/'priority'/)
    },
  )
})

test('the builders say in data what they are told', () => {
  expect(
    complexType({
      name: 'a-type',
      attributes: [attribute('since', string()), optionalAttribute('order', integer('xs:int', { minInclusive: 0 }))],
      sequence: [choice([element('one', decimalString('id'))], [optionalElement('other', emptyType('enabled'))])],
    }),
  ).toEqual({
    kind: 'complex',
    name: 'a-type',
    attributes: [
      { name: 'since', use: 'required', type: { kind: 'simple', base: 'xs:string', value: 'string' } },
      {
        name: 'order',
        use: 'optional',
        type: { kind: 'simple', base: 'xs:int', value: 'number', minInclusive: 0 },
      },
    ],
    sequence: [
      {
        kind: 'choice',
        branches: [
          [
            {
              kind: 'element',
              name: 'one',
              min: 1,
              max: 1,
              type: { kind: 'simple', name: 'id', base: 'xs:long', value: 'string' },
            },
          ],
          [
            {
              kind: 'element',
              name: 'other',
              min: 0,
              max: 1,
              type: { kind: 'complex', name: 'enabled', attributes: [], sequence: [], form: 'true' },
            },
          ],
        ],
      },
    ],
    form: 'object',
  })
  const item = repeatedElement('item', openEnumeration('kind', ['A']), 10)
  expect(listType(undefined, item)).toEqual({ kind: 'complex', attributes: [], sequence: [item], form: 'list' })
  expect(item).toMatchObject({ min: 1, max: 10, type: { known: ['A'] } })
  expect(textType('status', string(), [attribute('since', string())])).toMatchObject({
    text: { base: 'xs:string' },
    sequence: [],
    form: 'object',
  })
})
