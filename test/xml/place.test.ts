import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesAt, type Place } from '../../src/xml/place.js'

/** By cutting lines out, which takes time for each character that is asked for. */
function placeOf(xml: string, index: number): Place {
  const lines = xml.slice(0, index).split(/\r\n|\r|\n/)
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 }
}

test('the place of each character is its line, and its column in Unicode characters, whatever else is asked for', () => {
  const unit = fc.constantFrom('a', '<', '\n', '\r', '\r\n', '\u00E9', '\u2028', '\uFFFD', '\u{10000}', '\u{10FFFF}')
  fc.assert(
    fc.property(fc.array(unit), fc.infiniteStream(fc.nat()), (units, numbers) => {
      const xml = `${units.join('')}>`
      const tags = [...xml.matchAll(/[<>]/g)].map(({ index }) => index)
      const asked = [...numbers.take(5)].map((number) => tags[number % tags.length] ?? 0)
      expect([...placesAt(xml, asked)].map(([index, place]) => [index, place])).toEqual(
        [...new Set(asked)].sort((one, other) => one - other).map((index) => [index, placeOf(xml, index)]),
      )
    }),
  )
})

test('nothing is asked for', () => {
  expect(placesAt('<a/>', []).size).toBe(0)
})
