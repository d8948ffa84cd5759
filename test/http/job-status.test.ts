import {
  knownSignatureStatuses,
  portalSignatureJobStatuses,
  type PortalSignatureJobStatus,
  type PortalSignatureJobStatusChangeResponse as StatusChange,
  type PortalSigner,
} from 'signering-portal/codec'
import { availableNow, blockedBy, isOver, portalOperations, sendWith } from 'signering-portal/http'
import { createSimulator, simulatorFetch, virtualClock } from 'signering-portal/simulator'
import { describe, expect, test } from 'vitest'
import { reportOn } from '../../examples/signers.js'
import { manifest, organizationNumber, packageOf, start } from '../../testing/simulator/raw-client.js'

const since = start.toISOString()
const day = 86_400_000
const later = (milliseconds: number): Date => new Date(start.getTime() + milliseconds)

const changeOf = (status: PortalSignatureJobStatus, ...values: readonly string[]): StatusChange => ({
  signatureJobId: '1',
  status,
  confirmationUrl: 'https://portal.example/api/confirm',
  signatures: {
    signature: values.map((value, index) => ({
      status: { value, since },
      personalIdentificationNumber: String(index).padStart(11, '0'),
    })),
  },
})

test('the statuses that are known can be read at run time', () => {
  expect(portalSignatureJobStatuses).toContain('COMPLETED_SUCCESSFULLY')
  expect(knownSignatureStatuses).toContain('SIGNERS_NAME_NOT_AVAILABLE')
})

test.each([
  ['IN_PROGRESS', false],
  ['COMPLETED_SUCCESSFULLY', true],
  ['FAILED', true],
] as const)('whether a job is over: %s', (status, over) => {
  expect(isOver(changeOf(status, 'WAITING'))).toBe(over)
})

describe('whose signature ended a job', () => {
  const ended = (status: PortalSignatureJobStatus, ...values: readonly string[]): readonly string[] =>
    blockedBy(changeOf(status, ...values)).map((signature) => signature.status.value)

  test.each([
    'REJECTED',
    'RESERVED',
    'CONTACT_INFORMATION_MISSING',
    'EXPIRED',
    'BLOCKED',
    'SIGNERS_NAME_NOT_AVAILABLE',
  ])('is that of one who is %s', (value) => {
    expect(ended('FAILED', 'SIGNED', value, 'NOT_APPLICABLE', 'WAITING')).toEqual([value])
  })

  test('are those of all whose time ran out', () => {
    expect(ended('FAILED', 'EXPIRED', 'SIGNED', 'EXPIRED')).toEqual(['EXPIRED', 'EXPIRED'])
  })

  test('is nobody for a job that the sender cancelled', () => {
    expect(ended('FAILED', 'SIGNED', 'CANCELLED', 'NEW')).toEqual([])
  })

  test('is that of an unknown status where no other explains the end', () => {
    expect(ended('FAILED', 'SIGNED', 'NEW', 'NOT_APPLICABLE')).toEqual(['NEW'])
    expect(ended('FAILED', 'REJECTED', 'NEW')).toEqual(['REJECTED'])
  })

  test('is nobody for a job that has not failed', () => {
    expect(ended('IN_PROGRESS', 'REJECTED')).toEqual([])
    expect(ended('COMPLETED_SUCCESSFULLY', 'NEW')).toEqual([])
  })
})

describe('what is available', () => {
  const urls = { padesUrl: 'https://portal.example/pades', deleteDocumentsUrl: 'https://portal.example/documents' }
  const { signatures, ...change } = changeOf('COMPLETED_SUCCESSFULLY', 'SIGNED', 'SIGNED')
  const [first, second] = signatures.signature
  if (first === undefined || second === undefined) throw new Error('There are two.')
  const signed = { ...first, xadesUrl: 'https://portal.example/xades/1' }
  const { padesUrl, deleteDocumentsUrl } = urls
  const complete = { ...change, deleteDocumentsUrl, signatures: { signature: [signed, second], padesUrl } }
  const all = { ...urls, signaturesWithXades: [signed] }

  test('is what has an address', () => {
    expect(availableNow(complete, start)).toEqual(all)
    expect(availableNow({ ...change, signatures }, start)).toEqual({ signaturesWithXades: [] })
  })

  test('is nothing from 40 days after the end on, but with long-term storage', () => {
    expect(availableNow(complete, later(40 * day - 1))).toEqual(all)
    expect(availableNow(complete, later(40 * day))).toEqual({ signaturesWithXades: [] })
    expect(availableNow(complete, later(40 * day), { longTermStorage: true })).toEqual(all)
  })

  test('is there as long as a job goes on, or nobody knows when it ended', () => {
    expect(availableNow({ ...complete, status: 'IN_PROGRESS' }, later(100 * day))).toEqual(all)
    const local = { ...first, status: { value: 'SIGNED', since: '2026-01-05T12:00:00' } }
    const unknown = { ...change, signatures: { signature: [local], padesUrl } }
    expect(availableNow(unknown, later(100 * day)).padesUrl).toBe(padesUrl)
  })

  test('begins with the last of the signatures', () => {
    const last = { ...second, status: { value: 'SIGNED', since: later(30 * day).toISOString() } }
    const change = { ...complete, signatures: { signature: [signed, last], padesUrl } }
    expect(availableNow(change, later(69 * day)).padesUrl).toBe(padesUrl)
    expect(availableNow(change, later(70 * day)).padesUrl).toBeUndefined()
  })
})

/** The changes of a job of the simulated portal, each with the time when it came. */
async function changesOf(
  act: (simulator: ReturnType<typeof createSimulator>, id: string, wait: (milliseconds: number) => void) => void,
  value = manifest,
): Promise<readonly { change: StatusChange; now: Date }[]> {
  const clock = virtualClock(start)
  const senders = [{ organizationNumber, sector: 'PUBLIC' }] as const
  const simulator = createSimulator({ clock, rateLimit: false, senders })
  const send = sendWith(simulatorFetch(simulator))
  const portal = portalOperations({ root: 'https://portal.example/api', organizationNumber })
  const { signatureJobId } = await send(portal.create({ request: {}, bundle: await packageOf(value, clock.now()) }))
  act(simulator, signatureJobId, clock.advance)
  const changes: { change: StatusChange; now: Date }[] = []
  for (;;) {
    const next = await send(portal.nextStatusChange({ now: clock.now }))
    if (next.kind !== 'statusChange') return changes
    await send(portal.confirm(next.statusChange.confirmationUrl))
    changes.push({ change: next.statusChange, now: clock.now() })
  }
}

describe('what is no status change is refused', () => {
  const change = changeOf('FAILED', 'REJECTED')
  const unread = 'The status change cannot be read'
  const statuses = 'Must be one of IN_PROGRESS, COMPLETED_SUCCESSFULLY, FAILED.'
  const list = ['The signatures cannot be found', 'signatures.signature', 'Must be a list of objects.'] as const

  test.each<[string, () => unknown, string, string, string]>([
    ['a status of nobody', () => isOver({ ...change, status: 'OVER' as never }), unread, 'status', statuses],
    ['nothing', () => isOver(undefined as never), unread, 'status', statuses],
    ['no signatures', () => blockedBy({ ...change, signatures: undefined as never }), ...list],
    ['signatures that are none', () => blockedBy({ ...change, signatures: { signature: [1] as never } }), ...list],
    ['no time', () => availableNow(change, new Date(NaN)), unread, 'now', 'Must be a valid Date.'],
    ['a number for a time', () => availableNow(change, 1 as never), unread, 'now', 'Must be a valid Date.'],
    ['options that are none', () => availableNow(change, start, 1 as never), unread, 'options', 'Must be an object.'],
    [
      'an option that is no boolean',
      () => availableNow(change, start, { longTermStorage: 1 as never }),
      unread,
      'longTermStorage',
      'Must be a boolean.',
    ],
  ])('%s', (_, read, subject, property, message) => {
    expect(read).toThrow(`${subject}: ${property} value.type ${message}`)
  })
})

describe('of jobs of the simulated portal, the guide tells', () => {
  test('who has signed, and what can be had', async () => {
    const changes = await changesOf((simulator, id, wait) => {
      simulator.setSignerStatus(id, 1, 'SIGNED')
      simulator.setSignerStatus(id, 2, 'SIGNED')
      wait(9 * day)
    })
    const reports = changes.map(({ change, now }) => reportOn(manifest, change, now))
    expect(reports[0]).toMatchObject({ statuses: ['SIGNED', 'WAITING'], problems: [], blocked: [], over: false })
    const last = reports.at(-1)
    expect(last).toMatchObject({ statuses: ['SIGNED', 'SIGNED'], problems: [], blocked: [], over: true })
    expect(last?.available.signaturesWithXades).toHaveLength(2)
    expect(last?.available.deleteDocumentsUrl).toMatch(/\/documents$/)
  })

  test('who is known by contact details, however the manifest is kept', async () => {
    const signersBy = (address: string, number: string): readonly PortalSigner[] => [
      { identifiedByContactInformation: true, notifications: { email: { address }, sms: { number } } },
      { identifiedByContactInformation: true, notifications: { sms: { number } } },
      { identifiedByContactInformation: true, notifications: { email: { address } } },
    ]
    const sent = { ...manifest, signers: signersBy('Kari.Normann@example.com', '+4799999998') }
    const [only] = await changesOf((simulator, id) => {
      simulator.setSignerStatus(id, 2, 'SIGNED')
    }, sent)
    if (only === undefined) throw new Error('There is a change.')
    for (const signers of [sent.signers, signersBy('kari.normann@EXAMPLE.com', '0047 99 99 99 98')])
      expect(reportOn({ ...manifest, signers }, only.change, only.now)).toMatchObject({
        statuses: ['WAITING', 'SIGNED', 'WAITING'],
        problems: [],
      })
  })

  test('who has ended it', async () => {
    const [only] = await changesOf((simulator, id) => {
      simulator.setSignerStatus(id, 1, 'REJECTED')
    })
    if (only === undefined) throw new Error('There is a change.')
    expect(reportOn(manifest, only.change, only.now)).toMatchObject({
      statuses: ['REJECTED', 'NOT_APPLICABLE'],
      blocked: ['REJECTED'],
      over: true,
      available: { signaturesWithXades: [] },
    })
  })

  test('what belongs to nobody, and who is like another', async () => {
    const [only] = await changesOf((simulator, id) => {
      simulator.setSignerStatus(id, 1, 'SIGNED')
    })
    if (only === undefined) throw new Error('There is a change.')
    const twin = { personalIdentificationNumber: '12345678910', notificationsUsingLookup: { email: true } } as const
    const other = { personalIdentificationNumber: '11111111111', notificationsUsingLookup: { email: true } } as const
    expect(reportOn({ ...manifest, signers: [twin, twin, other] }, only.change, only.now)).toMatchObject({
      statuses: [undefined, undefined, undefined],
      problems: [
        'a signer is not in the change',
        'a signature is of nobody in the manifest',
        '2 signers have the same contact details',
      ],
    })
  })
})
