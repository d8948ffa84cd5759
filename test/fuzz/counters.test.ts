/** That a module runs with counters as it does without, that they count, and that inputs that reach further are changed further. */
import { describe, expect, test } from 'vitest'
import { withCounters } from '../../testing/fuzz/counters.js'
import { branchOf, forgetReached, takeReached } from '../../testing/fuzz/coverage.js'
import { fuzz } from '../../testing/fuzz/fuzzer.js'
import { BrokenLaw, target } from '../../testing/fuzz/target.js'

/** A function of a number or a text, with counters in it. */
function counted(source: string): (input: number | string) => unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what a loader does
  const run = new Function(withCounters(`return (input) => { ${source} }`)) as () => (input: number | string) => unknown
  return run()
}

/** How many branches run for an input. */
function branchesOf(use: (input: number) => unknown, input: number): number {
  forgetReached()
  use(input)
  return new Set(takeReached().map(branchOf)).size
}

describe('a branch that runs is one more', () => {
  test.each([
    ['if (input > 0) { return 1 }'],
    ['if (input > 0) return 1\nelse return 2; return 3'],
    ['if (input > 1) ; else if (input > 0) return 1'],
    ['for (let left = input; left > 0; left--) if (left > 5) continue'],
    ['while (input > 0) input--'],
    ['do input--; while (input > 0 && input > -1)'],
    ['switch (input) { case 1: case 2: return 1; default: { return 2 } }'],
    ['return input > 0 ? (() => 1)() : 2'],
    ['return input > 0 && input < 5'],
    ['return (input < 1 ? null : undefined) ?? [...[input]].map((one) => ({ one }))'],
    ['let a = input || undefined; a ??= 7; return a'],
    ['try { if (input < 1) throw input } catch { return 1 } finally { input = 3 }'],
  ])('%s', (source) => {
    const use = counted(source)
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- to compare
    const plain = new Function('input', source) as (input: number) => unknown
    const inputs = [0, 1, 2, 3, 9]
    expect(inputs.map(use)).toEqual(inputs.map(plain))
    const counts = new Set(inputs.map((input) => `${branchesOf(use, input)} ${takeReached().join()}`))
    expect(counts.size).toBeGreaterThan(1)
  })
})

test('how often a branch ran is told by its order of magnitude', () => {
  const use = counted('for (let left = input; left > 0; left--);')
  const marksOf = (input: number): readonly number[] => {
    forgetReached()
    use(input)
    return takeReached()
  }
  expect(marksOf(8)).toEqual(marksOf(15))
  expect(marksOf(16)).not.toEqual(marksOf(15))
  expect(marksOf(1000)).toEqual(marksOf(2000))
})

/** How many inputs it takes until a fault behind four conditions is found; undefined where so many do not find it. */
async function inputsToFind(isGuided: boolean, most: number): Promise<number | undefined> {
  const steps = ['%00', '1e9', '--', '..'].map((piece) => `if (!input.includes('${piece}')) return`)
  const climb = counted(`${steps.join('\n')}\nreturn 'found'`)
  let count = 0
  const stairs = target(
    'stairs',
    () => ({ text: 'abcdefgh' }),
    ({ text }) => {
      count++
      if (climb(text) === 'found') throw new BrokenLaw('found')
      if (count > most) throw new BrokenLaw('too many')
    },
  )
  const stop = (): never => {
    throw new Error('It has ended.')
  }
  const options = { targets: [stairs], seconds: 3600, seed: 1, isGuided, known: new Map(), watch: () => undefined }
  await expect(fuzz({ ...options, onFailure: stop })).rejects.toThrow('It has ended.')
  return count > most ? undefined : count
}

test('inputs that reach further are changed further', async () => {
  expect(await inputsToFind(true, 20_000)).toBeDefined()
  expect(await inputsToFind(false, 20_000)).toBeUndefined()
})
