/**
 * The fuzzer: makes and changes inputs, and keeps those that reach what none has reached, to change them further.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { Random } from '../conformance/random.js'
import { change } from './change.js'
import { addReached, countReached, isNewIn, takeReached, type Reached } from './coverage.js'
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
  /** How many characters of the sources they reached. */
  readonly characters: number
}

/** What became of a run. */
export interface FuzzRun {
  readonly counts: readonly Count[]
  readonly failures: number
  /** How many characters of the sources were reached. */
  readonly characters: number
}

/** The most failures, and the most inputs that are kept for one target. */
const [mostFailures, mostKept] = [10, 2000]

/** Into how many pieces a batch is cut to find what reached something new. */
const piecesOfBatch = 7

/** An input that was kept, and how many characters it alone reached. */
interface Kept {
  readonly input: Data
  readonly characters: number
}

/** A target at work. */
interface Work {
  readonly target: Target
  readonly random: Random
  readonly reached: Reached
  readonly kept: Kept[]
  runs: number
  refused: number
  /** How long inputs were used, and searched for what is new, in milliseconds: not more for the one than for the other. */
  using: number
  searching: number
}

/** One of those that were kept; of three, the one that reaches furthest: many only reach how one thing more is refused. */
function pickKept({ random, kept }: Work): Data | undefined {
  if (kept.length === 0) return undefined
  const some = Array.from({ length: random.pick([1, 3]) }, () => random.pick(kept))
  return some.reduce((best, one) => (one.characters > best.characters ? one : best)).input
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
  const all: Reached = new Map()
  const works = targets.map((target): Work => {
    // Each target has numbers of its own, so that its inputs are the same whatever else is tried.
    const own = createHash('sha256').update(`${seed} ${target.name}`).digest().readInt32LE()
    const kept = (known.get(target.name) ?? []).map((input) => ({ input, characters: 0 }))
    return { target, random: new Random(own), reached: new Map(), kept, runs: 0, refused: 0, using: 0, searching: 0 }
  })

  const useOne = async (work: Work, input: Data): Promise<void> => {
    work.runs++
    watch(work.target.name, input)
    try {
      if (await tryInput(work.target, input, timeLimit)) work.refused++
    } catch (thrown) {
      await noteFailure(work.target, input, thrown)
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
  /** Uses inputs once more, fewer and fewer together, to find those that reach something new: to look takes longer than to use one. */
  const keepNew = async (work: Work, inputs: readonly Data[]): Promise<void> => {
    const length = Math.ceil(inputs.length / piecesOfBatch)
    for (let from = 0; from < inputs.length && !isOver(); from += length) {
      const piece = inputs.slice(from, from + length)
      for (const input of piece) await useOne(work, input)
      const reached = takeReached()
      if (!isNewIn(work.reached, reached)) continue
      if (piece.length > 1) await keepNew(work, piece)
      else if (addReached(work.reached, reached))
        work.kept.push(...piece.map((input) => ({ input, characters: countReached(reached) })))
    }
  }
  const isOver = (): boolean => performance.now() > end || failed.size >= mostFailures

  for (let turn = 0; !isOver(); turn++) {
    const work = works[turn % works.length]
    if (work === undefined) break
    const inputs = Array.from({ length: work.target.batch }, () => nextInput(work))
    // What made them is not what they reach.
    takeReached()
    const began = performance.now()
    for (const input of inputs) if (!isOver()) await useOne(work, input)
    const together = takeReached()
    work.using += performance.now() - began
    addReached(all, together)
    // What is left for later is new again then.
    if (work.searching > work.using) continue
    const searched = performance.now()
    if (isGuided && isNewIn(work.reached, together)) await keepNew(work, inputs)
    work.searching += performance.now() - searched
    // What runs only once, such as what is kept from then on, is reached by none of them again.
    addReached(work.reached, together)
    if (work.kept.length > mostKept) work.kept.splice(0, work.kept.length - mostKept)
  }
  return {
    counts: works.map(({ target: { name }, runs, refused, kept, reached }) => ({
      ...{ name, runs, refused, kept: kept.length, characters: countReached(reached) },
    })),
    failures: failed.size,
    characters: countReached(all),
  }
}
