import { beforeEach, describe, expect, it } from 'vitest'
import { documentHash, manifest, organizationNumber, start } from '../../testing/simulator/raw-client.js'
import { begin, created, day, simulator, queue, root, send } from '../../testing/simulator/simulated.js'

beforeEach(() => {
  begin()
})

describe('the exchanges', () => {
  it('are the last 1,000, with what was asked and answered', async () => {
    await send(`${root}/${organizationNumber}`)
    for (let call = 0; call < 999; call += 1) await send(`${root}/1`)
    const first = {
      resource: 'organization',
      method: 'GET',
      url: `${root}/${organizationNumber}`,
      headers: {},
      contentLength: 0,
      status: 200,
    }
    expect(simulator.exchanges()[0]).toEqual(first)
    await send(queue, { method: 'DELETE', headers: { 'X-Two': 'a', Accept: '*/*' } })
    expect(simulator.exchanges()).toHaveLength(1000)
    expect(simulator.exchanges()[0]).toEqual({ ...first, resource: 'unknown', url: `${root}/1`, status: 404 })
    const headers = { accept: '*/*', 'x-two': 'a' }
    const last = { resource: 'unknown', method: 'DELETE', url: queue, headers, contentLength: 0, status: 404 }
    expect(simulator.exchanges().at(-1)).toEqual(last)
  })
})

describe('the length of the content of a request', () => {
  const lengths = (): readonly number[] => simulator.exchanges().map(({ contentLength }) => contentLength)

  it('is told whether or not the portal has a use for it', async () => {
    const body = 'æ'
    await send(queue, { method: 'POST', body })
    await send(queue, { method: 'DELETE', body: new Uint8Array(3) })
    expect(lengths()).toEqual([2, 3])
  })

  it('is told by its header where a Request holds none', async () => {
    for (const told of ['7', 'seven', '']) await send(queue, { headers: { 'Content-Length': told } })
    await send(queue)
    expect(lengths()).toEqual([7, 0, 0, 0])
  })

  it('is told of a request that meets a fault', async () => {
    simulator.planFault({ kind: 'status', status: 503, content: 'empty' })
    await send(queue, { method: 'POST', body: 'four' })
    expect(lengths()).toEqual([4])
  })
})

describe('what a portal tells of a job', () => {
  it('is a copy without what only the portal itself has to remember', async () => {
    const id = await created()
    const told = simulator.job(id)
    expect(simulator.jobs()).toEqual([told])
    expect(told).toEqual({
      signatureJobId: id,
      organizationNumber,
      request: {},
      pollingQueue: '',
      manifest,
      documents: [{ href: 'document.pdf', mime: 'application/pdf', sha256: documentHash }],
      createdAt: start,
      signingTime: start,
      deadline: new Date(start.getTime() + 30 * day),
      signers: [
        { order: 1, opensAt: start, status: { value: 'WAITING', since: start } },
        { order: 2, status: { value: 'WAITING', since: start } },
      ],
      status: 'IN_PROGRESS',
    })
    ;(told.signers as unknown[]).pop()
    told.createdAt.setTime(0)
    told.deadline?.setTime(0)
    told.signers[0]?.status.since.setTime(0)
    const again = simulator.job(id)
    expect(again.signers).toHaveLength(2)
    expect([again.createdAt, again.signers[0]?.status.since]).toEqual([start, start])
    expect(again.deadline).toEqual(new Date(start.getTime() + 30 * day))
  })
})
