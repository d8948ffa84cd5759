/** Going on from a snapshot, at any point, makes no difference to what is answered. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSimulator, virtualClock, type Simulator, type SimulatorSnapshot } from 'signering-portal/simulator'
import { organizationNumber, manifest, start } from '../../testing/simulator/raw-client.js'
import { begin, clock, created, queue, simulator } from '../../testing/simulator/simulated.js'
import { runs } from '../../testing/seed.js'

const settings = {
  senders: [{ organizationNumber, sector: 'PUBLIC' as const }],
  environment: 'production' as const,
  forwardingSeconds: 90_000,
  endedJobsKeptSeconds: 600,
}

/** A portal, and what it has told so far. */
interface Portal {
  simulator: Simulator
  readonly told: unknown[]
  /** Addresses of confirmations that it has told. */
  readonly confirmations: string[]
}

type Step = { readonly kind: string; readonly job: number; readonly signer: number; readonly milliseconds: number }

const names = ['', '?polling_queue=other']
const times = [0, 0, 1, 600_000, 600_000, 601_000, 86_400_000, 90_000_000]

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'poll',
    'poll',
    'poll',
    'confirm',
    'sign',
    'sign',
    'reject',
    'cancel',
    'postpone',
    'delete',
    'wait',
  ),
  job: fc.nat({ max: 7 }),
  signer: fc.integer({ min: 1, max: 2 }),
  milliseconds: fc.constantFrom(...times),
})

async function take(portal: Portal, ids: readonly string[], { kind, job, signer }: Step): Promise<void> {
  const { told, confirmations } = portal
  const id = ids[job] ?? ''
  const send = async (url: string, method = 'GET'): Promise<void> => {
    const response = await portal.simulator.handle(new Request(url, { method, headers: { Accept: '*/*' } }))
    const text = await response.text()
    confirmations.push(...(/https:[^<]*complete[^<]*/.exec(text) ?? []))
    told.push([response.status, response.headers.get('X-Next-permitted-poll-time'), text])
  }
  const control = (act: () => void): void => {
    try {
      act()
    } catch (refused) {
      told.push(String(refused))
    }
  }
  if (kind === 'poll') await send(`${queue}${names[job % 2] ?? ''}`)
  if (kind === 'confirm') await send(confirmations[job % Math.max(1, confirmations.length)] ?? queue, 'POST')
  if (kind === 'cancel') await send(`${queue}/${id}/cancel`, 'POST')
  if (kind === 'delete') await send(`${queue}/${id}/documents`, 'DELETE')
  if (kind === 'sign' || kind === 'reject')
    control(() => {
      portal.simulator.setSignerStatus(id, signer, kind === 'sign' ? 'SIGNED' : 'REJECTED')
    })
  // All to the same instant, so that deadlines meet.
  if (kind === 'postpone')
    control(() => {
      portal.simulator.postponeDeadline(id, new Date(start.getTime() + 86_400_000))
    })
}

it('answers the same calls with the same, wherever it goes on from a snapshot', async () => {
  begin({ ...settings, clock: virtualClock(start) })
  const ids: string[] = []
  for (let job = 0; job < 8; job += 1) {
    const availability = { availableSeconds: 1200 }
    ids.push(await created({ ...manifest, availability }, job % 4 < 2 ? '' : '<polling-queue>other</polling-queue>'))
    if (job % 3 === 2) clock.advance(600_000)
  }
  const begun = { snapshot: simulator.snapshot(), at: clock.now() }
  const stored = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), stored, async (steps, isStored) => {
      const time = virtualClock(begun.at)
      const made = (snapshot: SimulatorSnapshot): Simulator =>
        createSimulator({ ...settings, rateLimit: false, clock: time, snapshot })
      const [lasting, stopped] = [0, 1].map((): Portal => {
        return { simulator: made(begun.snapshot), told: [], confirmations: [] }
      }) as [Portal, Portal]
      for (const [index, each] of steps.entries()) {
        if (each.kind === 'wait') time.advance(each.milliseconds)
        if (isStored[index] === true)
          stopped.simulator = made(JSON.parse(JSON.stringify(stopped.simulator.snapshot())) as SimulatorSnapshot)
        for (const portal of [lasting, stopped]) await take(portal, ids, each)
        expect(stopped.told.at(-1)).toEqual(lasting.told.at(-1))
      }
      expect(stopped.simulator.jobs()).toEqual(lasting.simulator.jobs())
      expect(stopped.simulator.snapshot()).toEqual(lasting.simulator.snapshot())
    }),
    { numRuns: runs(150) },
  )
})
