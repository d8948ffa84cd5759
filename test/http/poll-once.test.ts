import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import {
  markHandled,
  pollOnce,
  PortalError,
  portalOperations,
  ResponseError,
  type HttpResponse,
  type PollOnceOptions,
  type PollingState,
  type PollStep,
  type Send,
} from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import {
  errorXml,
  organizationNumber,
  pollTime,
  response,
  root,
  statusChangeXml,
  xml,
} from '../../testing/http/responses.js'

const start = new Date('2026-11-23T12:00:00Z')
const after = (milliseconds: number): Date => new Date(start.getTime() + milliseconds)
const minute = 60_000
const portal = portalOperations({ root, organizationNumber })
const change = (id: string, time = start): HttpResponse =>
  response(200, pollTime(time.toISOString()), statusChangeXml(id))
const noChange = (time: Date): HttpResponse => response(204, pollTime(time.toISOString()))
const confirmed = (): HttpResponse => response(204, {})

/** Calls of `pollOnce`, each with what the one before gave, at the times that are told. */
function polling(...answers: readonly (HttpResponse | Error)[]) {
  const rest = [...answers]
  const log: string[] = []
  const problems: unknown[] = []
  const stored: PollingState[] = []
  let state: PollingState | undefined
  const send: Send = ({ request, read }) => {
    log.push(`${request.method} ${request.url.slice(root.length + organizationNumber.length + 1)}`)
    const answer = rest.shift()
    if (answer instanceof Error) return Promise.reject(answer)
    return read(answer ?? expect.unreachable())
  }
  const store = (claimed: PollingState): Promise<void> => {
    log.push('store')
    stored.push(claimed)
    return Promise.resolve()
  }
  const call = async (now: Date, more: Partial<PollOnceOptions> = {}): Promise<PollStep> => {
    const onProblem = (problem: unknown) => problems.push(problem)
    const step = await pollOnce(send, { portal, state, now: () => now, onProblem, ...more })
    // As a row gives it back.
    state = JSON.parse(JSON.stringify(step.state)) as PollingState
    expect(state).toEqual(step.state)
    return step
  }
  const handle = ({ outcome }: PollStep): void => {
    if (outcome.kind !== 'statusChange' || state === undefined) expect.unreachable()
    state = markHandled(state, outcome.unconfirmed)
  }
  return { call, handle, log, problems, stored, store }
}

describe('pollOnce', () => {
  it('asks at first, remembers when it may ask again, and does not ask before', async () => {
    const { call, log } = polling(noChange(after(10 * minute)), noChange(after(20 * minute)))
    expect(await call(start)).toMatchObject({ outcome: { kind: 'noChange' }, at: after(10 * minute) })
    expect(await call(after(10 * minute - 1))).toMatchObject({ outcome: { kind: 'notYet' }, at: after(10 * minute) })
    expect(await call(after(10 * minute))).toMatchObject({ outcome: { kind: 'noChange' }, at: after(20 * minute) })
    expect(log).toEqual(['GET /portal/signature-jobs', 'GET /portal/signature-jobs'])
  })

  it('confirms a change that was handled, and then asks', async () => {
    const { call, handle, log } = polling(change('1'), confirmed(), change('2'), noChange(after(minute)))
    const found = await call(start)
    expect(found).toMatchObject({
      outcome: { kind: 'statusChange', statusChange: { signatureJobId: '1' } },
      at: after(1000),
    })
    expect(found.state.unconfirmed[0]).not.toHaveProperty('reference')
    handle(found)
    expect(await call(after(1000))).toMatchObject({ outcome: { statusChange: { signatureJobId: '2' } } })
    expect(await call(after(2000))).toMatchObject({
      outcome: { kind: 'noChange' },
      state: { unconfirmed: [{ signatureJobId: '2' }] },
    })
    expect(log).toEqual([
      'GET /portal/signature-jobs',
      'POST /portal/signature-jobs/1/complete',
      'GET /portal/signature-jobs',
      'GET /portal/signature-jobs',
    ])
  })

  it('confirms again what failed, later each time, and asks for nothing meanwhile', async () => {
    const { call, handle, log, problems } = polling(
      change('1'),
      new Error('reset'),
      response(503, {}),
      confirmed(),
      change('2'),
    )
    handle(await call(start))
    for (const [milliseconds, next] of [
      [0, 1000],
      [999, 1000],
      [1000, 3000],
      [2999, 3000],
    ] as const)
      expect(await call(after(milliseconds))).toMatchObject({ outcome: { kind: 'notYet' }, at: after(next) })
    expect(await call(after(3000))).toMatchObject({ outcome: { kind: 'statusChange' } })
    expect(log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST', 'POST', 'POST', 'GET '])
    expect(problems).toMatchObject([{ message: 'reset' }, { status: 503 }])
  })

  it('confirms no more what the service refuses, or what is back in its queue', async () => {
    const refused = polling(change('1'), response(404, {}), noChange(after(minute)))
    refused.handle(await refused.call(start))
    expect(await refused.call(after(1000))).toMatchObject({ outcome: { kind: 'noChange' }, state: { unconfirmed: [] } })
    expect(refused.problems).toMatchObject([{ status: 404 }])

    const late = polling(change('1'), noChange(after(20 * minute)))
    late.handle(await late.call(start))
    expect(await late.call(after(10 * minute))).toMatchObject({
      outcome: { kind: 'noChange' },
      state: { unconfirmed: [] },
    })
  })

  it('keeps every other change while it confirms one, and asks for nothing before all are confirmed', async () => {
    const reset = new Error('reset')
    const { call, handle, log, stored, store } = polling(
      ...[change('1'), change('2'), change('3'), reset, confirmed(), reset, confirmed(), confirmed(), change('4')],
    )
    const [first, second, third] = [await call(start), await call(after(1000)), await call(after(2000))]
    const idsOf = ({ state }: PollStep): readonly string[] =>
      state.unconfirmed.map(({ signatureJobId }) => signatureJobId)
    expect(idsOf(third)).toEqual(['1', '2', '3'])
    handle(first)
    handle(second)
    // The first one is to be confirmed again a second later, and the third one was not handled yet.
    const once = await call(after(3000))
    expect(once).toMatchObject({ outcome: { kind: 'notYet' }, at: after(4000) })
    expect(idsOf(once)).toEqual(['3', '1'])
    handle(third)
    const both = await call(after(3500), { store })
    // Nobody is kept from a queue that is not asked.
    expect(stored).toMatchObject([{ at: third.state.at }])
    expect(both).toMatchObject({ outcome: { kind: 'notYet' }, at: after(4000) })
    expect(idsOf(both)).toEqual(['1', '3'])
    const one = await call(after(4000))
    expect(one).toMatchObject({ outcome: { kind: 'notYet' }, at: after(4500) })
    expect(idsOf(one)).toEqual(['3'])
    const none = await call(after(4500))
    expect(idsOf(none)).toEqual(['4'])
    expect(log.map((line) => line.replace(/\D*\/(\d)\/complete/, 'confirm $1').slice(0, 9))).toEqual([
      ...[
        'GET /port',
        'GET /port',
        'GET /port',
        'confirm 1',
        'confirm 2',
        'store',
        'confirm 3',
        'confirm 1',
        'confirm 3',
      ],
      'GET /port',
    ])
  })

  it('forgets a change that was handled where the same address is handed out with another', async () => {
    const { call, handle, log } = polling(change('1'), new Error('reset'), change('1'), noChange(after(minute)))
    const found = await call(start)
    handle(found)
    await call(start)
    // As another program does, which shares the state and asks meanwhile.
    const again = await call(after(minute), { state: { ...found.state, at: start.toISOString() } })
    expect(again.state.unconfirmed).toMatchObject([{ handedOutAt: after(minute).toISOString() }])
    handle(found)
    expect(await call(after(minute + 1000))).toMatchObject({ outcome: { kind: 'noChange' } })
    expect(log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST', 'GET ', 'GET '])
  })

  it('stores, before it sends, that nobody else is to send', async () => {
    const { call, handle, log, stored, store } = polling(change('1'), confirmed(), noChange(after(minute)))
    handle(await call(start, { store }))
    await call(after(1000), { store })
    await call(after(2000), { store })
    expect(log.map((line) => line.slice(0, 5))).toEqual(['store', 'GET /', 'store', 'POST ', 'GET /'])
    expect(stored).toMatchObject([
      { at: after(11 * minute).toISOString(), unconfirmed: [] },
      {
        at: after(11 * minute + 1000).toISOString(),
        unconfirmed: [{ confirmation: { at: after(2000).toISOString(), failures: 1 } }],
      },
    ])
  })

  it('sends nothing where the state cannot be stored', async () => {
    const { call, log } = polling()
    const conflict = new Error('somebody else has changed the row')
    await expect(call(start, { store: () => Promise.reject(conflict) })).rejects.toBe(conflict)
    expect(log).toEqual([])
  })

  it('gives what failed, with when to ask again', async () => {
    const reset = new Error('reset')
    const { call, problems } = polling(reset, response(503, {}), response(403, xml, errorXml()))
    expect(await call(start)).toMatchObject({
      outcome: { kind: 'failure', error: reset, transient: true },
      at: after(1000),
    })
    expect(await call(after(1000))).toMatchObject({ outcome: { transient: true }, at: after(3000) })
    const error: unknown = expect.any(ResponseError)
    expect(await call(after(3000))).toMatchObject({ outcome: { error, transient: false }, at: after(7000) })
    expect(problems).toMatchObject([reset, { status: 503 }])
  })

  it('takes no change whose confirmation-url leads elsewhere', async () => {
    const elsewhere = response(200, pollTime(start.toISOString()), statusChangeXml('1', 'https://evil.example/jobs'))
    const { call } = polling(elsewhere)
    expect(await call(start)).toMatchObject({
      outcome: { kind: 'failure', error: { issues: [{ code: 'http.url-origin' }] }, transient: false },
      state: { unconfirmed: [] },
    })
  })

  it.each([
    [after(0), 'http.poll-time-past', 1000],
    [after(-minute), 'http.poll-time-past', 1000],
    [after(60 * minute + 1), 'http.poll-time-far', 60 * minute + 1],
  ])('tells of a permitted time of %s, %s, and keeps to what is safe', async (time, code, next) => {
    const { call, problems } = polling(noChange(time))
    expect(await call(start)).toMatchObject({ outcome: { warnings: [{ code }] }, at: after(next) })
    expect(problems).toMatchObject([{ name: 'PortalError', issues: [{ code, severity: 'warning' }] }])
  })

  it('tells of a time to wait that a clock that was put back has made long', async () => {
    const { call, problems } = polling(noChange(after(10 * minute)))
    await call(start)
    expect(await call(after(-60 * minute))).toMatchObject({ outcome: { kind: 'notYet' }, at: after(10 * minute) })
    expect(problems).toMatchObject([{ issues: [{ code: 'http.poll-time-far' }] }])
  })

  it.each([-5000, -30 * minute, -120 * minute])(
    'confirms at once though the clock was put back by %d ms, and tells of it',
    async (back) => {
      const { call, handle, log, problems } = polling(change('1'), new Error('reset'), confirmed())
      handle(await call(start))
      await call(after(back))
      expect(await call(after(back + 1000))).toMatchObject({ state: { unconfirmed: [] } })
      expect(log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST', 'POST'])
      expect(problems).toContainEqual(
        expect.objectContaining({ issues: [expect.objectContaining({ code: 'http.clock-put-back' })] }),
      )
    },
  )

  it.each([-590_000, -5 * minute, -60 * minute])(
    'confirms again at once though the clock was put back by %d ms after a confirmation had failed',
    async (back) => {
      const { call, handle, log } = polling(change('1'), new Error('reset'), confirmed())
      handle(await call(start))
      await call(start)
      await call(after(back))
      expect(log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST', 'POST'])
    },
  )

  it.each([
    ['as late as six failures before it ask for', 7, 64_000, false],
    ['a millisecond later than six failures ask for', 7, 64_001, true],
    ['as late as a block asks for', 1, 30_000, false],
    ['a millisecond later than a block asks for', 1, 30_001, true],
  ])(
    'takes a time to confirm for one of a clock that was put back only where it is later than any can be: %s',
    async (_, failures, late, isSent) => {
      const { call, log } = polling(confirmed(), noChange(after(minute)))
      const { confirmationUrl } = portalSignatureJobStatusChangeResponse.decode(statusChangeXml())
      const handedOutAt = after(-5 * minute).toISOString()
      const confirmation = { at: after(late).toISOString(), failures }
      const unconfirmed = [{ signatureJobId: '1', confirmationUrl, handedOutAt, confirmation }]
      await call(start, { state: { version: 1, at: after(minute).toISOString(), failures: 0, unconfirmed } })
      expect(log.map((line) => line.slice(0, 4))).toEqual(isSent ? ['POST'] : [])
    },
  )

  it('confirms again 30 seconds after the organization was blocked, or later', async () => {
    const blocked = response(429, { DoSFilter: 'delayed' })
    const { call, handle, problems } = polling(change('1'), blocked, confirmed())
    handle(await call(start))
    expect(await call(start)).toMatchObject({ outcome: { kind: 'notYet' }, at: after(30_000) })
    expect(await call(after(29_999))).toMatchObject({ outcome: { kind: 'notYet' }, at: after(30_000) })
    expect(problems).toMatchObject([{ status: 429 }])
  })

  it('tells of a block for too many calls', async () => {
    const { call, problems } = polling(response(429, { DoSFilter: 'delayed' }))
    expect(await call(start)).toMatchObject({ outcome: { kind: 'tooEager' }, at: after(30_000) })
    expect(problems).toMatchObject([
      {
        message: expect.stringMatching(/^A queue is polled: /) as string,
        issues: [{ code: 'http.rate-limited', severity: 'warning' }],
      },
    ])
  })

  it('asks nothing once the signal has aborted, and confirms all the same', async () => {
    const { call, handle, log } = polling(change('1'), confirmed())
    handle(await call(start))
    expect(await call(start, { signal: AbortSignal.abort() })).toMatchObject({ outcome: { kind: 'notYet' } })
    expect(log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST'])
  })

  it('needs no log, and tells what its sender gives that is no outcome', async () => {
    expect(await pollOnce(() => Promise.reject(new Error('reset')), { portal, now: () => start })).toMatchObject({
      outcome: { kind: 'failure' },
    })
    const odd = pollOnce(() => Promise.resolve(5 as never), { portal, now: () => start })
    await expect(odd).rejects.toThrow(new TypeError('What send gives must be an object.'))
    const without = pollOnce(
      () => Promise.resolve({ kind: 'statusChange', nextPermittedPollTime: start, warnings: [] } as never),
      { portal, now: () => start },
    )
    await expect(without).rejects.toThrow(new TypeError('A status change must be an object.'))
    const send: Send = () => expect.unreachable()
    await expect(pollOnce(send, null as never)).rejects.toThrow(new TypeError('How to poll must be an object.'))
    await expect(pollOnce(send, { portal: null as never, now: () => start })).rejects.toThrow(
      new TypeError('The portal to poll must be an object.'),
    )
    await expect(pollOnce(() => expect.unreachable(), { portal, now: 5 as never })).rejects.toBeInstanceOf(PortalError)
  })
})
