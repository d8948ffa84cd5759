/**
 * Measures ways to do the same thing side by side, so that what else the machine does falls on all of them.
 *
 * @module
 */

/** One way to do something. */
export type Way = () => unknown

/** Milliseconds that one call takes, by the name of the way. */
export type Times<Name extends string> = Readonly<Record<Name, number>>

const rounds = 31
const millisecondsPerRound = 12

/**
 * Measures in turns: each round runs every way for the same time.
 *
 * @returns the median over the rounds for each way
 */
export function measure<Name extends string>(ways: Readonly<Record<Name, Way>>): Times<Name> {
  const entries = Object.entries(ways) as [Name, Way][]
  const samples = new Map(entries.map(([name]) => [name, [] as number[]]))
  // The first rounds warm up.
  for (let round = -6; round < rounds; round++) {
    for (const [name, way] of entries) {
      const time = timeOf(way)
      if (round >= 0) samples.get(name)?.push(time)
    }
  }
  return Object.fromEntries(entries.map(([name]) => [name, median(samples.get(name) ?? [])])) as Times<Name>
}

function timeOf(way: Way): number {
  let calls = 0
  const start = performance.now()
  let now = start
  while (now - start < millisecondsPerRound) {
    way()
    calls++
    now = performance.now()
  }
  return (now - start) / calls
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
