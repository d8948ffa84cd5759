/**
 * Faults, and clients that repeat what has failed: a request may be repeated where that does no harm (RFC 9110, 9.2.2), as
 * some clients do of themselves, but not without end; a create or a cancellation must not be, unless the service says that it
 * was not there for it (503). So a fault stays for the repeats, and what counts is what the service has to bear.
 *
 * @module
 */
import type { ReportedNextStatusChange } from '../adapter.js'
import type { Fault } from '../../simulator/faults.js'
import type { Resource } from '../../simulator/routes.js'
import { requireThat } from './assert.js'
import type { CaseContext } from './case.js'
import { poll, requestsTo } from './support.js'

/**
 * How often a client may send a request that fails: once, and ten times more. No page of the service gives a number: this one is
 * more than clients repeat by themselves, and less than no end. A confirmation twice is none too many; a POST that makes or ends a job is sent
 * once, but for 503, whose meaning is that it was not dealt with (RFC 9110, 15.6.4).
 */
const mostRequests = (resource: Resource, fault: Fault): number => {
  const isUnavailable = fault.kind === 'status' && fault.status === 503
  return (resource === 'create' || resource === 'cancel') && !isUnavailable ? 1 : 11
}

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
  const most = mostRequests(resource, fault)
  const rule =
    most === 1
      ? 'a POST that makes or ends a job must not be repeated'
      : 'a request that fails must not be repeated without end'
  requireThat(sent <= most, `${rule}, but ${sent} requests came`)
  return result
}

/**
 * Requires a poll whose answer is lost to fail. A client that repeats it may find the queue empty, and one that gets no content
 * may take that for an empty queue: the change comes back.
 */
export async function requireLost(context: CaseContext, how: 'truncated' | 'noContent'): Promise<void> {
  const before = requestsTo(context, 'nextStatusChange')
  let result: ReportedNextStatusChange
  try {
    result = await poll(context)
  } catch {
    return
  }
  const mayBeNone = how === 'noContent' || requestsTo(context, 'nextStatusChange') - before > 1
  const isNone = mayBeNone && result.kind !== 'statusChange'
  requireThat(isNone, `a change that is not whole must fail, but gave ${result.kind}`)
}
