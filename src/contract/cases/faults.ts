/**
 * Faults, and clients that repeat what has failed: a request that is idempotent may be repeated (RFC 9110, 9.2.2), as some
 * clients do of themselves, but not without end; one that is not must not be. So a fault stays for the repeats, and what
 * counts is what the service has to bear.
 *
 * @module
 */
import type { ReportedNextStatusChange } from '../adapter.js'
import type { Fault } from '../../simulator/faults.js'
import type { Resource } from '../../simulator/routes.js'
import { requireThat } from './assert.js'
import type { CaseContext } from './case.js'
import { poll, requestsTo } from './support.js'

/** How often a client may send a request that fails: it may be repeated twice. A POST is sent once. */
const mostRequests: Partial<Readonly<Record<Resource, number>>> = { create: 1, confirm: 1, cancel: 1 }

/** For more requests than any client is to make. */
const times = 100

/** Runs something while all requests to a resource fail, and requires few of them. */
export async function whileFailing<T>(
  context: CaseContext,
  fault: Fault,
  resource: Resource,
  run: () => Promise<T>,
): Promise<T> {
  const before = requestsTo(context, resource)
  const withdraw = context.simulator.planFault(fault, { resource, times })
  const result = await run().finally(withdraw)
  const sent = requestsTo(context, resource) - before
  const most = mostRequests[resource] ?? 3
  const rule = most === 1 ? 'a POST that fails must not be repeated' : 'a request that fails may be repeated twice'
  requireThat(sent <= most, `${rule}, but ${sent} requests came`)
  return result
}

/**
 * Requires a poll whose answer is lost to fail. A client that repeats it may find the queue empty: the change comes back.
 */
export async function requireLost(context: CaseContext, subject: string): Promise<void> {
  const before = requestsTo(context, 'nextStatusChange')
  let result: ReportedNextStatusChange
  try {
    result = await poll(context)
  } catch {
    return
  }
  const isRepeated = requestsTo(context, 'nextStatusChange') - before > 1
  requireThat(isRepeated && result.kind !== 'statusChange', `${subject} must fail, but gave ${result.kind}`)
}
