/** Binds the cases to vitest. Another test runner needs the same five lines in its own words. */
import { contractCases, runCase, type AdapterFactory } from 'signering-portal/contract'
import { describe, test } from 'vitest'

export function describeContract(makeAdapter: AdapterFactory): void {
  describe('the contract of the portal', () => {
    for (const one of contractCases) test(`${one.id} (${one.level}): ${one.title}`, () => runCase(one, makeAdapter))
  })
}
