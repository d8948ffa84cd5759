/** Clocks that are wrong, against the simulated portal in production, with a queue that is empty. */
import {
  pollOnce,
  PortalError,
  portalOperations,
  sendWith,
  statusChanges,
  type PollingState,
} from 'signering-portal/http'
import { createSimulator, simulatorFetch, virtualClock } from 'signering-portal/simulator'
import { expect, test } from 'vitest'
import { organizationNumber } from '../../testing/simulator/raw-client.js'

const minute = 60_000
const day = 24 * 60 * minute
const portal = portalOperations({ root: 'https://portal.example/api', organizationNumber })

/** A portal, a clock that is ahead of it, and what is told. */
function withClock(ahead: number) {
  const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
  const senders = [{ organizationNumber, sector: 'PUBLIC' }] as const
  const simulator = createSimulator({ clock, environment: 'production', senders })
  const codes: string[] = []
  const onProblem = (problem: unknown): void => {
    if (!(problem instanceof PortalError)) expect.unreachable()
    codes.push(...problem.issues.map(({ code }) => code))
  }
  const now = (): Date => new Date(clock.now().getTime() + ahead)
  const answers = (status: number): number =>
    simulator.exchanges().filter((exchange) => exchange.status === status).length
  const told = (code: string): number => codes.filter((each) => each === code).length
  return { clock, send: sendWith(simulatorFetch(simulator)), now, onProblem, answers, told }
}

/** Clocks from which the permitted time still lies ahead, and others. */
const ahead = [1, 50, 300, 2000, 20_000, minute, 5 * minute, 590_000, 599_900, 700_000, 60 * minute]

test.each([0, -300, -20_000, -30 * minute, ...ahead])(
  'a loop whose clock is %d ms ahead is too early a few times, and tells of each',
  async (skew) => {
    const { clock, send, now, onProblem, answers, told } = withClock(skew)
    const stop = new AbortController()
    const days = [1, 2, 3].map((each) => clock.now().getTime() + each * day)
    const early: number[] = []
    const sleep = (milliseconds: number): Promise<void> => {
      clock.advance(milliseconds)
      if (clock.now().getTime() > (days[early.length] ?? 0)) early.push(answers(429))
      if (early.length === days.length) stop.abort()
      return Promise.resolve()
    }
    const options = { portal, clock: { now, sleep }, signal: stop.signal, onProblem }
    for await (const change of statusChanges(send, options)) expect.unreachable(change.status)
    const [first = 0, , last = 0] = early
    expect(first).toBeLessThanOrEqual(skew <= 0 ? 0 : 10)
    expect(last - first).toBeLessThanOrEqual(skew <= 0 ? 0 : 6)
    expect(told('http.poll-too-early')).toBe(last)
    expect(answers(204)).toBeGreaterThan(3 * 35)
  },
)

test.each([300, 20_000, minute])(
  'programs that end, whose clock is %d ms ahead, find it out together by their row',
  async (skew) => {
    const { clock, send, now, onProblem, answers, told } = withClock(skew)
    let row: string | undefined
    while (clock.now().getTime() < Date.parse('2026-01-06T12:00:00Z')) {
      const state = row === undefined ? undefined : (JSON.parse(row) as PollingState)
      const { state: next, at } = await pollOnce(send, { portal, state, now, onProblem })
      row = JSON.stringify(next)
      clock.advance(Math.max(at.getTime() - now().getTime(), 1))
    }
    expect(answers(429)).toBeLessThanOrEqual(6)
    expect(told('http.poll-too-early')).toBe(answers(429))
  },
)
