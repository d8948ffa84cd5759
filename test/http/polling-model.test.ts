/**
 * The poller against a model of the portal's queue, with random faults of the network, random consumers, random
 * interleavings and a clock that stands still while anybody has something to do.
 */
import fc from 'fast-check'
import { portalOperations, statusChanges, type HttpResponse, type Send } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { organizationNumber, pollTime, response, root, statusChangeXml } from '../../testing/http/responses.js'
import { settle, VirtualClock } from '../../testing/http/virtual-clock.js'
import { runs } from '../../testing/seed.js'

const second = 1000
const minute = 60_000

/** What the network does to one request. */
type Fault = 'none' | 'requestLost' | 'responseLost' | 'responseCut' | 'serverError' | 'rateBlock'

/** What the consumer does with one change: handle it and stay or leave, fail at it, or be told to stop meanwhile. */
type Deed = 'handle' | 'handleAndLeave' | 'fail' | 'abortMeanwhile'

interface Plan {
  /** How many poll the same queue side by side. */
  readonly pollers: number
  /** How long each empty poll blocks the queue, in seconds. */
  readonly emptySeconds: number
  /** How long a poll that found something blocks the queue, in milliseconds: nothing is documented, a little is harsher. */
  readonly foundMilliseconds: number
  /** When each change enters the queue, in seconds from the start. */
  readonly changes: readonly number[]
  /** What happens to each request; those after them arrive. */
  readonly faults: readonly Fault[]
  /** What the consumer does with each change, and for how long; it handles those after them at once. */
  readonly deeds: readonly { readonly deed: Deed; readonly seconds: number }[]
}

const plans: fc.Arbitrary<Plan> = fc.record({
  pollers: fc.integer({ min: 1, max: 3 }),
  emptySeconds: fc.integer({ min: 5, max: 600 }),
  foundMilliseconds: fc.constantFrom(0, 1, 2500),
  changes: fc.array(fc.nat({ max: 3000 }), { maxLength: 8 }),
  faults: fc.array(
    fc.constantFrom<Fault>('none', 'none', 'requestLost', 'responseLost', 'responseCut', 'serverError', 'rateBlock'),
    { maxLength: 30 },
  ),
  deeds: fc.array(
    fc.record({
      deed: fc.constantFrom<Deed>('handle', 'handle', 'handleAndLeave', 'fail', 'abortMeanwhile'),
      seconds: fc.oneof(fc.constant(0), fc.nat({ max: 900 })),
    }),
    { maxLength: 8 },
  ),
})

/** The queue of the portal, as documented: first in first out, an unconfirmed change returns after 10 minutes. */
class ModelQueue {
  readonly #clock: VirtualClock
  readonly #plan: Plan
  readonly #queue: { readonly id: string; readonly since: number }[]
  readonly #handedOut = new Map<string, number>()
  #permittedAt = 0
  readonly confirmed = new Set<string>()
  early = 0

  constructor(clock: VirtualClock, plan: Plan) {
    this.#clock = clock
    this.#plan = plan
    const start = clock.now().getTime()
    this.#queue = plan.changes.map((seconds, index) => ({ id: `${index + 1}`, since: start + seconds * second }))
  }

  readonly poll = (): HttpResponse => {
    const now = this.#clock.now().getTime()
    if (now < this.#permittedAt) {
      this.early += 1
      return response(429, pollTime(new Date(this.#permittedAt).toISOString()))
    }
    for (const [id, since] of this.#handedOut)
      if (since <= now) {
        this.#handedOut.delete(id)
        this.#queue.push({ id, since })
      }
    const at = this.#queue.findIndex(({ since }) => since <= now)
    const [found] = at === -1 ? [] : this.#queue.splice(at, 1)
    this.#permittedAt = now + (found === undefined ? this.#plan.emptySeconds * second : this.#plan.foundMilliseconds)
    const headers = pollTime(new Date(this.#permittedAt).toISOString())
    if (found === undefined) return response(204, headers)
    this.#handedOut.set(found.id, now + 10 * minute)
    return response(200, headers, statusChangeXml(found.id))
  }

  readonly confirm = (id: string): HttpResponse => {
    // A change that is back in the queue cannot be confirmed until it is handed out again; one that was confirmed is gone.
    if (!this.#handedOut.delete(id)) return response(404, {})
    this.confirmed.add(id)
    return response(204, {})
  }
}

/** Runs a plan to its end and returns what went against the rules. */
async function run(plan: Plan, scheduler: fc.Scheduler): Promise<void> {
  const clock = new VirtualClock()
  const queue = new ModelQueue(clock, plan)
  const portal = portalOperations({ root, organizationNumber })
  const faults = [...plan.faults]
  const deeds = [...plan.deeds]
  const handled = new Set<string>()
  const violations: string[] = []
  /** Whether the poller cannot know the permitted time: it has just started, an answer was lost, or others poll too. */
  let excused = true
  const aborts = new Set<AbortController>()

  const send: Send = async ({ request, read }, signal) => {
    const fault = faults.shift() ?? 'none'
    await scheduler.schedule(Promise.resolve(), `${request.method} ${fault}`)
    if (signal?.aborted === true) throw new DOMException('Aborted', 'AbortError')
    const id = /\/([0-9]+)\/complete$/.exec(request.url)?.[1]
    if (fault === 'requestLost') throw new TypeError('fetch failed')
    if (fault === 'serverError') return read(response(503, {}, '<html>'))
    if (fault === 'rateBlock') return read(response(429, { DoSFilter: 'delayed' }))
    if (id !== undefined && !handled.has(id)) violations.push('confirmed a change that was not handled')
    const early = queue.early
    const answer = id === undefined ? queue.poll() : queue.confirm(id)
    if (queue.early > early && !excused) violations.push('asked too early')
    if (id === undefined) excused = plan.pollers > 1 || fault === 'responseLost' || fault === 'responseCut'
    await scheduler.schedule(Promise.resolve(), 'answer')
    if (fault === 'responseLost') throw new TypeError('terminated')
    if (fault === 'responseCut' && answer.body !== null) {
      const headers = { get: (name: string) => (name === 'Content-Length' ? '9999' : answer.headers.get(name)) }
      return read({ ...answer, headers })
    }
    return read(answer)
  }

  const everything = (): boolean => plan.changes.every((_, index) => queue.confirmed.has(`${index + 1}`))

  /** Polls and handles until all is confirmed, starting again whenever the plan makes the consumer leave. */
  const consume = async (): Promise<void> => {
    while (!everything()) {
      const abort = new AbortController()
      aborts.add(abort)
      excused = true
      try {
        const options = { portal, clock, signal: abort.signal, onProblem: () => undefined }
        for await (const { signatureJobId } of statusChanges(send, options)) {
          const { deed, seconds } = deeds.shift() ?? { deed: 'handle', seconds: 0 }
          if (seconds > 0) await clock.sleep(seconds * second)
          if (deed === 'fail') throw new Error('not handled')
          handled.add(signatureJobId)
          if (deed === 'handleAndLeave') break
          if (deed === 'abortMeanwhile') abort.abort()
        }
      } catch (error) {
        if (!(error instanceof Error && error.message === 'not handled')) throw error
      }
      aborts.delete(abort)
    }
  }

  const running = (): AbortController[] => [...aborts].filter(({ signal }) => !signal.aborted)
  const state: { ended?: unknown } = {}
  Promise.all(Array.from({ length: plan.pollers }, consume)).then(
    () => (state.ended = 'all is confirmed'),
    (error: unknown) => (state.ended = error),
  )
  await settle()
  for (let steps = 0; !('ended' in state); steps += 1) {
    if (steps > 5000) throw new Error('The poller does not get anywhere')
    if (scheduler.count() > 0) await scheduler.waitNext(1)
    else if (everything() && running().length > 0) for (const abort of running()) abort.abort()
    else if (!clock.advance()) throw new Error('The poller waits for nothing')
    await settle()
  }
  expect(state.ended).toBe('all is confirmed')
  expect(violations).toEqual([])
}

describe('statusChanges against a model of the queue', () => {
  it('loses no change, confirms none unhandled, and is never too early but when it cannot know', async () => {
    await fc.assert(fc.asyncProperty(plans, fc.scheduler(), run), { numRuns: runs(300) })
  })
})
