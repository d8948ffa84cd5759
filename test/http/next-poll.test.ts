import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { nextPollAt, type NextStatusChange, type PollState } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { statusChangeXml } from '../../testing/http/responses.js'
import { thrown } from '../../testing/issues.js'

const start = new Date('2026-11-23T12:00:00Z')
const after = (milliseconds: number): Date => new Date(start.getTime() + milliseconds)
const minute = 60_000

describe('nextPollAt', () => {
  const state = { at: start, failures: 3 }
  const noWarnings = { warnings: [] }
  it.each<[string, NextStatusChange | { kind: 'failure' }, unknown]>([
    [
      'noChange',
      { kind: 'noChange', nextPermittedPollTime: after(minute), ...noWarnings },
      { at: after(minute), failures: 0, told: true },
    ],
    [
      'tooEager with a late time',
      { kind: 'tooEager', nextPermittedPollTime: after(minute), ...noWarnings },
      { at: after(minute), failures: 4, told: true },
    ],
    [
      'tooEager with a time that has passed',
      { kind: 'tooEager', nextPermittedPollTime: after(-1), ...noWarnings },
      { at: after(8000), failures: 4, told: true },
    ],
    [
      'noChange a second ahead',
      { kind: 'noChange', nextPermittedPollTime: after(1000), ...noWarnings },
      { at: after(1000), failures: 0, told: true },
    ],
    [
      'noChange less than a second ahead',
      { kind: 'noChange', nextPermittedPollTime: after(999), ...noWarnings },
      { at: after(8000), failures: 4, told: true },
    ],
    [
      'noChange with a time that has passed',
      { kind: 'noChange', nextPermittedPollTime: after(-minute), ...noWarnings },
      { at: after(8000), failures: 4, told: true },
    ],
    [
      'a change with a time that has passed',
      {
        kind: 'statusChange',
        statusChange: portalSignatureJobStatusChangeResponse.decode(statusChangeXml()),
        nextPermittedPollTime: after(-minute),
        ...noWarnings,
      },
      { at: after(1000), failures: 0, told: true },
    ],
    ['a failure', { kind: 'failure' }, { at: after(8000), failures: 4 }],
  ])('after %s', (_, outcome, expected) => {
    expect(nextPollAt(state, outcome, start)).toEqual(expected)
  })

  const early: NextStatusChange = { kind: 'tooEager', nextPermittedPollTime: after(minute), ...noWarnings }
  const none: NextStatusChange = { kind: 'noChange', nextPermittedPollTime: after(minute), ...noWarnings }
  const told = { at: start, failures: 0, told: true } as const

  it('keeps a margin that grows where the time that was told was too early, and shrinks slowly', () => {
    const margins: unknown[] = []
    let last: PollState = told
    for (let answer = 0; answer < 7; answer += 1) {
      last = nextPollAt({ ...last, failures: 0 }, early, start)
      expect(last.at).toEqual(after(minute + (last.margin ?? 0)))
      margins.push(last.margin)
    }
    expect(margins).toEqual([1000, 4000, 16_000, 64_000, 256_000, 1_024_000, 1_200_000])
    expect(nextPollAt({ ...told, margin: 4000 }, none, start)).toEqual({
      ...told,
      at: after(minute + 3960),
      margin: 3960,
    })
    expect(nextPollAt({ ...told, margin: 1 }, none, start)).toEqual({ ...told, at: after(minute) })
    expect(nextPollAt({ ...told, margin: 4000 }, { kind: 'failure' }, start)).toEqual({
      at: after(1000),
      failures: 1,
      margin: 4000,
    })
    const before: NextStatusChange = { ...none, nextPermittedPollTime: after(0) }
    expect(nextPollAt({ ...told, margin: 4000 }, before, start).at).toEqual(after(3960))
    expect(() => nextPollAt({ ...told, margin: Number.NaN }, none, start)).toThrow('margin must be a number')
    for (const property of ['margin', 'failures'])
      expect(thrown(() => nextPollAt({ ...told, [property]: Number.NaN }, { kind: 'failure' }, start))).toEqual([
        {
          severity: 'error',
          code: 'value.type',
          path: '',
          property: [property],
          message: `${property} must be a number from 0 on.`,
        },
      ])
  })

  it('learns nothing from a request whose time the service had not told, or of which it tells none', () => {
    expect(nextPollAt({ at: start, failures: 0 }, early, start)).not.toHaveProperty('margin')
    const warnings = [{ severity: 'warning', code: 'http.rate-limited', path: '', message: '' }] as const
    expect(nextPollAt(told, { ...early, warnings }, start)).toEqual({ at: after(minute), failures: 1 })
  })

  it('doubles the delay from a second to ten minutes, however often asking fails', () => {
    const delays: number[] = []
    let last: PollState = { at: start, failures: 0 }
    for (let failure = 0; failure < 2000; failure += 1) {
      last = nextPollAt(last, { kind: 'failure' }, start)
      delays.push((last.at.getTime() - start.getTime()) / 1000)
    }
    expect(delays.slice(0, 12)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600])
    expect(delays.at(-1)).toBe(600)
  })

  const lastInstant = 8.64e15
  it.each<NextStatusChange | { kind: 'failure' }>([
    { kind: 'failure' },
    { kind: 'noChange', nextPermittedPollTime: start, ...noWarnings },
    { kind: 'tooEager', nextPermittedPollTime: start, ...noWarnings },
  ])('tells no invalid date where the clock tells the last there is: after $kind', (outcome) => {
    const told = /^When to poll cannot be told: value\.type /
    expect(() => nextPollAt(state, outcome, new Date(lastInstant))).toThrow(told)
    expect(() => nextPollAt(state, outcome, new Date(lastInstant - 7999))).toThrow(told)
    expect(nextPollAt(state, outcome, new Date(lastInstant - 8000)).at.getTime()).toBe(lastInstant)
  })
})
