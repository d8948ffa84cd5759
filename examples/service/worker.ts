/** Asks the queue for status changes, has them stored, and confirms what is stored. */
import { setTimeout } from 'node:timers/promises'
import { PortalError } from 'signering-portal/codec'
import { pollOnce, type HandedOutStatusChange } from 'signering-portal/http'
import { storeChange } from './changes.js'
import { giveBack, takeQueue } from './queue.js'
import type { Service } from './service.js'

/** Works until the signal aborts. Any number of workers share the queue. */
export async function work(service: Service, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const hasWorked = await step(service).catch(service.tell)
    if (hasWorked !== true) await setTimeout(1000, undefined, { signal }).catch(() => undefined)
  }
}

/** Asks the queue, or confirms. False if there is nothing to do now, or another worker does it. */
export async function step(service: Service): Promise<boolean> {
  const { portal, send, now, own, tell } = service
  const lease = await takeQueue(service)
  if (lease === undefined) return false
  const options = { portal, pollingQueue: own.pollingQueue, state: lease.state, now, onProblem: tell }
  const { outcome, state, at } = await pollOnce(send, options)
  await giveBack(service, lease, state, at)
  // From here on another worker can ask the queue, while this one is busy with the change.
  if (outcome.kind === 'failure' && !outcome.transient) tell(outcome.error)
  if (outcome.kind === 'statusChange') await handle(service, outcome)
  return true
}

async function handle(service: Service, found: HandedOutStatusChange): Promise<void> {
  try {
    await storeChange(service, found)
  } catch (error) {
    // It is not confirmed, and returns in 10 minutes. The others do not wait for it.
    service.tell(error)
    const problem = error instanceof PortalError ? error.issues.map(({ code }) => code).join(', ') : String(error)
    // Unless it is stored, and the answer that says so was lost.
    await service.database.query(
      `INSERT INTO problem SELECT $1, $2, $3::timestamptz WHERE NOT EXISTS (SELECT FROM handled WHERE change = $4)
      ON CONFLICT (signature_job_id) DO UPDATE SET problem = $2, seen_at = $3`,
      [found.statusChange.signatureJobId, problem, service.now(), JSON.stringify(found.unconfirmed)],
    )
  }
}
