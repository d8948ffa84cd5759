import { describe, expect, it } from 'vitest'
import type { Adapter, AdapterFactory } from 'signering-portal/contract'
import { createSimulator, simulatorFetch, virtualClock, writePdf, type Simulator } from 'signering-portal/simulator'
import { ResponseError } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { createCases } from '../../../src/contract/cases/create.js'
import { brokenAdapters } from '../../../testing/contract/broken-adapters.js'
import { unwatched } from '../../../testing/contract/context.js'
import { describeMistakes, failuresOf } from '../../../testing/contract/mistakes.js'

async function portalFor(make: AdapterFactory): Promise<{ simulator: Simulator; adapter: Adapter }> {
  const sender = { organizationNumber: '123456785', sector: 'PUBLIC' } as const
  const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
  const simulator = createSimulator({ clock, senders: [sender] })
  const root = 'https://portal.example/api'
  const adapter = await make({ root, sender, client: sender, clock, fetch: simulatorFetch(simulator), ...unwatched })
  return { simulator, adapter }
}

describeMistakes(createCases)

it.each(['signing-time', 'whole-certificate-chain'])('what %s is about fails no other case', async (id) => {
  const broken = brokenAdapters.find(({ caughtBy }) => caughtBy === id) ?? expect.unreachable(id)
  expect(await failuresOf(broken.make, createCases)).toEqual([id])
})

describe('a package that is made wrong', () => {
  it.each(
    brokenAdapters.flatMap(({ mistake, reason, make }) => (reason === undefined ? [] : [{ mistake, reason, make }])),
  )('$mistake: the portal refuses the package for $reason', async ({ reason, make }) => {
    const { simulator, adapter } = await portalFor(make)
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
    expect(simulator.jobs()).toEqual([])
  })
})
