/**
 * Measures how the cost of the families of one entry grows, and what memory they take: `growth-process.ts time ENTRY [FAMILY]`,
 * `growth-process.ts memory ENTRY [FAMILY]`.
 *
 * @module
 */
import { families } from './families.js'
import { mostGrowth, type Family } from './family.js'
import { median, timeOf } from './measure.js'
import { mostBytes, watchMemory } from './peak.js'
import { outcomeOf } from './shape.js'

/** How what a family takes grows, or why it shows nothing. */
export interface Grown {
  /** The power of the size that its time grows with. */
  readonly exponent: number
  /** Milliseconds of the processor for each size, from the largest. */
  readonly milliseconds: readonly number[]
  readonly problem?: string
}

/** What memory the largest input of a family takes. */
export interface Taken {
  /** The most that there was of it, less what there was before. */
  readonly bytes: number
  /** What it may take: so many times its size, and what any program takes that has not cleared up yet. */
  readonly mostBytes: number
}

/** What each size is of the one before: so that all are of one kind to V8, which keeps what is below 128 KiB elsewhere. */
const factor = 2
const largest = 1_200_000
/** So long that what the clock of the processor cannot tell is nothing beside it. */
const leastMilliseconds = 2
/** What takes less than a microsecond takes no time: V8 may even leave it out. */
const noMilliseconds = 0.001
const rounds = 3
/**
 * How often a family is measured that seems to grow faster or slower than it may: noise only adds, so that the least of each size
 * counts.
 */
const attempts = 6
/** What grows slower costs much the same at every size. */
const leastGrowth = 0.5
/** V8 has compiled what it will where so many rounds in a row were no faster than one before. */
const slowerInARow = 5
const mostWarmUps = 100

async function endOf({ use }: Family, input: unknown): Promise<string> {
  const outcome = await use(input as never)
  return typeof outcome === 'string' ? outcome : outcomeOf(outcome)
}

async function taken(family: Family): Promise<Taken> {
  const size = family.largest ?? largest
  const input = family.make(size)
  const bytesTaken = watchMemory()
  await endOf(family, input)
  return { bytes: bytesTaken(), mostBytes: mostBytes(size) }
}

/** How often an input is used at a time. */
async function callsOf(family: Family, input: unknown): Promise<number> {
  for (let calls = 1; ; calls *= 4) {
    const milliseconds = await timeOf(() => family.use(input as never), calls)
    if (milliseconds >= leastMilliseconds / 2 || calls > 100_000)
      return Math.max(1, Math.ceil((calls * leastMilliseconds) / Math.max(milliseconds, 0.001)))
  }
}

/** Uses an input until its time no longer falls, so that the first size is no colder than the last. */
async function warmUp(family: Family, input: unknown): Promise<void> {
  const calls = await callsOf(family, input)
  let least = Number.POSITIVE_INFINITY
  for (let round = 0, slower = 0; round < mostWarmUps && slower < slowerInARow; round++) {
    const milliseconds = await timeOf(() => family.use(input as never), calls)
    slower = milliseconds < least * 0.95 ? 0 : slower + 1
    least = Math.min(least, milliseconds)
  }
}

/** The slope of the line through the points, by least squares, of the logarithms of sizes and times. */
function exponentOf(times: readonly number[]): number {
  // Sizes are powers of one factor: their logarithms are as far from each other as the indexes are, from the largest.
  const middle = (times.length - 1) / 2
  const slope = times.reduce((sum, time, at) => sum + (middle - at) * Math.log(time), 0)
  return slope / times.reduce((sum, _, at) => sum + (middle - at) ** 2, 0) / Math.log(factor)
}

async function grown(family: Family): Promise<Grown> {
  const size = family.largestTimed ?? family.largest ?? largest
  const nothing = { exponent: Number.NaN, milliseconds: [] }
  const inputs = [0, 1, 2, 3].map((power) => family.make(Math.floor(size / factor ** power)))
  for (const input of inputs) {
    const end = await endOf(family, input)
    if (end !== family.ends) return { ...nothing, problem: `it ended with ${end}, not with ${family.ends}` }
  }
  await warmUp(family, inputs.at(-1))
  const calls: number[] = []
  for (const input of inputs) calls.push(await callsOf(family, input))
  const isFlat = (exponent: number): boolean => exponent < leastGrowth && family.early === undefined
  let milliseconds = inputs.map(() => Number.POSITIVE_INFINITY)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const samples: number[][] = inputs.map(() => [])
    for (let round = 0; round < rounds; round++)
      for (const [at, input] of inputs.entries()) {
        const count = calls[at] ?? 1
        globalThis.gc?.({ type: 'minor', execution: 'sync' })
        const milliseconds = await timeOf(() => family.use(input as never), count)
        samples[at]?.push(Math.max(milliseconds / count, noMilliseconds))
      }
    milliseconds = milliseconds.map((least, at) => Math.min(least, median(samples[at] ?? [])))
    const exponent = exponentOf(milliseconds)
    // No noise makes so much more twice.
    if ((exponent <= mostGrowth && !isFlat(exponent)) || (exponent > 1.5 && attempt > 0)) break
  }
  const exponent = exponentOf(milliseconds)
  if (isFlat(exponent))
    return { ...nothing, problem: `it costs much the same at every size: ${milliseconds.join(', ')} ms` }
  return { exponent, milliseconds }
}

const [what = '', entry = '', only] = process.argv.slice(2)
const measure = what === 'time' ? grown : taken
const results: Record<string, Grown | Taken> = {}
for (const [name, family] of Object.entries((await families[entry]?.()) ?? {}))
  if (only === undefined || only === name) results[name] = await measure(family)
console.log(JSON.stringify(results))
