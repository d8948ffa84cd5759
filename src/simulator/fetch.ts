/**
 * Calling a simulated portal within the process.
 *
 * @module
 */
import type { Client, Simulator } from './simulator.js'

/** What is used of `fetch`. */
export type SimulatorFetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Makes a function that stands in for `fetch` and reaches nothing but the portal, whatever the origin.
 *
 * @param simulator - the portal
 * @param client - who calls. Absent: the organization in the path
 * @returns the function. It throws a TypeError where no response comes, as `fetch` does
 */
export function simulatorFetch(simulator: Simulator, client?: Client): SimulatorFetch {
  return async (url, init) => {
    const response = await simulator.handle(new Request(url, init), client)
    if (response.type === 'error') throw new TypeError('fetch failed')
    return response
  }
}
