/**
 * Measures how the cost of the families of one entry grows, and what memory they take: `growth-process.ts time ENTRY [FAMILY]`,
 * `growth-process.ts memory ENTRY [FAMILY]`.
 *
 * @module
 */
import { families } from './families.js'
import type { Family } from './family.js'
import { median, timeOf } from './measure.js'
import { forgetPeak, mostBytes, peakBytes } from './peak.js'
import { outcomeOf } from './shape.js'

/** How what a family takes grows, or why it shows nothing. */
export interface Grown {
  /** The power of the size that its time grows with. */
  readonly exponent: number
  /** The most that it may be. */
  readonly limit: number
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

/** The power of the size that cost may grow with: 1 is what grows as the size does, 2 is its square. */
const growthLimit = 1.15

const factor = 3
const largest = 1_000_000
/** So long that what the clock of the processor cannot tell is nothing beside it. */
const leastMilliseconds = 2
const rounds = 3
/** How often a family is measured that seems to grow faster than it may: noise only adds, so that the least of each size counts. */
const attempts = 6

async function endOf({ use }: Family, input: unknown): Promise<string> {
  const outcome = await use(input as never)
  return typeof outcome === 'string' ? outcome : outcomeOf(outcome)
}

async function taken(family: Family): Promise<Taken> {
  const size = family.largest ?? largest
  const input = family.make(size)
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  forgetPeak()
  const before = peakBytes()
  await endOf(family, input)
  return { bytes: peakBytes() - before, mostBytes: mostBytes(size) }
}

/** How often an input is used at a time. */
async function callsOf(family: Family, input: unknown): Promise<number> {
  for (let calls = 1; ; calls *= 4) {
    const milliseconds = await timeOf(() => family.use(input as never), calls)
    if (milliseconds >= leastMilliseconds / 2 || calls > 100_000)
      return Math.max(1, Math.ceil((calls * leastMilliseconds) / Math.max(milliseconds, 0.001)))
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
  const size = family.largest ?? largest
  const limit = family.limit ?? growthLimit
  const nothing = { exponent: Number.NaN, limit, milliseconds: [] }
  const inputs = [1, 3, 9, 27].map((part) => family.make(Math.floor(size / part)))
  for (const input of inputs) {
    const end = await endOf(family, input)
    if (end !== family.ends) return { ...nothing, problem: `it ended with ${end}, not with ${family.ends}` }
  }
  const calls: number[] = []
  for (const input of inputs) calls.push(await callsOf(family, input))
  let milliseconds = inputs.map(() => Number.POSITIVE_INFINITY)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const samples: number[][] = inputs.map(() => [])
    for (let round = 0; round < rounds; round++)
      for (const [at, input] of inputs.entries()) {
        const count = calls[at] ?? 1
        samples[at]?.push((await timeOf(() => family.use(input as never), count)) / count)
      }
    milliseconds = milliseconds.map((least, at) => Math.min(least, median(samples[at] ?? [])))
    // No noise makes so much.
    if (exponentOf(milliseconds) <= limit || exponentOf(milliseconds) > 1.5) break
  }
  const exponent = exponentOf(milliseconds)
  if (exponent < 0.5 && family.early === undefined)
    return { ...nothing, problem: `it costs much the same at every size: ${milliseconds.join(', ')} ms` }
  return { exponent, limit, milliseconds }
}

const [what = '', entry = '', only] = process.argv.slice(2)
const measure = what === 'time' ? grown : taken
const results: Record<string, Grown | Taken> = {}
for (const [name, family] of Object.entries((await families[entry]?.()) ?? {}))
  if (only === undefined || only === name) results[name] = await measure(family)
console.log(JSON.stringify(results))
