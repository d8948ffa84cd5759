import { describe, expect, it, test } from 'vitest'
import { holdTo, textOf, trimmed, type ElementForm, type FormProblem, type ValueType } from '../../src/xml/form.js'
import { parseXmlTree, type XmlElement } from '../../src/xml/tree.js'

const digits: ValueType = { meaning: 'digits', isValue: (text) => /^[0-9]+$/.test(text) }
const name: ValueType = { meaning: 'a name', isValue: (text) => text !== '', isUnique: true }
const element = (local: string, more: Partial<ElementForm> = {}): ElementForm => {
  return { namespace: 'urn:n', local, attributes: new Map(), content: [], text: undefined, ...more }
}

const number = element('number', { text: digits, attributes: new Map([['id', { required: false, type: name }]]) })
const size = { required: false, type: digits }
const form = element('root', {
  attributes: new Map([
    ['note', size],
    ['size', { required: true, type: digits }],
  ]),
  content: [
    { elements: [element('first')], least: 0, most: 1 },
    { elements: [number, element('other', { attributes: new Map([['size', size]]) })], least: 2, most: 3 },
    { elements: [element('last')], least: 1, most: 1 },
    { elements: [element('first')], least: 0, most: 1 },
  ],
})

class Refusal extends Error {
  readonly problem: FormProblem

  constructor(problem: FormProblem) {
    super(problem.reason)
    this.problem = problem
  }
}

const read = (xml: string): XmlElement =>
  parseXmlTree(
    new TextEncoder().encode(xml),
    holdTo(form, (problem) => new Refusal(problem)),
  )

/** What is wrong, what of, and within what. */
function problemOf(xml: string): readonly unknown[] {
  try {
    read(xml)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const { reason, name: wrong, parent } = thrown.problem
    return [reason, wrong.local, parent?.local]
  }
  return []
}

const document = (content: string, attributes = ' size="1"'): string =>
  `<root xmlns="urn:n" xmlns:o="urn:o" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>${content}</root>`
const enough = '<number>1</number><other/>'

describe('a document has the form', () => {
  test.each([
    ['in order', `<first/>${enough}<last/><first/>`],
    ['without what may be missing', `${enough}<last/>`],
    ['with alternatives in any order', '<other/><number>1</number><other/><last/>'],
    ['with an element at its later place', `${enough}<last/><first/>`],
    ['with space, comments and instructions', `<!--c--> <other>\n</other><?i?>${enough}\t<last> </last>`],
    ['with a comment in its text', '<number>1<!--c-->2</number><other/><last/>'],
  ])('%s', (_, content) => {
    expect(problemOf(document(content))).toEqual([])
  })

  test('with values that may be equal, and those that are not', () => {
    const content = '<number id="a">1</number><number id="b">1</number><other size="1"/><last/>'
    expect(problemOf(document(content))).toEqual([])
  })

  test.each(['schemaLocation="a b"', 'noNamespaceSchemaLocation="a"'])('with places of schemas: %s', (attribute) => {
    expect(problemOf(document(`${enough}<last/>`, ` size="1" xsi:${attribute}`))).toEqual([])
  })
})

describe('a document is refused', () => {
  it.each([
    ['for an unknown element', `<x/>${enough}<last/>`, ['unexpected', 'x', 'root']],
    ['for an element of another namespace', `<o:other/>${enough}<last/>`, ['unexpected', 'other', 'root']],
    [
      'for an element in one that has none',
      `<first><other/></first>${enough}<last/>`,
      ['unexpected', 'other', 'first'],
    ],
    ['for an element in text', '<number>1<other/></number>', ['unexpected', 'other', 'number']],
    ['for one too many', `${enough}${enough}<last/>`, ['repeated', 'other', 'root']],
    ['for one that comes too late', `${enough}<last/><other/>`, ['misplaced', 'other', 'root']],
    ['for one too few before another', '<other/><last/>', ['missing', 'number', 'root']],
    ['for one too few at the end', enough, ['missing', 'last', 'root']],
    ['for text between elements', `${enough}x<last/>`, ['text-unexpected', 'root', 'root']],
    ['for text of another type', '<number>x</number><other/><last/>', ['text', 'number', 'number']],
    ['for no text', '<number/><other/><last/>', ['text', 'number', 'number']],
    ['for CDATA in text', '<number><![CDATA[1]]></number><other/><last/>', ['cdata', 'number', 'number']],
    ['for CDATA between elements', `${enough}<![CDATA[]]><last/>`, ['cdata', 'root', 'root']],
    ['for an attribute', '<other a="1"/>', ['attribute-unexpected', 'a', 'other']],
    ['for an attribute of a namespace', '<number o:id="a">1</number>', ['attribute-unexpected', 'id', 'number']],
    [
      'for a place of schemas in another namespace',
      '<other o:schemaLocation="x"/>',
      ['attribute-unexpected', 'schemaLocation', 'other'],
    ],
    ['for the type of an instance', '<other xsi:type="x"/>', ['attribute-unexpected', 'type', 'other']],
    ['for an attribute of XML', '<other xml:lang="no"/>', ['attribute-unexpected', 'lang', 'other']],
    ['for the value of an attribute', '<number id="">1</number>', ['attribute-value', 'id', 'number']],
    [
      'for a value that two have',
      '<number id="a">1</number><number id="a">1</number>',
      ['attribute-repeated', 'id', 'number'],
    ],
  ])('%s', (_, content, problem) => {
    expect(problemOf(document(content))).toEqual(problem)
  })

  test('for what is at its root', () => {
    expect(problemOf('<root size="1"/>')).toEqual(['unexpected', 'root', undefined])
    for (const attributes of ['', ' note="1"'])
      expect(problemOf(document('', attributes))).toEqual(['attribute-missing', 'size', 'root'])
  })

  test('where it ceases to have the form, and no further', () => {
    expect(problemOf('<x><not well-formed')).toEqual(['unexpected', 'x', undefined])
  })
})

test('comments do not split a text', () => {
  const { children } = read(document('<number>1<!--c-->2</number><other/><last/>'))
  const [first] = children
  expect(first !== undefined && 'element' in first ? textOf(first.element) : '').toBe('12')
})

test.each([
  [' \t\r\na b\n', 'a b'],
  [' ', ''],
  ['', ''],
  ['\u00a0a\u00a0', '\u00a0a\u00a0'],
])('the white space around %j is that of XML', (text, expected) => {
  expect(trimmed(text)).toBe(expected)
})

test.each([
  ['<x/>', 'root', ['first', 'number', 'other', 'last', 'first']],
  ['<other/><last/>', 'root', ['number']],
  [enough, 'root', ['last']],
  ['<other a="1"/>', 'other', []],
  ['<number>x</number>', 'number', []],
  ['<number><![CDATA[1]]></number>', 'number', []],
  [`${enough}x<last/>`, 'root', []],
])('of %s is told what may be there, and in which form', (content, within, expected) => {
  const wrong = (): unknown => read(document(content))
  expect(wrong).toThrow(
    expect.toSatisfy(({ problem: told }: Refusal) => {
      expect(told.expected.map(({ local }) => local)).toEqual(expected)
      return (
        told.form?.local === within && told.name.namespace === (told.reason === 'attribute-unexpected' ? '' : 'urn:n')
      )
    }),
  )
})
