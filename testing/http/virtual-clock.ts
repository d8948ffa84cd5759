/** A clock that stands still until it is told to move, and then moves to the next instant somebody waits for. */
import type { PollingClock } from 'signering-portal/http'

export class VirtualClock implements PollingClock {
  #now = new Date('2026-11-23T12:00:00Z').getTime()
  readonly #sleepers = new Map<() => void, number>()
  /** How long each sleep was asked to be, in milliseconds. */
  readonly slept: number[] = []

  readonly now = (): Date => new Date(this.#now)

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    this.slept.push(milliseconds)
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        this.#sleepers.delete(wake)
        reject(new DOMException('Aborted', 'AbortError'))
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', aborted)
        resolve()
      }
      this.#sleepers.set(wake, this.#now + milliseconds)
      signal?.addEventListener('abort', aborted)
    })
  }

  /** Moves to the first instant that somebody waits for and wakes them, in the order in which they fell asleep. */
  advance(): boolean {
    if (this.#sleepers.size === 0) return false
    this.#now = Math.min(...this.#sleepers.values())
    for (const [wake, at] of this.#sleepers) {
      if (at > this.#now) continue
      this.#sleepers.delete(wake)
      wake()
    }
    return true
  }
}

/** Lets every promise that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
