/**
 * The fuzzer: makes and changes inputs, and keeps those that reach what none has reached, to change them further.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { Random } from '../conformance/random.js'
import { change } from './change.js'
import { branchOf, forgetReached, mostMarks, takeReached } from './coverage.js'
import type { Data } from './data.js'
import { makeSmaller } from './smaller.js'
import { kindOf, timeLimit, tryInput, type Target } from './target.js'

/** How a run is made. */
export interface FuzzOptions {
  readonly targets: readonly Target[]
  readonly seconds: number
  readonly seed: number
  /** Whether inputs that reach something new are kept; without, it is seen what that is worth. */
  readonly isGuided: boolean
  /** Inputs to begin with, by the name of the target: those that failed before. */
  readonly known: ReadonlyMap<string, readonly Data[]>
  /** Is told the input that is used next. */
  readonly watch: (target: string, input: Data) => void
  /** Is told of each failure, once. */
  readonly onFailure: (failure: Failure) => void
}

/** What failed, and how. */
export interface Failure {
  readonly target: string
  readonly kind: string
  readonly input: Data
  readonly thrown: unknown
}

/** What became of the inputs of one target. */
export interface Count {
  readonly name: string
  readonly runs: number
  readonly refused: number
  /** How many inputs were kept. */
  readonly kept: number
  /** How many branches of the sources they reached. */
  readonly branches: number
}

/** What became of a run. */
export interface FuzzRun {
  readonly counts: readonly Count[]
  readonly failures: number
  /** How many branches of the sources were reached. */
  readonly branches: number
}

/** The most failures, and the most inputs that are kept for one target. */
const [mostFailures, mostKept] = [10, 2000]

/** An input that was kept. */
interface Kept {
  readonly input: Data
  /** The marks that it was the first to have. */
  readonly marks: readonly number[]
  /** How often it was taken. */
  taken: number
}

/** A target at work. */
interface Work {
  readonly target: Target
  readonly random: Random
  /** How many inputs had each mark. */
  readonly seen: Uint32Array
  readonly kept: Kept[]
  runs: number
  refused: number
}

/** How much has come of an input: how many had the rarest of its marks, and how often it was taken. */
function useOf({ seen }: Work, { marks, taken }: Kept): number {
  return marks.reduce((least, mark) => Math.min(least, seen[mark] ?? 0), Infinity) + taken
}

/** One of those that were kept; of some, that of which least has come: what is rarely reached has more behind it that nobody has seen. */
function pickKept(work: Work): Data | undefined {
  const { random, kept } = work
  if (kept.length === 0) return undefined
  const some = Array.from({ length: random.pick([1, 8]) }, () => random.pick(kept))
  const picked = some.reduce((best, one) => (useOf(work, one) < useOf(work, best) ? one : best))
  picked.taken++
  return picked.input
}

/** The next input: a new one, or one that was kept, changed. */
function nextInput(work: Work): Data {
  const { target, random } = work
  const old = random.chance(0.6) ? pickKept(work) : undefined
  let input = old ?? target.make(random)
  for (let left = old === undefined ? random.integer(0, 2) : random.pick([1, 1, 2, 4]); left > 0; left--)
    input = change(input, random, (random.chance(0.7) ? pickKept(work) : undefined) ?? target.make(random))
  return input
}

/** Tries targets in turn until the time is over, or too much fails. */
export async function fuzz(options: FuzzOptions): Promise<FuzzRun> {
  const { targets, seconds, seed, isGuided, known, watch, onFailure } = options
  const end = performance.now() + seconds * 1000
  const failed = new Set<string>()
  const works = targets.map((target): Work => {
    // Each target has numbers of its own, so that its inputs are the same whatever else is tried.
    const own = createHash('sha256').update(`${seed} ${target.name}`).digest().readInt32LE()
    const kept = (known.get(target.name) ?? []).map((input) => ({ input, marks: [], taken: 0 }))
    return { target, random: new Random(own), seen: new Uint32Array(mostMarks), kept, runs: 0, refused: 0 }
  })

  /** Uses an input; gives the marks of what ran. */
  const useOne = async (work: Work, input: Data): Promise<readonly number[]> => {
    work.runs++
    watch(work.target.name, input)
    forgetReached()
    try {
      if (await tryInput(work.target, input, timeLimit)) work.refused++
      return takeReached()
    } catch (thrown) {
      const marks = takeReached()
      await noteFailure(work.target, input, thrown)
      return marks
    }
  }
  const noteFailure = async (target: Target, input: Data, thrown: unknown): Promise<void> => {
    const kind = kindOf(thrown)
    const key = `${target.name}: ${kind}`
    if (failed.has(key)) return
    failed.add(key)
    const failsAlike = async (candidate: Data): Promise<boolean> => {
      watch(target.name, candidate)
      return tryInput(target, candidate, timeLimit).then(
        () => false,
        (other: unknown) => kindOf(other) === kind,
      )
    }
    onFailure({ target: target.name, kind, input: await makeSmaller(input, failsAlike), thrown })
  }
  const isOver = (): boolean => performance.now() > end || failed.size >= mostFailures
  const next = async (work: Work): Promise<void> => {
    const { seen, kept } = work
    const input = nextInput(work)
    const marks = await useOne(work, input)
    const added = marks.filter((mark) => seen[mark] === 0)
    for (const mark of marks) seen[mark] = (seen[mark] ?? 0) + 1
    if (!isGuided || added.length === 0) return
    // What runs only once, such as what is made at the first use, is no merit of an input.
    const again = new Set(await useOne(work, input))
    const own = added.filter((mark) => again.has(mark))
    if (own.length > 0) kept.push({ input, marks: own, taken: 0 })
    if (kept.length > mostKept) kept.shift()
  }

  for (let turn = 0; !isOver(); turn++) {
    const work = works[turn % works.length]
    if (work === undefined) break
    for (let left = work.target.turn; left > 0 && !isOver(); left--) await next(work)
  }
  const branches = works.map(
    ({ seen }) =>
      new Set(
        Array.from(seen.keys())
          .filter((mark) => seen[mark] !== 0)
          .map(branchOf),
      ),
  )
  return {
    counts: works.map(({ target: { name }, runs, refused, kept }, index) => ({
      ...{ name, runs, refused, kept: kept.length, branches: branches[index]?.size ?? 0 },
    })),
    failures: failed.size,
    branches: new Set(branches.flatMap((some) => [...some])).size,
  }
}
