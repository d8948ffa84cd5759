/** How long jobs are remembered that are over. */
import { describe, expect, it } from 'vitest'
import { virtualClock, type SimulatorSnapshot } from 'signering-portal/simulator'
import { organizationNumber } from '../../testing/simulator/raw-client.js'
import {
  begin,
  clock,
  created,
  day,
  nextChange,
  queue,
  root,
  send,
  simulator,
} from '../../testing/simulator/simulated.js'

const hour = 3_600_000
const endedJobsKeptSeconds = 3600

const known = (): readonly string[] => simulator.jobs().map(({ signatureJobId }) => signatureJobId)

/** Takes the next change; its confirmation, to be sent as often as wanted. */
async function nextConfirmation(): Promise<() => Promise<number>> {
  const { confirmationUrl } = (await nextChange()) ?? expect.unreachable()
  return async () => (await send(confirmationUrl, { method: 'POST' })).status
}

/** Goes on from a snapshot that was written as JSON. */
function goOn(kept?: number): void {
  const snapshot = JSON.parse(JSON.stringify(simulator.snapshot())) as SimulatorSnapshot
  begin({ snapshot, clock: virtualClock(clock.now()), endedJobsKeptSeconds: kept })
}

describe.each([
  ['a portal', () => undefined],
  [
    'a portal that goes on from a snapshot',
    () => {
      goOn(endedJobsKeptSeconds)
    },
  ],
])('%s with a time for jobs that are over', (_, pause) => {
  it('drops a job that failed so long after its last confirmation, and then knows nothing of it', async () => {
    begin({ endedJobsKeptSeconds })
    const [id, other] = [await created(), await created()]
    simulator.setSignerStatus(id, 1, 'REJECTED')
    pause()
    clock.advance(50 * day)
    const confirm = await nextConfirmation()
    clock.advance(50 * day)
    pause()
    // Nobody has confirmed it: the change is not lost.
    expect(known()).toEqual([id, other])
    expect(await confirm()).toBe(204)
    clock.advance(hour - 1)
    pause()
    expect(await confirm()).toBe(204)
    clock.advance(hour - 1)
    expect(known()).toContain(id)
    clock.advance(1)
    pause()
    expect(known()).not.toContain(id)
    expect(await confirm()).toBe(404)
    expect(() => simulator.job(id)).toThrow('simulator.job-unknown')
    expect(JSON.stringify(simulator.snapshot())).not.toContain(id)
  })

  it('keeps a completed job until it has told that the documents can be deleted', async () => {
    begin({ endedJobsKeptSeconds, forwardingSeconds: 2 * 86_400 })
    const id = await created()
    simulator.setSignerStatus(id, 1, 'SIGNED')
    simulator.setSignerStatus(id, 2, 'SIGNED')
    const { archivedDocumentId = '' } = simulator.job(id)
    const archived = async (): Promise<number> =>
      (await send(`${root}/${organizationNumber}/archive/documents/${archivedDocumentId}/pades`)).status
    for (const confirm of [await nextConfirmation(), await nextConfirmation()]) expect(await confirm()).toBe(204)
    clock.advance(day)
    pause()
    expect(known()).toEqual([id])
    clock.advance(day)
    pause()
    clock.advance(30 * day)
    expect(await archived()).toBe(200)
    for (const id of ['x', '1.5', `${archivedDocumentId}0`, '9'.repeat(20)])
      expect((await send(`${root}/${organizationNumber}/archive/documents/${id}/pades`)).status).toBe(404)
    const { deleteDocumentsUrl, confirmationUrl } = (await nextChange()) ?? expect.unreachable()
    expect(deleteDocumentsUrl).toBeDefined()
    await send(confirmationUrl, { method: 'POST' })
    clock.advance(hour)
    pause()
    expect(known()).toEqual([])
    expect(await archived()).toBe(404)
    expect(await nextChange()).toBeUndefined()
  })

  it('keeps a job that is in progress, and one of whose changes is not confirmed', async () => {
    begin({ endedJobsKeptSeconds: 0 })
    const ids = [await created(), await created()]
    simulator.setSignerStatus(ids[1] ?? '', 1, 'SIGNED')
    simulator.setSignerStatus(ids[1] ?? '', 2, 'REJECTED')
    expect(await (await nextConfirmation())()).toBe(204)
    clock.advance(20 * day)
    pause()
    expect(known()).toEqual(ids)
  })
})

it('a portal without a time keeps all, and another that goes on from there drops them', async () => {
  begin()
  const id = await created()
  simulator.setSignerStatus(id, 1, 'REJECTED')
  await (
    await nextConfirmation()
  )()
  clock.advance(1000 * day)
  expect(known()).toEqual([id])
  goOn(0)
  expect(known()).toEqual([])
  // An id is never given twice.
  expect(await created()).not.toBe(id)
})

it('leaves nothing of jobs that were dropped, nor of their queues', async () => {
  begin({ endedJobsKeptSeconds: 0 })
  await created()
  const before = simulator.snapshot()
  for (const name of ['one', 'two', 'three']) {
    const id = await created(undefined, `<polling-queue>${name}</polling-queue>`)
    simulator.setSignerStatus(id, 1, 'REJECTED')
    const next = async (): Promise<Response> => send(`${queue}?polling_queue=${name}`)
    const [confirmationUrl = ''] = /https:[^<]*complete[^<]*/.exec(await (await next()).text()) ?? []
    // One is confirmed before it is polled again, one while it may not be, one after that.
    if (name !== 'one') expect((await next()).status).toBe(204)
    if (name === 'three') clock.advance(30_000)
    expect((await send(confirmationUrl, { method: 'POST' })).status).toBe(204)
    if (name === 'two') expect(JSON.stringify(simulator.snapshot())).toContain('"pollingQueue":"two"')
  }
  // A queue that has only been asked for is one that may not be polled for a while.
  expect((await send(`${queue}?polling_queue=four`)).status).toBe(204)
  clock.advance(4999)
  expect((await send(`${queue}?polling_queue=four`)).status).toBe(429)
  clock.advance(30_000)
  expect(simulator.jobs()).toHaveLength(1)
  expect(simulator.snapshot()).toEqual({ ...before, counts: { jobs: 4, waits: 4 } })
})
