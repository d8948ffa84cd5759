/** Clients that each make one mistake, run through the cases that are meant for it. */
import { contractCases, runCases, type AdapterFactory, type ContractCase } from 'signering-portal/contract'
import { describe, expect, it } from 'vitest'
import { brokenAdapters } from './broken-adapters.js'
import { caughtToo } from './caught-too.js'

/** The ids of the cases that a client fails. */
export async function failuresOf(
  make: AdapterFactory,
  cases: readonly ContractCase[] = contractCases,
): Promise<readonly string[]> {
  const results = await runCases(make, { cases })
  return results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
}

/** Enough cases to show that a mistake does not make a client fail everything. */
const sample = contractCases.filter((_, index) => index % 8 === 0)

/** Tests that the cases of a file find every mistake that is meant for them. */
export function describeMistakes(meant: readonly ContractCase[]): void {
  const ids = meant.map(({ id }) => id)
  const mistakes = brokenAdapters.filter(({ caughtBy }) => ids.includes(caughtBy))
  describe('the cases find a client that', () => {
    it.each(mistakes.map((broken) => [broken.mistake, broken] as const))('%s', async (_, { make, caughtBy }) => {
      const cases = contractCases.filter((one) => one.id === caughtBy || sample.includes(one))
      const failures = await failuresOf(make, cases)
      expect(failures).toContain(caughtBy)
      expect(failures.length).toBeLessThan(cases.length)
    })

    const others = meant.filter(({ id }) => id in caughtToo)
    it.each(others.map((one) => [caughtToo[one.id], one.id, one] as const))('%s, by %s', async (mistake, id, one) => {
      const { make } = brokenAdapters.find((broken) => broken.mistake === mistake) ?? expect.unreachable(mistake)
      expect(await failuresOf(make, [one])).toEqual([id])
    })
  })
}
