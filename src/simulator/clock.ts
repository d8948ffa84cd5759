/**
 * The clock that the portal is given.
 *
 * @module
 */

/** Tells the time. The portal owns no clock: everything that depends on time is computed when it is looked at. */
export interface SimulatorClock {
  /** The present instant. */
  readonly now: () => Date
}

/** A clock that can be moved forward. */
export interface VirtualClock extends SimulatorClock {
  /** Moves the clock forward by a number of milliseconds, which may be 0 but not negative. */
  readonly advance: (milliseconds: number) => void
}

/**
 * Makes a clock that can be moved forward, for tests.
 *
 * @param start - the instant at which the clock stands still until it is moved; or a clock that it runs along with, ahead
 *   by as much as it has been moved
 * @returns the clock
 * @throws RangeError if the start is an invalid date, or if the clock is moved backwards or beyond the year 9998
 */
export function virtualClock(start: Date | SimulatorClock): VirtualClock {
  const base = start instanceof Date ? new Date(start) : start
  if (base instanceof Date && Number.isNaN(base.getTime()))
    throw new RangeError('The start of a virtual clock must be a valid date.')
  let aheadMilliseconds = 0
  return {
    now: () => new Date((base instanceof Date ? base : base.now()).getTime() + aheadMilliseconds),
    advance: (milliseconds) => {
      const later = (base instanceof Date ? base : base.now()).getTime() + aheadMilliseconds + milliseconds
      if (!(milliseconds >= 0) || !(later < Date.UTC(9999, 0)))
        throw new RangeError('A virtual clock moves forward only, and not beyond the year 9998.')
      aheadMilliseconds += milliseconds
    },
  }
}
