/**
 * The machine's clock. A client has the clock that it has, so that what judges it reads that too.
 *
 * @module
 */
import type { SimulatorClock } from '../simulator/clock.js'

/** Tells the time of the machine. */
export const machineClock: SimulatorClock = { now: () => new Date() }

/** The present second: when a case begins, so that keys that have just been made are valid. */
export function presentSecond(): Date {
  return new Date(Math.floor(machineClock.now().getTime() / 1000) * 1000)
}
