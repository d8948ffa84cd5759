/**
 * The poller against a model of the portal's queue, with random faults of the network, random consumers, random
 * interleavings and a clock that stands still while anybody has something to do.
 */
import fc from 'fast-check'
import { portalOperations, statusChanges, type Send } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { ModelQueue, type QueuePlan } from '../../testing/http/model-queue.js'
import { organizationNumber, response, root } from '../../testing/http/responses.js'
import { settle, VirtualClock } from '../../testing/http/virtual-clock.js'
import { runs } from '../../testing/seed.js'

const second = 1000

/** What the network does to one request. */
type Fault = 'none' | 'requestLost' | 'responseLost' | 'responseCut' | 'serverError' | 'rateBlock'

/** What the consumer does with one change: handle it and stay or leave, fail at it, or be told to stop meanwhile. */
type Deed = 'handle' | 'handleAndLeave' | 'fail' | 'abortMeanwhile'

interface Plan extends QueuePlan {
  /** How many poll the same queue side by side. */
  readonly pollers: number
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
