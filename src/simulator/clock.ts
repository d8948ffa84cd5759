/**
 * The clock that the portal is given.
 *
 * @module
 */

import { isDate, propertiesOf, timeOf } from '../guard.js'

/** Tells the time. The portal owns no clock: everything that depends on time is computed when it is looked at. */
export interface SimulatorClock {
  /**
   * The present instant.
   *
   * @throws anything: what asks the portal throws the same
   */
  readonly now: () => Date
}

/** A clock that can be moved forward. */
export interface VirtualClock extends SimulatorClock {
  /**
   * Moves the clock forward by a number of milliseconds, which may be 0 but not negative.
   *
   * @throws RangeError if it is negative, or leads beyond the year 9998
   * @throws TypeError if it is no number
   */
  readonly advance: (milliseconds: number) => void
}

/**
 * Makes a clock that can be moved forward, for tests.
 *
 * @param start - the instant at which the clock stands still until it is moved; or a clock that it runs along with, ahead
 *   by as much as it has been moved
 * @returns the clock
 * @throws RangeError if the start is an invalid date
 * @throws TypeError if the start is neither a date nor a clock
 */
export function virtualClock(start: Date | SimulatorClock): VirtualClock {
  const instant = isDate(start) ? timeOf(start) : undefined
  if (Number.isNaN(instant)) throw new RangeError('The start of a virtual clock must be a valid date.')
  if (!isDate(start) && typeof propertiesOf(start)['now'] !== 'function')
    throw new TypeError('A virtual clock starts at a date, or with a clock.')
  const base = (): number => instant ?? timeOf((start as SimulatorClock).now())
  let aheadMilliseconds = 0
  return {
    now: () => new Date(base() + aheadMilliseconds),
    advance: (milliseconds) => {
      if (typeof milliseconds !== 'number') throw new TypeError('A clock is moved by a number of milliseconds.')
      const later = base() + aheadMilliseconds + milliseconds
      if (!(milliseconds >= 0) || !(later < Date.UTC(9999, 0)))
        throw new RangeError('A virtual clock moves forward only, and not beyond the year 9998.')
      aheadMilliseconds += milliseconds
    },
  }
}
