import { expect, test } from 'vitest'
import { characterOf, isEndOfName, isInName, isLetter, isWhitespace, runs, type Run } from '../../src/xml/characters.js'

const units = Array.from({ length: 0x10000 }, (_, unit) => unit)
const having = (isOne: (unit: number) => boolean): string => String.fromCharCode(...units.filter(isOne))

test('each class has its characters, and no other', () => {
  const [capitals, letters] = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz']
  expect(having(isWhitespace)).toBe('\t\n\r ')
  expect(having(isLetter)).toBe(`${capitals}_${letters}`)
  expect(having(isInName)).toBe('-.0123456789')
  expect(having(isEndOfName)).toBe('\t\n\r /=>')
})

/** What is not plain in a run, but for what no document has: the controls, U+FFFE and U+FFFF. */
const special = ({ plain }: Run): string => having((unit) => unit >= 0x20 && unit < 0xfffe && plain[unit] !== 1)
const plainControls = ({ plain }: Run): string => having((unit) => unit < 0x20 && plain[unit] === 1)

test('a run ends with its mark, and has a look at what begins something', () => {
  expect(Object.values(runs).map(({ end }) => String.fromCharCode(end))).toEqual(['<', '"', "'"])
  expect([special(runs.text), special(runs.quoted), special(runs.apostrophized)]).toEqual(['&<>', '"&<', "&'<"])
  expect([plainControls(runs.text), plainControls(runs.quoted), plainControls(runs.apostrophized)]).toEqual([
    '\t\n',
    '',
    '',
  ])
  for (const { plain } of Object.values(runs)) expect([...plain.subarray(0xfffe)]).toEqual([0, 0])
})

test('a reference is to a character that a document can hold (production 2), decimal or hexadecimal', () => {
  const isChar = (code: number): boolean =>
    [9, 10, 13].includes(code) || /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u.test(String.fromCodePoint(code))
  const last = Array.from({ length: 0x100 }, (_, index) => 0x10ff00 + index)
  for (const code of [...units, 0x10000, 0x10001, ...last]) {
    const expected = isChar(code) ? String.fromCodePoint(code) : undefined
    const found = [characterOf(String(code), undefined), characterOf(undefined, code.toString(16))]
    if (found.some((one) => one !== expected)) throw new Error(`U+${code.toString(16)} is judged otherwise.`)
  }
  expect([characterOf('1114112', undefined), characterOf(undefined, '110000')]).toEqual([undefined, undefined])
  expect(characterOf(undefined, undefined)).toBeUndefined()
})
