/**
 * Calling a simulated portal within the process.
 *
 * @module
 */
import type { Client, Simulator } from './simulator.js'

/**
 * What is used of `fetch`.
 *
 * @throws TypeError where no response comes, or what is asked for is no request, as `fetch` does
 */
export type SimulatorFetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Makes a function that stands in for `fetch` and reaches nothing but the portal, whatever the origin. Never throws itself.
 *
 * @param simulator - the portal
 * @param client - who calls. Absent: the organization in the path
 * @returns the function
 */
export function simulatorFetch(simulator: Simulator, client?: Client): SimulatorFetch {
  return async (url, init) => {
    const response = await simulator.handle(new Request(url, init), client)
    if (response.type === 'error') throw new TypeError('fetch failed')
    return response
  }
}
