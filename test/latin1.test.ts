import { expect, test } from 'vitest'
import { latin1 } from '../src/latin1.js'

test('each byte is the character of its number, however many there are', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
  expect(Array.from(latin1(bytes), (character) => character.codePointAt(0))).toEqual([...bytes])
  const many = new Uint8Array(100_000).fill(0x80)
  expect(latin1(many)).toBe('\u0080'.repeat(100_000))
})
