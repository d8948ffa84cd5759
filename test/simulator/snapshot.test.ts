import { beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobStatusChangeResponse, portalSignatureJobStatuses } from 'signering-portal/codec'
import { createSimulator, virtualClock, type SimulatorSnapshot } from 'signering-portal/simulator'
import {
  begin,
  clock,
  created,
  day,
  nextChange,
  parallel,
  simulator,
  queue,
  send,
} from '../../testing/simulator/simulated.js'
import { start } from '../../testing/simulator/raw-client.js'
import { codesOf } from '../../testing/issues.js'

beforeEach(() => {
  begin()
})

/** Goes on from a snapshot that was written as JSON. */
function goOn(): void {
  const snapshot = JSON.parse(JSON.stringify(simulator.snapshot())) as SimulatorSnapshot
  begin({ snapshot, clock: virtualClock(clock.now()) })
}

describe('a snapshot', () => {
  it('goes on where the portal was, through JSON', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    simulator.planFault({ kind: 'noContent' }, { resource: 'cancel' })
    const snapshot = JSON.parse(JSON.stringify(simulator.snapshot())) as SimulatorSnapshot
    const later = clock.now()
    begin({ snapshot, clock: virtualClock(later) })
    expect(simulator.snapshot()).toEqual(snapshot)
    simulator.setSignerStatus(id, 2, 'SIGNED')
    begin({ snapshot: simulator.snapshot(), clock: virtualClock(new Date(later.getTime() + 600_000)) })
    const response = await send(queue)
    expect(portalSignatureJobStatusChangeResponse.decode(await response.text()).status).toBe('COMPLETED_SUCCESSFULLY')
  })

  it('may hold a job of each status, with changes or without', async () => {
    const [, completed, failed] = [await created(), await created(parallel), await created()]
    for (const signer of [1, 2]) simulator.setSignerStatus(completed, signer, 'SIGNED')
    simulator.setSignerStatus(failed, 1, 'made up by a test')
    goOn()
    expect(simulator.jobs().map((job) => job.status)).toEqual(portalSignatureJobStatuses)
    for (let change = await nextChange(); change !== undefined; change = await nextChange())
      await send(change.confirmationUrl, { method: 'POST' })
    goOn()
    expect(simulator.jobs().map((job) => job.status)).toEqual(portalSignatureJobStatuses)
  })

  it('keeps the order of a queue, of changes of one instant too', async () => {
    const [a, b, c] = [await created(), await created(), await created()]
    const next = async (): Promise<string | undefined> => (await nextChange(0))?.signatureJobId
    simulator.setSignerStatus(a, 1, 'REJECTED')
    expect(await next()).toBe(a)
    clock.advance(600_000)
    for (const id of [b, c]) simulator.setSignerStatus(id, 1, 'REJECTED')
    expect(await next()).toBe(b)
    goOn()
    expect([await next(), await next()]).toEqual([c, a])
  })

  it.each([false, true])('changes nothing about the order of deadlines that meet: %s', async (isStored) => {
    const [a, b] = [await created(), await created()]
    const { deadline = start } = simulator.job(a)
    // The one that was created first is the last to be postponed.
    for (const id of [b, a]) simulator.postponeDeadline(id, new Date(deadline.getTime() + 60_000))
    clock.advance(30 * day)
    expect(simulator.jobs().map((job) => job.status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS'])
    if (isStored) goOn()
    clock.advance(60_000)
    expect([(await nextChange(0))?.signatureJobId, (await nextChange(0))?.signatureJobId]).toEqual([a, b])
  })

  it.each(['object', 'list'])('is refused that is nested too deep to be copied, by %s', (kind) => {
    let deep: unknown = {}
    for (let depth = 0; depth < 50_000; depth++) deep = kind === 'list' ? [deep] : { deep }
    for (const snapshot of [deep, { ...simulator.snapshot(), jobs: [deep] }])
      expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: snapshot as SimulatorSnapshot }))).toEqual([
        'simulator.snapshot',
      ])
  })

  it('lets the RangeError of a getter through', () => {
    const snapshot = {
      get version(): number {
        throw new RangeError('by a getter')
      },
    }
    expect(() => createSimulator({ clock, senders: [], snapshot: snapshot as never })).toThrow('by a getter')
  })

  it('is refused whatever part of it is missing or of another kind', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    simulator.planFault({ kind: 'truncated' })
    const good = simulator.snapshot()
    const places: (readonly (string | number)[])[] = []
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) places.push(path)
      // Below the request and the manifest the codec decides.
      if (typeof value !== 'object' || value === null || ['request', 'manifest'].includes(String(path.at(-1)))) return
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name])
    }
    walk(good, [])
    expect(places).toContainEqual(['jobs', '0', 'signers', '0', 'status', 'since'])
    const lessSigners = structuredClone(good) as SimulatorSnapshot & { jobs: { signers: unknown[] }[] }
    lessSigners.jobs[0]?.signers.pop()
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: lessSigners }))).toEqual([
      'simulator.snapshot',
    ])
    const noJob = { ...structuredClone(good), jobs: [] }
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: noJob }))).toEqual(['simulator.snapshot'])
    for (const path of places)
      for (const bad of [null, {}, 'x'.repeat(3), -1.5, [[]]]) {
        const spoilt = structuredClone(good) as unknown as Record<string | number, unknown>
        let parent = spoilt
        for (const name of path.slice(0, -1)) parent = parent[name] as Record<string | number, unknown>
        const last = path.at(-1) ?? ''
        if (typeof parent[last] === 'string' && typeof bad === 'string') continue
        if (last === 'request' && JSON.stringify(bad) === '{}') continue
        parent[last] = bad
        const message = `${path.join('.')} = ${JSON.stringify(bad)}`
        expect(
          codesOf(() => createSimulator({ clock, senders: [], snapshot: spoilt as never })),
          message,
        ).toEqual(['simulator.snapshot'])
      }
  })
})

interface Signer {
  order: number
  opensAt?: number
  status: { value: string; since: number }
}

interface Job {
  [name: string]: unknown
  signers: [Signer, Signer]
  documents: [Record<string, unknown>]
}

/** What the test changes of a snapshot. */
interface Contents {
  jobs: [Job, Job, Job]
  /** The first waits, the others are handed out. */
  changes: [Job, Job, Job]
  queues: unknown[]
  callers: unknown[]
  counts: { jobs: number }
}

const contradictions: Readonly<Record<string, (contents: Contents) => unknown>> = {
  'a change twice': ({ changes }) => changes.push(structuredClone(changes[0])),
  'a change without signers': ({ changes: [change] }) => change.signers.splice(0),
  'a change with a number that its job has not come to': ({ changes: [change] }) => (change['number'] = 77),
  'a change of another queue than its job': ({ changes: [change] }) => (change['pollingQueue'] = 'another'),
  'a change of another organization than its job': ({ changes: [change] }) =>
    (change['organizationNumber'] = '987654325'),
  'a change that returns and was not handed out': ({ changes: [, change] }) => (change['handedOut'] = false),
  'a change that tells another status than its signers': ({ changes: [, change] }) => (change['status'] = 'FAILED'),
  'a last change that tells what is not so': ({ jobs: [job] }) => (job['changeCount'] = 1),
  'a status that XML cannot carry': ({ jobs: [, , job] }) => (job.signers[0].status.value = '\x01'),
  'an empty status': ({ jobs: [, , job] }) => (job.signers[0].status.value = ''),
  'an instant that cannot be written': ({ jobs: [job] }) => (job.signers[0].status.since = 8.64e15),
  'a queue twice': ({ queues }) => queues.push(structuredClone(queues[0])),
  'a caller twice': ({ callers }) => callers.push(structuredClone(callers[0])),
  'a job twice': ({ jobs }) => (jobs[1] = structuredClone(jobs[0])),
  'jobs in another order': ({ jobs }) => jobs.reverse(),
  'a job with an id that is still to be given': ({ counts }) => (counts.jobs = 2),
  'a job with an id that none is given': ({ jobs: [, , job] }) => (job['signatureJobId'] = '9007199254740998'),
  'a job with an id before the first': ({ jobs: [job] }) => (job['signatureJobId'] = '1'),
  'a job that is over and has no end': ({ jobs: [, , job] }) => delete job['endedAt'],
  'a job that is over and has a deadline': ({ jobs: [, , job] }) => (job['deadline'] = job['endedAt']),
  'a job that is not over and has no deadline': ({ jobs: [, job] }) => delete job['deadline'],
  'a job that is open to nobody': ({ jobs: [, job] }) => {
    for (const signer of job.signers) delete signer.opensAt
  },
  'a job with another status than its signers': ({ jobs: [, job] }) => (job['status'] = 'FAILED'),
  'a job that failed though all have signed': ({ jobs: [, , job] }) => {
    for (const { status } of job.signers) status.value = 'SIGNED'
  },
  'a job in progress whose documents can be deleted': ({ jobs: [, job] }) => (job['deletableAnnounced'] = true),
  'a job in progress whose documents are gone': ({ jobs: [, job] }) => (job['documentsDeletedAt'] = 0),
  'a confirmation before the first change': ({ jobs: [, job] }) => (job['confirmedAt'] = 0),
  'a job with another queue than its request': ({ jobs: [, job] }) => (job['pollingQueue'] = 'another'),
  'a job with other signers than its manifest': ({ jobs: [, job] }) => job.signers.pop(),
  'a signer in another place than in the manifest': ({ jobs: [, job] }) => (job.signers[0].order = 2),
  'a document with another name than in the manifest': ({ jobs: [, job] }) => (job.documents[0]['href'] = 'other.pdf'),
  'a document with no hash': ({ jobs: [, job] }) => (job.documents[0]['sha256'] = 'none'),
}

describe('a snapshot that contradicts itself', () => {
  it.each(Object.entries(contradictions))('is refused: %s', async (_, contradict) => {
    begin({ rateLimit: true })
    const ids = [await created(parallel), await created(), await created()]
    for (const signer of [1, 2]) {
      simulator.setSignerStatus(ids[0] ?? '', signer, 'SIGNED')
      await nextChange()
    }
    simulator.setSignerStatus(ids[2] ?? '', 1, 'REJECTED')
    const contents = structuredClone(simulator.snapshot())
    expect(() => createSimulator({ clock, senders: [], snapshot: contents })).not.toThrow()
    contradict(contents as unknown as Contents)
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: contents }))).toEqual(['simulator.snapshot'])
  })
})
