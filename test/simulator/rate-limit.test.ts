import { beforeEach, describe, expect, it } from 'vitest'
import { organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, clock, queue, root, send } from '../../testing/simulator/simulated.js'

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

  it('does not block 10 calls in every second', async () => {
    begin({ rateLimit: true })
    for (let call = 0; call < 100; call += 1) {
      expect((await send(`${root}/${organizationNumber}`)).status).toBe(200)
      clock.advance(100)
    }
  })
})
