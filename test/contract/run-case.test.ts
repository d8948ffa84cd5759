import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  exposeInProcess,
  runCases,
  UnsupportedError,
  type Adapter,
  type AdapterFactory,
  type ContractCase,
} from 'signering-portal/contract'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'

const about = { level: 'assumed', source: 'a source', title: 'a title' } as const

function caseThat(run: ContractCase['run']): ContractCase {
  return { id: 'made-up', ...about, run }
}

/** A client with some functions of its own. */
function adapterWith(functions: Partial<Adapter>): AdapterFactory {
  return async (context) => ({ ...(await operationsAdapter(context)), ...functions })
}

const passing = caseThat(() => Promise.resolve())
const organizationCase = caseThat(async ({ adapter }) => {
  await adapter.organization()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('a case', () => {
  it('tells the portal’s own words for what it refused, but not of faults that were planned', async () => {
    const cases = [
      caseThat(async (context) => {
        context.simulator.planFault({ kind: 'status', status: 503, content: 'error' })
        await context.adapter.organization().catch(() => undefined)
        await context.adapter.downloadArchivedPades('0')
      }),
    ]
    const [result] = await runCases(operationsAdapter, { cases })
    expect(result?.reason).toMatch(/; the portal refused downloadArchivedPades with 404 NOT_FOUND, There is no /)
    expect(result?.reason).not.toContain('503')
  })

  it('says of a case that does not end how many calls were answered before', async () => {
    vi.useFakeTimers()
    let calls = 0
    const slow = adapterWith({
      organization: () => {
        calls += 1
        return calls === 3 ? new Promise(() => undefined) : Promise.resolve('')
      },
    })
    const callingOften = caseThat(async ({ adapter }) => {
      for (let call = 1; call <= 4; call += 1) await adapter.organization()
    })
    const running = runCases(slow, { cases: [callingOften], timeoutSeconds: 2 })
    await vi.advanceTimersByTimeAsync(2_000)
    const reason = 'the case did not end within 2 seconds: no answer to organization; calls answered before: 2'
    expect(await running).toMatchObject([{ outcome: 'failed', reason }])
  })

  it('takes a case that does not end for a failure, names what has not answered, and goes on', async () => {
    vi.useFakeTimers()
    const close = vi.fn(() => Promise.resolve())
    let ended: AbortSignal | undefined
    const hanging: AdapterFactory = (context) => {
      ended = context.ended
      return adapterWith({ organization: () => new Promise(() => undefined) })(context)
    }
    const running = runCases(hanging, {
      cases: [organizationCase, passing],
      expose: async (simulator) => ({ ...(await exposeInProcess(simulator)), close }),
      timeoutSeconds: 2,
    })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await running).toMatchObject([
      { outcome: 'failed', reason: 'the case did not end within 2 seconds: no answer to organization' },
      { outcome: 'passed' },
    ])
    expect(close).toHaveBeenCalledTimes(2)
    expect(ended?.aborted).toBe(true)
  })

  it('fails where the adapter says so, whatever the case makes of it', async () => {
    const hanging = caseThat(() => new Promise(() => undefined))
    const early: AdapterFactory = (context) => {
      context.fail('no good client')
      return operationsAdapter(context)
    }
    const late: AdapterFactory = async (context) => ({
      ...(await operationsAdapter(context)),
      organization: () => {
        // Once the case has what it wanted, and before it is known to have ended.
        setImmediate(() => {
          context.fail('no good client')
        })
        return new Promise((resolve) => setImmediate(resolve, ''))
      },
    })
    expect([
      ...(await runCases(early, { cases: [passing, hanging] })),
      ...(await runCases(late, { cases: [organizationCase] })),
    ]).toMatchObject(Array.from({ length: 3 }, () => ({ outcome: 'failed', reason: 'no good client' })))
  })

  it('takes a client that is not made in time for a failure', async () => {
    const options = { cases: [passing], timeoutSeconds: 0.001 }
    expect(await runCases(() => new Promise<never>(() => undefined), options)).toMatchObject([
      {
        outcome: 'failed',
        reason: 'the case did not end within 0.001 seconds: no answer to start, which makes the client',
      },
    ])
  })

  it('reports what the client cannot do, also where the case expects a failure', async () => {
    const unsupported = adapterWith({ create: () => Promise.reject(new UnsupportedError('no jobs')) })
    const ids = ['create-once', 'refused-availability-too-long']
    const results = await runCases(unsupported, { cases: ids, knownFailing: { 'create-once': 'it has no jobs' } })
    expect(results).toMatchObject([
      { id: ids[0], outcome: 'unsupported', reason: 'no jobs', asExpected: true },
      { id: ids[1], outcome: 'unsupported', reason: 'no jobs', asExpected: false },
    ])
  })

  it('hands the lines that the client logs to the case', async () => {
    const lines: (readonly string[])[] = []
    const cases = [
      caseThat(async ({ logged }) => {
        lines.push(await logged())
      }),
    ]
    const logging: AdapterFactory = (context) => {
      context.log('a line')
      return operationsAdapter(context)
    }
    await runCases(logging, { cases })
    expect(lines).toEqual([['a line']])
  })
})
