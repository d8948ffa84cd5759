import { beforeEach, describe, expect, it } from 'vitest'
import { serviceError } from 'signering-portal/codec'
import { simulatorFetch } from 'signering-portal/simulator'
import { organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, created, nextChange, simulator, queue, root, send } from '../../testing/simulator/simulated.js'

beforeEach(() => {
  begin()
})

describe('the root', () => {
  it('is /api, and nothing is found elsewhere', async () => {
    await created()
    const statusOf = async (url: string, method = 'GET'): Promise<number> => (await send(url, { method })).status
    const jobs = `${organizationNumber}/portal/signature-jobs`
    for (const elsewhere of ['', '/nowhere/else', '/ap', '/API', '/apis', '/api/api', '/x/api', '//api'])
      for (const [path, method] of [
        [organizationNumber],
        [jobs],
        [jobs, 'POST'],
        [`${jobs}/9007199254740993/cancel`, 'POST'],
      ] as const)
        expect(await statusOf(`https://portal.example${elsewhere}/${path}`, method)).toBe(404)
    expect(await statusOf(`https://other.example:8080/api/${jobs}`)).toBe(204)
    expect(simulator.exchanges().filter(({ resource }) => resource === 'unknown')).toHaveLength(32)
  })
})

describe('a confirmation', () => {
  it.each([undefined, 200, 204] as const)(
    'is answered with the status that is asked for: %s',
    async (confirmationStatus) => {
      begin({ confirmationStatus })
      const id = await created()
      simulator.setSignerStatus(id, 1, 'REJECTED')
      const change = await nextChange()
      const response = await send(change?.confirmationUrl ?? '', { method: 'POST' })
      expect([response.status, await response.text()]).toEqual([confirmationStatus ?? 204, ''])
      expect(await nextChange()).toBeUndefined()
    },
  )
})

describe('access', () => {
  it('tells who is calling', async () => {
    begin({ brokers: [{ organizationNumber: '555555555', senders: [organizationNumber] }] })
    expect(await (await send(`${root}/${organizationNumber}`)).text()).toContain(organizationNumber)
    const text = await (
      await simulatorFetch(simulator, { organizationNumber: '555555555' })(`${root}/${organizationNumber}`)
    ).text()
    expect(text).toContain('555555555')
  })

  it('is denied to organizations that are not known, and to the jobs of others', async () => {
    const other = '987654325'
    begin({ senders: [organizationNumber, other].map((number) => ({ organizationNumber: number, sector: 'PUBLIC' })) })
    const id = await created()
    expect((await send(`${root}/${other}/portal/signature-jobs/${id}/cancel`, { method: 'POST' })).status).toBe(404)
    const refused = await send(`${root}/111111111/portal/signature-jobs`)
    expect([refused.status, serviceError.decode(await refused.text()).errorCode]).toEqual([403, 'NOT_AUTHORIZED'])
  })

  it('is denied to a client that does not take what there is', async () => {
    const status = async (url: string, accept: string): Promise<number> =>
      (await send(url, { headers: { Accept: accept } })).status
    expect(await status(queue, 'application/json')).toBe(406)
    expect(await status(queue, 'application/xml;q=0')).toBe(406)
    expect(await status(queue, 'text/html, application/*;q=0.5')).toBe(204)
    expect(await status(`${queue}/1/pades`, 'text/html')).toBe(406)
    expect(await status(`${queue}/1/pades`, 'application/octet-stream')).toBe(404)
    expect(await status(`${queue}/1/xades/1`, 'application/octet-stream, application/xml')).toBe(404)
    begin({ requireAccept: false })
    expect(await status(queue, 'application/json')).toBe(204)
  })
})
