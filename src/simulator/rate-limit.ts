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
  const { callers } = state
  const caller = callers.get(organizationNumber) ?? { organizationNumber, calls: [], blockedUntil: now }
  callers.delete(organizationNumber)
  // Those who have called longest ago come first: what they did does not count any more.
  for (const { organizationNumber: number, calls, blockedUntil } of callers.values()) {
    if (now < blockedUntil || (calls.at(-1) ?? -Infinity) > now - 1000) break
    callers.delete(number)
  }
  callers.set(organizationNumber, caller)
  if (now < caller.blockedUntil) return false
  caller.calls = [...caller.calls.filter((at) => at > now - 1000), now]
  if (caller.calls.length <= callsPerSecond) return true
  caller.calls = []
  caller.blockedUntil = now + blockMilliseconds
  return false
}
