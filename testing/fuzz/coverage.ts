/**
 * What has run of the modules that were loaded with counters.
 *
 * @module
 */
import { countersName } from './counters.js'

/** More branches than `src` has. */
const mostBranches = 2 ** 15

const counters = new Uint32Array(mostBranches)
let branches = 0

Object.assign(globalThis, {
  [countersName]: (count: number): Uint32Array => counters.subarray(branches, (branches += count)),
})

/** How many kinds of frequency are told apart: once, twice, up to 4 times, 8 times and so on. */
const frequencies = 8

/** How many marks there can be: each is a branch that ran about so often. */
export const mostMarks: number = mostBranches * frequencies

/** The branch of a mark. */
export const branchOf = (mark: number): number => Math.floor(mark / frequencies)

/** Forgets what has run. */
export function forgetReached(): void {
  counters.fill(0, 0, branches)
}

/** The marks of what has run since. */
export function takeReached(): readonly number[] {
  const marks: number[] = []
  for (let branch = 0; branch < branches; branch++) {
    const count = counters[branch] ?? 0
    if (count > 0) marks.push(branch * frequencies + Math.min(frequencies - 1, 31 - Math.clz32(count)))
  }
  return marks
}
