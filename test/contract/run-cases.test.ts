import { afterEach, describe, expect, it, vi } from 'vitest'
import { contractCases, exposeInProcess, runCases, type ContractCase } from 'signering-portal/contract'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'

const about = { level: 'assumed', source: 'a source', title: 'a title' } as const

function caseThat(run: ContractCase['run']): ContractCase {
  return { id: 'made-up', ...about, run }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('running cases', () => {
  it('leaves out only what exists, with a reason', async () => {
    await expect(runCases(operationsAdapter, { skip: { 'no-such-case': 'reason' } })).rejects.toMatchObject({
      issues: [{ code: 'contract.skip', property: ['skip', 'no-such-case'] }],
    })
    await expect(runCases(operationsAdapter, { skip: { cancel: ' ' } })).rejects.toMatchObject({
      issues: [{ code: 'contract.skip', property: ['skip', 'cancel'] }],
    })
    const results = await runCases(operationsAdapter, {
      cases: contractCases.filter(({ id }) => id === 'cancel'),
      skip: { cancel: 'not offered' },
    })
    expect(results).toMatchObject([{ id: 'cancel', outcome: 'skipped', reason: 'not offered' }])
  })

  it('tells of each case what it is and what became of it, in their order', async () => {
    const cases = [
      caseThat(() => Promise.resolve()),
      caseThat(() => Promise.reject(new Error('a reason'))),
      // A client in another language may throw what is no Error.
      caseThat(() =>
        Promise.resolve().then(() => {
          AbortSignal.abort('a word').throwIfAborted()
        }),
      ),
    ]
    const of = { id: 'made-up', ...about }
    expect(await runCases(operationsAdapter, { cases, expose: undefined, skip: undefined })).toEqual([
      { ...of, outcome: 'passed' },
      { ...of, outcome: 'failed', reason: 'a reason' },
      { ...of, outcome: 'failed', reason: 'a word' },
    ])
  })

  it('takes a case that does not end for a failure, and puts its portal out of reach', async () => {
    vi.useFakeTimers()
    const close = vi.fn(() => Promise.resolve())
    const running = runCases(operationsAdapter, {
      cases: [caseThat(() => new Promise(() => undefined))],
      expose: async (simulator) => ({ ...(await exposeInProcess(simulator)), close }),
    })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await running).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('10000') as string }])
    expect(close).toHaveBeenCalledOnce()
  })
})
