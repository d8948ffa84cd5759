/**
 * Waiting on a clock that moves by itself: to the first instant that somebody waits for, when all wait.
 *
 * @module
 */
import type { VirtualClock } from 'signering-portal/simulator'

/** Who waits for what. */
export class Waiting {
  readonly #clock: VirtualClock
  #running: number
  #sleepers: { readonly at: number; readonly wake: () => void }[] = []

  constructor(clock: VirtualClock, running: number) {
    this.#clock = clock
    this.#running = running
  }

  /** Waits for an instant; others may wait for an earlier one. */
  async until(at: number): Promise<void> {
    if (at <= this.#clock.now().getTime()) return
    await new Promise<void>((wake) => {
      this.#sleepers.push({ at, wake })
      this.#moveIfAllWait()
    })
  }

  /** To be called by whoever will not wait any more. */
  leave(): void {
    this.#running -= 1
    this.#moveIfAllWait()
  }

  #moveIfAllWait(): void {
    if (this.#sleepers.length < this.#running || this.#running === 0) return
    const at = Math.min(...this.#sleepers.map((sleeper) => sleeper.at))
    this.#clock.advance(Math.max(0, at - this.#clock.now().getTime()))
    const woken = this.#sleepers.filter((sleeper) => sleeper.at <= at)
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.at > at)
    for (const { wake } of woken) wake()
  }
}
