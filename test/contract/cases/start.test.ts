/** The cases hold whenever they begin: no instant in them is a date of the calendar. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { contractCases, runCases } from 'signering-portal/contract'
import { starts } from '../../../testing/contract/starts.js'
import { operationsAdapter } from '../../../testing/contract/operations-adapter.js'

afterEach(() => {
  vi.useRealTimers()
})

/** Those in which an instant is written or read; the matrix runs the rest too. */
const ofTime = contractCases.filter(({ id }) =>
  /^(?:poll-time|poll-too-early|change-content|manifest-avail|activation|signing)/.test(id),
)

describe('every case passes when it begins', () => {
  it.each(starts)('%s', async (_, instant) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
    const results = await runCases(operationsAdapter, { cases: ofTime })
    expect(results.length).toBeGreaterThan(10)
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
