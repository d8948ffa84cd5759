/** The service of `examples` when its worker is killed: at any point, in a process of its own, on both stores. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createJob } from '../../examples/service/creation.js'
import { showProblems } from '../../examples/service/jobs.js'
import type { Service } from '../../examples/service/service.js'
import { step } from '../../examples/service/worker.js'
import { describeWith } from '../../testing/requirements.js'
import {
  endLeases,
  form,
  inProcess,
  openService,
  startPortal,
  type Portal,
  type Store,
} from '../../testing/service/portal.js'
import { postgresql, startPostgres } from '../../testing/service/postgres.js'

const elevenMinutes = 660_000

// Many processes, one after the other.
vi.setConfig({ testTimeout: 1_200_000 })

/** Works until there is nothing to do, also when what was handed out has come back. */
async function workAll(service: Service, { advance }: Portal): Promise<void> {
  for (const milliseconds of [0, elevenMinutes, elevenMinutes]) {
    advance(milliseconds)
    // A change is followed by a second in which the queue is not asked.
    for (let idle = 0; idle < 2; idle += 1) {
      while (await step(service)) idle = 0
      advance(1000)
    }
  }
}

/** Does something with a service, alone. */
async function withService<T>(portal: Portal, store: Store, act: (service: Service) => Promise<T>): Promise<T> {
  const service = await openService(portal.settings, store)
  try {
    return await act(service)
  } finally {
    await service.database.close()
  }
}

/** The lock of a process that was killed: that it is taken over in time has a test of its own. */
function removeLock(store: Store): void {
  if ('folder' in store) rmSync(`${store.folder}/lock`, { force: true })
}

/** Kills a worker at each n-th point until there is none left, each time with a change more. */
async function killEverywhere(portal: Portal, store: Store, every: number): Promise<readonly string[]> {
  const { simulator } = portal
  const points: string[] = []
  let jobs: { id: string; signatureJobId: string }[] = []
  for (let killAt = 1; ; killAt += every) {
    const id = randomUUID()
    const { signatureJobId } = await withService(portal, store, async (service) => {
      const before = new Set(simulator.jobs().map((job) => job.signatureJobId))
      expect(await createJob(service, id, form)).toMatchObject({ status: 201 })
      const created = simulator.jobs().find((job) => !before.has(job.signatureJobId))
      if (created === undefined) throw new Error('There is no new job.')
      return created
    })
    jobs.push({ id, signatureJobId })
    simulator.setSignerStatus(signatureJobId, 1, 'SIGNED')
    portal.advance(elevenMinutes)
    const point = await inProcess({ settings: portal.settings, store, killAt })
    removeLock(store)
    if (point !== undefined) points.push(point)
    await withService(portal, store, async (service) => {
      await endLeases(service)
      await workAll(service, portal)
      await expectAllOnce(service, jobs)
    })
    if (point === undefined) return points
    jobs = jobs.slice(-1)
  }
}

/** Everything is stored, its effects are there once, and the portal has nothing more to tell. */
async function expectAllOnce({ database }: Service, jobs: readonly { readonly id: string }[]): Promise<void> {
  for (const { id } of jobs) {
    const tasks = await database.query('SELECT subject, status FROM task WHERE job_id = $1 ORDER BY subject', [id])
    expect(tasks).toEqual([
      { subject: 'job', status: 'COMPLETED_SUCCESSFULLY' },
      { subject: 'signer 1', status: 'SIGNED' },
    ])
    const [document] = await database.query<{ bytes: Uint8Array }>('SELECT bytes FROM document WHERE job_id = $1', [id])
    expect(Buffer.from(document?.bytes ?? []).toString('latin1', 0, 5)).toBe('%PDF-')
  }
  expect(await database.query('SELECT * FROM handled')).toEqual([])
  expect(await database.query("SELECT state->'unconfirmed' AS left FROM queue")).toEqual([{ left: [] }])
  expect(await database.query('SELECT * FROM problem')).toEqual([])
}

/** Creation by a process that is killed at each point: what may be there is shown, and sent by nobody again. */
async function killCreation(portal: Portal, store: Store): Promise<void> {
  const { simulator } = portal
  const seen: string[] = []
  for (let killAt = 1; ; killAt += 1) {
    const jobId = randomUUID()
    const before = simulator.jobs().length
    const point = await inProcess({ settings: portal.settings, store, killAt, jobId })
    removeLock(store)
    if (point === undefined) break
    const isSent = simulator.jobs().length > before
    seen.push(isSent ? 'sent' : 'not sent')
    await withService(portal, store, async (service) => {
      const shown = JSON.stringify((await showProblems(service)).content)
      const again = await createJob(service, jobId, form)
      expect(simulator.jobs().length, point).toBe(before + (isSent ? 1 : 0))
      // After the last point it is known what became of it.
      const isKnown = point.startsWith('query UPDATE')
      expect(again).toMatchObject({ status: 200, content: { state: isKnown ? 'created' : 'unanswered' } })
      expect(shown.includes(jobId), point).toBe(!isKnown)
      if (!isSent || isKnown) return
      // Its first status change tells that it is there.
      const [job] = simulator.jobs().slice(-1)
      simulator.setSignerStatus(job?.signatureJobId ?? '', 1, 'REJECTED')
      await workAll(service, portal)
      expect(await createJob(service, jobId, form)).toMatchObject({ content: { state: 'created', status: 'FAILED' } })
      expect(JSON.stringify((await showProblems(service)).content)).not.toContain(jobId)
    })
  }
  expect(new Set(seen)).toEqual(new Set(['not sent', 'sent']))
}

/** What holds on both stores; it kills a worker at each n-th point. */
function whenKilled(
  open: (portal: Portal) => { readonly store: Store; readonly stop: () => void },
  every: number,
): void {
  let portal: Portal
  let opened: ReturnType<typeof open>

  beforeAll(async () => {
    portal = await startPortal()
    opened = open(portal)
  })
  afterAll(async () => {
    await portal.close()
    opened.stop()
  })

  test('a worker that is killed at any point loses no change, and none has its effect twice', async () => {
    const points = await killEverywhere(portal, opened.store, every)
    expect(points.length).toBeGreaterThan(3)
    if (every > 1) return
    // After the poll, the download and the confirmation as well.
    for (const asked of [/^after GET .*polling_queue/, /^after GET .*pades/, /^after POST /])
      expect(
        points.some((point) => asked.test(point)),
        `${String(asked)} ${points.join('\n')}`,
      ).toBe(true)
  })

  test('a job whose creation was cut off is shown, and not sent again', async () => {
    await killCreation(portal, opened.store)
  })
}

describe('on PGlite', () => {
  whenKilled(({ folder }) => ({ store: { folder: join(folder, 'data') }, stop: () => undefined }), 4)
})

describeWith([postgresql], 'on PostgreSQL', () => {
  whenKilled(() => {
    const { url, stop } = startPostgres()
    return { store: { url }, stop }
  }, 1)
})
