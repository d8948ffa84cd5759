/** Clients that each make one mistake, run through the cases that are meant for it. */
import {
  contractCases,
  runCases,
  type AdapterFactory,
  type CaseResult,
  type ContractCase,
  type Expose,
} from 'signering-portal/contract'
import { describe, expect, it } from 'vitest'
import { brokenAdapters } from './broken-adapters.js'
import { otherWays } from './other-ways.js'

/** The cases that a client fails, and why. */
export async function failedCases(
  make: AdapterFactory,
  cases: readonly ContractCase[] = contractCases,
  expose?: Expose,
): Promise<readonly CaseResult[]> {
  const results = await runCases(make, { cases, expose })
  return results.filter(({ outcome }) => outcome === 'failed')
}

/** The ids of the cases that a client fails. */
export async function failuresOf(
  make: AdapterFactory,
  cases?: readonly ContractCase[],
  expose?: Expose,
): Promise<readonly string[]> {
  return (await failedCases(make, cases, expose)).map(({ id }) => id)
}

/** Tests that the cases of a file find every mistake that is meant for them, and nothing in clients that are right. */
export function describeMistakes(cases: readonly ContractCase[]): void {
  const meant = brokenAdapters.flatMap(({ mistake, make, caughtBy }) =>
    cases.filter(({ id }) => id === caughtBy).map((one) => [mistake, one.id, make, one] as const),
  )
  describe('the cases find a client that', () => {
    it.each(meant)('%s, by %s', async (_, id, make, one) => {
      expect(await failuresOf(make, [one])).toEqual([id])
    })
  })

  const fair = otherWays.flatMap(({ way, make, before, expose }) =>
    cases.filter(({ id }) => id === before).map((one) => [way, one.id, make, one, expose] as const),
  )
  it.each(fair)('a client that %s passes %s', async (_, _id, make, one, expose) => {
    expect(await failuresOf(make, [one], expose)).toEqual([])
  })
}
