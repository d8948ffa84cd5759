import {
  availableNow,
  blockedBy,
  isOver,
  markHandled,
  nextPollAt,
  pollOnce,
  portalOperations,
  ResponseError,
  sendWith,
  signatureOf,
  signaturesBySigner,
  statusChanges,
  type Fetch,
  type HttpResponse,
  type Issue,
  type NextStatusChange,
  type PollingOptions,
  type PollingState,
  type PollOnceOptions,
  type PollState,
} from 'signering-portal/http'
import { describe, expect, it, test } from 'vitest'
import { portal } from '../../testing/http/operations.js'
import { organizationNumber, pollTime, response, root, statusChangeXml, xml } from '../../testing/http/responses.js'
import {
  countingReads,
  oddValues,
  withOddValues,
  withThrowingGetters,
  wrongAnswers,
  type Unchecked,
} from '../../testing/odd-values.js'

const start = new Date('2026-11-23T12:00:00Z')
const thrown = new Error('of the caller')

const change = (): HttpResponse => response(200, pollTime(start.toISOString()), statusChangeXml('1'))
const confirmed = (): HttpResponse => response(204, {})
const withoutTime = (): HttpResponse => response(204, {})

/** A transport that gives these answers, and then one that ends the polling. */
function transport(...answers: readonly unknown[]): Fetch {
  const rest = [...answers]
  return () => Promise.resolve((rest.length > 0 ? rest.shift() : response(403, xml)) as HttpResponse)
}

function pollingOptions(): PollingOptions & Record<'pollingQueue' | 'signal', unknown> {
  let time = start.getTime()
  return {
    portal: portalOperations({ root, organizationNumber }),
    pollingQueue: 'a',
    clock: {
      now: () => new Date(time),
      sleep: (milliseconds) => {
        time += milliseconds
        return Promise.resolve()
      },
    },
    signal: undefined,
    onProblem: () => undefined,
  }
}

/** Polls until it ends: with the answer that forbids to go on, or before. */
async function poll(fetch: Fetch, options: PollingOptions = pollingOptions()): Promise<number> {
  let seen = 0
  for await (const one of statusChanges(sendWith(fetch), options)) seen += Number(one.signatureJobId)
  return seen
}

describe('nextPollAt', () => {
  const next: Unchecked = (values) => {
    const [before, found, now] = values as [PollState, NextStatusChange, Date]
    const { at, failures } = nextPollAt(before, found, now)
    expect([at.getTime(), failures]).not.toContain(Number.NaN)
  }

  /** What is looked at of an outcome, and of the state before it. */
  const looks: readonly (readonly [object, object, Date])[] = [
    [{ failures: 1 }, { kind: 'tooEager', nextPermittedPollTime: start }, start],
    [{ failures: 1 }, { kind: 'failure' }, start],
    [{}, { kind: 'noChange', nextPermittedPollTime: start }, start],
    [{}, { kind: 'statusChange', nextPermittedPollTime: start }, start],
  ]

  it.each(looks)('takes what it is given, or refuses it: after %o, %o', async (before, outcome, now) => {
    const good = [before, outcome, now]
    expect(await wrongAnswers([...withOddValues(good)], next)).toEqual([])
    for (const { value } of withThrowingGetters([before, outcome], thrown))
      expect(() => next([...(value as readonly unknown[]), now])).toThrow(thrown)
    const { value, reads } = countingReads([before, outcome])
    const [countedBefore, countedOutcome] = value as readonly unknown[]
    reads.clear()
    next([countedBefore, countedOutcome, now])
    expect([...reads].filter(([, times]) => times !== 1)).toEqual([])
  })

  it('never names a time that is none', () => {
    for (const at of [new Date(Number.NaN), undefined, 'soon'])
      expect(() => next([{ failures: 0 }, { kind: 'noChange', nextPermittedPollTime: at }, start])).toThrow(
        'value.type',
      )
  })
})

describe('statusChanges', () => {
  const answers = [change(), withoutTime(), response(200, pollTime(start.toISOString()), statusChangeXml('2'))]
  const plain = ({ status, headers, body }: HttpResponse) => ({
    status,
    headers: { get: (name: string) => headers.get(name) },
    body,
  })

  it('survives or tells whatever the transport answers', async () => {
    for (const answer of answers) {
      const values = [...oddValues(), ...withOddValues(plain(answer))]
      expect(await wrongAnswers(values, (odd) => poll(transport(odd)))).toEqual([])
    }
    const values = [...oddValues(), ...withOddValues(plain(confirmed()))]
    expect(await wrongAnswers(values, (odd) => poll(transport(change(), odd)))).toEqual([])
  })

  it('survives or tells whatever the transport throws', async () => {
    const call: Unchecked = (odd) => {
      const answers = [
        () => {
          throw odd
        },
        transport(),
      ]
      return poll((...request) => answers.shift()?.(...request) ?? expect.unreachable())
    }
    expect(await wrongAnswers(oddValues(), call)).toEqual([])
  })

  it('takes its options, or refuses them as a mistake of the program', async () => {
    const call: Unchecked = (odd) => poll(transport(change(), confirmed(), withoutTime()), odd as PollingOptions)
    const { portal: _, ...good } = pollingOptions()
    const values = withOddValues(good)
      // A sleep that does not wait never ends.
      .filter(({ name }) => !/^clock\.sleep: .*function$/.test(name))
      .map(({ name, value }) => ({ name, value: { portal, ...(value as object) } }))
    expect(await wrongAnswers([...oddValues(), ...values], call, TypeError)).toEqual([])
    const portals = withOddValues({ nextStatusChange: portal.nextStatusChange, confirm: portal.confirm })
      // What makes no operation fails whenever it is sent, as a network does that is down.
      .filter(({ name }) => !/^nextStatusChange: .*function$/.test(name))
    const withPortals = portals.map(({ name, value }) => ({ name, value: { ...good, portal: value } }))
    expect(await wrongAnswers(withPortals, call, TypeError)).toEqual([])
  })

  it('tells what a sender of its own gives that is no outcome', async () => {
    const good = { kind: 'noChange', nextPermittedPollTime: start, warnings: [] }
    const call: Unchecked = (odd) => {
      const answers = [() => Promise.resolve(odd as never), () => Promise.reject(new ResponseError(403, []))]
      return statusChanges(() => answers.shift()?.() ?? expect.unreachable(), pollingOptions()).next()
    }
    expect(await wrongAnswers([...oddValues(), ...withOddValues(good)], call, TypeError)).toEqual([])
  })

  it('lets what its clock, its log and its getters throw through', async () => {
    const fail = (): never => {
      throw thrown
    }
    const { clock } = pollingOptions()
    for (const odd of [{ clock: { ...clock, now: fail } }, { clock: { ...clock, sleep: fail } }, { onProblem: fail }]) {
      const options = { ...pollingOptions(), ...odd }
      await expect(poll(transport(change(), confirmed(), withoutTime()), options)).rejects.toBe(thrown)
    }
    for (const { value } of withThrowingGetters({ ...pollingOptions(), portal: 0, clock: 0 }, thrown))
      await expect(poll(transport(), value as PollingOptions)).rejects.toBe(thrown)
  })

  it('reads each option once', async () => {
    const { value, reads } = countingReads(pollingOptions())
    await expect(poll(transport(change(), confirmed()), value as PollingOptions)).rejects.toThrow(ResponseError)
    expect([...reads].filter(([name, times]) => !name.includes('.') && times !== 1)).toEqual([])
  })
})

describe('pollOnce', () => {
  const state: PollingState = {
    version: 1,
    at: start.toISOString(),
    failures: 0,
    unconfirmed: [
      {
        signatureJobId: '1',
        reference: 'r',
        confirmationUrl: `${root}/1/complete`,
        handedOutAt: start.toISOString(),
        confirmation: { at: start.toISOString(), failures: 0 },
      },
    ],
  }
  const good = { portal, pollingQueue: 'a', state, now: () => start, signal: undefined, store: undefined }
  const ask: Unchecked = (odd) => pollOnce(sendWith(transport(confirmed(), withoutTime())), odd as PollOnceOptions)

  it('takes its options, or refuses them as a mistake of the program', async () => {
    const { portal: _, state: __, ...plain } = good
    const values = withOddValues(plain).map(({ name, value }) => ({ name, value: { portal, ...(value as object) } }))
    expect(await wrongAnswers([...oddValues(), ...values], ask, TypeError)).toEqual([])
  })

  it('takes a state from anywhere, or refuses it', async () => {
    const states = [...oddValues(), ...withOddValues(state)]
    const values = states.map(({ name, value }) => ({ name, value: { ...good, state: value } }))
    expect(await wrongAnswers(values, ask)).toEqual([])
    expect(
      await wrongAnswers(states, (odd) => markHandled(odd as PollingState, state.unconfirmed[0] as never)),
    ).toEqual([])
    expect(await wrongAnswers(oddValues(), (odd) => markHandled(state, odd as never))).toEqual([])
  })

  it('lets what getters and callbacks throw through, and reads all once', async () => {
    for (const { value } of withThrowingGetters(state, thrown)) {
      await expect(ask({ ...good, state: value })).rejects.toBe(thrown)
      expect(() => markHandled(value as PollingState, {} as never)).toThrow(thrown)
    }
    const fail = (): never => {
      throw thrown
    }
    for (const odd of [{ now: fail }, { store: fail }]) await expect(ask({ ...good, ...odd })).rejects.toBe(thrown)
    const { value, reads } = countingReads(good)
    await ask(value)
    expect([...reads].filter(([name, times]) => !name.startsWith('portal.') && times !== 1)).toEqual([])
  })
})

describe('what a status change says', () => {
  const signer = { identifiedByContactInformation: true, notifications: { sms: { number: '99999999' } } } as const
  const status = { value: 'REJECTED', since: start.toISOString() }
  const signatures = { signature: [{ status, identifier: signer.notifications, xadesUrl: root }], padesUrl: root }
  const good = { status: 'FAILED', signatures, deleteDocumentsUrl: root }
  const calls = {
    signatureOf: (odd) => signatureOf(odd as never, signer),
    'signatureOf a signer': (odd) => signatureOf(good as never, odd as never),
    signaturesBySigner: (odd) => signaturesBySigner({ signers: [signer] }, odd as never),
    'signaturesBySigner of a manifest': (odd) => signaturesBySigner(odd as never, good as never),
    isOver: (odd) => isOver(odd as never),
    blockedBy: (odd) => blockedBy(odd as never),
    availableNow: (odd) => availableNow(odd as never, start),
    'availableNow at a time': (odd) => availableNow(good as never, odd as never),
    'availableNow with options': (odd) => availableNow(good as never, start, odd as never),
  } satisfies Readonly<Record<string, Unchecked>>

  it.each(Object.entries(calls))('%s answers every kind of value, alone and in every place', async (name, call) => {
    const right = name.endsWith('signer') ? signer : name.endsWith('manifest') ? { signers: [signer] } : good
    expect(await wrongAnswers([...oddValues(), ...withOddValues(right)], call)).toEqual([])
  })

  it('lets what getters throw through', () => {
    for (const { name, value } of withThrowingGetters({ status: 'FAILED', signatures: { signature: [] } }, thrown)) {
      if (name !== 'status') expect(() => signatureOf(value as never, signer)).toThrow(thrown)
      if (name === 'status') expect(() => isOver(value as never)).toThrow(thrown)
      expect(() => blockedBy(value as never)).toThrow(thrown)
      expect(() => availableNow(value as never, start)).toThrow(thrown)
    }
  })

  it.each([
    [() => signatureOf({} as never, signer), ['signatures', 'signature']],
    [() => signatureOf(good as never, null as never), ['signer']],
    [() => signaturesBySigner({ signers: [null] } as never, good as never), ['signers']],
    [() => isOver({ status: 'DONE' } as never), ['status']],
    [() => availableNow(good as never, new Date(Number.NaN)), ['now']],
    [() => availableNow(good as never, start, true as never), ['options']],
    [() => availableNow(good as never, start, 'yes' as never), ['options']],
    [() => availableNow(good as never, start, [] as never), ['options']],
    [() => availableNow(good as never, start, null as never), ['options']],
    [() => availableNow(good as never, start, { longTermStorage: 'no' as never }), ['longTermStorage']],
  ])('is refused with a place: %s', (call, property) => {
    const issue = expect.objectContaining({ code: 'value.type', property }) as unknown
    expect(call).toThrow(expect.objectContaining({ issues: [issue] }))
  })
})

describe('a ResponseError', () => {
  const issue: Issue = { severity: 'error', code: 'http.status', path: '', message: 'A message.', property: ['a', 0] }
  const make = (status: unknown, issues: unknown, serviceError?: unknown): void => {
    const error = new ResponseError(status as number, issues as readonly Issue[], serviceError as undefined)
    for (const told of [error.message, error.name, error.stack]) expect(typeof told).toBe('string')
    expect([typeof error.status, typeof error.transient]).toEqual(['number', 'boolean'])
    expect(error.serviceError).toBe(serviceError)
  }

  it('can be made with any status and any error of the service', async () => {
    expect(
      await wrongAnswers(oddValues(), (odd) => {
        make(odd, [issue])
      }),
    ).toEqual([])
    expect(
      await wrongAnswers(oddValues(), (odd) => {
        make(403, [issue], odd)
      }),
    ).toEqual([])
    expect(new ResponseError(undefined as never, []).status).toBeNaN()
  })

  it('takes no issues that are none', async () => {
    const values = [...oddValues(), ...withOddValues([issue, { ...issue, severity: 'warning' }])]
    expect(
      await wrongAnswers(
        values,
        (odd) => {
          make(403, odd)
        },
        TypeError,
      ),
    ).toEqual([])
    for (const { name, value } of withThrowingGetters([issue], thrown))
      if (!/property|path\.|line/.test(name))
        expect(() => {
          make(403, value)
        }).toThrow(thrown)
  })
})

test('a fetch may be anything', async () => {
  const call: Unchecked = (odd) => sendWith(odd as Fetch)(portal.organization())
  expect(await wrongAnswers(oddValues(), call, TypeError)).toEqual([])
  const answering: Unchecked = (odd) => sendWith(() => odd as Promise<HttpResponse>)(portal.organization())
  // To wait for one of these is to look whether it has a then, which throws.
  const values = oddValues().filter(({ name }) => !name.includes('revoked'))
  expect(await wrongAnswers(values, answering)).toEqual([])
})

test('an operation that is none is a mistake of the program', async () => {
  const send = sendWith(transport())
  const values = [...oddValues(), ...withOddValues(portal.organization())]
  expect(await wrongAnswers(values, (odd) => send(odd as never), TypeError)).toEqual([])
})
