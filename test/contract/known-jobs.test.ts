import { expect, it } from 'vitest'
import { runCases, type Adapter, type CaseResult } from 'signering-portal/contract'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'

async function reasonsWith(spoil: (adapter: Adapter) => Adapter['create']): Promise<readonly string[]> {
  const results: readonly CaseResult[] = await runCases(
    async (context) => {
      const adapter = await operationsAdapter(context)
      return { ...adapter, create: spoil(adapter) }
    },
    { cases: ['create-reference-1', 'signing-time', 'cancel-200', 'document-bytes'] },
  )
  return results.flatMap(({ reason }) => reason ?? [])
}

it('a client that tells another job id fails for that, wanted and got', async () => {
  const reasons = await reasonsWith(({ create }) => async (job) => ({ ...(await create(job)), signatureJobId: '17' }))
  expect(reasons.length).toBeGreaterThan(1)
  expect(reasons.join()).toMatch(/^signature-job-id: wanted "\d+", got "17"/)
  expect(reasons.join()).not.toContain('There is no such job')
})

it('a client that creates nothing fails for that', async () => {
  const reasons = await reasonsWith(
    () => () =>
      Promise.resolve({ reference: undefined, signatureJobId: '17', cancellationUrl: 'https://portal.example/api/x' }),
  )
  expect(reasons).toContain(
    'create gave signature-job-id "17", but the service has no job: it got 0 requests to create one',
  )
})
