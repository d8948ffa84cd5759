import { dateFromDateTime, type PortalSignatureJobStatusChangeResponse as StatusChange } from 'signering-portal/codec'
import {
  markHandled,
  pollOnce,
  type PollingState,
  type PortalOperations,
  type Send,
  type UnconfirmedChange,
} from 'signering-portal/http'

/** What is kept of the jobs. To save the same again changes nothing. */
export interface Archive {
  /** When the newest status came about that was saved of a job. */
  readonly latest: (signatureJobId: string) => Promise<Date | undefined>
  readonly save: (change: StatusChange, changedAt: Date, document?: Uint8Array) => Promise<void>
}

/** One row of a database. Its `store` throws where somebody else has changed the row since it was read. */
export interface Row {
  readonly read: () => Promise<{
    readonly state: PollingState | undefined
    readonly store: (state: PollingState) => Promise<void>
  }>
}

export interface Worker {
  readonly portal: PortalOperations
  readonly send: Send
  readonly archive: Archive
  readonly row: Row
  readonly now: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly onProblem: (problem: unknown) => void
}

/** Asks until there is nothing more, and tells when to start again. */
export async function pollAndEnd(worker: Worker): Promise<Date> {
  const { portal, send, row, now, sleep, onProblem } = worker
  for (;;) {
    const { state, store } = await row.read()
    const { outcome, state: next, at } = await pollOnce(send, { portal, state, now, store, onProblem })
    await store(next)
    if (outcome.kind === 'failure' && !outcome.transient) throw outcome.error
    if (outcome.kind !== 'statusChange') {
      // A second between two changes is not worth a new start; a longer wait is.
      const wait = at.getTime() - now().getTime()
      if (outcome.kind !== 'notYet' || wait > 1000) return at
      if (wait > 0) await sleep(wait)
      continue
    }
    try {
      await handle(outcome.statusChange, worker)
      await markInRow(row, outcome.unconfirmed)
      // Calling again confirms it.
    } catch (problem) {
      // Not handled: this one comes back in 10 minutes, and the others do not wait for it.
      onProblem(problem)
    }
  }
}

async function handle(change: StatusChange, { portal, send, archive }: Worker): Promise<void> {
  const times = change.signatures.signature.map(({ status }) => dateFromDateTime(status.since).getTime())
  const changedAt = new Date(Math.max(...times))
  const latest = await archive.latest(change.signatureJobId)
  // One that comes back after a newer one of its job has nothing more to tell.
  if (latest !== undefined && latest > changedAt) return
  const { padesUrl } = change.signatures
  const isComplete = change.status === 'COMPLETED_SUCCESSFULLY' && padesUrl !== undefined
  // Download, then confirm: what is confirmed may be deleted.
  const document = isComplete ? await (await send(portal.downloadPades(padesUrl))).bytes() : undefined
  await archive.save(change, changedAt, document)
}

/** Says in the row that a change was handled. Others may have changed the row meanwhile: it is read again. */
async function markInRow(row: Row, change: UnconfirmedChange): Promise<void> {
  const { state, store } = await row.read()
  if (state !== undefined) await store(markHandled(state, change))
}
