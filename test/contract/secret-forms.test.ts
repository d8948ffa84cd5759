import { describe, expect, it } from 'vitest'
import { forms, unescaped, type FormName } from '../../src/contract/secret-forms.js'

describe('a byte that is escaped is one unit', () => {
  it.each([
    ...['-', '\\x2d', '\\x2D', '\\\\x2d', '\\u002d', '\\\\\\u002D', '\\u{2d}', '\\x{2D}', '\\055', '\\55'],
    ...['%2D', '%252d', '%25252D', '&#45;', '&#045;', '&#x2d;', '&#X002D;'],
  ])('%s', (escape) => {
    const { units, starts, ends } = unescaped(`a${escape}b`)
    expect(units).toBe('a-b')
    expect([[...starts], [...ends]]).toEqual([
      [0, 1, 1 + escape.length],
      [1, 1 + escape.length, 2 + escape.length],
    ])
  })

  it('by a letter, or itself', () => {
    expect(unescaped(String.raw`\a\b\t\n\v\f\r\e\"\'\/`).units).toBe('\x07\b\t\n\v\f\r\x1B"\'/')
    expect(unescaped('\\\\').units).toBe('\\')
  })

  it.each(['plain', '100 %', '\\', '\\u12', '&#;', '&amp;', '%', '\\z', ''])('but not in %s', (text) => {
    expect(unescaped(text).units).toBe(text)
  })
})

it.each<[string, FormName, string, string]>([
  ['as characters, without white space', 'text', 'a\tb\\n c%20d', 'abcd'],
  ['as base64, for addresses too', 'base64', 'aB-_: \\u002B%2F=', 'aB+/+/'],
  ['as base64, without the dashes of PEM', 'base64', '-----BEGIN X-----', 'BEGINX'],
  ['as digits, without their prefix', 'digits', '0x1F, 0XaB:\\x2d', '1fab'],
  [
    'as digits, without the sign of a byte that is negative',
    'digits',
    'ffffff82 1 FFFFFFFFFFFFFFA0, 0xffffff9',
    '821a0ffffff9',
  ],
  ['as bytes', 'bytes', '[1, -1, 127 256 -129 1.5 x1]', '\x01\xFF\x7F'],
  [
    'as bytes, without the index of each',
    'bytes',
    '"0":1, \\"1\\" : 2, 2: 3 [3] => 4\n[\'4\']=5',
    '\x01\x02\x03\x04\x05',
  ],
  ['as bytes, also with colons between', 'bytes', '1:2:3', '\x01\x02\x03'],
])('a text is read %s', (_, form, text, units) => {
  const { starts, ends, units: found } = forms[form].read(unescaped(text))
  expect(found).toBe(units)
  expect([starts.length, ends.length]).toEqual([units.length, units.length])
  expect(starts.every((start, at) => start < (ends[at] ?? 0) && start >= (ends[at - 1] ?? 0))).toBe(true)
})
