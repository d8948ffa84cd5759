import type { Families } from './family.js'

/** The families of each entry that reads bytes or text, by its name; loaded when they are measured. */
export const families: Readonly<Record<string, () => Promise<Families>>> = {
  decode: async () => (await import('./families-decoding.js')).decodingFamilies,
  values: async () => (await import('./families-values.js')).valueFamilies,
  jobs: async () => (await import('./families-jobs.js')).jobFamilies,
  packages: async () => (await import('./families-packages.js')).packageFamilies,
  keys: async () => (await import('./families-packages.js')).keyFamilies,
  commands: async () => (await import('./families-commands.js')).commandFamilies,
  simulator: async () => (await import('./families-simulator.js')).simulatorFamilies,
  exchanges: async () => (await import('./families-exchanges.js')).exchangeFamilies,
  redact: async () => (await import('./families-values.js')).redactFamilies,
}
