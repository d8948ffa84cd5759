/** The service of `examples` over its endpoint, on both stores. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { portalOperations, type Send } from 'signering-portal/http'
import type { SimulatedJob } from 'signering-portal/simulator'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest'
import { createJob } from '../../examples/service/creation.js'
import { openPostgres } from '../../examples/service/database.js'
import { createEndpoint } from '../../examples/service/endpoint.js'
import type { Service } from '../../examples/service/service.js'
import { step } from '../../examples/service/worker.js'
import { describeWith, repositoryFile } from '../../testing/requirements.js'
import { endLeases, form, openService, startPortal, type Portal, type Store } from '../../testing/service/portal.js'
import { postgresql, startPostgres } from '../../testing/service/postgres.js'

test('what people copy is less than 500 lines', () => {
  const folder = repositoryFile('examples/service')
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
  expect(lines.length).toBeLessThan(500)
})

/** What JSON has of a form. */
const asJson = ({ documents, ...others }: typeof form): object => ({
  ...others,
  documents: documents.map(({ bytes, ...rest }) => ({ ...rest, bytes: Buffer.from(bytes).toString('base64') })),
})

function endToEnd(open: (portal: Portal) => { readonly store: Store; readonly stop: () => void }): void {
  let portal: Portal
  let service: Service
  let url: string
  let end: () => Promise<void>

  beforeAll(async () => {
    portal = await startPortal()
    const { store, stop } = open(portal)
    service = await openService(portal.settings, store)
    const endpoint = createEndpoint(service).listen(0, '127.0.0.1')
    await once(endpoint, 'listening')
    url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`
    end = async () => {
      endpoint.close()
      await service.database.close()
      stop()
      await portal.close()
    }
  })
  afterAll(async () => {
    await end()
  })

  const ask = async (method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> => {
    const response = await fetch(url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await response.text()
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }
  const put = async (id: string, body: unknown = asJson(form)): Promise<{ status: number; json: unknown }> =>
    ask('PUT', `/jobs/${id}`, body)
  const workAll = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) {
      portal.advance(31_000)
      while (await step(service));
    }
  }
  const jobOf = (id: string): SimulatedJob => {
    const job = portal.simulator.jobs().find(({ request }) => request.reference === id)
    if (job === undefined) throw new Error('The portal has no such job.')
    return job
  }
  const countOf = (id: string): number =>
    portal.simulator.jobs().filter(({ request }) => request.reference === id).length

  it('takes a job from the form to its signed document, and deletes it', async () => {
    const id = randomUUID()
    const signers = [
      { order: 1, personalIdentificationNumber: '01013300001', notifications: { email: { address: 'k@example.com' } } },
      { order: 2, identifiedByContactInformation: true, notifications: { sms: { number: '+4799999999' } } },
    ]
    expect(await put(id, { ...asJson(form), signers })).toMatchObject({ status: 201, json: { id, fields: [] } })
    expect(await put(id, { ...asJson(form), signers })).toMatchObject({
      status: 200,
      json: { state: 'created', status: null },
    })
    expect((await put(id)).status).toBe(409)
    expect(countOf(id)).toBe(1)
    expect((await ask('GET', `/jobs/${id}/document`)).status).toBe(404)
    const { signatureJobId } = jobOf(id)
    for (const signer of [1, 2]) {
      portal.advance(2000)
      portal.simulator.setSignerStatus(signatureJobId, signer, 'SIGNED')
      await workAll()
    }
    const { json } = await ask('GET', `/jobs/${id}`)
    expect(json).toMatchObject({ status: 'COMPLETED_SUCCESSFULLY', has_document: true, can_be_cancelled: false })
    const { statuses } = json as { statuses: readonly { subject: string; status: string }[] }
    expect(statuses.map(({ subject, status }) => `${subject} ${status}`).sort()).toEqual([
      'job COMPLETED_SUCCESSFULLY',
      'job IN_PROGRESS',
      'signer 1 SIGNED',
      'signer 2 SIGNED',
      'signer 2 WAITING',
    ])
    const document = await fetch(`${url}/jobs/${id}/document`)
    expect(document.headers.get('content-type')).toBe('application/pdf')
    expect((await document.text()).startsWith('%PDF-')).toBe(true)

    // It can be deleted later, which a change of its own tells.
    portal.advance(25 * 3_600_000)
    await workAll()
    expect((await ask('GET', `/jobs/${id}`)).json).toMatchObject({ can_be_deleted: true })
    portal.simulator.planFault({ kind: 'noResponse', effect: true }, { resource: 'deleteDocuments' })
    expect((await ask('DELETE', `/jobs/${id}/documents`)).status).toBe(500)
    expect((await ask('DELETE', `/jobs/${id}/documents`)).status).toBe(204)
    expect((await ask('DELETE', `/jobs/${id}/documents`)).status).toBe(409)
    expect((await ask('GET', `/jobs/${id}`)).json).toMatchObject({ has_document: true, can_be_deleted: false })
  })

  it('names the fields of a form that are wrong, and sends nothing', async () => {
    const id = randomUUID()
    const wrong = { ...asJson(form), title: '', signers: [{ personalIdentificationNumber: '1' }], sectr: 1 }
    const { status, json } = await put(id, { ...wrong, documents: [{ title: 'Lease', bytes: 'AAAA' }] })
    expect(status).toBe(422)
    const { fields } = json as { fields: readonly { field: string }[] }
    expect(fields.map(({ field }) => field).sort()).toEqual([
      'documents.0.bytes',
      'sectr',
      'signers.0',
      'signers.0.personalIdentificationNumber',
      'title',
    ])
    expect(await ask('GET', `/jobs/${id}`)).toMatchObject({ status: 404 })
    const [pdf = new Uint8Array()] = form.documents.map(({ bytes }) => bytes)
    const base64 = Buffer.from(pdf).toString('base64')
    const noBase64 = { ...asJson(form), documents: [{ title: 'Lease', bytes: `${base64}!` }] }
    expect(await put(id, noBase64)).toMatchObject({ status: 422, json: { fields: [{ field: 'documents.0.bytes' }] } })
    for (const odd of [null, 5, 'text', []]) expect([400, 422]).toContain((await put(id, odd)).status)
    const noJson = await fetch(`${url}/jobs/${id}`, { method: 'PUT', body: '{' })
    expect(noJson.status).toBe(400)
    expect((await put(id, { padding: 'x'.repeat(16_000_000) })).status).toBe(413)
    expect((await ask('GET', '/elsewhere')).status).toBe(404)
    expect(countOf(id)).toBe(0)
  })

  it.each([true, false])(
    'shows a creation without an answer, and does not send it again (effect: %s)',
    async (effect) => {
      const id = randomUUID()
      portal.simulator.planFault({ kind: 'noResponse', effect }, { resource: 'create' })
      expect((await put(id)).status).toBe(504)
      expect(JSON.stringify((await ask('GET', '/problems')).json)).toContain(id)
      expect(await put(id)).toMatchObject({ status: 200, json: { state: 'unanswered' } })
      expect(countOf(id)).toBe(effect ? 1 : 0)
      if (!effect) return
      portal.simulator.setSignerStatus(jobOf(id).signatureJobId, 1, 'SIGNED')
      await workAll()
      expect(await put(id)).toMatchObject({ json: { state: 'created', has_document: true } })
      expect(JSON.stringify((await ask('GET', '/problems')).json)).not.toContain(id)
      expect(countOf(id)).toBe(1)
    },
  )

  it.each([500, 503, 408])('takes an answer of %i for none', async (status) => {
    const id = randomUUID()
    portal.simulator.planFault({ kind: 'status', status, content: 'text' }, { resource: 'create' })
    expect((await put(id)).status).toBe(504)
    expect(await put(id)).toMatchObject({ status: 200, json: { state: 'unanswered' } })
  })

  it('tells what the portal refuses, and can be asked again for what was not sent', async () => {
    const [refused, limited, unsent] = [randomUUID(), randomUUID(), randomUUID()]
    portal.simulator.planFault({ kind: 'status', status: 400, content: 'error' }, { resource: 'create' })
    expect(await put(refused)).toMatchObject({ status: 502, json: { refusal: expect.any(String) as string } })
    expect(await put(refused)).toMatchObject({ status: 200, json: { state: 'refused' } })
    portal.simulator.planFault({ kind: 'status', status: 429, content: 'empty' }, { resource: 'create' })
    expect((await put(limited)).status).toBe(503)
    expect((await put(limited)).status).toBe(201)
    const nowhere = portalOperations({ root: 'https://127.0.0.1:1/api', ...service.own.sender })
    expect(await createJob({ ...service, portal: nowhere }, unsent, form)).toMatchObject({ status: 503 })
    expect((await put(unsent)).status).toBe(201)
  })

  it('keeps what a status change tells that is quicker than the answer to the creation', async () => {
    const id = randomUUID()
    const send: Send = async (operation, signal) => {
      const outcome = await service.send(operation, signal)
      portal.simulator.setSignerStatus(jobOf(id).signatureJobId, 1, 'SIGNED')
      await workAll()
      return outcome
    }
    expect(await createJob({ ...service, send }, id, form)).toMatchObject({ status: 201 })
    const { json } = await ask('GET', `/jobs/${id}`)
    expect(json).toMatchObject({ status: 'COMPLETED_SUCCESSFULLY', can_be_cancelled: false })
  })

  it('cancels a job, and not one that is over', async () => {
    const id = randomUUID()
    await put(id)
    expect((await ask('POST', `/jobs/${id}/cancel`)).status).toBe(202)
    expect((await ask('POST', `/jobs/${id}/cancel`)).status).toBe(409)
    await workAll()
    expect((await ask('GET', `/jobs/${id}`)).json).toMatchObject({ status: 'FAILED', can_be_cancelled: false })
    expect((await ask('POST', `/jobs/${id}/cancel`)).status).toBe(409)
    expect((await ask('POST', `/jobs/${randomUUID()}/cancel`)).status).toBe(409)
  })

  it('shows a change that it cannot store, leaves it unconfirmed, and stores it when it can', async () => {
    const id = randomUUID()
    await put(id)
    const { signatureJobId } = jobOf(id)
    portal.simulator.planFault({ kind: 'webPage' }, { resource: 'downloadPades' })
    portal.simulator.setSignerStatus(signatureJobId, 1, 'SIGNED')
    await workAll()
    expect((await ask('GET', '/problems')).json).toMatchObject({
      problems: [{ signature_job_id: signatureJobId, problem: 'http.content-type' }],
    })
    expect((await ask('GET', `/jobs/${id}`)).json).toMatchObject({ status: null, has_document: false })
    portal.advance(600_000)
    await workAll()
    expect((await ask('GET', '/problems')).json).toMatchObject({ problems: [] })
    expect((await ask('GET', `/jobs/${id}`)).json).toMatchObject({ has_document: true })
  })

  it('leaves the job of somebody else unconfirmed, and shows it', async () => {
    const id = randomUUID()
    await put(id)
    await service.database.query('DELETE FROM job WHERE id = $1', [id])
    const { signatureJobId } = jobOf(id)
    portal.simulator.setSignerStatus(signatureJobId, 1, 'REJECTED')
    await workAll()
    expect((await ask('GET', '/problems')).json).toMatchObject({ problems: [{ signature_job_id: signatureJobId }] })
    expect(await service.database.query('SELECT * FROM handled')).toEqual([])
  })
}

describe('on PGlite', () => {
  endToEnd((portal) => ({ store: { folder: join(portal.folder, 'data') }, stop: () => undefined }))
})

describeWith([postgresql], 'on PostgreSQL', () => {
  endToEnd(() => {
    const { url, stop } = startPostgres()
    return { store: { url }, stop }
  })

  it('lets several workers share a queue: one asks, while the others store', async () => {
    const portal = await startPortal()
    const postgres = startPostgres()
    let [polling, downloading, both] = [0, 0, false]
    const most = { polling: 0 }
    const byWorker = new Map<number, number>()
    const services = await Promise.all(
      [1, 2, 3].map(async (worker) =>
        openService(portal.settings, postgres, async (name) => {
          const change = name.startsWith('before') ? 1 : -1
          if (name.includes('polling_queue')) polling += change
          if (name.includes('pades')) downloading += change
          most.polling = Math.max(most.polling, polling)
          both ||= polling > 0 && downloading > 0
          if (!name.startsWith('before') || !name.includes('pades')) return
          byWorker.set(worker, (byWorker.get(worker) ?? 0) + 1)
          await setTimeout(300)
        }),
      ),
    )
    onTestFinished(async () => {
      for (const { database } of services) await database.close()
      await portal.close()
      postgres.stop()
    })
    const [first] = services
    if (first === undefined) throw new Error('There is no service.')
    const ids = Array.from({ length: 12 }, () => randomUUID())
    for (const id of ids) expect(await createJob(first, id, form)).toMatchObject({ status: 201 })
    for (const { signatureJobId } of portal.simulator.jobs())
      portal.simulator.setSignerStatus(signatureJobId, 1, 'SIGNED')
    const isDone = async (): Promise<boolean> =>
      (await first.database.query('SELECT FROM document')).length === ids.length &&
      (await first.database.query('SELECT FROM handled')).length === 0
    let done = false
    const work = async (service: Service): Promise<void> => {
      while (!done) if (!(await step(service))) await setTimeout(5)
    }
    const watch = async (): Promise<void> => {
      for (; !done; done = await isDone()) {
        portal.advance(100)
        await setTimeout(10)
      }
    }
    await Promise.all([...services.map(work), watch()])
    expect(most.polling).toBe(1)
    expect(both).toBe(true)
    expect(byWorker.size).toBeGreaterThan(1)
    const downloads = [...byWorker.values()].reduce((sum, count) => sum + count, 0)
    expect(downloads).toBe(ids.length)
    const tasks = await first.database.query('SELECT job_id, subject, status FROM task')
    expect(tasks).toHaveLength(2 * ids.length)
    expect(new Set(tasks.map((task) => JSON.stringify(task))).size).toBe(tasks.length)
    const tooEarly = portal.simulator.exchanges().filter(({ status }) => status === 429)
    expect(tooEarly).toEqual([])
  })

  it('outlives connections that break, also within a transaction', async () => {
    const { url, stop } = startPostgres()
    const [database, other] = [await openPostgres(url), await openPostgres(url)]
    onTestFinished(async () => {
      await database.close()
      await other.close()
      stop()
    })
    const broken = database.transaction(async (query) => {
      await query("INSERT INTO queue (name) VALUES ('half')")
      await other.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()')
      // What nobody listens for would end this process now.
      await setTimeout(200)
      await query("INSERT INTO queue (name) VALUES ('rest')")
    })
    await expect(broken).rejects.toThrow()
    expect(await database.query('SELECT * FROM queue')).toEqual([])
  })

  it('refuses what a worker brings whose lease has run out', async () => {
    const portal = await startPortal()
    const postgres = startPostgres()
    const outcomes: boolean[] = []
    const slow = await openService(portal.settings, postgres, async (name) => {
      if (!name.startsWith('after GET')) return
      outcomes.push(await step(quick))
      await endLeases(quick)
      outcomes.push(await step(quick))
    })
    const quick = await openService(portal.settings, postgres)
    onTestFinished(async () => {
      for (const { database } of [slow, quick]) await database.close()
      await portal.close()
      postgres.stop()
    })
    await expect(step(slow)).rejects.toThrow('Another worker has taken the queue')
    expect(outcomes).toEqual([false, true])
  })
})
