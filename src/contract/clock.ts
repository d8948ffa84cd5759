/**
 * The clock that the portal is given.
 *
 * @module
 */

/** Tells the time. The portal owns no clock: everything that depends on time is computed when it is looked at. */
export interface Clock {
  /** The present instant. */
  readonly now: () => Date
}

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** Moves the clock forward by a number of milliseconds, which may be 0 but not negative. */
  readonly advance: (milliseconds: number) => void
}

/**
 * Makes a clock that stands still until it is told to move, for tests.
 *
 * @param start - the first instant that the clock tells
 * @returns the clock
 * @throws RangeError if the start is an invalid date, or if the clock is moved backwards
 */
export function virtualClock(start: Date): VirtualClock {
  let now = start.getTime()
  if (Number.isNaN(now)) throw new RangeError('The start of a virtual clock must be a valid date.')
  return {
    now: () => new Date(now),
    advance: (milliseconds) => {
      if (!(milliseconds >= 0)) throw new RangeError('A virtual clock moves forward only.')
      now += milliseconds
    },
  }
}
