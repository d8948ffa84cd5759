/**
 * What is measured, by name. A suite is loaded when it is measured, and nothing of the others with it.
 *
 * @module
 */
import type { Ratio } from './ratio.js'

/** Measures one suite. */
export type Suite = () => Promise<readonly Ratio[]>

const packages: Suite = async () => (await import('./packages.js')).packageRatios()
const verification: Suite = async () => (await import('./verification.js')).verificationRatios()
const withoutLimits = async (suite: Suite): Promise<readonly Ratio[]> =>
  (await suite()).map(({ name, ratio }) => ({ name, ratio }))

/** Every suite, in the order of the page. */
export const suites: Readonly<Record<string, Suite>> = {
  decoding: async () => (await import('./decoding.js')).decodingRatios(),
  encoding: async () => (await import('./encoding.js')).encodingRatios(),
  jaxb: async () => (await import('./jaxb.js')).jaxbRatios(),
  readers: async () => (await import('./readers.js')).readerRatios(),
  allocation: async () => (await import('./allocation.js')).allocationRatios(),
  packages,
  verification,
  'packages, as Node.js comes': () => withoutLimits(packages),
  'verification, as Node.js comes': () => withoutLimits(verification),
  start: async () => (await import('./start.js')).startRatios(),
  hostile: async () => (await import('./hostile.js')).hostileRatios(),
  growth: async () => (await import('./growth.js')).growthRatios(),
  simulator: async () => (await import('./simulator.js')).simulatorRatios(),
  limits: async () => (await import('./limits.js')).limitRatios(),
}
