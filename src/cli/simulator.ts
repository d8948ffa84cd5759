/**
 * Loading the simulated portal, which needs packages that are optional.
 *
 * @module
 */
import type * as Simulation from '../simulator/index.js'
import { withReason } from './command.js'

/** Loads the part that simulates the portal; where the package that it needs is missing, that is a {@link UsageError}. */
export async function loadSimulator(command: string): Promise<typeof Simulation> {
  return withReason(import('../simulator/index.js'), (code) =>
    code === 'ERR_MODULE_NOT_FOUND' ? `${command} needs the optional package xmlbuilder2: install it.` : undefined,
  )
}
