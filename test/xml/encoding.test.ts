import { XmlDocument } from 'libxml2-wasm'
import { serviceError, type Issue } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'
import { isLongerThan } from '../../src/xml/encoding.js'

const document = (declaration: string, text: string): string =>
  `${declaration}<error xmlns="${namespace}"><error-code>${text}</error-code><error-message/><error-type/></error>`

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))
const withDeclaration = (encoding: string): string => `<?xml version='1.0' encoding='${encoding}' standalone="yes"?>`

function issueOf(bytes: Uint8Array): Issue {
  const result = serviceError.safeDecode(bytes)
  expect.assert(!result.ok)
  expect(result.issues).toHaveLength(1)
  expect.assert(result.issues[0] !== undefined)
  return result.issues[0]
}

describe('bytes are read', () => {
  const text = 'Åse 😀'
  test.each([
    ['UTF-8', utf8(document('', text))],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${document('', text)}`)],
    ['UTF-8, declared', utf8(document(withDeclaration('utf-8'), text))],
    ['UTF-8, declared, with a byte order mark', utf8(`\uFEFF${document(withDeclaration('UTF-8'), text)}`)],
    ['UTF-16 with a byte order mark', utf16(`\uFEFF${document('', text)}`)],
    [
      'UTF-16, big end first, with a byte order mark',
      new Uint8Array(Buffer.from(utf16(`\uFEFF${document('', text)}`)).swap16()),
    ],
    ['UTF-8, declared without its hyphen', utf8(document(withDeclaration('UTF8'), text))],
    ['UTF-16LE, declared', utf16(`\uFEFF${document(withDeclaration('UTF-16LE'), text)}`)],
    [
      'UTF-8, declared far away',
      utf8(document(withDeclaration('UTF-8').replace(' enc', `${' '.repeat(5000)}enc`), text)),
    ],
    ['UTF-16, declared', utf16(`\uFEFF${document(withDeclaration('UTF-16'), text)}`)],
  ])('%s', (_, bytes) => {
    expect(serviceError.decode(bytes).errorCode).toBe(text)
  })

  test.each(['US-ASCII', 'ascii', 'ANSI_X3.4-1968', 'ISO646-US'])('US-ASCII, declared as %s', (label) => {
    expect(serviceError.decode(utf8(document(withDeclaration(label), '\u007F'))).errorCode).toBe('\u007F')
  })

  test('ISO-8859-1, declared with white space wherever it may stand', () => {
    const declaration = `<?xml\t\n version\r = "1.0"\n encoding\t = 'ISO-8859-1' ?>`
    const bytes = Uint8Array.from(Buffer.from(document(declaration, 'æ'), 'latin1'))
    expect(serviceError.decode(bytes).errorCode).toBe('æ')
  })

  test.each(['UTF-16', 'UTF-16BE'])('UTF-16, big end first, declared as %s', (label) => {
    const bytes = Buffer.from(utf16(`\uFEFF${document(withDeclaration(label), text)}`)).swap16()
    expect(serviceError.decode(new Uint8Array(bytes)).errorCode).toBe(text)
  })

  test.each([
    'ISO-8859-1',
    'iso-8859-1',
    'latin1',
    'Latin1',
    'l1',
    'ISO_8859-1',
    'ISO8859-1',
    'ISO8859_1',
    'csISOLatin1',
    'IBM819',
    'CP819',
    'iso-ir-100',
  ])('ISO-8859-1, declared as %s, as libxml2 reads it', (label) => {
    const characters = Array.from({ length: 0x100 - 0x20 }, (_, at) => String.fromCharCode(at + 0x20))
    const text = characters.filter((character) => !'<&'.includes(character)).join('')
    const bytes = Uint8Array.from(Buffer.from(document(withDeclaration(label), text), 'latin1'))
    const parsed = XmlDocument.fromBuffer(bytes)
    expect(parsed.root.content).toBe(text)
    parsed.dispose()
    expect(serviceError.decode(bytes).errorCode).toBe(text)
    expect(serviceError.decode(document(withDeclaration(label), text)).errorCode).toBe(text)
  })

  test('a long text in ISO-8859-1', () => {
    const text = 'blåbærsyltetøy '.repeat(30_000)
    const bytes = Uint8Array.from(Buffer.from(document(withDeclaration('ISO-8859-1'), text), 'latin1'))
    expect(serviceError.decode(bytes).errorCode).toBe(text)
  })

  test('a view on part of a buffer', () => {
    const bytes = utf8(`xx${document('', 'a')}yy`)
    expect(serviceError.decode(bytes.subarray(2, -2)).errorCode).toBe('a')
  })
})

describe('bytes are refused', () => {
  test.each([
    ['an encoding that is not supported', utf8(document(withDeclaration('windows-1252'), 'a')), /not supported/],
    [
      'UTF-16 that is declared far away',
      utf8(document(withDeclaration('UTF-16').replace(' enc', `${' '.repeat(5000)}enc`), 'a')),
      /contradicts/,
    ],
    [
      'ISO-8859-1 behind a byte order mark',
      utf8(`\uFEFF${document(withDeclaration('ISO-8859-1'), 'a')}`),
      /contradicts/,
    ],
    ['UTF-16 of the other end', utf16(`\uFEFF${document(withDeclaration('UTF-16BE'), 'a')}`), /contradicts/],
    ['UTF-16 without a byte order mark', utf16(document('', 'a')), /not supported/],
    ['UTF-32', new Uint8Array([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), /not supported/],
    ['UTF-32, big end first', new Uint8Array([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c]), /not supported/],
    ['UTF-16, big end first, without a mark', new Uint8Array([0, 0x3c, 0, 0x61]), /not supported/],
    ['UTF-8 that says it is UTF-16', utf8(document(withDeclaration('UTF-16'), 'a')), /contradicts/],
    ['UTF-16 that says it is UTF-8', utf16(`\uFEFF${document(withDeclaration('UTF-8'), 'a')}`), /contradicts/],
    [
      'UTF-8 with a mark that says it is UTF-16',
      utf8(`\uFEFF${document(withDeclaration('UTF-16'), 'a')}`),
      /contradicts/,
    ],
  ])('%s', (_, bytes, message) => {
    const issue = issueOf(bytes)
    expect(issue.code).toBe('xml.encoding')
    expect(issue.message).toMatch(message)
    expect(issue.offset).toBeUndefined()
  })

  const start = utf8('<error>').length
  test.each([
    ['a byte that UTF-8 does not have', [0xff], 0],
    ['a continuation without a start', [0x80], 0],
    ['an overlong form', [0xc0, 0xaf], 0],
    ['a surrogate', [0xed, 0xa0, 0x80], 1],
    ['a character cut short', [0xe2, 0x82, 0x41], 2],
  ])('%s, with its offset', (_, malformed, at) => {
    const bytes = new Uint8Array([...utf8('<error>'), ...malformed, ...utf8('</error>')])
    const message = `The bytes are malformed in their encoding at offset ${start + at}.`
    expect(issueOf(bytes)).toMatchObject({ code: 'xml.encoding', offset: start + at, message })
  })

  test('a character cut off by the end, with the length as offset', () => {
    const bytes = new Uint8Array([...utf8('<error/>'), 0xe2, 0x82])
    expect(issueOf(bytes)).toMatchObject({ code: 'xml.encoding', offset: bytes.length })
  })

  test('a byte beyond US-ASCII where that is declared', () => {
    const text = document(withDeclaration('US-ASCII'), 'æ')
    expect(issueOf(utf8(text))).toMatchObject({ code: 'xml.encoding', offset: text.indexOf('æ') })
  })

  test('a lone surrogate in UTF-16', () => {
    const text = `\uFEFF${document('', '\uD83Dx')}`
    expect(issueOf(utf16(text))).toMatchObject({ code: 'xml.encoding', offset: (text.indexOf('\uD83D') + 1) * 2 })
  })
})

test.each([
  ['text', `\uFEFF\uFEFF${document('', 'a')}`],
  ['UTF-8', utf8(`\uFEFF\uFEFF${document('', 'a')}`)],
  ['UTF-16', utf16(`\uFEFF\uFEFF${document('', 'a')}`)],
])('a second byte order mark is text before the root, in %s', (_, twice) => {
  const result = serviceError.safeDecode(twice)
  expect.assert(!result.ok)
  expect(result.issues.map(({ code }) => code)).toEqual(['xml.syntax'])
})

test.each(['', 'a', 'aaa', 'æ', 'aaaæ'])('a text is as long as its bytes in UTF-8, behind %j', (before) => {
  const last = [
    ...['\0', '\u007F', '\u0080', '\u07FF', '\u0800', '\uD7FF', '\uE000', '\uFFFF', '\u{10000}', '\u{10FFFF}'],
    ...['\uD800', '\uDBFF', '\uDC00', '\uDFFF'],
  ]
  for (const character of last) {
    const text = before + character
    const length = Buffer.byteLength(text)
    expect([length - 1, length].map((limit) => isLongerThan(limit, text))).toEqual([true, false])
  }
})
