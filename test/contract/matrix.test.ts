/**
 * Clients before cases: those that are right in another way and the package's own before every case, those that make a mistake
 * before the case that is meant for it, and before every case that no mistake is meant for. It takes minutes, so that it runs
 * with `npm run test:long`; `npm test` has each mistake before the case meant for it.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { contractCases } from 'signering-portal/contract'
import { brokenAdapters } from '../../testing/contract/broken-adapters.js'
import { failedCases, failuresOf } from '../../testing/contract/mistakes.js'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'
import { otherWays } from '../../testing/contract/other-ways.js'
import { starts } from '../../testing/contract/starts.js'

describe("the package's own client fails no case that begins", () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(starts)('%s', async (_, instant) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
    expect(await failuresOf(operationsAdapter)).toEqual([])
  })
})

describe('a client that is right in another way fails no case', () => {
  it.each(otherWays.map((other) => [other.way, other] as const))('%s', async (_, { make, but, expose }) => {
    expect(await failuresOf(make, contractCases, expose)).toEqual(but === undefined ? [] : [but])
  })
})

/** The portal's own words for what it refused are added by whoever runs the case. */
const ownWords = (reason: string): string => reason.replace(/; the portal refused .*/s, '')

describe('clients that make a mistake', () => {
  const meant = new Set(brokenAdapters.map(({ caughtBy }) => caughtBy))
  const others = contractCases.filter(({ id }) => !meant.has(id))
  const failures = new Map<string, readonly string[]>()

  it.each(brokenAdapters.map((broken) => [broken.mistake, broken.caughtBy, broken] as const))(
    '%s: fails %s, and is told of in few words, on one line',
    async (mistake, caughtBy, { make }) => {
      const failed = await failedCases(make, [...contractCases.filter(({ id }) => id === caughtBy), ...others])
      const ids = failed.map(({ id }) => id)
      failures.set(mistake, ids)
      expect(ids).toContain(caughtBy)
      const wordy = failed.filter(({ reason = '' }) => {
        const words = ownWords(reason)
        return words.length > 300 || /[\n\r]|\[object /.test(words)
      })
      expect(wordy.map(({ id, reason }) => [id, reason])).toEqual([])
    },
  )

  it('leave no case that only those fail that fail most', (context) => {
    const isWhole = brokenAdapters.every(({ mistake }) => failures.has(mistake))
    if (!isWhole) context.skip('not every client has been run')
    const few = [...failures.values()].filter((failed) => failed.length < others.length / 4).flat()
    const passed = others.map(({ id }) => id).filter((id) => !few.includes(id))
    expect(passed, 'Add a client to testing/contract/broken that fails each, and few others.').toEqual([])
  })
})
