/**
 * A portal that can be put out of reach while a client uses it.
 *
 * @module
 */
import type { Simulator } from '../simulator/simulator.js'

/** A portal that can be put out of reach. */
export interface Door {
  /** The portal, as far as it can be reached. */
  readonly simulator: Simulator
  /** From now on no request reaches it, and no response comes. */
  readonly shut: () => void
}

/** Puts a door before a portal. */
export function doorTo(simulator: Simulator): Door {
  let isShut = false
  const handle: Simulator['handle'] = async (request, client) =>
    isShut ? Response.error() : simulator.handle(request, client)
  return {
    simulator: { ...simulator, handle },
    shut: () => {
      isShut = true
    },
  }
}
