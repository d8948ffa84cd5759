import { beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import {
  begin,
  clock,
  created,
  nextChange,
  parallel,
  simulator,
  queue,
  send,
} from '../../testing/simulator/simulated.js'

beforeEach(() => {
  begin()
})

describe('polling', () => {
  it('waits every whole number of seconds from 5 to 30 in test, the same in every run', async () => {
    const run = async (): Promise<readonly number[]> => {
      begin()
      const waits: number[] = []
      for (let poll = 0; poll < 26; poll += 1) {
        const response = await send(queue)
        const next = Date.parse(response.headers.get('X-Next-permitted-poll-time') ?? '')
        waits.push((next - clock.now().getTime()) / 1000)
        clock.advance(30_000)
      }
      return waits
    }
    const waits = await run()
    expect([...waits].sort((one, other) => one - other)).toEqual(Array.from({ length: 26 }, (_, index) => index + 5))
    expect(await run()).toEqual(waits)
  })

  it('is permitted at the very instant that was told, and not a millisecond before', async () => {
    begin({ environment: 'production' })
    await send(queue)
    clock.advance(600_000)
    expect((await send(queue)).status).toBe(204)
    clock.advance(599_999)
    expect((await send(queue)).status).toBe(429)
  })

  it('takes a valueless polling_queue for the default queue', async () => {
    const id = await created()
    simulator.setSignerStatus(id, 1, 'SIGNED')
    const response = await send(`${queue}?polling_queue`)
    expect(portalSignatureJobStatusChangeResponse.decode(await response.text()).signatureJobId).toBe(id)
  })

  it('puts a change that comes back behind those that came meanwhile', async () => {
    const first = await created(parallel)
    simulator.setSignerStatus(first, 1, 'SIGNED')
    await nextChange()
    clock.advance(60_000)
    const second = await created(parallel)
    simulator.setSignerStatus(second, 1, 'SIGNED')
    clock.advance(600_000)
    expect((await nextChange())?.signatureJobId).toBe(second)
    expect((await nextChange())?.signatureJobId).toBe(first)
    expect(await nextChange()).toBeUndefined()
  })

  it('confirms nothing that was not handed out, and the same change as often as is asked', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    const url = `${queue}/${id}/complete?change=1`
    expect((await send(url, { method: 'POST' })).status).toBe(404)
    expect((await nextChange())?.confirmationUrl).toBe(url)
    expect((await send(url, { method: 'POST' })).status).toBe(204)
    expect((await send(url, { method: 'POST' })).status).toBe(204)
    for (const wrong of ['2', '0', '-1', 'one', ''])
      expect((await send(`${queue}/${id}/complete?change=${wrong}`, { method: 'POST' })).status).toBe(404)
  })
})
