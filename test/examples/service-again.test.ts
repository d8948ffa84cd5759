/** The service of `examples` where something comes again: a creation, a change, a failure of the database. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pollOnce, type HandedOutStatusChange, type Send } from 'signering-portal/http'
import { writePdf } from 'signering-portal/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeChange } from '../../examples/service/changes.js'
import { createJob } from '../../examples/service/creation.js'
import { createEndpoint } from '../../examples/service/endpoint.js'
import { showJob, showProblems } from '../../examples/service/jobs.js'
import type { Service } from '../../examples/service/service.js'
import { step } from '../../examples/service/worker.js'
import { describeWith } from '../../testing/requirements.js'
import { form, openService, startPortal, type Portal, type Store } from '../../testing/service/portal.js'
import { postgresql, startPostgres } from '../../testing/service/postgres.js'

/** What holds on both stores. */
function whenAgain(open: (portal: Portal) => { readonly store: Store; readonly stop: () => void }): void {
  let portal: Portal
  let service: Service
  let opened: ReturnType<typeof open>

  beforeAll(async () => {
    portal = await startPortal()
    opened = open(portal)
    service = await openService(portal.settings, opened.store)
  })
  afterAll(async () => {
    await service.database.close()
    opened.stop()
    await portal.close()
  })

  /** Creates a job, and has its signer sign. Gives the id. */
  async function signedJob(): Promise<string> {
    const id = randomUUID()
    expect(await createJob(service, id, form)).toMatchObject({ status: 201 })
    const job = portal.simulator.jobs().find(({ request: { reference } }) => reference === id)
    portal.simulator.setSignerStatus(job?.signatureJobId ?? '', 1, 'SIGNED')
    portal.advance(31_000)
    return id
  }

  /** Works until there is nothing to do, also after the second in which a queue with changes is not asked. */
  async function workAll(worker: Service): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      portal.advance(31_000)
      while (await step(worker));
    }
  }

  it('an id that is known is no other job', async () => {
    const id = randomUUID()
    expect(await createJob(service, id, form)).toMatchObject({ status: 201 })
    // The same, in another order.
    const same = Object.fromEntries(Object.entries(form).reverse())
    expect(await createJob(service, id, same)).toMatchObject({ status: 200, content: { state: 'created' } })
    const { documents } = form
    for (const other of [
      { title: 'Lease of another house' },
      { signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'b@example.com' } } }] },
      { documents: documents.map((document) => ({ ...document, bytes: writePdf(['Another lease']) })) },
      { availability: { availableSeconds: 3600 } },
    ])
      expect(await createJob(service, id, { ...form, ...other })).toMatchObject({ status: 409 })
    const count = portal.simulator.jobs().filter(({ request: { reference } }) => reference === id).length
    expect(count).toBe(1)
  })

  it('a change that comes back does not take away that documents can be deleted', async () => {
    const id = await signedJob()
    const options = { portal: service.portal, pollingQueue: 'service', now: service.now }
    const { outcome } = await pollOnce(service.send, options)
    const old = outcome as HandedOutStatusChange
    expect(old.kind).toBe('statusChange')
    const deleteDocumentsUrl = `${portal.settings.root}/delete`
    await service.database.query("INSERT INTO queue (name) VALUES ('service')")
    await storeChange(service, { ...old, statusChange: { ...old.statusChange, deleteDocumentsUrl } })
    await storeChange(service, old)
    expect(await showJob(service, id)).toMatchObject({ content: { can_be_deleted: true, can_be_cancelled: false } })
    await service.database.query('DELETE FROM handled')
  })

  it('what is stored is no problem, though its storing got no answer', async () => {
    const id = await signedJob()
    const { database } = service
    let transactions = 0
    const transaction: typeof database.transaction = async (work) => {
      await database.transaction(work)
      // The first one gives back the queue.
      if ((transactions += 1) === 2) throw new Error('Connection terminated unexpectedly')
    }
    await workAll({ ...service, database: { ...database, transaction } })
    expect(transactions).toBeGreaterThan(1)
    expect(await showJob(service, id)).toMatchObject({ content: { has_document: true } })
    expect(await showProblems(service)).toMatchObject({ content: { problems: [] } })
  })

  it('a refusal does not take the place of a change that was quicker', async () => {
    const id = randomUUID()
    const send: Send = async (operation, signal) => {
      await service.send(operation, signal)
      const job = portal.simulator.jobs().find(({ request: { reference } }) => reference === id)
      portal.simulator.setSignerStatus(job?.signatureJobId ?? '', 1, 'SIGNED')
      await workAll(service)
      portal.simulator.planFault({ kind: 'status', status: 409, content: 'error' }, { resource: 'create' })
      return service.send(operation, signal)
    }
    await createJob({ ...service, send }, id, form)
    expect(await showJob(service, id)).toMatchObject({ content: { state: 'created', refusal: null } })
  })

  it('a job is what was sent, to the last byte, or none', async () => {
    const endpoint = createEndpoint(service).listen(0, '127.0.0.1')
    await once(endpoint, 'listening')
    const { port } = endpoint.address() as AddressInfo
    const put = async (
      body: Uint8Array,
    ): Promise<{ readonly status: number | undefined; readonly content: string }> => {
      const headers = { 'Content-Length': body.length }
      const asked = request({ port, host: '127.0.0.1', method: 'PUT', path: `/jobs/${randomUUID()}`, headers }).end(
        body,
      )
      const [response] = (await once(asked, 'response')) as [IncomingMessage]
      return { status: response.statusCode, content: await text(response) }
    }
    const [{ bytes } = { bytes: new Uint8Array() }] = form.documents
    const base64 = Buffer.from(bytes).toString('base64')
    const json = (text: string): string =>
      JSON.stringify({ ...form, title: 'Leie av huset på øya', documents: [{ title: 'Lease', bytes: text }] })
    expect(await put(Buffer.from(json(base64)))).toMatchObject({ status: 201 })
    expect(await put(Buffer.from(json(base64), 'latin1'))).toMatchObject({ status: 400 })
    for (const wrong of [base64.slice(0, -5), `${base64.slice(0, 400)}=${base64.slice(400)}`, `${base64}====`])
      expect(await put(Buffer.from(json(wrong)))).toMatchObject({
        status: 422,
        content: expect.stringContaining('"field":"documents.0.bytes"') as string,
      })
    await once(endpoint.close(), 'close')
  })
}

describe('on PGlite', () => {
  whenAgain(({ folder }) => ({ store: { folder: join(folder, 'data') }, stop: () => undefined }))
})

describeWith([postgresql], 'on PostgreSQL', () => {
  whenAgain(() => {
    const { url, stop } = startPostgres()
    return { store: { url }, stop }
  })
})
