/**
 * How what hostile input costs grows with its size: every family of each entry at four sizes.
 *
 * @module
 */
import { families } from './families.js'
import { mostGrowth } from './family.js'
import type { Grown, Taken } from './growth-process.js'
import { keepsMemory, outputOf } from './program.js'
import type { Ratio } from './ratio.js'

/** Memory that is given back leaves the process at once where memory is measured, so that what the next family takes can be seen. */
const keepsNone = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '0' }

/**
 * A young generation that no input fills: what the collector of garbage takes grows in a step when it begins to move what is
 * left, which would be taken for growth. What is left at all shows in the memory.
 */
const largeYoungGeneration = ['--min-semi-space-size=128', '--max-semi-space-size=128']

/** The power of the size that each family's time grows with, and its memory beside what it may take. */
export function growthRatios(): readonly Ratio[] {
  return Object.keys(families).flatMap((entry) => {
    const times = measureIn<Grown>('time', entry, keepsMemory)
    const memory = measureIn<Taken>('memory', entry, keepsNone)
    return Object.entries(times).flatMap(([family, { exponent, problem }]): readonly Ratio[] => {
      const name = `${entry}, ${family}${problem === undefined ? '' : `, which shows nothing: ${problem}`}`
      const { bytes, mostBytes } = memory[family] ?? { bytes: Number.NaN, mostBytes: Number.NaN }
      return [
        { name: `growth, as a power of the size: ${name}`, ratio: exponent, limit: mostGrowth },
        { name: `memory: ${name}: ${Math.ceil(bytes / 1e6)} MB`, ratio: bytes / mostBytes, limit: 1 },
      ]
    })
  })
}

/** Measures in a process of its own, so that nothing that another entry has compiled or left in memory counts. */
function measureIn<T>(what: string, entry: string, environment: Readonly<Record<string, string>>): Record<string, T> {
  const settings = ['--expose-gc', ...(what === 'time' ? largeYoungGeneration : [])]
  const output = outputOf('growth-process', [what, entry], { settings, environment })
  return JSON.parse(output) as Record<string, T>
}
