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

const [ofXml, ofXmlns] = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'] as const
const prefixes = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`xmlns:p${at}`, 'u']))

test.each([
  ['a prefix that is undeclared', { 'xmlns:p': '' }, 'a prefix cannot be undeclared'],
  ['the prefix xmlns', { 'xmlns:xmlns': 'u' }, 'the prefix and namespace of xmlns are reserved'],
  ['the namespace of xmlns', { 'xmlns:p': ofXmlns }, 'the prefix and namespace of xmlns are reserved'],
  ['the namespace of xmlns as default', { xmlns: ofXmlns }, 'a reserved namespace cannot be the default'],
  ['the namespace of xml as default', { xmlns: ofXml }, 'a reserved namespace cannot be the default'],
  ['another prefix for that of xml', { 'xmlns:p': ofXml }, 'the prefix and namespace of xml are reserved'],
  ['another namespace for the prefix xml', { 'xmlns:xml': 'u' }, 'the prefix and namespace of xml are reserved'],
  ['no prefix', { 'xmlns:': 'u' }, 'a colon is in the wrong place in a name'],
  ['a prefix with a colon', { 'xmlns:p:q': 'u' }, 'a colon is in the wrong place in a name'],
  ['more prefixes than can be meant', prefixes(100), 'more prefixes are declared than any message needs'],
])('a declaration is refused: %s', (_, attributes, reason) => {
  expect(() => declare(rootScope, attributes)).toThrow(`Not namespace-well-formed: ${reason}.`)
})

test('as many prefixes are declared as there may be', () => {
  expect(declare(rootScope, prefixes(99)).prefixes.size).toBe(100)
})

test.each(['r:a', ':a'])('an element cannot have a prefix that is not declared: %s', (name) => {
  expect(() => namespaceOfElement(scope, name)).toThrow('Not namespace-well-formed: a prefix is not declared.')
})

test.each(['p:', 'p:a:b', 'p:-', 'p:\u00B7a', 'p:\u0300a'])('an element cannot be named %s', (name) => {
  expect(() => namespaceOfElement(scope, name)).toThrow('a colon is in the wrong place in a name')
})

test.each(['p:a-1.\u00B7', 'p:_'])('an element can be named %s', (name) => {
  expect(namespaceOfElement(scope, name)).toBe('of-p')
})
