/**
 * Programs that end at any step, one row that they share, clocks that are wrong, a network that fails: the step and the
 * loop against a model of the portal's queue.
 */
import fc from 'fast-check'
import {
  markHandled,
  pollOnce,
  portalOperations,
  statusChanges,
  type HttpResponse,
  type PollingState,
  type Send,
  type UnconfirmedChange,
} from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { ModelQueue, type QueuePlan } from '../../testing/http/model-queue.js'
import { organizationNumber, response, root } from '../../testing/http/responses.js'
import { settle, VirtualClock } from '../../testing/http/virtual-clock.js'
import { runs } from '../../testing/seed.js'

const second = 1000
const minute = 60_000
const portal = portalOperations({ root, organizationNumber })

/** What happens at a step: at a request, at the row, or while a change is handled. */
type Event = 'none' | 'crash' | 'lost' | 'serverError' | 'slow'

interface Plan extends QueuePlan {
  /** How many programs share the row. */
  readonly programs: number
  /** How far the clock of each is ahead, in milliseconds. */
  readonly ahead: readonly number[]
  /** By how much all of their clocks jump, in milliseconds, and when, in seconds from the start. */
  readonly jumps: readonly { readonly at: number; readonly by: number }[]
  /** What happens at each step; nothing happens at those after them. */
  readonly events: readonly Event[]
  /** Which changes cannot be handled, the first so many times. */
  readonly poisoned: readonly number[]
}

/** How far a clock is off, in milliseconds: not at all, a little, or by more than any wait. */
const skews = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -2000, max: 2000 }),
  fc.integer({ min: -60_000, max: 60_000 }),
  fc.integer({ min: -4_000_000, max: 4_000_000 }),
)

const plans = (programs: number): fc.Arbitrary<Plan> =>
  fc.record({
    programs: fc.integer({ min: 1, max: programs }),
    // Each has its own clock, or all have the same.
    ahead: fc.oneof(
      skews.map((skew) => Array.from({ length: programs }, () => skew)),
      fc.array(skews, { minLength: programs, maxLength: programs }),
    ),
    jumps: fc.array(fc.record({ at: fc.nat({ max: 3000 }), by: skews }), { maxLength: 2 }),
    emptySeconds: fc.integer({ min: 30, max: 600 }),
    foundMilliseconds: fc.constantFrom(0, 1, 2500),
    changes: fc.array(fc.nat({ max: 3000 }), { maxLength: 6 }),
    events: fc.array(fc.constantFrom<Event>('none', 'none', 'none', 'none', 'crash', 'lost', 'serverError', 'slow'), {
      maxLength: 60,
    }),
    poisoned: fc.array(fc.nat({ max: 2 }), { maxLength: 6 }),
  })

/** What the programs do, and what the model of the queue says to it. */
class World {
  readonly clock = new VirtualClock()
  readonly queue: ModelQueue
  readonly violations: string[] = []
  readonly handled = new Set<string>()
  readonly #start: number
  /** What ends the loops. */
  readonly stops = new Set<AbortController>()
  readonly #plan: Plan
  readonly #scheduler: fc.Scheduler
  readonly #events: Event[]
  readonly #tries = new Map<string, number>()
  /** The row of the database: text, as it is stored. */
  row: { readonly text: string | undefined; readonly revision: number } = { text: undefined, revision: 0 }
  /** Whether nobody can know the permitted time, since the answer that told it was lost. */
  #excused = false
  /** How often somebody may still be too early, since a clock is ahead of the service's, or another's. */
  #learning = 0
  #isWrong = false
  #isSteady = true
  #lastFound = false
  #lastIdle = -Infinity

  constructor(plan: Plan, scheduler: fc.Scheduler) {
    this.#plan = plan
    this.#scheduler = scheduler
    this.#events = [...plan.events]
    this.queue = new ModelQueue(this.clock, plan)
    this.#start = this.clock.now().getTime()
    const clocks = plan.ahead.slice(0, plan.programs)
    const isWrong = clocks.some((ahead) => ahead > 0) || new Set(clocks).size > 1
    const jumps = plan.jumps.filter(({ by }) => by !== 0).length
    this.#learning = ((isWrong ? 1 : 0) + jumps) * learning
    this.#isSteady = jumps === 0 && new Set(clocks).size === 1
    this.#isWrong = this.#learning > 0
  }

  /** The time, on the clock of a program. */
  readonly now = (program: number): Date => {
    const time = this.clock.now().getTime()
    const jumped = this.#plan.jumps.filter(({ at }) => time >= this.#start + at * second)
    return new Date(jumped.reduce((now, { by }) => now + by, time + (this.#plan.ahead[program] ?? 0)))
  }

  readonly everything = (): boolean => this.#plan.changes.every((_, index) => this.queue.confirmed.has(`${index + 1}`))

  /** A step of a program, at which it may end: then nothing of it goes on. */
  readonly step = async (crash: () => void): Promise<Event> => {
    await this.#scheduler.schedule(Promise.resolve(), 'step')
    const event = this.#events.shift() ?? 'none'
    if (event === 'crash') {
      crash()
      await new Promise(() => undefined)
    }
    return event
  }

  /** Handles a change, unless it is poisoned. */
  readonly handle = async (id: string, crash: () => void): Promise<boolean> => {
    if ((await this.step(crash)) === 'slow') await this.clock.sleep(7 * minute)
    const tries = (this.#tries.get(id) ?? 0) + 1
    this.#tries.set(id, tries)
    if (tries <= (this.#plan.poisoned[Number(id) - 1] ?? 0)) return false
    this.handled.add(id)
    await this.step(crash)
    return true
  }

  readonly send = (crash: () => void): Send => {
    const answerTo = (url: string): HttpResponse => {
      const id = /\/([0-9]+)\/complete$/.exec(url)?.[1]
      if (id === undefined) return this.#poll()
      if (!this.handled.has(id)) this.violations.push('confirmed a change that was not handled')
      return this.queue.confirm(id)
    }
    return async ({ request, read }) => {
      const event = await this.step(crash)
      if (event === 'serverError') return read(response(503, {}, '<html>'))
      const answer = answerTo(request.url)
      if ((await this.step(crash)) !== 'lost') return read(answer)
      this.#excused = true
      throw new TypeError('terminated')
    }
  }

  #poll(): HttpResponse {
    const { early } = this.queue
    const at = this.clock.now().getTime()
    // To a clock that jumps, or another one, a second may be less.
    if (at < this.#lastIdle + second && this.#isSteady) this.violations.push('asked twice in a second')
    const answer = this.queue.poll()
    if (this.queue.early > early && !this.#excused && !(this.#isWrong && this.#lastFound)) {
      this.#learning -= 1
      if (this.#learning < 0) this.violations.push('asked too early')
    }
    if (answer.status !== 200) this.#lastIdle = at
    // The page says at once, and a clock that is ahead cannot know that this queue wants a little more.
    this.#lastFound = answer.status === 200
    this.#excused = false
    return answer
  }

  /** Reads the row, with what writes it as long as nobody else has. */
  readonly open = (crash: () => void) => {
    let { revision } = this.row
    const { text } = this.row
    const store = async (state: PollingState): Promise<void> => {
      await this.step(crash)
      if (this.row.revision !== revision) throw new Conflict()
      revision += 1
      this.row = { text: JSON.stringify(state), revision }
      await this.step(crash)
    }
    const state = text === undefined ? undefined : (JSON.parse(text) as PollingState)
    return { state, store }
  }
}

class Conflict extends Error {}

/**
 * How often a clock that is ahead is too early before the margin or the delay is long enough for it: the delay grows to 512
 * seconds in ten steps, and the margin to what is needed in six.
 */
const learning = 16

/** A program that asks once and ends: gives when to start it again. */
async function once(world: World, crash: () => void, program: number): Promise<Date> {
  const now = (): Date => world.now(program)
  const { state, store } = world.open(crash)
  const step = await pollOnce(world.send(crash), { portal, state, now, store })
  await store(step.state)
  const { outcome, at } = step
  if (outcome.kind !== 'statusChange') return at
  if (!(await world.handle(outcome.statusChange.signatureJobId, crash))) return at
  await mark(world, outcome.unconfirmed, crash)
  return now()
}

/** Says in the row that a change was handled, however often somebody else writes to it. */
async function mark(world: World, change: UnconfirmedChange, crash: () => void): Promise<void> {
  for (;;) {
    const { state, store } = world.open(crash)
    if (state === undefined) throw new Error('There is no row')
    try {
      await store(markHandled(state, change))
      return
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
}

/** A program that goes on until everything is confirmed. */
async function loop(world: World, crash: () => void, program: number): Promise<Date> {
  const now = (): Date => world.now(program)
  const { state, store } = world.open(crash)
  const clock = { now, sleep: world.clock.sleep }
  const stop = new AbortController()
  const changes = statusChanges(world.send(crash), {
    portal,
    clock,
    state,
    store,
    signal: stop.signal,
    onProblem: () => undefined,
  })
  world.stops.add(stop)
  for await (const { signatureJobId } of changes) {
    if (!(await world.handle(signatureJobId, crash))) changes.notHandled()
  }
  return now()
}

/** Starts a program again and again, until everything is confirmed. */
async function supervise(world: World, program: typeof once, index: number): Promise<void> {
  const now = (): Date => world.now(index)
  while (!world.everything()) {
    let crash = (): void => undefined
    const crashed = new Promise<Date>((resolve) => {
      crash = () => {
        resolve(now())
      }
    })
    const end = (): void => {
      crash()
    }
    const ran = program(world, end, index).catch((error: unknown) => {
      if (error instanceof Conflict) return now()
      throw error
    })
    const ended = Promise.race([crashed, ran])
    // As cron would: not at once, but not much later.
    const wait = (await ended).getTime() - now().getTime()
    await world.clock.sleep(Math.min(Math.max(wait, second), minute))
  }
}

/** Runs a plan to its end and says what went against the rules. */
async function run(plan: Plan, scheduler: fc.Scheduler, program: typeof once): Promise<void> {
  const world = new World(plan, scheduler)
  const state: { ended?: unknown } = {}
  Promise.all(Array.from({ length: plan.programs }, (_, index) => supervise(world, program, index))).then(
    () => (state.ended = 'all is confirmed'),
    (error: unknown) => (state.ended = error),
  )
  await settle()
  for (let steps = 0; !('ended' in state); steps += 1) {
    if (steps > 20_000) throw new Error('The programs do not get anywhere')
    if (world.everything()) for (const stop of world.stops) stop.abort()
    if (scheduler.count() > 0) await scheduler.waitNext(1)
    else if (!world.clock.advance()) throw new Error('The programs wait for nothing')
    await settle()
  }
  expect(state.ended).toBe('all is confirmed')
  expect(world.violations).toEqual([])
}

describe.each([
  ['pollOnce, started again and again', once, 3],
  ['statusChanges with a row', loop, 2],
] as const)('%s, against a model of the queue', (_, program, programs) => {
  it('loses no change, confirms none unhandled, and asks none too early, whatever ends at any step', async () => {
    const property = fc.asyncProperty(plans(programs), fc.scheduler(), (plan, scheduler) =>
      run(plan, scheduler, program),
    )
    await fc.assert(property, { numRuns: runs(200) })
  })
})
