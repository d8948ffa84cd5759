/** The recipes of the guide of polling, against the simulated portal. */
import type { PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { portalOperations, sendWith, statusChanges, type PollingState, type Send } from 'signering-portal/http'
import { createSimulator, simulatorFetch, virtualClock } from 'signering-portal/simulator'
import { expect, test, vi } from 'vitest'
import { archiveSignedDocuments, clock as pollingClock } from '../../examples/polling.js'
import { pollAndEnd, type Archive, type Row, type Worker } from '../../examples/polling-once.js'
import { Random } from '../../testing/conformance/random.js'
import { seed } from '../../testing/seed.js'
import { manifest, organizationNumber, packageOf } from '../../testing/simulator/raw-client.js'

const minute = 60_000
const portal = portalOperations({ root: 'https://portal.example/api', organizationNumber })

/** A portal with so many jobs that were signed, and what a program has: an archive and a row. */
async function signedJobs(count: number, rateLimit = false) {
  const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
  const senders = [{ organizationNumber, sector: 'PUBLIC' }] as const
  const simulator = createSimulator({ clock, rateLimit, environment: 'production', senders })
  const send: Send = sendWith(simulatorFetch(simulator))
  for (let job = 0; job < count; job += 1) {
    const { signatureJobId } = await send(
      portal.create({ request: {}, bundle: await packageOf(manifest, clock.now()) }),
    )
    for (const signer of [1, 2]) {
      clock.advance(1000)
      simulator.setSignerStatus(signatureJobId, signer, 'SIGNED')
    }
  }
  const saved: {
    readonly change: PortalSignatureJobStatusChangeResponse
    readonly at: Date
    readonly document: boolean
  }[] = []
  const archive: Archive = {
    latest: (id) => Promise.resolve(saved.filter(({ change }) => change.signatureJobId === id).at(-1)?.at),
    save: (change, at, document) => {
      saved.push({ change, at, document: document !== undefined })
      return Promise.resolve()
    },
  }
  let row: { readonly text: string | undefined; readonly revision: number } = { text: undefined, revision: 0 }
  const read: Row['read'] = () => {
    let { revision } = row
    const state = row.text === undefined ? undefined : (JSON.parse(row.text) as PollingState)
    const store = (next: PollingState): Promise<void> => {
      if (row.revision !== revision) return Promise.reject(new Error('somebody else has changed the row'))
      revision += 1
      row = { text: JSON.stringify(next), revision }
      return Promise.resolve()
    }
    return Promise.resolve({ state, store })
  }
  const problems: unknown[] = []
  const onProblem = (problem: unknown) => problems.push(problem)
  const sleep = (milliseconds: number): Promise<void> => {
    clock.advance(milliseconds)
    return Promise.resolve()
  }
  const worker: Worker = { portal, send, archive, row: { read }, now: clock.now, sleep, onProblem }
  const statuses = () => saved.map(({ change, document }) => `${change.status}${document ? ' with its document' : ''}`)
  const exchanges = (resource: string, status: number) =>
    simulator.exchanges().filter((exchange) => exchange.resource === resource && exchange.status === status)
  const confirmed = () => exchanges('confirm', 200).length + exchanges('confirm', 204).length
  return { simulator, clock, worker, statuses, problems, exchanges, confirmed }
}

/** Runs a program at the times that it names, for an hour. */
async function forAnHour(worker: Worker, clock: ReturnType<typeof virtualClock>): Promise<void> {
  const end = clock.now().getTime() + 60 * minute
  while (clock.now().getTime() < end) {
    const at = await pollAndEnd(worker)
    clock.advance(Math.max(at.getTime() - clock.now().getTime(), 1000))
  }
}

test('all is archived and confirmed, and no request is too early', async () => {
  const { clock, worker, statuses, problems, exchanges, confirmed } = await signedJobs(2)
  await forAnHour(worker, clock)
  const job = ['IN_PROGRESS', 'COMPLETED_SUCCESSFULLY with its document']
  expect(statuses().toSorted()).toEqual([...job, ...job].toSorted())
  expect(exchanges('nextStatusChange', 429)).toEqual([])
  expect(confirmed()).toBe(4)
  expect(problems).toEqual([])
})

test('a backlog is archived in a row, by either recipe, and nobody is blocked for it', async () => {
  const once = await signedJobs(10, true)
  await pollAndEnd(once.worker)
  expect([once.confirmed(), once.problems]).toEqual([20, []])

  const { simulator, clock, worker, confirmed } = await signedJobs(10, true)
  const stop = new AbortController()
  const sleep = (milliseconds: number): Promise<void> => {
    // Whoever waits for minutes has found nothing more.
    if (milliseconds > minute) stop.abort()
    return worker.sleep(milliseconds)
  }
  const problems: unknown[] = []
  const onProblem = (problem: unknown) => problems.push(problem)
  const options = { portal, clock: { now: clock.now, sleep }, signal: stop.signal, onProblem }
  for await (const { signatures } of statusChanges(worker.send, options)) {
    const { padesUrl } = signatures
    if (padesUrl !== undefined) await (await worker.send(portal.downloadPades(padesUrl))).bytes()
  }
  expect([confirmed(), problems]).toEqual([20, []])
  expect(simulator.exchanges().filter(({ status }) => status === 429)).toEqual([])
})

test.each([5, 50, 150, 900])(
  'three downloads for each change block nobody, however uneven: up to %i ms',
  async (most) => {
    const { simulator, clock, worker, confirmed } = await signedJobs(10, true)
    const random = new Random(seed)
    const send: Send = (operation, signal) => {
      clock.advance(random.integer(0, most))
      return worker.send(operation, signal)
    }
    const stop = new AbortController()
    const sleep = (milliseconds: number): Promise<void> => {
      if (milliseconds > minute) stop.abort()
      return worker.sleep(milliseconds)
    }
    const { onProblem } = worker
    const options = { portal, clock: { now: clock.now, sleep }, signal: stop.signal, onProblem }
    for await (const { signatures } of statusChanges(send, options))
      for (let download = 0; download < 3; download += 1)
        await (await send(portal.downloadPades(signatures.padesUrl ?? ''))).bytes()
    expect(confirmed()).toBe(20)
    expect(simulator.exchanges().filter(({ status }) => status === 429)).toEqual([])
  },
)

test('a download that fails once, and a change that cannot be saved, come back, and the others do not wait', async () => {
  const { simulator, clock, worker, statuses, problems, confirmed } = await signedJobs(2)
  simulator.planFault({ kind: 'status', status: 503, content: 'empty' }, { resource: 'downloadPades' })
  const poisoned = new Error('cannot be saved')
  let failing = 2
  const save: Archive['save'] = (...saved) => {
    if (saved[0].status !== 'IN_PROGRESS' || failing === 0) return worker.archive.save(...saved)
    failing -= 1
    return Promise.reject(poisoned)
  }
  const start = clock.now().getTime()
  const at = await pollAndEnd({ ...worker, archive: { ...worker.archive, save } })
  // The other job is done already, and only what was handled is confirmed.
  expect(statuses()).toEqual(['COMPLETED_SUCCESSFULLY with its document'])
  expect(confirmed()).toBe(1)
  expect(problems).toHaveLength(3)
  expect(problems).toEqual(expect.arrayContaining([poisoned, expect.objectContaining({ status: 503 })]))
  // A second after each of the four.
  expect(at.getTime() - start).toBe(10 * minute + 4000)

  await forAnHour({ ...worker, archive: { ...worker.archive, save } }, clock)
  expect(confirmed()).toBe(4)
  expect(statuses().filter((status) => status.startsWith('COMPLETED'))).toHaveLength(2)
})

test('an older change that comes back after a newer one of its job is confirmed, and changes nothing', async () => {
  const { clock, worker, statuses, confirmed } = await signedJobs(1)
  let failing = true
  const save: Archive['save'] = (...saved) => {
    if (!failing) return worker.archive.save(...saved)
    failing = false
    return Promise.reject(new Error('not now'))
  }
  await forAnHour({ ...worker, archive: { ...worker.archive, save } }, clock)
  expect(statuses()).toEqual(['COMPLETED_SUCCESSFULLY with its document'])
  expect(confirmed()).toBe(2)
})

test('a program that ends before or after any of its steps goes on where it was, never too early', async () => {
  let ended = 0
  for (let step = 1; ended === step - 1; step += 1) {
    const { clock, worker, statuses, exchanges, confirmed } = await signedJobs(1)
    let left = step
    /** Ends the program before a step, as if there were no more of it: nothing of it goes on. */
    const orEnd = <Given extends readonly unknown[], T>(run: (...given: Given) => Promise<T>) => {
      return async (...given: Given): Promise<T> => {
        left -= 1
        if (left !== 0) return run(...given)
        ended = step
        end()
        return new Promise<T>(() => undefined)
      }
    }
    let end = (): void => undefined
    const gone = new Promise<void>((resolve) => {
      end = resolve
    })
    const read = orEnd(async () => {
      const { state, store } = await worker.row.read()
      return { state, store: orEnd(store) }
    })
    const mortal: Worker = {
      ...worker,
      send: (operation, signal) => orEnd(() => worker.send(operation, signal))(),
      archive: { latest: orEnd(worker.archive.latest), save: orEnd(worker.archive.save) },
      row: { read },
    }
    await Promise.race([pollAndEnd(mortal), gone])
    await forAnHour(worker, clock)
    expect([step, statuses().at(-1)]).toEqual([step, 'COMPLETED_SUCCESSFULLY with its document'])
    expect(exchanges('nextStatusChange', 429)).toEqual([])
    // Nothing is left to come back.
    const confirmedBefore = confirmed()
    await forAnHour(worker, clock)
    expect([step, confirmed()]).toEqual([step, confirmedBefore])
  }
  expect(ended).not.toBe(0)
})

test('the loop survives a download that fails once, and confirms the change when it has come back', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
  const { simulator, clock, worker, exchanges, confirmed } = await signedJobs(1)
  simulator.planFault({ kind: 'status', status: 503, content: 'empty' }, { resource: 'downloadPades' })
  const stop = new AbortController()
  const archived: string[] = []
  const archive = (id: string): Promise<void> => {
    archived.push(id)
    stop.abort()
    return Promise.resolve()
  }
  const sleep = vi.spyOn(pollingClock, 'sleep').mockImplementation((milliseconds) => {
    clock.advance(milliseconds)
    return Promise.resolve()
  })
  const now = vi.spyOn(pollingClock, 'now').mockImplementation(clock.now)
  await archiveSignedDocuments(portal, worker.send, archive, stop.signal)
  expect(archived).toHaveLength(1)
  expect(warn.mock.calls).toMatchObject([[{ status: 503 }]])
  expect(exchanges('nextStatusChange', 429)).toEqual([])
  expect(confirmed()).toBe(2)
  for (const spy of [warn, sleep, now]) spy.mockRestore()
})
