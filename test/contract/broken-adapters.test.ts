import { describe, expect, it } from 'vitest'
import {
  contractCases,
  runCases,
  type Adapter,
  type AdapterFactory,
  type ContractCase,
} from 'signering-portal/contract'
import { createSimulator, simulatorFetch, virtualClock, writePdf, type Simulator } from 'signering-portal/simulator'
import { ResponseError } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { brokenAdapters, rezippingAdapter } from '../../testing/contract/broken-adapters.js'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'

async function failuresOf(
  make: AdapterFactory,
  cases: readonly ContractCase[] = contractCases,
): Promise<readonly string[]> {
  const results = await runCases(make, { cases })
  return results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
}

/** Enough cases to show that a mistake does not make a client fail everything. */
const sample = contractCases.filter((_, index) => index % 8 === 0)

async function portalFor(make: AdapterFactory): Promise<{ portal: Simulator; adapter: Adapter }> {
  const organizationNumber = '123456785'
  const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
  const portal = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PUBLIC' }] })
  const root = 'https://portal.example/api'
  return { portal, adapter: await make({ root, organizationNumber, clock, fetch: simulatorFetch(portal) }) }
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
    expect(await failuresOf(rezippingAdapter)).toEqual([])
  })

  it.each(
    brokenAdapters.flatMap(({ mistake, reason, make }) => (reason === undefined ? [] : [{ mistake, reason, make }])),
  )('$mistake: the portal refuses the package for $reason', async ({ reason, make }) => {
    const { portal, adapter } = await portalFor(make)
    const job = prepareJob({
      sector: 'PUBLIC',
      signers: [{ personalIdentificationNumber: '12345678910', notifications: { sms: { number: '00000000' } } }],
      sender: { organizationNumber: '123456785' },
      title: 'A title',
      documents: [{ href: 'document.pdf', title: 'A document', bytes: writePdf(['one']) }],
    })
    const error: unknown = await adapter.create(job).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(ResponseError)
    const { status, serviceError } = error as ResponseError
    expect([status, serviceError?.errorCode]).toEqual([400, 'ASICE_VALIDATION_FAILED'])
    expect(serviceError?.errorMessage).toContain(reason)
    expect(portal.jobs()).toEqual([])
  })

  it.each(brokenAdapters.map((broken) => [broken.mistake, broken] as const))('%s', async (mistake, broken) => {
    const cases = contractCases.filter((one) => one.id === broken.caughtBy || sample.includes(one))
    const failures = await failuresOf(broken.make, cases)
    console.log(`${mistake}: fails ${failures.join(', ')}`)
    expect(failures).toContain(broken.caughtBy)
    expect(failures.length).toBeLessThan(cases.length)
  })
})
