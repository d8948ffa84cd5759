import { beforeEach, describe, expect, it } from 'vitest'
import { virtualClock } from 'signering-portal/simulator'
import { start } from '../../testing/simulator/raw-client.js'
import { begin, clock } from '../../testing/simulator/simulated.js'

beforeEach(() => {
  begin()
})

describe('a virtual clock', () => {
  it('moves forward only, and can run along with another', () => {
    expect(() => {
      clock.advance(-1)
    }).toThrow(RangeError)
    expect(() => {
      clock.advance(Number.NaN)
    }).toThrow(RangeError)
    expect(() => {
      clock.advance(Number.MAX_VALUE)
    }).toThrow(RangeError)
    expect(() => virtualClock(new Date(NaN))).toThrow(RangeError)
    const ahead = virtualClock(clock)
    ahead.advance(5)
    clock.advance(2)
    expect(ahead.now().getTime() - start.getTime()).toBe(7)
  })
})
