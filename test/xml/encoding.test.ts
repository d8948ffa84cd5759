import { serviceError, type Issue } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'

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
    ['UTF-16, declared', utf16(`\uFEFF${document(withDeclaration('UTF-16'), text)}`)],
  ])('%s', (_, bytes) => {
    expect(serviceError.decode(bytes).errorCode).toBe(text)
  })

  test('US-ASCII, declared', () => {
    expect(serviceError.decode(utf8(document(withDeclaration('US-ASCII'), 'a'))).errorCode).toBe('a')
  })

  test('a view on part of a buffer', () => {
    const bytes = utf8(`xx${document('', 'a')}yy`)
    expect(serviceError.decode(bytes.subarray(2, -2)).errorCode).toBe('a')
  })
})

describe('bytes are refused', () => {
  test.each([
    ['an encoding that is not supported', utf8(document(withDeclaration('ISO-8859-1'), 'a')), /not supported/],
    ['UTF-16 without a byte order mark', utf16(document('', 'a')), /not supported/],
    ['UTF-32', new Uint8Array([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), /not supported/],
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
    expect(issueOf(bytes)).toMatchObject({ code: 'xml.encoding', offset: start + at })
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
