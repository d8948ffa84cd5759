import { portalSignatureJobRequest, type Issue, type PortalSignatureJobRequest } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'
import { codes, errorsOf } from '../../testing/issues.js'

const path = '/portal-signature-job-request/reference'
const issuesOf = (value: PortalSignatureJobRequest): readonly Issue[] =>
  errorsOf(portalSignatureJobRequest.safeEncode(value))
const decode = (reference: string): ReturnType<typeof portalSignatureJobRequest.safeDecode> =>
  portalSignatureJobRequest.safeDecode(
    `<portal-signature-job-request xmlns="${namespace}"><reference>${reference}</reference></portal-signature-job-request>`,
  )

describe('the length of a reference, at most 50', () => {
  test.each([
    ['49 letters', 'a'.repeat(49), true, true],
    ['50 letters', 'a'.repeat(50), true, true],
    ['51 letters', 'a'.repeat(51), false, false],
    ['25 characters of two UTF-16 units', '😀'.repeat(25), true, true],
    ['26 characters of two UTF-16 units', '😀'.repeat(26), false, true],
    ['50 characters of two UTF-16 units', '😀'.repeat(50), false, true],
    ['51 characters of two UTF-16 units', '😀'.repeat(51), false, false],
  ])('%s', (_, reference, written, read) => {
    expect(codes(issuesOf({ reference }))).toEqual(written ? [] : ['schema.max-length'])
    expect(decode(reference).ok).toBe(read)
  })
})

test('lengths are said in characters, both ways', () => {
  const messagesOf = (issues: readonly Issue[]): readonly string[] => issues.map(({ message }) => message)
  const long = '😀'.repeat(51)
  const read = decode(long)
  const message = 'Must have at most 50 characters.'
  expect(messagesOf(read.ok ? [] : read.issues)).toEqual([message])
  expect(messagesOf(issuesOf({ reference: long }))).toEqual([message])
  // What not every validator takes is not written, and the message says how it is counted.
  expect(messagesOf(issuesOf({ reference: '😀'.repeat(26) }))).toEqual([
    'Must have at most 50 characters, and one outside the basic plane counts as two when written.',
  ])
})

describe('what XML 1.0 cannot carry is refused with its place', () => {
  test.each([
    ['a lone high surrogate', 'a\uD83D'],
    ['a lone low surrogate', '\uDE00a'],
    ['surrogates in the wrong order', '\uDE00\uD83D'],
    ['the null character', 'a\u0000'],
    ['a control character', '\u001B'],
    ['U+FFFE', '\uFFFE'],
    ['U+FFFF', '\uFFFF'],
  ])('%s', (_, reference) => {
    expect(issuesOf({ reference })).toMatchObject([{ code: 'xml.character', path }])
  })

  test.each(['\t', '\n', '\r', '\u007F', '\u0085', '\uFFFD', '\u{1FFFE}', '\u{10FFFF}'])('but not %j', (reference) => {
    const value = { reference }
    expect(portalSignatureJobRequest.decode(portalSignatureJobRequest.encode(value))).toEqual(value)
  })

  test('a lone surrogate in text to be decoded', () => {
    const result = decode('a\uD83D')
    expect.assert(!result.ok)
    expect(result.issues).toMatchObject([{ code: 'xml.character', line: 1 }])
  })
})
