/** The cases hold whenever they begin: no instant in them is a date of the calendar. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { contractCases, runCases } from 'signering-portal/contract'
import { operationsAdapter } from '../../../testing/contract/operations-adapter.js'

afterEach(() => {
  vi.useRealTimers()
})

/** Those in which an instant is written or read; the rest sees the clock in the document package only. */
const ofTime = contractCases.filter(({ id }) => /^(?:poll|change|manifest-avail|activation|chain|delete$)/.test(id))

describe('every case passes when it begins', () => {
  it.each([
    ['on a leap day', '2028-02-29T12:00:00Z'],
    ['a second before midnight, and before March', '2027-02-28T23:59:59Z'],
    ['where Norway puts the clock forward', '2027-03-28T00:59:59Z'],
    ['where Norway puts the clock back', '2027-10-31T00:30:00Z'],
    ['a second before the year ends', '2026-12-31T23:59:59Z'],
    ['within a second', '2026-07-01T07:08:09.999Z'],
  ])('%s', async (_, instant) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
    const results = await runCases(operationsAdapter, { cases: ofTime })
    expect(results.length).toBeGreaterThan(15)
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })
})

it('no case has a date in it', () => {
  const folder = new URL('../../../src/contract/cases/', import.meta.url)
  const dated = readdirSync(folder).filter((file) =>
    /\b20\d\d-\d\d-\d\d/.test(readFileSync(new URL(file, folder), 'utf8')),
  )
  expect(dated).toEqual([])
})
