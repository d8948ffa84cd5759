import { expect, test } from 'vitest'
import { parseXml } from '../../src/xml/parse.js'
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

const many = (count: number): string => Array.from({ length: count }, (_, at) => ` xmlns:p${at}="urn:p"`).join('')

test('takes declarations that change nothing, in every place', () => {
  const sink = recorder()
  const xml = `<a b="" xmlns:p='urn:&#x70;'${many(48)} xmlns = "urn:a"><c xmlns="urn:a"${many(48)} d=""/><c${many(49)}/></a>`
  expect(scan(xml, sink)).toBe(true)
  expect(sink.events).toEqual([
    ...[['open', 'a'], ['attribute', '', 'b', ''], ['opened']],
    ...[['open', 'c'], ['attribute', '', 'd', ''], ['opened'], ['close']],
    ...[['open', 'c'], ['opened'], ['close'], ['close']],
  ])
  expect(scan('<p:a xmlns:p="urn:a" xmlns="urn:b"><p:b xmlns=""/></p:a>')).toBe(true)
})

test.each([
  ['a comment', '<a xmlns="urn:a"><!-- b --></a>'],
  ['a CDATA section', '<a xmlns="urn:a"><![CDATA[b]]></a>'],
  ['a processing instruction', '<a xmlns="urn:a"><?b?></a>'],
  ['a document type declaration', '<!DOCTYPE a><a xmlns="urn:a"/>'],
  ['another version', '<?xml version="1.1"?><a xmlns="urn:a"/>'],
  ['another namespace', '<a xmlns="urn:b"/>'],
  ['no namespace', '<a/>'],
  ['another namespace below the root', '<a xmlns="urn:a"><b xmlns="urn:b"/></a>'],
  ['no namespace below the root', '<a xmlns="urn:a"><b xmlns=""/></a>'],
  ['another namespace of the prefix below the root', '<p:a xmlns:p="urn:a"><p:b xmlns:p="urn:b"/></p:a>'],
  ['a prefix that is not that of the namespace', '<p:a xmlns="urn:a"/>'],
  ['a prefix that is declared twice', '<a xmlns="urn:a"><b xmlns:p="urn:b" xmlns:p="urn:b"/></a>'],
  ['a namespace that is declared twice', '<a xmlns="urn:a" xmlns="urn:a"/>'],
  ['a prefix without a namespace', '<a xmlns="urn:a"><b xmlns:p=""/></a>'],
  ['a prefix that is reserved', '<a xmlns="urn:a"><b xmlns:xmlp="urn:p"/></a>'],
  ['a namespace that is reserved', '<a xmlns="urn:a"><b xmlns:p="http://www.w3.org/2000/xmlns/"/></a>'],
  ['an attribute that begins as a declaration does', '<a xmlns="urn:a"><b xmlnsp="urn:p"/></a>'],
  ['a declaration without a prefix behind its colon', '<a xmlns="urn:a"><b xmlns:="urn:p"/></a>'],
  ['more declarations than the parser takes', `<a xmlns="urn:a"${many(50)}><b${many(49)}/></a>`],
  ['a second prefix', '<a xmlns="urn:a" xmlns:p="urn:a"><p:b/></a>'],
  ['an attribute with a prefix', '<a xmlns="urn:a" xmlns:p="urn:p"><b p:c="d"/></a>'],
  ['an attribute twice', '<a xmlns="urn:a"><b c="d" c="d"/></a>'],
  ['more attributes than an element has', `<a xmlns="urn:a"><b ${'abcdefghijk'.replace(/./g, '$&="" ')}/></a>`],
  ['a line end in an attribute', '<a xmlns="urn:a"><b c="d\ne"/></a>'],
  ['an end tag of another element', '<a xmlns="urn:a"><b></c></a>'],
  ['a long end tag that the end cuts', `<a xmlns="urn:a"><b${'c'.repeat(2 ** 16)}></b${'c'.repeat(2 ** 16 - 1)}`],
  ['an end tag of a name as long as another', `<a xmlns="urn:a"><bc></bd></a>`],
  ['an end tag whose first letter is another', `<a xmlns="urn:a"><bcd></ccd></a>`],
  ['a root whose prefix is empty', '<:a xmlns="urn:a"/>'],
  ['a root with two prefixes', '<p:q:a xmlns:p="urn:a"/>'],
  ['a root without a name', '<p: xmlns:p="urn:a"/>'],
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

test('takes what looks like something else', () => {
  const sink = recorder()
  expect(
    scan(`<?xml  version='1.0'  encoding="a.B-_1"  standalone='yes' ?><a xmlns="urn:a">b!&gt;&quot;&apos;</a>`, sink),
  ).toBe(true)
  expect(sink.events.filter(([kind]) => kind === 'text')).toEqual([['text', `b!>"'`]])
  for (const encoding of ['', ` encoding='a.B-_1'`])
    for (const standalone of ['', ' standalone="yes"', `  standalone="no" `])
      expect(scan(`<?xml version="1.0"${encoding}${standalone}?><p.q-1_:a xmlns:p.q-1_="urn:a"/>`)).toBe(true)
  for (const namespace of ['http://www.w3.org/2000/xmlns/b', 'urn:http://www.w3.org/2000/xmlns/'])
    expect(scan(`<a xmlns="urn:a" xmlns:p="${namespace}"/>`)).toBe(true)
  expect(scan(`<a xmlns="urn:a"><b ${'abcdefghij'.replace(/./g, '$&="" ')}/></a>`)).toBe(true)
})

test('gives up where the sink takes no more', () => {
  expect(scan('<a xmlns="urn:a"><b/></a>', { ...recorder(), open: () => false })).toBe(false)
})

/** Notes also where tags are. */
function placed(hints: Partial<Sink>): ReturnType<typeof recorder> {
  const noted = recorder(hints)
  const open = (local: string | undefined, start: number): boolean =>
    noted.events.push(['open', local, String(start)]) > 0
  return { ...noted, open, close: (end) => noted.events.push(['close', String(end)]) }
}

/** What a sink is told of the root; how many pieces a text has says nothing. */
function joined(events: readonly Event[]): readonly Event[] {
  const ends = [events.findIndex(([kind]) => kind === 'open'), events.findLastIndex(([kind]) => kind === 'close') + 1]
  return events.slice(...ends).reduce<readonly Event[]>((done, event) => {
    const before = done.at(-1)
    if (event[0] !== 'text' || before?.[0] !== 'text') return [...done, event]
    return [...done.slice(0, -1), ['text', `${before[1] ?? ''}${event[1] ?? ''}`]]
  }, [])
}

test.each([
  `<?xml version="1.0" encoding='UTF-8' standalone="no"?>\n<a xmlns="urn:a"><b c='d'/>e &amp;&#x66;]]\r\n</a>`,
  `\uFEFF<p:a xmlns:p="urn:a" b = "c &lt;" d=''>\r<p:ef g="h"></p:ef >&#105;</p:a >\r`,
])('tells what the parser tells, or leaves the document, wherever a character is changed: %j', (xml) => {
  const characters = ['', ...`\t\r ab19:.-_&#;x<>/?!="'[]\0\uFFFEæ\u{1F600}`]
  const different: string[] = []
  let taken = 0
  const compare = (changed: string): void => {
    const [scanned, parsed] = [placed({ expected: [{ name: 'b' }] }), placed({})]
    if (!scanXml(changed, 'urn:a', scanned)) return
    taken++
    const problem = parseXml(changed, 'urn:a', parsed)
    const isSame = JSON.stringify(joined(scanned.events)) === JSON.stringify(joined(parsed.events))
    if (problem !== undefined || !isSame) different.push(changed)
  }
  for (let at = 0; at <= xml.length; at++) {
    for (const character of characters) {
      compare(xml.slice(0, at) + character + xml.slice(at))
      compare(xml.slice(0, at) + character + xml.slice(at + 1))
    }
  }
  expect(different).toEqual([])
  expect(taken).toBeGreaterThan(700)
})
