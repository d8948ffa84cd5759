import { afterEach, expect, test, vi } from 'vitest'
import { unitsOf } from '../../src/xml/units.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

const each = (text: string): readonly number[] => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
/** The order of the machine. */
const isLowFirst = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
const short = 'a\0å\u20AC\u{1F600}\uD800\uFFFF'

test.each([
  ['a short text', short],
  ['no text', ''],
  ['a text that fits by one unit less than the slack', 'å'.repeat(2 ** 16 - 99)],
  ['a long text', short.repeat(20_000)],
])('gives the units of %s, and one that no document has', (_, text) => {
  unitsOf('b'.repeat(text.length + 1))
  const { units, pairs } = unitsOf(text)
  expect([...each(text), 0].findIndex((unit, at) => unit !== units[at])).toBe(-1)
  expect(each(text).findIndex((unit, at) => unit !== pairs.getUint16(2 * at, isLowFirst))).toBe(-1)
})

test('gives them where there is no Buffer', () => {
  const text = short.repeat(20_000)
  const { units } = unitsOf(text)
  vi.stubGlobal('Buffer', undefined)
  const without = unitsOf(text).units
  expect(without.length).toBe(units.length)
  expect(without.findIndex((unit, at) => unit !== units[at])).toBe(-1)
})

test('has room behind the end of every text for a name, where nothing is found', () => {
  for (const length of [2 ** 16 - 101, 2 ** 16 - 100, 2 ** 16 - 99, 2 ** 17])
    expect(unitsOf('a'.repeat(length)).units.length).toBeGreaterThanOrEqual(length + 100)
})
