/**
 * What a request to the simulated portal costs, however many jobs it has had.
 *
 * @module
 */
import { portalSignatureJobResponse, portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { createSimulator, simulatorFetch, virtualClock, type SimulatorSnapshot } from 'signering-portal/simulator'
import { create, manifest, multipart, organizationNumber, packageOf, start } from '../testing/simulator/raw-client.js'
import { namespace } from '../src/codec/spec.js'
import type { Ratio } from './ratio.js'

const root = 'https://portal.example/api'
const queue = `${root}/${organizationNumber}/portal/signature-jobs`
const options = {
  senders: [{ organizationNumber, sector: 'PUBLIC' }],
  rateLimit: false,
  // One package serves all jobs, so that the client's work is not measured.
  signingTimeToleranceSeconds: Infinity,
} as const
const request = {
  method: 'POST',
  headers: { 'Content-Type': 'multipart/mixed; boundary=frontier', Accept: 'application/xml' },
  body: multipart(`<portal-signature-job-request xmlns="${namespace}"/>`, await packageOf(manifest)),
}

/** A job from creation to confirmation, in milliseconds of the processor. */
type Round = () => Promise<number>

/** What a snapshot of a portal holds, as far as it is written here. */
interface Stored {
  readonly jobs: readonly { readonly signatureJobId: string }[]
  readonly counts: { readonly jobs: number }
}

/** The snapshot of a portal that has had many jobs, half of which have a change that nobody has confirmed. */
async function snapshotOf(jobs: number): Promise<SimulatorSnapshot> {
  const simulator = createSimulator({ ...options, clock: virtualClock(start) })
  const send = simulatorFetch(simulator)
  for (let job = 0; job < 2; job += 1) await create(send, root, manifest)
  simulator.setSignerStatus(simulator.jobs()[1]?.signatureJobId ?? '', 1, 'REJECTED')
  const { counts, ...stored } = JSON.parse(JSON.stringify(simulator.snapshot())) as Stored
  const copies = (list: readonly { readonly signatureJobId: string }[], times: number): readonly unknown[] =>
    Array.from({ length: times }, (_, copy) =>
      list.map((each) => ({ ...each, signatureJobId: String(BigInt(each.signatureJobId) + 4n * BigInt(copy)) })),
    ).flat()
  const { changes } = stored as unknown as { readonly changes: Stored['jobs'] }
  const half = jobs / 2
  return {
    ...stored,
    jobs: copies(stored.jobs, half),
    changes: copies(changes, half),
    counts: { ...counts, jobs },
  } as unknown as SimulatorSnapshot
}

async function portalWith(jobs: number): Promise<Round> {
  const clock = virtualClock(start)
  const simulator = createSimulator({ ...options, clock, snapshot: await snapshotOf(jobs) })
  const send = simulatorFetch(simulator)
  return async () => {
    const { user, system } = process.cpuUsage()
    const created = await (await send(queue, request)).text()
    const { signatureJobId } = portalSignatureJobResponse.decode(created)
    for (const signer of [1, 2]) {
      simulator.setSignerStatus(signatureJobId, signer, 'SIGNED')
      const change = portalSignatureJobStatusChangeResponse.decode(await (await send(queue)).text())
      await send(change.confirmationUrl, { method: 'POST' })
    }
    clock.advance(60_000)
    const used = process.cpuUsage()
    return (used.user + used.system - user - system) / 1000
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

/** What a job costs a portal that has had 50,000 jobs, beside one that has had 1,000. */
export async function simulatorRatios(): Promise<readonly Ratio[]> {
  const [few, many] = [await portalWith(1_000), await portalWith(50_000)]
  const times: { few: number; many: number }[] = []
  // The first rounds warm up.
  for (let round = -20; round < 100; round += 1) {
    const time = { few: await few(), many: await many() }
    if (round >= 0) times.push(time)
  }
  const ratio = median(times.map((time) => time.many)) / median(times.map((time) => time.few))
  return [{ name: 'a job from creation to confirmation, after 50,000 jobs / after 1,000', ratio, limit: 1.3 }]
}
