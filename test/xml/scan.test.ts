import { expect, test } from 'vitest'
import { scanXml } from '../../src/xml/scan.js'
import type { Sink } from '../../src/xml/sink.js'

type Event = readonly [kind: string, ...of: readonly (string | undefined)[]]

/** Notes what it is told. */
function recorder(
  hints: Partial<Pick<Sink, 'expected' | 'expectedAttributes' | 'skipsWhitespace'>> = {},
): Sink & { readonly events: Event[] } {
  const events: Event[] = []
  return {
    events,
    expected: [],
    expectedAttributes: [],
    skipsWhitespace: false,
    ...hints,
    open: (local) => events.push(['open', local]) > 0,
    attribute: (namespace, local, value) => events.push(['attribute', namespace, local, value]),
    opened: () => events.push(['opened']),
    text: (text) => events.push(['text', text]),
    close: () => events.push(['close']),
  }
}

const scan = (xml: string, sink: Sink = recorder()): boolean => scanXml(xml, 'urn:a', sink)

test('tells what stands in a document, in its order', () => {
  const sink = recorder()
  expect(
    scan(
      `\uFEFF<?xml version='1.0'?>\r\n<p:a xmlns:p="urn:a">x &amp; &#x79;\r\n<p:b c='d&lt;' e = ""/></p:a >\n`,
      sink,
    ),
  ).toBe(true)
  expect(sink.events).toEqual([
    ...[['open', 'a'], ['opened'], ['text', 'x & y\n']],
    ...[['open', 'b'], ['attribute', '', 'c', 'd<'], ['attribute', '', 'e', ''], ['opened'], ['close']],
    ['close'],
  ])
})

test('leaves out whitespace where the sink does not ask for it, and finds the names that may come', () => {
  const names = [{ name: 'b' }, { name: 'bc' }]
  const sink = recorder({ skipsWhitespace: true, expected: names, expectedAttributes: names })
  expect(scan('<a xmlns="urn:a"> <bc b="" bc="" c=""/>\n<b/>\t<c/> </a>', sink)).toBe(true)
  expect(sink.events.filter(([kind]) => kind === 'open' || kind === 'text')).toEqual([
    ['open', 'a'],
    ['open', 'bc'],
    ['open', 'b'],
    ['open', 'c'],
  ])
  expect(sink.events.filter(([kind]) => kind === 'attribute').map(([, , name]) => name)).toEqual(['b', 'bc', 'c'])
})

test.each([
  ['a comment', '<a xmlns="urn:a"><!-- b --></a>'],
  ['a CDATA section', '<a xmlns="urn:a"><![CDATA[b]]></a>'],
  ['a processing instruction', '<a xmlns="urn:a"><?b?></a>'],
  ['a document type declaration', '<!DOCTYPE a><a xmlns="urn:a"/>'],
  ['another version', '<?xml version="1.1"?><a xmlns="urn:a"/>'],
  ['another namespace', '<a xmlns="urn:b"/>'],
  ['a declaration below the root', '<a xmlns="urn:a"><b xmlns="urn:b"/></a>'],
  ['a second prefix', '<a xmlns="urn:a" xmlns:p="urn:a"><p:b/></a>'],
  ['an attribute with a prefix', '<a xmlns="urn:a" xmlns:p="urn:p"><b p:c="d"/></a>'],
  ['an attribute twice', '<a xmlns="urn:a"><b c="d" c="d"/></a>'],
  ['more attributes than an element has', `<a xmlns="urn:a"><b ${'abcdefghijk'.replace(/./g, '$&="" ')}/></a>`],
  ['a line end in an attribute', '<a xmlns="urn:a"><b c="d\ne"/></a>'],
  ['an end tag of another element', '<a xmlns="urn:a"><b></c></a>'],
  ['text behind the root', '<a xmlns="urn:a"/>b'],
  ['half a surrogate pair', '<a xmlns="urn:a">\uD800</a>'],
  ['no document', ''],
])('leaves %s', (_, xml) => {
  expect(scan(xml)).toBe(false)
})

test('reads names that only look like those that may come', () => {
  const sink = recorder({ expected: [{ name: 'bcd' }], expectedAttributes: [{ name: 'efg' }] })
  expect(scan('<a xmlns="urn:a"><bxd exg="1" ef="2" efgh="3"/><bc/><bcde/></a>', sink)).toBe(true)
  expect(
    sink.events.flatMap(([kind, ...of]) => (kind === 'open' ? of : kind === 'attribute' ? of.slice(1, 2) : [])),
  ).toEqual(['a', 'bxd', 'exg', 'ef', 'efgh', 'bc', 'bcde'])
})

test('reads nothing of a document before that was longer', () => {
  const xml = '<a xmlns="urn:a"><bcd efg="h">i&amp;</bcd ></a>'
  for (let length = 0; length < xml.length; length++) {
    expect(scan(xml)).toBe(true)
    expect(
      scan(xml.slice(0, length), recorder({ expected: [{ name: 'bcd' }], expectedAttributes: [{ name: 'efg' }] })),
    ).toBe(false)
  }
})

test('gives up where the sink takes no more', () => {
  expect(scan('<a xmlns="urn:a"><b/></a>', { ...recorder(), open: () => false })).toBe(false)
})
