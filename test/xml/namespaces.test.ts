import { describe, expect, test } from 'vitest'
import {
  declare,
  localName,
  namespaceOfElement,
  rootScope,
  visitAttributes,
  type Scope,
} from '../../src/xml/namespaces.js'

const scope = declare(rootScope, { xmlns: 'default', 'xmlns:p': 'of-p', 'xmlns:q': 'of-q', other: '' })

test('a tag that declares nothing has the scope of its parent', () => {
  expect(declare(scope, { a: '1', xmlnsa: 'u' })).toBe(scope)
  expect(declare(scope, {})).toBe(scope)
})

test('a declaration holds for the tag and what is in it, and not beside it', () => {
  const inner = declare(scope, { 'xmlns:p': 'another', xmlns: '' })
  expect(namespaceOfElement(inner, 'p:a')).toBe('another')
  expect(namespaceOfElement(inner, 'q:a')).toBe('of-q')
  expect(namespaceOfElement(inner, 'a')).toBe('')
  expect(namespaceOfElement(scope, 'p:a')).toBe('of-p')
  expect(namespaceOfElement(scope, 'a')).toBe('default')
})

test('the prefix xml is always in scope, and may be declared as what it is', () => {
  const xml = 'http://www.w3.org/XML/1998/namespace'
  expect(namespaceOfElement(rootScope, 'xml:a')).toBe(xml)
  expect(namespaceOfElement(declare(rootScope, { 'xmlns:xml': xml }), 'xml:a')).toBe(xml)
})

test.each([
  ['a', 'a'],
  ['p:a', 'a'],
])('the local name of %s is %s', (name, local) => {
  expect(localName(name)).toBe(local)
})

describe('attributes', () => {
  const visited = (attributes: Readonly<Record<string, string>>, within: Scope = scope): readonly unknown[] => {
    const seen: unknown[] = []
    visitAttributes(within, attributes, (...attribute) => seen.push(attribute))
    return seen
  }

  test('are in the namespace of their prefix, in none without one, and declarations are no attributes', () => {
    expect(visited({ b: '1', xmlns: 'u', 'p:b': '2', 'xmlns:p': 'of-p', 'q:b': '3' })).toEqual([
      ['', 'b', '1', 'b'],
      ['of-p', 'b', '2', 'p:b'],
      ['of-q', 'b', '3', 'q:b'],
    ])
  })

  test.each([
    ['an undeclared prefix', { 'r:a': '' }],
    ['no prefix before the colon', { ':a': '' }],
    ['no name after the colon', { 'p:': '' }],
    ['a second colon', { 'p:a:b': '' }],
    ['a digit after the colon', { 'p:1': '' }],
  ])('are refused with %s', (_, attributes) => {
    expect(() => visited(attributes)).toThrow(/^Not namespace-well-formed: /)
  })

  test('are refused twice under two prefixes of one namespace', () => {
    const twice = declare(scope, { 'xmlns:r': 'of-p' })
    expect(() => visited({ 'p:a': '', 'r:a': '' }, twice)).toThrow('an attribute occurs twice')
  })
})

test.each([
  ['a prefix that is undeclared', { 'xmlns:p': '' }],
  ['the prefix xmlns', { 'xmlns:xmlns': 'u' }],
  ['the namespace of xmlns', { 'xmlns:p': 'http://www.w3.org/2000/xmlns/' }],
  ['the namespace of xmlns as default', { xmlns: 'http://www.w3.org/2000/xmlns/' }],
  ['the namespace of xml as default', { xmlns: 'http://www.w3.org/XML/1998/namespace' }],
  ['another prefix for that of xml', { 'xmlns:p': 'http://www.w3.org/XML/1998/namespace' }],
  ['another namespace for the prefix xml', { 'xmlns:xml': 'u' }],
  ['no prefix', { 'xmlns:': 'u' }],
  ['a prefix with a colon', { 'xmlns:p:q': 'u' }],
  [
    'more prefixes than can be meant',
    Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`xmlns:p${at}`, 'u'])),
  ],
])('a declaration is refused: %s', (_, attributes) => {
  expect(() => declare(rootScope, attributes)).toThrow(/^Not namespace-well-formed: /)
})

test.each(['r:a', ':a', 'p:', 'p:a:b', 'p:-'])('an element cannot be named %s', (name) => {
  expect(() => namespaceOfElement(scope, name)).toThrow(/^Not namespace-well-formed: /)
})
