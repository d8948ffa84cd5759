/**
 * Serving a simulated portal within the process, through msw.
 *
 * @module signering-portal/msw
 */
import type { HttpHandler } from 'msw'
import { requireObject } from '../guard.js'
import type { Client, Simulator } from './simulator.js'

/** What msw is to intercept. */
export interface HandlerOptions {
  /** The root of the service, such as `https://api.difitest.signering.posten.no/api`. */
  readonly root: string
  /** Who every client is. Absent: the organization in the path. */
  readonly client?: Client | undefined
}

/**
 * Makes request handlers for msw, which must be installed.
 *
 * @param simulator - the portal
 * @param options - what to intercept
 * @returns the handlers, to be given to `setupServer` or `server.use`
 * @throws Error of Node if msw is not installed
 */
export async function simulatorHandlers(
  simulator: Simulator,
  options: HandlerOptions,
): Promise<readonly HttpHandler[]> {
  const { http } = await import('msw')
  const { root, client } = requireObject(options, 'What msw is to intercept')
  return [http.all(`${root}/*`, ({ request }) => simulator.handle(request, client))]
}
