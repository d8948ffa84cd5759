import {
  PortalError,
  portalOperations,
  ResponseError,
  TransportError,
  statusChanges,
  type HttpResponse,
  type PollingOptions,
  type PollingState,
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
import { settle, VirtualClock } from '../../testing/http/virtual-clock.js'

const start = new Date('2026-11-23T12:00:00Z')
const after = (milliseconds: number): Date => new Date(start.getTime() + milliseconds)
const minute = 60_000

/** A poller whose requests get the answers in order, and what it asked and when. */
function polling(
  answers: readonly (HttpResponse | Error | (() => Promise<HttpResponse>))[],
  more: Partial<PollingOptions> = {},
) {
  const clock = new VirtualClock()
  const log: [method: string, atSeconds: number][] = []
  const problems: unknown[] = []
  const rest = [...answers]
  const send: Send = async ({ request, read }, signal) => {
    if (signal?.aborted === true) throw new DOMException('Aborted', 'AbortError')
    log.push([request.method, (clock.now().getTime() - start.getTime()) / 1000])
    const answer = rest.shift()
    if (answer instanceof Error) throw answer
    if (answer !== undefined) return read(typeof answer === 'function' ? await answer() : answer)
    // Nothing more to say: wait for the signal, as an answer that never comes.
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new DOMException('Aborted', 'AbortError'))
      })
    })
  }
  const options: PollingOptions = {
    portal: portalOperations({ root, organizationNumber }),
    clock,
    onProblem: (problem) => problems.push(problem),
    ...more,
  }
  const changes = statusChanges(send, options)
  /** Lets the poller run until it waits for an answer, a change is out, or it has ended. */
  const run = async <T>(outcome: Promise<T>): Promise<T> => {
    const state = { settled: false }
    const done = (): void => {
      state.settled = true
    }
    outcome.then(done, done)
    await settle()
    while (!state.settled) {
      if (!clock.advance()) throw new Error('The poller waits for nothing')
      await settle()
    }
    return outcome
  }
  return { changes, clock, log, problems, run }
}

const change = (id: string, time = start): HttpResponse =>
  response(200, pollTime(time.toISOString()), statusChangeXml(id))
const noChange = (time: Date): HttpResponse => response(204, pollTime(time.toISOString()))
const tooEager = (time: Date): HttpResponse => response(429, pollTime(time.toISOString()))
const confirmed = (): HttpResponse => response(204, {})

describe('statusChanges', () => {
  it('asks at once, and then exactly when permitted', async () => {
    const { changes, log, run, clock } = polling([
      noChange(after(10 * minute)),
      noChange(after(11 * minute)),
      change('1'),
    ])
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '1' } })
    expect(log).toEqual([
      ['GET', 0],
      ['GET', 600],
      ['GET', 660],
    ])
    expect(clock.slept).toEqual([10 * minute, minute])
  })

  it('asks the named queue', async () => {
    const urls: string[] = []
    const portal = portalOperations({ root, organizationNumber })
    const send: Send = ({ request, read }) => {
      urls.push(request.url)
      return read(change('1'))
    }
    await statusChanges(send, {
      portal,
      pollingQueue: 'a b',
      clock: new VirtualClock(),
      onProblem: () => undefined,
    }).next()
    expect(urls).toEqual([`${root}/${organizationNumber}/portal/signature-jobs?polling_queue=a%20b`])
  })

  it('confirms a change when the next one is asked for, and not before', async () => {
    const { changes, log, run } = polling([change('1'), confirmed(), change('2')])
    await run(changes.next())
    await settle()
    expect(log).toEqual([['GET', 0]])
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '2' } })
    expect(log.map(([method]) => method)).toEqual(['GET', 'POST', 'GET'])
  })

  it.each<[string, () => void]>([
    ['leaves', () => undefined],
    [
      'throws',
      () => {
        throw new Error('not handled')
      },
    ],
  ])('confirms nothing when the consumer %s', async (_, leave) => {
    const { changes, log } = polling([change('1')])
    const consume = async (): Promise<void> => {
      for await (const { signatureJobId } of changes) {
        expect(signatureJobId).toBe('1')
        leave()
        break
      }
    }
    await consume().catch(() => undefined)
    await settle()
    expect(log).toEqual([['GET', 0]])
  })

  it('goes on after 429, failures of the network and 5xx, later each time, and tells of them', async () => {
    const failure = new TypeError('fetch failed')
    const { changes, log, problems, run } = polling([
      failure,
      response(503, {}, '<html>'),
      response(200, xml, statusChangeXml().slice(0, 40) + ' '.repeat(2_000_000)),
    ])
    await expect(run(changes.next())).rejects.toMatchObject({ issues: [{ code: 'http.body-too-large' }] })
    expect(log).toEqual([
      ['GET', 0],
      ['GET', 1],
      ['GET', 3],
    ])
    expect(problems).toEqual([failure, expect.any(ResponseError)])

    const cut = polling([
      response(200, { ...xml, 'Content-Length': '9999' }, statusChangeXml()),
      tooEager(after(20_000)),
      response(429, { DoSFilter: 'delayed' }),
      response(408, {}),
      change('1'),
    ])
    expect(await cut.run(cut.changes.next())).toMatchObject({ value: { signatureJobId: '1' } })
    expect(cut.log).toEqual([
      ['GET', 0],
      ['GET', 1],
      ['GET', 20],
      ['GET', 50],
      ['GET', 58],
    ])
    const blocked: unknown = expect.objectContaining({
      issues: [expect.objectContaining({ code: 'http.rate-limited' })],
    })
    expect(cut.problems).toEqual([expect.any(ResponseError), blocked, expect.any(ResponseError)])
  })

  it.each([400, 403, 404, 302])('ends with the error of status %s', async (status) => {
    const { changes, problems, run } = polling([response(status, xml, errorXml())])
    await expect(run(changes.next())).rejects.toMatchObject({ status, issues: [{ code: 'http.status' }] })
    expect(problems).toEqual([])
    expect(await changes.next()).toEqual({ done: true, value: undefined })
  })

  it('ends when the server is somebody else, thrown or as a cause', async () => {
    const somebodyElse = new PortalError('x', [
      { severity: 'error', code: 'tls.server-organization', path: '', message: 'x' },
    ])
    const errors = [
      somebodyElse,
      new TypeError('fetch failed', { cause: somebodyElse }),
      new TransportError('no', somebodyElse.issues),
    ]
    for (const error of errors) {
      const { changes, run } = polling([error])
      await expect(run(changes.next())).rejects.toBe(error)
    }
  })

  it('goes on after a fault of the network that a transport tells', async () => {
    const issue = { severity: 'error', code: 'http.connection', path: '', message: 'x' } as const
    const fault = new TransportError('maybe', [issue], 'ECONNRESET')
    const { changes, problems, run } = polling([fault, change('1')])
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '1' } })
    expect(problems).toEqual([fault])
  })

  it('refuses a confirmation-url that leads elsewhere before the change is handled', async () => {
    const elsewhere = statusChangeXml('1', 'https://evil.example/jobs')
    const { changes, log, run } = polling([response(200, pollTime(start.toISOString()), elsewhere)])
    await expect(run(changes.next())).rejects.toMatchObject({ issues: [{ code: 'http.url-origin' }] })
    expect(log).toEqual([['GET', 0]])
  })

  it('tells of a time that is missing, and waits 10 minutes', async () => {
    const { changes, log, problems, run } = polling([response(204, {}), change('1')])
    await run(changes.next())
    expect(log).toEqual([
      ['GET', 0],
      ['GET', 600],
    ])
    expect(problems).toMatchObject([{ issues: [{ code: 'http.poll-time-missing' }] }])
  })

  it('asks later each time while a clock that is ahead takes the permitted time for past, and tells of it', async () => {
    const past = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? noChange : tooEager)(after(-minute)))
    const { changes, log, problems, run } = polling([...past, change('1')])
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '1' } })
    const asked = log.map(([, seconds]) => seconds)
    const waited = asked.slice(1).map((seconds, index) => seconds - (asked[index] ?? 0))
    expect(waited).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600])
    const told = { severity: 'warning', code: 'http.poll-time-past' }
    const early = { severity: 'warning', code: 'http.poll-too-early' }
    expect(problems).toMatchObject(past.map((_, index) => ({ issues: index % 2 === 0 ? [told] : [early, told] })))
  })

  it.each([
    ['no change', (time: Date) => [noChange(time)]],
    ['a change', (time: Date) => [change('1', time), confirmed()]],
  ])('waits as long as it is told with %s, and tells of more than an hour', async (_, answers) => {
    for (const [milliseconds, told] of [
      [60 * minute, []],
      [60 * minute + 1, [{ issues: [{ severity: 'warning', code: 'http.poll-time-far' }] }]],
    ] as const) {
      const { changes, log, problems, run } = polling([...answers(after(milliseconds)), change('2')])
      while ((await run(changes.next())).value?.signatureJobId !== '2');
      expect(log.at(-1)).toEqual(['GET', milliseconds / 1000])
      expect(problems).toMatchObject(told)
    }
  })

  it('confirms again after a failure that may pass, until the change is back in its queue', async () => {
    const once = polling([change('1'), new Error('reset'), response(500, {}), confirmed(), change('2')])
    await once.run(once.changes.next())
    await once.run(once.changes.next())
    expect(once.log).toEqual([
      ['GET', 0],
      ['POST', 0],
      ['POST', 1],
      ['POST', 3],
      ['GET', 3],
    ])
    expect(once.problems).toHaveLength(2)

    const never = polling([change('1'), ...Array.from({ length: 10 }, () => new Error('reset')), change('1')])
    await never.run(never.changes.next())
    await never.run(never.changes.next())
    const posts = [0, 1, 3, 7, 15, 31, 63, 127, 255, 511].map((seconds) => ['POST', seconds])
    expect(never.log).toEqual([['GET', 0], ...posts, ['GET', 511]])
  })

  it('confirms no more at the very instant at which the change is back', async () => {
    const { changes, clock, log, run } = polling([change('1'), ...Array.from({ length: 10 }, () => new Error('reset'))])
    await run(changes.next())
    // The tenth attempt would be 511 seconds after the first.
    const handled = clock.sleep(89_000)
    clock.advance()
    await handled
    await run(changes.next()).catch(() => undefined)
    const posts = log.filter(([method]) => method === 'POST').map(([, seconds]) => seconds)
    expect(posts).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255].map((seconds) => 89 + seconds))
  })

  it('tells of a confirmation that is refused, and goes on', async () => {
    const { changes, log, problems, run } = polling([change('1'), response(404, {}), change('2')])
    await run(changes.next())
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '2' } })
    expect(log).toEqual([
      ['GET', 0],
      ['POST', 0],
      ['GET', 1],
    ])
    expect(problems).toMatchObject([{ status: 404 }])
  })

  it('goes on without confirming a change that was not handled, and which comes back', async () => {
    const { changes, log, run } = polling([
      change('1'),
      change('2'),
      confirmed(),
      change('1'),
      confirmed(),
      change('3'),
    ])
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '1' } })
    changes.notHandled()
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '2' } })
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '1' } })
    expect(await run(changes.next())).toMatchObject({ value: { signatureJobId: '3' } })
    expect(log.map(([method]) => method)).toEqual(['GET', 'GET', 'POST', 'GET', 'POST', 'GET'])
  })

  it('goes on where a program stopped, with the state that was stored last', async () => {
    const rows: string[] = []
    const store = (state: PollingState): Promise<void> => {
      rows.push(JSON.stringify(state))
      return Promise.resolve()
    }
    const unconfirmed = { signatureJobId: '1', handedOutAt: start.toISOString() }
    const before = polling([change('1'), new Error('reset')], { store })
    await before.run(before.changes.next())
    expect(rows.map((row) => JSON.parse(row) as unknown)).toMatchObject([
      { at: after(11 * minute).toISOString(), unconfirmed: [] },
      { at: after(1000).toISOString(), unconfirmed: [unconfirmed] },
    ])
    void before.changes.next()
    await settle()
    // Marked as handled, claimed, tried.
    expect(rows).toHaveLength(5)

    const state = JSON.parse(rows.at(-1) ?? '') as PollingState
    const restarted = polling([confirmed(), change('2')], { state, store })
    expect(await restarted.run(restarted.changes.next())).toMatchObject({ value: { signatureJobId: '2' } })
    expect(restarted.log).toEqual([
      ['POST', 1],
      ['GET', 1],
    ])
  })

  it('ends where a state cannot be read or stored', async () => {
    const odd = polling([], { state: { version: 2 } as never })
    await expect(odd.run(odd.changes.next())).rejects.toMatchObject({ issues: [{ code: 'http.polling-state' }] })
    const conflict = new Error('somebody else has changed the row')
    const { changes, log, run } = polling([], { store: () => Promise.reject(conflict) })
    await expect(run(changes.next())).rejects.toBe(conflict)
    expect(log).toEqual([])
  })

  it('ends where it is not told how to poll, or by which clock', async () => {
    const send: Send = () => expect.unreachable()
    const first = (options: unknown): Promise<unknown> => statusChanges(send, options as PollingOptions).next()
    await expect(first(null)).rejects.toThrow(new TypeError('How to poll must be an object.'))
    await expect(first({ portal: portalOperations({ root, organizationNumber }) })).rejects.toThrow(
      new TypeError('The clock of polling must be an object.'),
    )
  })

  it('waits in pieces that a timer can count', async () => {
    const { changes, clock, log, run } = polling([noChange(after(5_000_000_000)), change('1')])
    await run(changes.next())
    expect(clock.slept).toEqual([2_147_483_647, 2_147_483_647, 705_032_706])
    expect(log).toEqual([
      ['GET', 0],
      ['GET', 5_000_000],
    ])
  })

  it('waits again when a timer was early', async () => {
    const { changes, clock, log, run } = polling([noChange(after(minute)), change('1')], {})
    const { sleep } = clock
    Object.assign(clock, { sleep: (ms: number, signal?: AbortSignal) => sleep(ms > 1 ? ms - 1 : ms, signal) })
    await run(changes.next())
    expect(log).toEqual([
      ['GET', 0],
      ['GET', 60],
    ])
  })
})

describe('the signal', () => {
  const done = { done: true, value: undefined }

  it('that has aborted before asks nothing', async () => {
    const { changes, log } = polling([change('1')], { signal: AbortSignal.abort() })
    expect(await changes.next()).toEqual(done)
    expect(log).toEqual([])
  })

  it('ends the waiting', async () => {
    const abort = new AbortController()
    const { changes, log, clock } = polling([noChange(after(minute))], { signal: abort.signal })
    const next = changes.next()
    await settle()
    expect(clock.slept).toEqual([minute])
    abort.abort()
    expect(await next).toEqual(done)
    expect(log).toEqual([['GET', 0]])
  })

  it('ends the asking', async () => {
    const abort = new AbortController()
    const { changes, problems } = polling([], { signal: abort.signal })
    const next = changes.next()
    await settle()
    abort.abort()
    expect(await next).toEqual(done)
    expect(problems).toEqual([])
  })

  it('keeps back a change that came as it aborted, unconfirmed', async () => {
    const abort = new AbortController()
    const late = (): Promise<HttpResponse> => {
      abort.abort()
      return Promise.resolve(change('1'))
    }
    const { changes, log } = polling([late], { signal: abort.signal })
    expect(await changes.next()).toEqual(done)
    expect(log).toEqual([['GET', 0]])
  })

  it('lets a change that was handled be confirmed, in one attempt', async () => {
    for (const answer of [confirmed(), new Error('reset')]) {
      const abort = new AbortController()
      const { changes, log, clock } = polling([change('1'), answer], { signal: abort.signal })
      await changes.next()
      abort.abort()
      expect(await changes.next()).toEqual(done)
      expect(log).toEqual([
        ['GET', 0],
        ['POST', 0],
      ])
      expect(clock.slept).toEqual([])
    }
  })

  it('is not mistaken for a clock that fails', async () => {
    const broken = new Error('no timer')
    const clock = { now: () => start, sleep: () => Promise.reject(broken) }
    const { changes } = polling([noChange(after(minute))], { clock })
    await expect(changes.next()).rejects.toBe(broken)
  })
})
