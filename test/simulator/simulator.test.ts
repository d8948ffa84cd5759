import { beforeEach, describe, expect, it } from 'vitest'
import {
  serviceError,
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  type PortalSignatureJobManifest,
  type PortalSignatureJobStatusChangeResponse,
} from 'signering-portal/codec'
import {
  createSimulator,
  simulatorFetch,
  virtualClock,
  type Simulator,
  type SimulatorFetch,
  type SimulatorOptions,
  type SimulatorSnapshot,
  type VirtualClock,
} from 'signering-portal/simulator'
import { PortalError } from 'signering-portal'
import { create, manifest, organizationNumber } from '../../testing/simulator/raw-client.js'

const root = 'https://portal.example/api'
const queue = `${root}/${organizationNumber}/portal/signature-jobs`
const start = new Date('2026-01-05T12:00:00Z')
const day = 86_400_000

let clock: VirtualClock
let portal: Simulator
let send: SimulatorFetch

function begin(options: Partial<SimulatorOptions> = {}): void {
  clock = virtualClock(start)
  portal = createSimulator({
    clock,
    senders: [{ organizationNumber, sector: 'PUBLIC' }],
    rateLimit: false,
    ...options,
  })
  send = simulatorFetch(portal)
}

beforeEach(() => {
  begin()
})

async function created(value: PortalSignatureJobManifest = manifest): Promise<string> {
  return portalSignatureJobResponse.decode(await (await create(send, root, value, '', clock.now())).text())
    .signatureJobId
}

async function nextChange(): Promise<PortalSignatureJobStatusChangeResponse | undefined> {
  clock.advance(30_000)
  const response = await send(queue)
  return response.status === 204 ? undefined : portalSignatureJobStatusChangeResponse.decode(await response.text())
}

function codesOf(action: () => unknown): readonly string[] {
  try {
    action()
  } catch (reason) {
    if (reason instanceof PortalError) return reason.issues.map(({ code }) => code)
    throw reason
  }
  return []
}

const { signers } = manifest
const parallel: PortalSignatureJobManifest = {
  ...manifest,
  signers: signers.map((signer) => ({ ...signer, order: 0 })),
}

describe('polling', () => {
  it('waits every whole number of seconds from 5 to 30 in test, the same in every run', async () => {
    const run = async (): Promise<readonly number[]> => {
      begin()
      const waits: number[] = []
      for (let poll = 0; poll < 26; poll += 1) {
        const response = await send(queue)
        const next = Date.parse(response.headers.get('X-Next-permitted-poll-time') ?? '')
        waits.push((next - clock.now().getTime()) / 1000)
        clock.advance(30_000)
      }
      return waits
    }
    const waits = await run()
    expect([...waits].sort((one, other) => one - other)).toEqual(Array.from({ length: 26 }, (_, index) => index + 5))
    expect(await run()).toEqual(waits)
  })

  it('is permitted at the very instant that was told, and not a millisecond before', async () => {
    begin({ environment: 'production' })
    await send(queue)
    clock.advance(600_000)
    expect((await send(queue)).status).toBe(204)
    clock.advance(599_999)
    expect((await send(queue)).status).toBe(429)
  })

  it('takes a valueless polling_queue for the default queue', async () => {
    const id = await created()
    portal.setSignerStatus(id, 1, 'SIGNED')
    const response = await send(`${queue}?polling_queue`)
    expect(portalSignatureJobStatusChangeResponse.decode(await response.text()).signatureJobId).toBe(id)
  })

  it('puts a change that comes back behind those that came meanwhile', async () => {
    const first = await created(parallel)
    portal.setSignerStatus(first, 1, 'SIGNED')
    await nextChange()
    clock.advance(60_000)
    const second = await created(parallel)
    portal.setSignerStatus(second, 1, 'SIGNED')
    clock.advance(600_000)
    expect((await nextChange())?.signatureJobId).toBe(second)
    expect((await nextChange())?.signatureJobId).toBe(first)
    expect(await nextChange()).toBeUndefined()
  })

  it('confirms nothing that was not handed out, and the same change as often as is asked', async () => {
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    const url = `${queue}/${id}/complete?change=1`
    expect((await send(url, { method: 'POST' })).status).toBe(404)
    expect((await nextChange())?.confirmationUrl).toBe(url)
    expect((await send(url, { method: 'POST' })).status).toBe(204)
    expect((await send(url, { method: 'POST' })).status).toBe(204)
    for (const wrong of ['2', '0', '-1', 'one', ''])
      expect((await send(`${queue}/${id}/complete?change=${wrong}`, { method: 'POST' })).status).toBe(404)
  })
})

describe('the rate limit', () => {
  it('lets 10 calls a second pass, blocks the eleventh for 30 seconds, and only that organization', async () => {
    const other = '987654325'
    begin({
      rateLimit: true,
      senders: [organizationNumber, other].map((number) => ({ organizationNumber: number, sector: 'PUBLIC' })),
    })
    const statuses: number[] = []
    for (let call = 0; call < 11; call += 1) statuses.push((await send(`${root}/${organizationNumber}`)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429])
    const blocked = await send(queue)
    expect(blocked.status).toBe(429)
    expect(blocked.headers.get('DoSFilter')).not.toBeNull()
    expect(blocked.headers.get('X-Next-permitted-poll-time')).toBeNull()
    expect((await send(`${root}/${other}`)).status).toBe(200)
    clock.advance(29_999)
    expect((await send(queue)).status).toBe(429)
    clock.advance(1)
    expect((await send(queue)).status).toBe(204)
  })

  it('does not block 10 calls in every second', async () => {
    begin({ rateLimit: true })
    for (let call = 0; call < 100; call += 1) {
      expect((await send(`${root}/${organizationNumber}`)).status).toBe(200)
      clock.advance(100)
    }
  })
})

describe('a job', () => {
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
      portal.setSignerStatus(id, signer, 'SIGNED')
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
    expect(portal.job(id).status).toBe('COMPLETED_SUCCESSFULLY')
  })

  it('expires at the end of its time, counted for each group, though nobody looks until later', async () => {
    const id = await created({ ...manifest, availability: { availableSeconds: 60 } })
    clock.advance(59_999)
    portal.setSignerStatus(id, 1, 'SIGNED')
    clock.advance(day)
    const { status, endedAt, signers: after } = portal.job(id)
    expect([status, ...after.map((signer) => signer.status.value)]).toEqual(['FAILED', 'SIGNED', 'EXPIRED'])
    expect(endedAt).toBe(start.getTime() + 119_999)
  })

  it('keeps the time of a group when one of it signs', async () => {
    const id = await created({ ...parallel, availability: { availableSeconds: 60 } })
    clock.advance(30_000)
    portal.setSignerStatus(id, 1, 'SIGNED')
    clock.advance(30_000)
    expect(portal.job(id).signers.map((signer) => signer.status.value)).toEqual(['SIGNED', 'EXPIRED'])
  })

  it('takes an activation time that has passed for now', async () => {
    const availability = { activationTime: '2026-01-05T11:00:00Z', availableSeconds: 60 }
    const id = await created({ ...parallel, availability })
    clock.advance(59_999)
    expect(portal.job(id).status).toBe('IN_PROGRESS')
    clock.advance(1)
    expect(portal.job(id).endedAt).toBe(start.getTime() + 60_000)
  })

  it('tells once that it can be deleted', async () => {
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    portal.setSignerStatus(id, 2, 'SIGNED')
    clock.advance(day)
    const changes = [await nextChange(), await nextChange()]
    expect(changes.map((change) => change?.deleteDocumentsUrl)).toEqual(Array(2).fill(`${queue}/${id}/documents`))
    expect(await nextChange()).toBeUndefined()
  })

  it('has the signatures of those who have signed, and no others', async () => {
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    const statusOf = async (signer: number): Promise<number> => (await send(`${queue}/${id}/xades/${signer}`)).status
    expect([await statusOf(0), await statusOf(1), await statusOf(2), await statusOf(3)]).toEqual([404, 200, 404, 404])
  })

  it('takes no status that cannot come about, and names no value in the error', async () => {
    const id = await created(parallel)
    for (const status of ['WAITING', 'NOT_APPLICABLE', 'CANCELLED', '', 'BLOCKED'])
      expect(
        codesOf(() => {
          portal.setSignerStatus(id, 1, status)
        }),
      ).toEqual(['simulator.status'])
    expect(
      codesOf(() => {
        portal.setSignerStatus(id, 3, 'SIGNED')
      }),
    ).toEqual(['simulator.signer-unknown'])
    expect(
      codesOf(() => {
        portal.setSignerStatus('1', 1, 'SIGNED')
      }),
    ).toEqual(['simulator.job-unknown'])
    expect(codesOf(() => portal.job('1'))).toEqual(['simulator.job-unknown'])
  })

  it('can be deleted after 24 hours, or when forwarding is done', async () => {
    begin({ forwardingSeconds: 172_800 })
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    portal.setSignerStatus(id, 2, 'SIGNED')
    const url = `${queue}/${id}/documents`
    clock.advance(2 * day - 1)
    expect((await send(url, { method: 'DELETE' })).status).toBe(409)
    clock.advance(1)
    expect((await send(url, { method: 'DELETE' })).status).toBe(204)
    expect((await send(url, { method: 'DELETE' })).status).toBe(404)
  })

  it('that failed cannot be deleted, and its documents go after 40 days', async () => {
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    portal.setSignerStatus(id, 2, 'REJECTED')
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

describe('access', () => {
  it('tells who is calling', async () => {
    begin({ brokers: [{ organizationNumber: '555555555', senders: [organizationNumber] }] })
    expect(await (await send(`${root}/${organizationNumber}`)).text()).toContain(organizationNumber)
    const text = await (
      await simulatorFetch(portal, { organizationNumber: '555555555' })(`${root}/${organizationNumber}`)
    ).text()
    expect(text).toContain('555555555')
  })

  it('is denied to organizations that are not known, and to the jobs of others', async () => {
    const other = '987654325'
    begin({ senders: [organizationNumber, other].map((number) => ({ organizationNumber: number, sector: 'PUBLIC' })) })
    const id = await created()
    expect((await send(`${root}/${other}/portal/signature-jobs/${id}/cancel`, { method: 'POST' })).status).toBe(404)
    const refused = await send(`${root}/111111111/portal/signature-jobs`)
    expect([refused.status, serviceError.decode(await refused.text()).errorCode]).toEqual([403, 'NOT_AUTHORIZED'])
  })

  it('is denied to a client that does not take what there is', async () => {
    const status = async (url: string, accept: string): Promise<number> =>
      (await send(url, { headers: { Accept: accept } })).status
    expect(await status(queue, 'application/json')).toBe(406)
    expect(await status(queue, 'application/xml;q=0')).toBe(406)
    expect(await status(queue, 'text/html, application/*;q=0.5')).toBe(204)
    expect(await status(`${queue}/1/pades`, 'application/octet-stream')).toBe(406)
    expect(await status(`${queue}/1/pades`, 'application/octet-stream, application/xml')).toBe(404)
  })
})

describe('the messages', () => {
  it('keep every character of a reference', async () => {
    const reference = '&amp; <&#9;> "q" æ😀'
    const escaped = reference.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const response = await create(send, root, manifest, `<reference>${escaped}</reference>`)
    expect(portalSignatureJobResponse.decode(await response.text()).reference).toBe(reference)
  })

  it('keep tab and line breaks', async () => {
    const response = await create(send, root, manifest, '<reference>a&#9;b&#10;c&#13;d</reference>')
    expect(portalSignatureJobResponse.decode(await response.text()).reference).toBe('a\tb\nc\rd')
  })

  it('of an error tell what is wrong and no value', async () => {
    const response = await create(
      send,
      root,
      manifest,
      '<reference>12345678910</reference><secret>12345678910</secret>',
    )
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(serviceError.decode(text).errorCode).toBe('SCHEMA_VALIDATION_ERROR')
    expect(text).toContain('schema.element-unexpected')
    expect(text).not.toContain('12345678910')
    expect(text).not.toContain('secret')
  })
})

describe('a snapshot', () => {
  it('goes on where the portal was, through JSON', async () => {
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    portal.planFault({ kind: 'noContent' }, { resource: 'cancel' })
    const snapshot = JSON.parse(JSON.stringify(portal.snapshot())) as SimulatorSnapshot
    const later = clock.now()
    begin({ snapshot, clock: (clock = virtualClock(later)) })
    expect(portal.snapshot()).toEqual(snapshot)
    portal.setSignerStatus(id, 2, 'SIGNED')
    clock = virtualClock(new Date(later.getTime() + 600_000))
    begin({ snapshot: portal.snapshot(), clock })
    const response = await send(queue)
    expect(portalSignatureJobStatusChangeResponse.decode(await response.text()).status).toBe('COMPLETED_SUCCESSFULLY')
  })

  it('is refused whatever part of it is missing or of another kind', async () => {
    const id = await created(parallel)
    portal.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    portal.planFault({ kind: 'truncated' })
    const good = portal.snapshot()
    const places: (readonly (string | number)[])[] = []
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) places.push(path)
      // Below the manifest the codec decides.
      if (typeof value !== 'object' || value === null || path.at(-1) === 'manifest') return
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name])
    }
    walk(good, [])
    expect(places).toContainEqual(['jobs', '0', 'signers', '0', 'status', 'since'])
    const lessSigners = structuredClone(good) as SimulatorSnapshot & { jobs: { signers: unknown[] }[] }
    lessSigners.jobs[0]?.signers.pop()
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: lessSigners }))).toEqual([
      'simulator.snapshot',
    ])
    const noJob = { ...structuredClone(good), jobs: [] }
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: noJob }))).toEqual(['simulator.snapshot'])
    for (const path of places)
      for (const bad of [null, {}, 'x'.repeat(3), -1.5, [[]]]) {
        const spoilt = structuredClone(good) as unknown as Record<string | number, unknown>
        let parent = spoilt
        for (const name of path.slice(0, -1)) parent = parent[name] as Record<string | number, unknown>
        const last = path.at(-1) ?? ''
        if (typeof parent[last] === 'string' && typeof bad === 'string') continue
        parent[last] = bad
        const message = `${path.join('.')} = ${JSON.stringify(bad)}`
        expect(
          codesOf(() => createSimulator({ clock, senders: [], snapshot: spoilt as never })),
          message,
        ).toEqual(['simulator.snapshot'])
      }
  })
})

describe('options and faults', () => {
  it('are refused out of their range', () => {
    expect(
      codesOf(() => {
        begin({ senders: [{ organizationNumber: '12345678', sector: 'PUBLIC' }] })
      }),
    ).toEqual(['simulator.options'])
    expect(
      codesOf(() => {
        begin({ forwardingSeconds: 604_801 })
      }),
    ).toEqual(['simulator.options'])
    expect(
      codesOf(() => {
        begin({ signingTimeToleranceSeconds: Number.NaN })
      }),
    ).toEqual(['simulator.options'])
    for (const options of [{ senders: [{ organizationNumber, sector: 'PUBLC' }] }, { environment: 'prod' }])
      expect(
        codesOf(() => {
          begin(options as never)
        }),
      ).toEqual(['simulator.options'])
    for (const fault of [
      { kind: 'status', status: 200, content: 'error' },
      { kind: 'successStatus', status: 418 },
      { kind: 'header', name: 'a b', value: '' },
      { kind: 'header', name: 'a', value: '\n' + 'b\nc' },
      { kind: 'root', root: 'elsewhere' },
      { kind: 'nothing' },
      null,
    ])
      expect(
        codesOf(() => {
          portal.planFault(fault as never)
        }),
        JSON.stringify(fault),
      ).toEqual(['simulator.fault'])
    expect(
      codesOf(() => {
        portal.planFault({ kind: 'truncated' }, { times: 0 })
      }),
    ).toEqual(['simulator.fault'])
  })

  it('come as often as was planned, to the resource that was named', async () => {
    portal.planFault({ kind: 'status', status: 500, content: 'text' }, { resource: 'nextStatusChange', times: 2 })
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(200)
    const statuses = [await send(queue), await send(queue), await send(queue)].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 204])
  })

  it('wait for a request that the rate limit lets through', async () => {
    begin({ rateLimit: true })
    portal.planFault({ kind: 'status', status: 503, content: 'text' }, { resource: 'organization' })
    const statuses: number[] = []
    for (let call = 0; call < 12; call++) statuses.push((await send(`${root}/${organizationNumber}`)).status)
    expect(statuses).toEqual([503, ...Array<number>(9).fill(200), 429, 429])
    portal.planFault({ kind: 'status', status: 503, content: 'text' }, { resource: 'organization' })
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(429)
    clock.advance(30_000)
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(503)
  })

  it('of a lost response: the request had its effect, or none', async () => {
    portal.planFault({ kind: 'noResponse', effect: false }, { resource: 'create' })
    await expect(create(send, root)).rejects.toThrow(TypeError)
    expect(portal.jobs()).toHaveLength(0)
    portal.planFault({ kind: 'noResponse', effect: true }, { resource: 'create' })
    await expect(create(send, root)).rejects.toThrow(TypeError)
    expect(portal.jobs()).toHaveLength(1)
  })
})

describe('the exchanges', () => {
  it('are the last 1,000, with what was asked and answered', async () => {
    await send(`${root}/${organizationNumber}`)
    for (let call = 0; call < 999; call += 1) await send(`${root}/1`)
    const first = { resource: 'organization', method: 'GET', url: `${root}/${organizationNumber}`, status: 200 }
    expect(portal.exchanges()[0]).toEqual(first)
    await send(queue, { method: 'DELETE' })
    expect(portal.exchanges()).toHaveLength(1000)
    expect(portal.exchanges()[0]).toEqual({ ...first, resource: 'unknown', url: `${root}/1`, status: 404 })
    expect(portal.exchanges().at(-1)).toEqual({ resource: 'unknown', method: 'DELETE', url: queue, status: 404 })
  })
})

describe('a virtual clock', () => {
  it('moves forward only, and can run along with another', () => {
    expect(() => {
      clock.advance(-1)
    }).toThrow(RangeError)
    expect(() => {
      clock.advance(Number.NaN)
    }).toThrow(RangeError)
    expect(() => {
      clock.advance(Number.MAX_VALUE)
    }).toThrow(RangeError)
    expect(() => virtualClock(new Date(NaN))).toThrow(RangeError)
    const ahead = virtualClock(clock)
    ahead.advance(5)
    clock.advance(2)
    expect(ahead.now().getTime() - start.getTime()).toBe(7)
  })
})
