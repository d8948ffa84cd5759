/**
 * What is random in the tests: the seed is fixed, so that a run can be repeated, unless PROPERTY_SEED is set. PROPERTY_RUNS
 * is how often a property is tried, and 20 unless it is set; what is tried more often, or less, follows in proportion.
 *
 * @module
 */
import * as fc from 'fast-check'

const wholeNumber = (name: string, otherwise: number): number => {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isSafeInteger(value)) throw new Error(`${name} must be a whole number.`)
  return value
}

/** The seed of this run. */
export const seed: number = wholeNumber('PROPERTY_SEED', 20161)

const propertyRuns = wholeNumber('PROPERTY_RUNS', 20)

/** How often to try something in this run that is tried `count` times where a property is tried 100 times. */
export const runs = (count: number): number => Math.max(1, Math.round((count * propertyRuns) / 100))

fc.configureGlobal({ seed: seed | 0, numRuns: propertyRuns })
