/**
 * The limit on how often an organization may call.
 *
 * @module
 */
import type { SimulatorState } from './memory.js'
import type { Instant } from './state.js'

/** The most calls that an organization may make within a second (create page, speed). */
const callsPerSecond = 10

/** How long an organization that calls more often is blocked, in milliseconds: 30 seconds (create page, speed). */
const blockMilliseconds = 30_000

/** Counts a call. */
export function admit(state: SimulatorState, organizationNumber: string, now: Instant): boolean {
  const caller = state.callers.get(organizationNumber) ?? { organizationNumber, calls: [], blockedUntil: now }
  state.callers.set(organizationNumber, caller)
  if (now < caller.blockedUntil) return false
  caller.calls = [...caller.calls.filter((at) => at > now - 1000), now]
  if (caller.calls.length <= callsPerSecond) return true
  caller.calls = []
  caller.blockedUntil = now + blockMilliseconds
  return false
}
