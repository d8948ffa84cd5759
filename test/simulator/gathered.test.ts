import { describe, expect, it } from 'vitest'
import { gathering } from '../../src/simulator/gathered.js'
import { usedBytes } from '../../testing/used-bytes.js'

describe('bytes in pieces', () => {
  it.each([[''], ['one'], ['', 'a', '', 'bc'], [...'a byte each, of which there are some'], ['ab', 'cdefghijkl', 'm']])(
    'are one after the other: %j',
    (...pieces) => {
      const gathered = gathering()
      for (const piece of pieces) gathered.add(Buffer.from(piece))
      expect(gathered.bytes().toString()).toBe(pieces.join(''))
    },
  )

  it('are those that came, whatever becomes of a piece and whatever comes next', () => {
    const gathered = gathering()
    const piece = Buffer.from('ab')
    gathered.add(piece)
    piece.fill('x')
    const before = gathered.bytes()
    gathered.add(Buffer.from('cd'))
    expect([before, gathered.bytes()].map(String)).toEqual(['ab', 'abcd'])
  })

  it('take memory for the bytes, not for the pieces', () => {
    const gathered = gathering()
    const length = 300_000
    const before = usedBytes()
    for (let at = 0; at < length; at++) gathered.add(Buffer.alloc(1))
    const used = usedBytes() - before
    expect(gathered.bytes()).toHaveLength(length)
    // A buffer that doubles has twice as much room as it needs at most.
    expect(used).toBeLessThan(3 * length)
  })
})
