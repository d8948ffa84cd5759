import { describe, expect, it } from 'vitest'
import { contractCases, runCases } from 'signering-portal/contract'
import { brokenAdapters } from './broken-adapters.js'
import { operationsAdapter } from './operations-adapter.js'

async function failuresOf(make: typeof operationsAdapter): Promise<readonly string[]> {
  const results = await runCases(make)
  return results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
}

describe('the cases find mistakes', () => {
  it('in at least twenty-five clients, each with a mistake of its own', () => {
    expect(brokenAdapters.length).toBeGreaterThanOrEqual(25)
    expect(new Set(brokenAdapters.map(({ mistake }) => mistake)).size).toBe(brokenAdapters.length)
    const ids = contractCases.map(({ id }) => id)
    for (const { caughtBy } of brokenAdapters) expect(ids).toContain(caughtBy)
  })

  it('and none in the right one', async () => {
    expect(await failuresOf(operationsAdapter)).toEqual([])
  })

  it.each(brokenAdapters.map((broken) => [broken.mistake, broken] as const))('%s', async (mistake, broken) => {
    const failures = await failuresOf(broken.make)
    console.log(`${mistake}: fails ${failures.length}, such as ${broken.caughtBy}`)
    expect(failures).toContain(broken.caughtBy)
    // A client that fails everything would show nothing about this mistake, unless it cannot create a job at all.
    if (broken.caughtBy !== 'create-once') expect(failures.length).toBeLessThan(contractCases.length - 5)
  })
})
