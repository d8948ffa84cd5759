import { serviceError } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { parseXml } from '../../src/xml/parse.js'
import { namespace } from '../../src/codec/spec.js'

test.each(['1.1', '1.2', '2.0', ''])('version %s of XML is refused by its own code', (version) => {
  const result = serviceError.safeDecode(`<?xml version="${version}"?><error xmlns="${namespace}"/>`)
  expect(result).toMatchObject({ ok: false, issues: [{ code: 'xml.version' }] })
})

/** What is pushed into a receiver that listens to everything, and how the reading ends. */
function eventsOf(xml: string, namespace = 'u', deepest = Infinity): readonly unknown[] {
  const events: unknown[] = []
  let depth = 0
  const problem = parseXml(xml, namespace, {
    open: (local, start, tag) => {
      events.push(['open', local, tag.name, tag.namespace, start])
      return ++depth <= deepest
    },
    attribute: (...attribute) => events.push(['attribute', ...attribute]),
    opened: () => events.push('opened'),
    text: (text) => events.push(['text', text]),
    close: (end) => events.push(['close', end]),
    comment: (comment) => events.push(['comment', comment]),
    instruction: (target, data) => events.push(['instruction', target, data]),
  })
  return problem === undefined ? events : [...events, problem.code, problem.line, problem.column]
}

test('a receiver is told what a document says, in order', () => {
  const xml = '<p:a xmlns:p="u" x="1" p:y="2">t<!--c-->\n <b/><![CDATA[<]]><?i d?></p:a>'
  expect(eventsOf(xml)).toEqual([
    ['open', 'a', 'p:a', 'u', 0],
    ['attribute', '', 'x', '1', 'x'],
    ['attribute', 'u', 'y', '2', 'p:y'],
    'opened',
    ['text', 't'],
    ['comment', 'c'],
    ['text', '\n '],
    ['open', undefined, 'b', '', 42],
    'opened',
    ['close', 45],
    ['text', '<'],
    ['instruction', 'i', 'd'],
    ['close', 71],
  ])
})

test('what an element declares ends with it', () => {
  const events = eventsOf('<a><b xmlns="u"><p:c xmlns:p="v"/></b><c/></a>')
  expect(events.filter((event) => Array.isArray(event) && event[0] === 'open')).toEqual([
    ['open', undefined, 'a', '', 0],
    ['open', 'b', 'b', 'u', 3],
    ['open', undefined, 'p:c', 'v', 16],
    ['open', undefined, 'c', '', 38],
  ])
})

test.each(['\n', '\r', '\r\n'])('a tag begins where it does, though its line ends right behind its name', (end) => {
  expect(eventsOf(`<a${end}>${end}<\u{10400}${end}/></a>`).flat()).toEqual(
    expect.arrayContaining([0, 3 + 2 * end.length, 7 + 3 * end.length]),
  )
})

describe('the reading ends', () => {
  test.each([
    [
      'a document that is not well-formed',
      '<a',
      'xml.syntax',
      'Not well-formed: document must contain a root element.',
    ],
    [
      'what is not well-formed far away',
      `${'\n'.repeat(11)}<a>            <b.c></d></a>`,
      'xml.syntax',
      'Not well-formed: unexpected close tag.',
    ],
    ['half a surrogate pair', '<a>\uD83D</a>', 'xml.character', 'The text holds half a surrogate pair.'],
    ['a document type', '<!DOCTYPE a><a/>', 'xml.doctype', 'A document type declaration is not allowed.'],
    ['another version', '<?xml version="1.1"?><a/>', 'xml.version', 'Only XML 1.0 is supported.'],
    ['a prefix without declaration', '<p:a/>', 'xml.namespace', 'Not namespace-well-formed: a prefix is not declared.'],
  ])('at %s', (_, xml, code, message) => {
    const nothing = (): void => undefined
    const receiver = { open: () => true, attribute: nothing, opened: nothing, text: nothing, close: nothing }
    expect(parseXml(xml, '', receiver)).toMatchObject({ code, message })
    expect(eventsOf(xml).slice(-3)).toEqual([code, expect.any(Number), expect.any(Number)])
  })

  test('where the receiver says that it is too deep', () => {
    expect(eventsOf('<a>\n<b/></a>', '', 1).slice(-4)).toEqual([['open', 'b', 'b', '', 4], 'xml.depth', 2, 4])
  })

  test('with what the receiver throws', () => {
    const thrown = new Error('of the receiver')
    const open = (): never => {
      throw thrown
    }
    const nothing = (): void => undefined
    const receiver = { open, attribute: nothing, opened: nothing, text: nothing, close: nothing }
    expect(() => parseXml('<a/>', '', receiver)).toThrow(thrown)
  })
})
