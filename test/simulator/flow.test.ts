import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { portalSignatureJobResponse, portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import {
  createSimulator,
  simulatorFetch,
  serve,
  virtualClock,
  type SimulatorFetch,
  type ServedSimulator,
} from 'signering-portal/simulator'
import { create, documentHash, manifest, organizationNumber } from '../../testing/simulator/raw-client.js'

const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
const simulator = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PUBLIC' }] })
let served: ServedSimulator

beforeAll(async () => {
  served = await serve(simulator)
})
afterAll(async () => {
  await served.close()
})

describe.each([
  ['within the process', (): [SimulatorFetch, string] => [simulatorFetch(simulator), 'https://portal.example/api']],
  ['on a port', (): [SimulatorFetch, string] => [fetch, served.root]],
])('the whole flow %s', (_, reach) => {
  it('creates, polls, confirms and downloads', async () => {
    const [send, root] = reach()
    const queue = `${root}/${organizationNumber}/portal/signature-jobs`
    const created = await create(send, root, manifest, '<reference>r</reference>', clock.now())
    expect(created.status).toBe(200)
    const job = portalSignatureJobResponse.decode(await created.text())
    expect(job.reference).toBe('r')

    const none = await send(queue)
    expect(none.status).toBe(204)
    const next = Date.parse(none.headers.get('X-Next-permitted-poll-time') ?? '')
    const milliseconds = next - clock.now().getTime()
    expect(milliseconds).toBeGreaterThanOrEqual(5_000)
    expect(milliseconds).toBeLessThanOrEqual(30_000)
    clock.advance(milliseconds - 1)
    expect((await send(queue)).status).toBe(429)
    clock.advance(30_000)

    expect(() => {
      simulator.setSignerStatus(job.signatureJobId, 2, 'SIGNED')
    }).toThrow('simulator.signer-closed')
    simulator.setSignerStatus(job.signatureJobId, 1, 'SIGNED')
    const first = portalSignatureJobStatusChangeResponse.decode(await (await send(queue)).text())
    expect(first.status).toBe('IN_PROGRESS')
    expect(first.signatures.signature.map(({ status }) => status.value)).toEqual(['SIGNED', 'WAITING'])
    expect((await send(first.confirmationUrl, { method: 'POST' })).status).toBe(204)

    simulator.setSignerStatus(job.signatureJobId, 2, 'SIGNED')
    const second = portalSignatureJobStatusChangeResponse.decode(await (await send(queue)).text())
    expect(second.status).toBe('COMPLETED_SUCCESSFULLY')
    const pades = await send(second.signatures.padesUrl ?? '')
    const text = await pades.text()
    expect(text).toMatch(/^%PDF-1\.4/)
    expect(text).toContain(documentHash)
    expect(text).toContain('Signed by signer 2, 10987654321')
    await send(second.confirmationUrl, { method: 'POST' })
    expect((await send(queue)).status).toBe(204)
    clock.advance(30_000)
  })
})
