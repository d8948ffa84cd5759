/**
 * Loading the simulated portal, which needs packages that are optional.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { codeOf } from '../guard.js'
import type * as Simulation from '../simulator/index.js'
import { UsageError } from './command.js'

/** Loads the part that simulates the portal; where a package is missing that the command needs, that is a {@link UsageError}. */
export async function loadSimulator(command: string, ...alsoNeeded: readonly string[]): Promise<typeof Simulation> {
  requirePackages(command, ['xmlbuilder2', ...alsoNeeded])
  return import('../simulator/index.js')
}

/** Requires packages that are optional to be there: a {@link UsageError} that names all that are not. */
export function requirePackages(command: string, names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name))
  if (missing.length === 0) return
  const [s, them] = missing.length === 1 ? ['', 'it'] : ['s', 'them']
  throw new UsageError(
    `${command} needs the optional package${s} ${missing.join(' and ')}: install ${them}.`,
    'cli.unusable',
  )
}

const { resolve } = createRequire(import.meta.url)

function isInstalled(name: string): boolean {
  try {
    return resolve(name) !== ''
  } catch (error) {
    // A package that is there may have nothing for `require`.
    return codeOf(error) !== 'MODULE_NOT_FOUND'
  }
}
