import { beforeEach, describe, expect, it } from 'vitest'
import { organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, clock, queue, root, send, simulator } from '../../testing/simulator/simulated.js'

beforeEach(() => {
  begin()
})

describe('the rate limit', () => {
  it('lets 10 calls a second pass, blocks the eleventh for 30 seconds, and only that organization', async () => {
    const other = '987654325'
    begin({
      rateLimit: true,
      senders: [organizationNumber, other].map((number) => ({ organizationNumber: number, sector: 'PUBLIC' })),
    })
    const statuses: number[] = []
    for (let call = 0; call < 11; call += 1) statuses.push((await send(`${root}/${organizationNumber}`)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429])
    const blocked = await send(queue)
    expect(blocked.status).toBe(429)
    expect(blocked.headers.get('DoSFilter')).not.toBeNull()
    expect(blocked.headers.get('X-Next-permitted-poll-time')).toBeNull()
    expect((await send(`${root}/${other}`)).status).toBe(200)
    clock.advance(29_999)
    expect((await send(queue)).status).toBe(429)
    clock.advance(1)
    expect((await send(queue)).status).toBe(204)
  })

  it('remembers callers for as long as their calls count', async () => {
    begin({ rateLimit: true })
    const callers = (): readonly string[] =>
      (simulator.snapshot() as unknown as { callers: { organizationNumber: string }[] }).callers.map((caller) =>
        caller.organizationNumber.slice(8),
      )
    for (const number of ['1', '2', '1']) await send(`${root}/10000000${number}`)
    clock.advance(999)
    for (let call = 0; call < 9; call += 1) await send(`${root}/100000001`)
    expect(callers()).toEqual(['2', '1'])
    clock.advance(1)
    await send(`${root}/100000003`)
    expect(callers()).toEqual(['1', '3'])
    clock.advance(29_998)
    await send(`${root}/100000004`)
    // The one that is blocked.
    expect(callers()).toEqual(['1', '3', '4'])
    clock.advance(1)
    await send(`${root}/100000004`)
    expect(callers()).toEqual(['4'])
  })

  it('does not block 10 calls in every second', async () => {
    begin({ rateLimit: true })
    for (let call = 0; call < 100; call += 1) {
      expect((await send(`${root}/${organizationNumber}`)).status).toBe(200)
      clock.advance(100)
    }
  })
})
