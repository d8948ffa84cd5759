/** That polling neither stands still nor asks in a tight loop where the clock jumps, both ways and while it waits. */
import { portalOperations, statusChanges, type PollingClock, type PollingState, type Send } from 'signering-portal/http'
import { createSimulator } from 'signering-portal/simulator'
import { expect, it } from 'vitest'
import { Random } from '../../testing/conformance/random.js'
import { manifest, organizationNumber, create, start } from '../../testing/simulator/raw-client.js'
import { propertiesOf } from '../../src/guard.js'

const [second, minute, day] = [1000, 60_000, 86_400_000]
const root = 'http://127.0.0.1/api'

/** What a poller lives through: true time, and a clock of its own that jumps. */
class World {
  true = start.getTime()
  jump = 0
  /** When the queue was asked and when changes were confirmed, in true time. */
  readonly asked: number[] = []
  readonly early: number[] = []
  readonly confirmed: number[] = []
  readonly slept: number[] = []
  readonly problems: string[] = []
  readonly simulator = createSimulator({
    clock: { now: () => new Date(this.true) },
    senders: [{ organizationNumber, sector: 'PUBLIC' }],
    environment: 'production',
    rateLimit: false,
    signingTimeToleranceSeconds: Infinity,
  })

  readonly clock: PollingClock

  /** `jumps` tells by how much the clock jumps while something is waited for, in milliseconds. */
  constructor(jumps: (sleeps: number) => number, stop: (world: World) => boolean, abort: AbortController) {
    this.clock = {
      now: () => new Date(this.true + this.jump),
      sleep: async (milliseconds, signal) => {
        expect(milliseconds).toBeGreaterThanOrEqual(1)
        expect(milliseconds).toBeLessThanOrEqual(2_147_483_647)
        this.slept.push(milliseconds)
        // A timer counts true time, whatever the clock shows.
        this.true += milliseconds
        this.jump += jumps(this.slept.length)
        if (stop(this)) abort.abort()
        return signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve()
      },
    }
  }

  readonly send: Send = async ({ request, read }) => {
    const isPoll = request.method === 'GET'
    if (isPoll) this.asked.push(this.true)
    const { url, method, headers } = request
    const response = await this.simulator.handle(new Request(url, { method, headers: { ...headers } }))
    if (isPoll && response.status === 429) this.early.push(this.true)
    if (!isPoll && response.ok) this.confirmed.push(this.true)
    return read(response)
  }

  /** Polls until it is stopped; gives the ids of the jobs whose changes came. */
  async poll(signal: AbortSignal, state?: PollingState): Promise<readonly string[]> {
    const portal = portalOperations({ root, organizationNumber })
    const { clock, problems } = this
    const onProblem = (problem: unknown): void => {
      const issues = propertiesOf(problem)['issues'] as readonly { readonly code: string }[]
      problems.push(...issues.map(({ code }) => code))
    }
    const came: string[] = []
    for await (const change of statusChanges(this.send, { portal, clock, signal, onProblem, state }))
      came.push(change.signatureJobId)
    return came
  }

  /** A job whose first signer signs. */
  async announce(): Promise<void> {
    const fetch = async (url: string, init?: RequestInit): Promise<Response> =>
      this.simulator.handle(new Request(url, init))
    expect((await create(fetch as never, root, manifest)).status).toBe(200)
    const id = this.simulator.jobs().at(-1)?.signatureJobId ?? ''
    this.simulator.setSignerStatus(id, 1, 'SIGNED')
  }
}

/** The most requests within any minute: far fewer than a tight loop makes. */
function busiest(asked: readonly number[]): number {
  return Math.max(...asked.map((at) => asked.filter((other) => other >= at && other < at + minute).length))
}

const jumps: readonly (readonly [string, number])[] = [
  ['a second', second],
  ['10 minutes', 10 * minute],
  ['a day', day],
  ['30 days, longer than a timer counts', 30 * day],
  ['10 years', 3653 * day],
]

it.each(jumps.flatMap(([words, by]) => [[`${words} forward`, by] as const, [`${words} back`, -by] as const]))(
  'a clock that jumps %s while the queue is empty',
  async (_, by) => {
    const abort = new AbortController()
    // It jumps once, in the fifth sleep, and things happen for two days after that.
    const until = start.getTime() + 2 * day
    const world = new World(
      (sleeps) => (sleeps === 5 ? by : 0),
      (at) => at.true > until,
      abort,
    )
    await world.poll(abort.signal)
    expect(busiest(world.asked)).toBeLessThanOrEqual(6)
    // One that is ahead asks too early a few times; one that is behind only asks later.
    if (by < 0) expect(world.early).toEqual([])
    // It asks on, by what the next answer tells, once the time has come that was told before the jump.
    const waited = world.asked.slice(1).map((at, index) => at - (world.asked[index] ?? 0))
    expect(Math.max(...waited)).toBeLessThanOrEqual(by < 0 ? 10 * minute - by : 2 * 20 * minute + second)
  },
)

it.each([
  ['forward and back, by chance', (random: Random) => (random.next() - 0.5) * 2 * day],
  ['forward and back, by a minute', (random: Random) => (random.next() - 0.5) * 2 * minute],
])('a clock that jumps %s, in every sleep', async (_, draw) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = new Random(seed)
    const abort = new AbortController()
    const until = start.getTime() + 10 * day
    const world = new World(
      () => Math.round(draw(random)),
      (at) => at.true > until,
      abort,
    )
    await world.announce()
    const came = await world.poll(abort.signal)
    expect(busiest(world.asked)).toBeLessThanOrEqual(8)
    expect(world.asked.length).toBeGreaterThan(5)
    // None is lost; one may come twice, and is confirmed once.
    expect(new Set(came).size).toBe(1)
    expect(world.confirmed.length).toBe(1)
  }
})

it.each(jumps.flatMap(([, by]) => [by, -by]))(
  'a change is confirmed at once though the clock jumps while it is handled, by %i ms',
  async (by) => {
    const abort = new AbortController()
    const world = new World(
      () => 0,
      () => false,
      abort,
    )
    await world.announce()
    const portal = portalOperations({ root, organizationNumber })
    const { clock } = world
    const changes = statusChanges(world.send, { portal, clock, signal: abort.signal, onProblem: () => undefined })
    for await (const { signatureJobId } of changes) {
      expect(signatureJobId).toBe(world.simulator.jobs()[0]?.signatureJobId)
      world.jump += by
      abort.abort()
    }
    // By a clock that shows 10 minutes later it is back, and comes again.
    expect(world.confirmed.length).toBe(by >= 10 * minute ? 0 : 1)
    expect(world.slept).toEqual([])
  },
)

it('a permitted time beyond what a timer counts is waited for in parts, and then the queue is asked', async () => {
  const abort = new AbortController()
  const world = new World(
    () => 0,
    (at) => at.asked.length > 1,
    abort,
  )
  const at = new Date(start.getTime() + 60 * day)
  await world.poll(abort.signal, { version: 1, at: at.toISOString(), failures: 0, unconfirmed: [] })
  expect(world.asked[0]).toBe(at.getTime())
  expect(world.slept.slice(0, 3)).toEqual([2_147_483_647, 2_147_483_647, 60 * day - 2 * 2_147_483_647])
})
