import { beforeEach, describe, expect, it } from 'vitest'
import { type PortalSignatureJobManifest } from 'signering-portal/codec'
import { manifest, organizationNumber, start } from '../../testing/simulator/raw-client.js'
import {
  begin,
  clock,
  created,
  day,
  nextChange,
  parallel,
  simulator,
  queue,
  send,
} from '../../testing/simulator/simulated.js'
import { codesOf } from '../../testing/issues.js'

beforeEach(() => {
  begin()
})

describe('a job', () => {
  const { signers } = manifest

  it('opens to the first group at the activation time, and to the next when all of a group have signed', async () => {
    const id = await created({
      ...manifest,
      signers: [signers[0], { ...signers[1], order: 1 }, { ...signers[1], order: 3 }].flatMap((one) =>
        one === undefined ? [] : [one as PortalSignatureJobManifest['signers'][number]],
      ),
      availability: { activationTime: '2026-01-05T14:00:00+01:00', availableSeconds: 3600 },
    })
    const closed = ['simulator.signer-closed']
    const sign = (signer: number) => (): void => {
      simulator.setSignerStatus(id, signer, 'SIGNED')
    }
    clock.advance(3_599_999)
    expect(codesOf(sign(1))).toEqual(closed)
    clock.advance(1)
    expect(codesOf(sign(1))).toEqual([])
    expect(codesOf(sign(1))).toEqual(closed)
    expect(codesOf(sign(3))).toEqual(closed)
    clock.advance(3_599_999)
    expect(codesOf(sign(2))).toEqual([])
    clock.advance(3_599_999)
    expect(codesOf(sign(3))).toEqual([])
    expect(simulator.job(id).status).toBe('COMPLETED_SUCCESSFULLY')
  })

  it('expires at the end of its time, counted for each group, though nobody looks until later', async () => {
    const id = await created({ ...manifest, availability: { availableSeconds: 60 } })
    clock.advance(59_999)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    clock.advance(day)
    const { status, endedAt, signers: after } = simulator.job(id)
    expect([status, ...after.map((signer) => signer.status.value)]).toEqual(['FAILED', 'SIGNED', 'EXPIRED'])
    expect(endedAt).toEqual(new Date(start.getTime() + 119_999))
  })

  it('keeps the time of a group when one of it signs', async () => {
    const id = await created({ ...parallel, availability: { availableSeconds: 60 } })
    clock.advance(30_000)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    clock.advance(30_000)
    expect(simulator.job(id).signers.map((signer) => signer.status.value)).toEqual(['SIGNED', 'EXPIRED'])
  })

  it('takes an activation time that has passed for now', async () => {
    const availability = { activationTime: '2026-01-05T11:00:00Z', availableSeconds: 60 }
    const id = await created({ ...parallel, availability })
    clock.advance(59_999)
    expect(simulator.job(id).status).toBe('IN_PROGRESS')
    clock.advance(1)
    expect(simulator.job(id).endedAt).toEqual(new Date(start.getTime() + 60_000))
  })

  it('tells once that it can be deleted', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    simulator.setSignerStatus(id, 2, 'SIGNED')
    clock.advance(day)
    const changes = [await nextChange(), await nextChange()]
    expect(changes.map((change) => change?.deleteDocumentsUrl)).toEqual(Array(2).fill(`${queue}/${id}/documents`))
    expect(await nextChange()).toBeUndefined()
  })

  it('has the signatures of those who have signed, and no others', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    const statusOf = async (signer: number): Promise<number> => (await send(`${queue}/${id}/xades/${signer}`)).status
    expect([await statusOf(0), await statusOf(1), await statusOf(2), await statusOf(3)]).toEqual([404, 200, 404, 404])
  })

  it('takes no status that cannot come about, and names no value in the error', async () => {
    const id = await created(parallel)
    for (const status of ['WAITING', 'NOT_APPLICABLE', 'CANCELLED', '', 'BLOCKED', '\0', '\uFFFF', '\uD800'])
      expect(
        codesOf(() => {
          simulator.setSignerStatus(id, 1, status)
        }),
      ).toEqual(['simulator.status'])
    expect(
      codesOf(() => {
        simulator.setSignerStatus(id, 3, 'SIGNED')
      }),
    ).toEqual(['simulator.signer-unknown'])
    expect(
      codesOf(() => {
        simulator.setSignerStatus('1', 1, 'SIGNED')
      }),
    ).toEqual(['simulator.job-unknown'])
    expect(codesOf(() => simulator.job('1'))).toEqual(['simulator.job-unknown'])
  })

  describe.each(['PUBLIC', 'PRIVATE'] as const)('of a %s sender', (sector) => {
    const isPublic = sector === 'PUBLIC'
    const personalIdentificationNumber = '12345678910'
    const notifications = { email: { address: 'one@example.com' } }
    const byNumber = { personalIdentificationNumber, notifications }
    const byContact = { identifiedByContactInformation: true, notifications } as const
    const byLookup = { personalIdentificationNumber, notificationsUsingLookup: { email: true } } as const
    const advanced = { ...byNumber, signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' } as const
    const names = { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' } as const
    const fromOther = { ...byNumber, onBehalfOf: 'OTHER' } as const

    it.each([
      ['RESERVED', byNumber, {}, isPublic],
      ['RESERVED', fromOther, {}, false],
      ['RESERVED', byContact, {}, false],
      ['CONTACT_INFORMATION_MISSING', byNumber, {}, false],
      ['CONTACT_INFORMATION_MISSING', byContact, {}, false],
      ['BLOCKED', byNumber, {}, false],
      ['BLOCKED', byContact, {}, true],
      ['SIGNERS_NAME_NOT_AVAILABLE', byNumber, {}, false],
      ['SIGNERS_NAME_NOT_AVAILABLE', byNumber, names, isPublic],
      ['SIGNERS_NAME_NOT_AVAILABLE', advanced, isPublic ? {} : names, false],
      ...(isPublic
        ? ([
            ['RESERVED', byLookup, {}, true],
            ['CONTACT_INFORMATION_MISSING', byLookup, {}, true],
          ] as const)
        : []),
    ] as const)('gives %s to signers to whom it can come: %j %j', async (status, signer, changes, can) => {
      begin({ senders: [{ organizationNumber, sector }] })
      const signers = [
        { ...byNumber, order: 0 },
        { ...signer, order: 1 },
      ] as const
      const id = await created({ ...manifest, ...changes, signers })
      const set = (position: number) => (): void => {
        simulator.setSignerStatus(id, position, status)
      }
      // What a lookup finds is found when the job is created.
      const isAtOnce = ['RESERVED', 'CONTACT_INFORMATION_MISSING'].includes(status)
      expect(codesOf(set(2))).toEqual(!can ? ['simulator.status'] : isAtOnce ? [] : ['simulator.signer-closed'])
      if (!can || isAtOnce) return
      simulator.setSignerStatus(id, 1, 'SIGNED')
      expect(codesOf(set(2))).toEqual([])
      expect(simulator.job(id).status).toBe('FAILED')
    })
  })

  it('can be deleted after 24 hours, or when forwarding is done', async () => {
    begin({ forwardingSeconds: 172_800 })
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    simulator.setSignerStatus(id, 2, 'SIGNED')
    const url = `${queue}/${id}/documents`
    clock.advance(2 * day - 1)
    expect((await send(url, { method: 'DELETE' })).status).toBe(409)
    clock.advance(1)
    expect((await send(url, { method: 'DELETE' })).status).toBe(204)
    expect((await send(url, { method: 'DELETE' })).status).toBe(404)
  })

  it('waits for no forwarding where all sign on behalf of others', async () => {
    begin({ forwardingSeconds: 172_800 })
    const [first, second] = parallel.signers
    const other = { ...first, onBehalfOf: 'OTHER' } as const
    const ids = [
      await created({ ...parallel, signers: [other] as PortalSignatureJobManifest['signers'] }),
      await created({ ...parallel, signers: [other, second] as PortalSignatureJobManifest['signers'] }),
    ]
    for (const id of ids)
      for (const [index] of simulator.job(id).signers.entries()) simulator.setSignerStatus(id, index + 1, 'SIGNED')
    clock.advance(day)
    const statuses = ids.map(async (id) => (await send(`${queue}/${id}/documents`, { method: 'DELETE' })).status)
    expect(await Promise.all(statuses)).toEqual([204, 409])
  })

  it('can have its deadline postponed while it is in progress, for the group whose turn it is', async () => {
    const id = await created({ ...manifest, availability: { availableSeconds: 60 } })
    const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000)
    const postpone = (deadline: Date) => (): void => {
      simulator.postponeDeadline(id, deadline)
    }
    for (const deadline of [at(60), at(59), new Date(Number.NaN)])
      expect(codesOf(postpone(deadline))).toEqual(['simulator.deadline'])
    simulator.postponeDeadline(id, at(120))
    clock.advance(119_999)
    expect(simulator.job(id).status).toBe('IN_PROGRESS')
    simulator.setSignerStatus(id, 1, 'SIGNED')
    // The next group has the time of the manifest.
    expect(simulator.job(id).deadline).toEqual(new Date(at(60).getTime() + 119_999))
    clock.advance(60_000)
    expect(simulator.job(id)).toMatchObject({ status: 'FAILED', endedAt: new Date(at(60).getTime() + 119_999) })
    expect(simulator.job(id)).not.toHaveProperty('deadline', expect.anything())
    expect(codesOf(postpone(at(600)))).toEqual(['simulator.deadline'])
  })

  it('that failed cannot be deleted, and its documents go after 40 days', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    simulator.setSignerStatus(id, 2, 'REJECTED')
    clock.advance(40 * day - 1)
    expect((await send(`${queue}/${id}/documents`, { method: 'DELETE' })).status).toBe(409)
    expect((await send(`${queue}/${id}/pades`)).status).toBe(200)
    clock.advance(1)
    expect((await send(`${queue}/${id}/pades`)).status).toBe(404)
    // What the job came to is not lost with its documents.
    const change = await nextChange()
    expect([change?.status, change?.signatures.padesUrl]).toEqual(['IN_PROGRESS', undefined])
    expect((await nextChange())?.status).toBe('FAILED')
  })
})
