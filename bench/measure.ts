/**
 * Measures ways to do the same thing side by side, so that what else the machine does falls on all of them: time of the
 * processor, in turns.
 *
 * @module
 */

/** One way to do something: in this process, or in another one that tells the milliseconds of the processor for so many calls. */
export type Way = (() => unknown) | { readonly timeOf: (calls: number) => Promise<number> }

/** Milliseconds of the processor that one call takes, by the name of the way. */
export type Times<Name extends string> = Readonly<Record<Name, number>>

const rounds = 15
/** So long that the collector of garbage comes several times in each: were it once or twice, that would decide the figure. */
const millisecondsPerRound = 40
/** So many that what is measured first is compiled as well as what is measured last: the compiler's time counts too. */
const warmUps = 25
const millisecondsPerWarmUp = 8

/**
 * Measures in turns: each round runs every way for about the same time.
 *
 * @returns the median over the rounds for each way
 */
export async function measure<Name extends string>(ways: Readonly<Record<Name, Way>>): Promise<Times<Name>> {
  const entries = Object.entries(ways) as [Name, Way][]
  const calls = new Map(entries.map(([name]) => [name, 1]))
  const samples = new Map(entries.map(([name]) => [name, [] as number[]]))
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, way] of entries) {
      const count = calls.get(name) ?? 1
      const milliseconds = await timeOf(way, count)
      if (round >= 0) samples.get(name)?.push(milliseconds / count)
      const next = round < -2 ? millisecondsPerWarmUp : millisecondsPerRound
      if (round < 0) calls.set(name, Math.max(1, Math.round((count * next) / Math.max(milliseconds, 0.5))))
    }
  }
  return Object.fromEntries(entries.map(([name]) => [name, median(samples.get(name) ?? [])])) as Times<Name>
}

/** The milliseconds of the processor that so many calls of a way take. */
export async function timeOf(way: Way, count: number): Promise<number> {
  if ('timeOf' in way) return way.timeOf(count)
  const start = process.cpuUsage()
  for (let call = 0; call < count; call++) {
    const done = way()
    if (done instanceof Promise) await done
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
