import { beforeEach, describe, expect, it } from 'vitest'
import { create, organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, clock, simulator, queue, root, send } from '../../testing/simulator/simulated.js'
import { codesOf } from '../../testing/issues.js'

beforeEach(() => {
  begin()
})

describe('faults', () => {
  it('are refused out of their range', () => {
    for (const fault of [
      { kind: 'status', status: 200, content: 'error' },
      { kind: 'successStatus', status: 418 },
      { kind: 'header', name: 'a b', value: '' },
      { kind: 'header', name: 'a', value: '\n' + 'b\nc' },
      { kind: 'root', root: 'elsewhere' },
      { kind: 'nothing' },
      null,
    ])
      expect(
        codesOf(() => {
          simulator.planFault(fault as never)
        }),
        JSON.stringify(fault),
      ).toEqual(['simulator.fault'])
    expect(
      codesOf(() => {
        simulator.planFault({ kind: 'truncated' }, { times: 0 })
      }),
    ).toEqual(['simulator.fault'])
  })

  it('come as often as was planned, to the resource that was named', async () => {
    simulator.planFault({ kind: 'status', status: 500, content: 'text' }, { resource: 'nextStatusChange', times: 2 })
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(200)
    const statuses = [await send(queue), await send(queue), await send(queue)].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 204])
  })

  it('wait for a request that the rate limit lets through', async () => {
    begin({ rateLimit: true })
    simulator.planFault({ kind: 'status', status: 503, content: 'text' }, { resource: 'organization' })
    const statuses: number[] = []
    for (let call = 0; call < 12; call++) statuses.push((await send(`${root}/${organizationNumber}`)).status)
    expect(statuses).toEqual([503, ...Array<number>(9).fill(200), 429, 429])
    simulator.planFault({ kind: 'status', status: 503, content: 'text' }, { resource: 'organization' })
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(429)
    clock.advance(30_000)
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(503)
  })

  it('of a lost response: the request had its effect, or none', async () => {
    simulator.planFault({ kind: 'noResponse', effect: false }, { resource: 'create' })
    await expect(create(send, root)).rejects.toThrow(TypeError)
    expect(simulator.jobs()).toHaveLength(0)
    simulator.planFault({ kind: 'noResponse', effect: true }, { resource: 'create' })
    await expect(create(send, root)).rejects.toThrow(TypeError)
    expect(simulator.jobs()).toHaveLength(1)
  })
})
