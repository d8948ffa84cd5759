import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { PortalSigner } from 'signering-portal/codec'
import { runCases, type AdapterFactory, type ReportedStatusChangeResponse } from 'signering-portal/contract'
import { checkJob } from 'signering-portal/manifest'
import { privateSenderOrganizationNumber, publicSenderOrganizationNumber } from 'signering-portal/simulator'
import type { PreparedJob, Sector } from 'signering-portal/manifest'
import type { CaseContext } from '../../../src/contract/cases/case.js'
import { create, present, type JobChanges } from '../../../src/contract/cases/support.js'
import { brokenAdapters } from '../../../testing/contract/broken-adapters.js'
import {
  withAdapter,
  withChange,
  withJob,
  withJobResponse,
  withManifest,
  withPackage,
  withSignatures,
  withSigners,
  withStatuses,
  without,
} from '../../../testing/contract/clients.js'

/** The job that a client is to create. */
async function jobFor(organizationNumber: string, changes?: JobChanges): Promise<PreparedJob<Sector>> {
  const jobs: PreparedJob<Sector>[] = []
  const adapter = { create: (job: PreparedJob<Sector>) => jobs.push(job) }
  await create({ organizationNumber, adapter } as unknown as CaseContext, changes)
  const [job] = jobs
  return job ?? expect.unreachable('no job was created')
}

describe('the ordinary job of the cases', () => {
  it.each([
    ['PUBLIC', publicSenderOrganizationNumber],
    ['PRIVATE', privateSenderOrganizationNumber],
  ] as const)('breaks no rule that stops a job of sector %s', async (sector, organizationNumber) => {
    const issues = checkJob(sector, { ...(await jobFor(organizationNumber)), organizationNumber })
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('has what a case changes about it, and a file for each document', async () => {
    const documents = ['one.pdf', 'two.pdf'].map((href) => ({ href, mime: 'application/pdf', title: href }))
    const job = await jobFor(publicSenderOrganizationNumber, {
      request: { reference: 'r' },
      manifest: { documents, title: 'Another' },
    })
    expect(job.request).toEqual({ reference: 'r' })
    expect(job.manifest).toMatchObject({
      title: 'Another',
      documents,
      sender: { organizationNumber: publicSenderOrganizationNumber },
    })
    expect(job.documents.map(({ href }) => href)).toEqual(['one.pdf', 'two.pdf'])
    const hashes = job.documents.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))
    expect(new Set(hashes).size).toBe(2)
  })

  it('needs the addresses that are looked for', () => {
    expect(present('https://portal.example', 'pades-url')).toBe('https://portal.example')
    expect(() => present(undefined, 'pades-url')).toThrow(/^pades-url must be there$/)
    const status = { value: 'WAITING', since: '2026-11-29T16:30:00Z' }
    const signature = [
      { status, personalIdentificationNumber: '01015453881' },
      { status, identifier: { email: { address: 'a@example.com' } } },
    ]
    const change = { status: 'IN_PROGRESS', signatures: { signature } } as unknown as ReportedStatusChangeResponse
    expect(() => present(undefined, 'xades-url', change)).toThrow(
      /^xades-url must be there; the change tells of a job "IN_PROGRESS", and of signers: 01015453881 "WAITING", a@example\.com "WAITING"$/,
    )
  })
})

/** Why a client fails a case. */
async function reasonOf(make: AdapterFactory, id: string): Promise<string | undefined> {
  const [result] = await runCases(make, { cases: [id] })
  return result?.reason
}

describe('the reason of a case that goes by what the manifest says', () => {
  const lookedUp = withSigners((signer) => {
    if (signer.notificationsUsingLookup === undefined) return signer
    const { personalIdentificationNumber } = signer
    return { personalIdentificationNumber, notifications: { email: { address: 'a@example.com' } } } as PortalSigner
  })
  const other = withSigners((signer) => ({ ...signer, personalIdentificationNumber: '05055468585' }) as PortalSigner)
  const onlyFirst = withManifest((manifest) => ({ ...manifest, signers: manifest.signers.slice(0, 1) }))
  const withoutOrder = withSigners((signer) => without(signer, 'order'))
  const first = withSigners((signer) => ({ ...signer, order: 1 }))
  const withoutSentReference = withJob(({ request, ...job }) => ({ ...job, request: without(request, 'reference') }))
  const manifest = 'the manifest that the service got at '

  it.each<[string, string, AdapterFactory, string]>([
    ['an order that is dropped', 'chained-signers', withoutOrder, `${manifest}/signers/0/order: wanted 1, got nothing`],
    ['an order that is dropped', 'chain-expires', withoutOrder, `${manifest}/signers/0/order: wanted 1, got nothing`],
    ['an order that is another', 'chained-signers', first, `${manifest}/signers/1/order: wanted 2, got 1`],
    ['an order that is made up', 'manifest-order', first, `${manifest}/signers/0/order: wanted nothing, got 1`],
    [
      'an availability that is dropped',
      'chain-expires',
      withManifest((sent) => without(sent, 'availability')),
      `${manifest}/availability/availableSeconds: wanted 86400, got nothing`,
    ],
    [
      'an identifier that is dropped',
      'signer-signers-name-not-available',
      withManifest((sent) => without(sent, 'identifierInSignedDocuments')),
      `${manifest}/identifierInSignedDocuments: wanted "DATE_OF_BIRTH_AND_NAME", got nothing`,
    ],
    [
      'a lookup that is none',
      'signer-contact-information-missing',
      lookedUp,
      `${manifest}/signers/1/notificationsUsingLookup: wanted {"email":true}, got nothing`,
    ],
    [
      'a lookup that should have been refused',
      'refused-private-lookup',
      lookedUp,
      `${manifest}/signers/0/notificationsUsingLookup: wanted {"email":true}, got nothing`,
    ],
    [
      'signers that are others',
      'document-bytes',
      other,
      'the signers in the manifest that the service got: wanted "01015453881" among them, got ["05055468585","05055468585"]',
    ],
    [
      'a signer that is dropped',
      'signer-rejected',
      onlyFirst,
      'the signers in the manifest that the service got: wanted "02025457660" among them, got ["01015453881"]',
    ],
    [
      'signers of a change that are others',
      'change-of-unknown-status',
      withSignatures((one) => ({ ...one, personalIdentificationNumber: '05055468585' })),
      'the signers of the change: wanted "02025457660" among them, got ["05055468585","05055468585"]',
    ],
    [
      'a job that has ended, and cannot be cancelled',
      'cancel-partly-signed',
      onlyFirst,
      'cancellation-url must be there; the change tells of a job "COMPLETED_SUCCESSFULLY", and of signers: 01015453881 "SIGNED"',
    ],
    [
      'whose status is another',
      'signed-by-all',
      withStatuses((value) => (value === 'WAITING' ? 'SIGNED' : value)),
      'the statuses in the change at /signer 02025457660: wanted "WAITING", got "SIGNED"',
    ],
    [
      'a signer who is told twice',
      'signed-by-all',
      withChange(({ signatures, ...change }) => ({
        ...change,
        signatures: { ...signatures, signature: [...signatures.signature, ...signatures.signature.slice(0, 1)] },
      })),
      'the statuses in the change at /signer 01015453881, again: wanted nothing, got "SIGNED"',
    ],
    [
      'whose behalf is another',
      'signer-reserved',
      withSigners((signer) => ({ ...signer, onBehalfOf: 'OTHER' })),
      `${manifest}/signers/0/onBehalfOf: wanted nothing, got "OTHER"`,
    ],
    [
      'what the manifest says where a signer cannot act',
      'chained-signers',
      withManifest((sent) => ({ ...sent, availability: { availableSeconds: 600 } })),
      'signer 01015453881 of a job that is FAILED cannot become SIGNED by the manifest that the service got: {"order":1,"availability":{"availableSeconds":600}}',
    ],
    [
      'a reference that was not sent',
      'change-content',
      withoutSentReference,
      'the reference that was sent: wanted "R&D <1>", got nothing',
    ],
    [
      'a reference that is made up',
      'create-without-reference',
      withJobResponse((response) => ({ ...response, reference: 'made up' })),
      'reference: wanted nothing, got "made up"',
    ],
  ])('names %s in %s', async (_, id, make, reason) => {
    expect(await reasonOf(make, id)).toBe(reason)
  })
})

describe('the reason of a case tells what went wrong first', () => {
  it.each([
    [
      'takes a permitted time that is missing for a date that is none',
      'poll-time-missing',
      'the permitted time must be a valid date',
    ],
    ['sends nothing when it is to poll', 'poll-without-body', 'a request to nextStatusChange must come'],
    [
      'does nothing when it is to confirm a change to IN_PROGRESS',
      'confirm',
      'the number of confirmations: wanted 1, got 0',
    ],
    [
      'does nothing when it is to confirm a change to FAILED',
      'confirm-failed',
      'the number of confirmations of that change: wanted 1, got 0',
    ],
    [
      'confirms a change to IN_PROGRESS of itself, at nextStatusChange',
      'download-confirms-nothing',
      'the number of confirmations of the change when it has been read: wanted 0, got 1',
    ],
    [
      'confirms a change to IN_PROGRESS of itself, at downloadXades',
      'download-confirms-nothing',
      'the number of confirmations before the change is confirmed: wanted 0, got 1',
    ],
  ])('of a client that %s, in %s', async (mistake, id, reason) => {
    const { make } = brokenAdapters.find((one) => one.mistake === mistake) ?? expect.unreachable('there is none')
    expect(await reasonOf(make, id)).toBe(reason)
  })
})

it.each(['create-without-response', 'create-truncated', 'create-without-content'])(
  'the reason of %s has the words of the portal where the package is refused',
  async (id) => {
    const unsigned = withPackage((parts) => without(parts, 'META-INF/signatures.xml'))
    expect(await reasonOf(unsigned, id)).toMatch(/; the portal refused create with 400 ASICE_VALIDATION_FAILED, /)
  },
)

describe('the reason of a poll that is too early', () => {
  /** A client that asks a queue once, and then thinks that it must wait for a day. */
  const holdingBack = withAdapter((adapter, { clock }) => {
    let hasAsked = false
    return {
      nextStatusChange: async (queue) => {
        const nextPermittedPollTime = new Date(clock.now().getTime() + 86_400_000)
        if (hasAsked) return { kind: 'tooEager', nextPermittedPollTime }
        hasAsked = true
        return adapter.nextStatusChange(queue)
      },
    }
  })

  it.each([
    ['confirm', 'no change'],
    ['signed-by-all', 'a status change'],
  ])('in %s tells that the client has held it back, where it should have given %s', async (id, wanted) => {
    const told = new RegExp(
      `^the poll must give ${wanted}, but gave tooEager until "[^"]+", when it is "[^"]+" by the portal’s clock: the client has held it back$`,
    )
    expect(await reasonOf(holdingBack, id)).toMatch(told)
  })

  it('tells nothing of the kind where a request has come', async () => {
    const asksTwice = withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        await adapter.nextStatusChange(queue)
        return adapter.nextStatusChange(queue)
      },
    }))
    expect(await reasonOf(asksTwice, 'queue-default')).toMatch(
      /when it is "[^"]+" by the portal’s clock(?!: the client)/,
    )
  })
})
