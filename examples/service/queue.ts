/** The row of the polling queue, which one worker has at a time. */
import { randomUUID } from 'node:crypto'
import { markHandled, type PollingState, type UnconfirmedChange } from 'signering-portal/http'
import type { Service } from './service.js'

interface Lease {
  readonly id: string
  readonly state: PollingState | undefined
  readonly handled: readonly { readonly id: string; readonly change: UnconfirmedChange }[]
}

/** Takes the queue for this worker alone, for longer than asking takes. Undefined if another has it, or it is not time yet. */
export async function takeQueue({ database: { query }, own, now }: Service): Promise<Lease | undefined> {
  const id = randomUUID()
  await query('INSERT INTO queue (name) VALUES ($1) ON CONFLICT DO NOTHING', [own.pollingQueue])
  const [taken] = await query<{ state: PollingState | null }>(
    `UPDATE queue SET lease = $2, leased_until = now() + interval '2 minutes' WHERE name = (
      SELECT name FROM queue
      WHERE name = $1 AND leased_until <= now() AND (next_at <= $3 OR EXISTS (SELECT FROM handled WHERE queue = name))
      FOR UPDATE SKIP LOCKED)
    RETURNING state`,
    [own.pollingQueue, id, now()],
  )
  if (taken === undefined) return undefined
  const sql = 'SELECT id, change FROM handled WHERE queue = $1'
  const handled = await query<Lease['handled'][number]>(sql, [own.pollingQueue])
  const state = handled.reduce((marked, { change }) => marked && markHandled(marked, change), taken.state ?? undefined)
  return { id, state, handled }
}

/** Stores the state, unless the lease ran out and another worker has the queue: a change then returns to it. */
export async function giveBack({ database }: Service, lease: Lease, state: PollingState, at: Date): Promise<void> {
  const sql = "UPDATE queue SET state = $2, next_at = $3, leased_until = '-infinity' WHERE lease = $1 RETURNING name"
  await database.transaction(async (query) => {
    const stored = await query(sql, [lease.id, JSON.stringify(state), at])
    if (stored.length === 0) throw new Error('Another worker has taken the queue')
    for (const { id } of lease.handled) await query('DELETE FROM handled WHERE id = $1', [id])
  })
}
