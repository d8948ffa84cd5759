import { describe, expect, it } from 'vitest'
import { contractCases, exposeInProcess, exposeOnPort, runCase, runCases } from 'signering-portal/contract'
import { exposeWithMsw } from '../../examples/contract-msw.js'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'

describe('the cases', () => {
  it('are at least sixty, and their ids are distinct', () => {
    expect(contractCases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(contractCases.map(({ id }) => id)).size).toBe(contractCases.length)
  })

  it.each(['documented', 'peer-evidenced', 'assumed'])('name a source at level %s', (level) => {
    const sources = contractCases.filter((one) => one.level === level).map(({ source }) => source)
    expect(sources.length).toBeGreaterThan(5)
    expect(sources.every((source) => source.trim() !== '')).toBe(true)
  })

  it('leave out only what exists, with a reason', async () => {
    await expect(runCases(operationsAdapter, { skip: { 'no-such-case': 'reason' } })).rejects.toThrow('contract.skip')
    await expect(runCases(operationsAdapter, { skip: { cancel: ' ' } })).rejects.toThrow('contract.skip')
    const results = await runCases(operationsAdapter, {
      cases: contractCases.filter(({ id }) => id === 'cancel'),
      skip: { cancel: 'not offered' },
    })
    expect(results).toMatchObject([{ id: 'cancel', outcome: 'skipped', reason: 'not offered' }])
  })
})

describe('a client that writes documented defaults', () => {
  it('fails no case', async () => {
    const results = await runCases(async (context) => {
      const adapter = await operationsAdapter(context)
      return {
        ...adapter,
        create: ({ manifest, ...job }) =>
          adapter.create({
            ...job,
            manifest: {
              ...manifest,
              requiredAuthentication: manifest.requiredAuthentication ?? '4',
              signers: manifest.signers.map((signer) => ({ onBehalfOf: 'SELF', order: 0, ...signer })),
              availability: { availableSeconds: 2_592_000, ...manifest.availability },
            },
          }),
      }
    })
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })
})

describe.each([
  ['within the process', exposeInProcess],
  ['through msw', exposeWithMsw],
  ['on a port', exposeOnPort],
])('the operations of signering-portal/http %s', (_, expose) => {
  it.each(contractCases.map((one) => [one.id, one] as const))('%s', async (_id, one) => {
    await runCase(one, operationsAdapter, expose)
  })
})
