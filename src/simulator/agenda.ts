/**
 * What is to come, in the order in which it comes.
 *
 * @module
 */

interface Entry<T> {
  readonly at: number
  readonly number: number
  readonly value: T
}

/** Whether an entry comes before another; of one instant, that which was added first. */
function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number)
}

/**
 * Values by the instant, in milliseconds, at which their time comes: a binary heap, so that adding and taking cost little
 * however many there are.
 */
export class Agenda<T> {
  #heap: Entry<T>[] = []
  #added = 0

  /** How many values there are. */
  get size(): number {
    return this.#heap.length
  }

  /** The values, in the order in which they are taken. */
  inOrder(): readonly T[] {
    return this.#sorted().map(({ value }) => value)
  }

  /** Forgets the values of which this is not so; they are looked at in order. */
  keep(isKept: (value: T) => boolean): void {
    // What is in order is a heap.
    this.#heap = this.#sorted().filter(({ value }) => isKept(value))
  }

  /** Adds a value. */
  add(at: number, value: T): void {
    const entry = { at, number: this.#added, value }
    this.#added += 1
    let index = this.#heap.length
    for (let parent = (index - 1) >> 1; index > 0; parent = (index - 1) >> 1) {
      const above = this.#heap[parent]
      if (above === undefined || isBefore(above, entry)) break
      this.#heap[index] = above
      index = parent
    }
    this.#heap[index] = entry
  }

  /** Takes the first value whose time has come. */
  take(now: number): T | undefined {
    const [first] = this.#heap
    if (first === undefined || first.at > now) return undefined
    const last = this.#heap.pop()
    if (last !== undefined && last !== first) this.#sink(last)
    return first.value
  }

  #sorted(): Entry<T>[] {
    return [...this.#heap].sort((one, other) => (isBefore(one, other) ? -1 : 1))
  }

  /** Puts an entry in the place of the first, and then where it belongs. */
  #sink(entry: Entry<T>): void {
    let index = 0
    for (;;) {
      const [left, right] = [this.#heap[2 * index + 1], this.#heap[2 * index + 2]]
      const isRight = left !== undefined && right !== undefined && isBefore(right, left)
      const below = isRight ? right : left
      if (below === undefined || isBefore(entry, below)) break
      this.#heap[index] = below
      index = 2 * index + (isRight ? 2 : 1)
    }
    this.#heap[index] = entry
  }
}
