import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { now, portal } from '../../testing/http/operations.js'
import { pollTime, response, statusChangeXml, xml } from '../../testing/http/responses.js'

const poll = portal.nextStatusChange({ now })

describe('the time of the next permitted poll', () => {
  const time = '2026-11-23T13:10:00.5+01:00'
  const nextPermittedPollTime = new Date('2026-11-23T12:10:00.500Z')

  it('reads the block for asking too often as 30 seconds from now', async () => {
    expect(await poll.read(response(429, { DoSFilter: 'delayed' }))).toEqual({
      kind: 'tooEager',
      nextPermittedPollTime: new Date('2026-11-23T12:00:30Z'),
      warnings: [expect.objectContaining({ code: 'http.rate-limited', severity: 'warning' })],
    })
  })

  it('goes by the time where both the time and the block are given', async () => {
    expect(await poll.read(response(429, { ...pollTime(time), DoSFilter: 'delayed' }))).toMatchObject({
      nextPermittedPollTime,
    })
  })

  it.each<unknown>([new Date(Number.NaN), 5, null, { getTime: () => 5 }])(
    'is not told by a clock that tells none: %s',
    async (odd) => {
      const operation = portal.nextStatusChange({ now: () => odd as Date })
      const thrown = { name: 'PortalError', issues: [{ code: 'value.type' }] }
      for (const answer of [
        response(204, {}),
        response(429, { DoSFilter: 'delayed' }),
        response(200, xml, statusChangeXml()),
      ]) {
        await expect(operation.read(answer)).rejects.toMatchObject(thrown)
      }
      await expect(operation.safeRead(response(204, {}))).rejects.toMatchObject(thrown)
      // Where the response tells, the clock is not asked.
      expect(await operation.read(response(204, pollTime(time)))).toMatchObject({ nextPermittedPollTime })
    },
  )

  it('is not told by a clock after whose time no date is late enough', async () => {
    const lastInstant = 8.64e15
    for (const [answer, delay] of [
      [response(204, {}), 600_000],
      [response(429, { DoSFilter: 'delayed' }), 30_000],
      [response(200, xml, statusChangeXml()), 600_000],
    ] as const) {
      const at = (milliseconds: number) => portal.nextStatusChange({ now: () => new Date(milliseconds) })
      const thrown = { name: 'PortalError', issues: [{ code: 'value.type' }] }
      await expect(at(lastInstant - delay + 1).read(answer)).rejects.toMatchObject(thrown)
      expect(await at(lastInstant - delay).read(answer)).toMatchObject({ nextPermittedPollTime: new Date(lastInstant) })
    }
  })

  it('is told by a date of any class, and of none', async () => {
    const date = Object.setPrototypeOf(now(), null) as Date
    const operation = portal.nextStatusChange({ now: () => date })
    expect(await operation.read(response(429, { DoSFilter: 'delayed' }))).toMatchObject({
      nextPermittedPollTime: new Date('2026-11-23T12:00:30Z'),
    })
  })

  it.each([
    [200, statusChangeXml()],
    [204, null],
    [429, null],
  ])(
    'keeps the outcome of status %s when the time is missing or malformed, waits 10 minutes, and says so',
    async (status, body) => {
      const later = new Date('2026-11-23T12:10:00Z')
      const missing = await poll.read(response(status, xml, body))
      expect(missing).toMatchObject({
        nextPermittedPollTime: later,
        warnings: [{ severity: 'warning', code: 'http.poll-time-missing' }],
      })
      const invalid = await poll.read(response(status, pollTime('soon'), body))
      expect(invalid).toMatchObject({ nextPermittedPollTime: later, warnings: [{ code: 'http.poll-time-invalid' }] })
      expect(missing.kind).toBe(invalid.kind)
      expect(missing.kind).toBe({ 200: 'statusChange', 204: 'noChange', 429: 'tooEager' }[status])
    },
  )

  it.each([
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T13:00:00+01:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T06:30:00-05:30', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T13:00+01:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T24:00:00Z', '2026-11-24T00:00:00.000Z'],
    ['2028-02-29T12:00:00Z', '2028-02-29T12:00:00.000Z'],
    ['2026-11-23T12:00:00.1Z', '2026-11-23T12:00:00.100Z'],
    ['2026-11-23T12:00:00.123Z', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23T12:00:00.123000000Z', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23T12:00:00.1231Z', '2026-11-23T12:00:00.124Z'],
    ['2026-11-23T12:00:00.123000001Z', '2026-11-23T12:00:00.124Z'],
    ['2026-11-23T12:00:59.999999999Z', '2026-11-23T12:01:00.000Z'],
  ])('reads the time %s as %s, never earlier', async (text, instant) => {
    const { nextPermittedPollTime: read, warnings } = await poll.read(response(204, pollTime(text)))
    expect([read.toISOString(), warnings]).toEqual([instant, []])
  })

  it('reads a fraction of any length', async () => {
    const headers = { get: () => `2026-11-23T12:00:00.${'1'.repeat(5_000_000)}Z` }
    const { nextPermittedPollTime: read } = await poll.read({ ...response(204, {}), headers })
    expect(read.toISOString()).toBe('2026-11-23T12:00:00.112Z')
  })

  it.each([
    '',
    '2026-11-23',
    '2026-11-23T12:00:00',
    '2026-11-23 12:00:00Z',
    '2026-11-23T12:00:00+0100',
    '2026-11-23T12:00:00+01',
    '2026-11-23T12:00:00,5Z',
    '2026-11-23T12:00:00.Z',
    '2026-11-23T12:00.5Z',
    '2026-11-23T12:00:60Z',
    '2026-11-23T25:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-11-23T12:00:00+15:00',
    '+12026-11-23T12:00:00Z',
    '23.11.2026 12:00:00',
    'Mon, 23 Nov 2026 12:00:00 GMT',
    '1795435200',
    '2026-11-23T12:00:00Z, 2026-11-23T12:00:00Z',
  ])('does not read the time %j', async (text) => {
    expect(await poll.read(response(204, pollTime(text)))).toMatchObject({
      warnings: [{ code: 'http.poll-time-invalid' }],
    })
  })

  it('reads any instant in any offset as Date does, to the millisecond', async () => {
    const instants = fc.date({ min: new Date('1000-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    await fc.assert(
      fc.asyncProperty(instants, fc.integer({ min: -840, max: 840 }), async (instant, offset) => {
        const local = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, -1)
        const two = (number: number): string => `${Math.trunc(Math.abs(number))}`.padStart(2, '0')
        const text = `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`
        const { nextPermittedPollTime: read } = await poll.read(response(204, pollTime(text)))
        expect(read).toEqual(instant)
      }),
    )
  })
})
