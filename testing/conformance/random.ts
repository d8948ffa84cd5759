/**
 * Random choices for volumes at which shrinking is of no use. The numbers are fast-check's, so that there is one engine.
 *
 * @module
 */
import * as fc from 'fast-check'

const range = 2 ** 30
const numbers = fc.infiniteStream(fc.noBias(fc.integer({ min: 0, max: range - 1 })), { noHistory: true })

/** Random choices that a seed repeats. */
export class Random {
  readonly #numbers: Iterator<number>

  constructor(seed: number) {
    const [stream] = fc.sample(numbers, { seed, numRuns: 1 })
    if (stream === undefined) throw new Error('There are no numbers.')
    this.#numbers = stream
  }

  /** A number from 0, below 1. */
  next(): number {
    return Number(this.#numbers.next().value) / range
  }

  /** A whole number, both bounds included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.integer(0, list.length - 1)]
    if (picked === undefined) throw new Error('Nothing to pick from.')
    return picked
  }

  shuffle<T>(list: readonly T[]): T[] {
    return list
      .map((item) => [this.next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
  }
}
