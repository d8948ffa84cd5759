import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  runCase,
  runCases,
  UnsupportedError,
  type Adapter,
  type AdapterFactory,
  type CaseOptions,
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
const failing = caseThat(() => Promise.reject(new Error('a reason')))

afterEach(() => {
  vi.useRealTimers()
})

describe('running cases', () => {
  it('tells of each case what it is and what became of it, in their order, at once', async () => {
    const cases = [
      passing,
      failing,
      // A client in another language may throw what is no Error.
      caseThat(() =>
        Promise.resolve().then(() => {
          AbortSignal.abort('a word').throwIfAborted()
        }),
      ),
      caseThat(() => Promise.reject(new Error(`two\n  lines, ${'and long'.repeat(100)}`))),
    ]
    const of = { id: 'made-up', ...about, milliseconds: expect.any(Number) as number }
    const told: unknown[] = []
    const options = { cases, expose: undefined, knownFailing: undefined }
    const results = await runCases(operationsAdapter, { ...options, onResult: (result) => told.push(result) })
    expect(results).toEqual([
      { ...of, outcome: 'passed', asExpected: true },
      { ...of, outcome: 'failed', reason: 'a reason', asExpected: false },
      { ...of, outcome: 'failed', reason: 'a word', asExpected: false },
      { ...of, outcome: 'failed', reason: expect.stringMatching(/^two lines, .{589}…$/) as string, asExpected: false },
    ])
    expect(told).toEqual(results)
  })

  it('runs what is known to fail, and tells what passes by surprise', async () => {
    const knownFailing = { 'made-up': 'not done yet' }
    const results = await runCases(operationsAdapter, { cases: [passing, failing], knownFailing })
    expect(results).toMatchObject([
      { outcome: 'passed', asExpected: false, knownFailing: 'not done yet' },
      { outcome: 'failed', asExpected: true, knownFailing: 'not done yet', reason: 'a reason' },
    ])
  })

  it('begins the portal’s clock when it is told to', async () => {
    const begun: Date[] = []
    const cases = [
      caseThat(({ clock }) => {
        begun.push(clock.now())
        return Promise.resolve()
      }),
    ]
    const start = new Date('2030-01-01T00:00:00Z')
    await runCases(operationsAdapter, { cases, start })
    expect(begun).toEqual([start])
  })

  it('ends with the case of the moment when it is told to', async () => {
    const interruption = new AbortController()
    const cases = [
      caseThat(() => {
        interruption.abort()
        return new Promise(() => undefined)
      }),
      passing,
    ]
    expect(await runCases(operationsAdapter, { cases, signal: interruption.signal })).toMatchObject([
      { outcome: 'failed', reason: 'the run was interrupted' },
    ])
  })

  it.each([
    ['no time', { timeoutSeconds: 0 }],
    ['more time than there is', { timeoutSeconds: 1e9 }],
    ['no time that is a number', { timeoutSeconds: '1' as never }],
    ['no beginning', { start: new Date(Number.NaN) }],
  ])('refuses %s', async (_, options) => {
    await expect(runCases(operationsAdapter, { cases: [passing], ...options })).rejects.toThrow(TypeError)
  })
})

describe('running one case', () => {
  const run = async (one: ContractCase, options?: CaseOptions): Promise<void> =>
    runCase(one, operationsAdapter, options)

  it('rejects unless it goes as expected', async () => {
    const knownFailing = { 'made-up': 'not done yet' }
    await expect(run(passing)).resolves.toBeUndefined()
    await expect(run(failing)).rejects.toThrow(/^a reason$/)
    await expect(run(failing, { knownFailing })).resolves.toBeUndefined()
    await expect(run(passing, { knownFailing })).rejects.toThrow('the case passed, but is known to fail: not done yet')
    const unsupported = caseThat(({ adapter }) => adapter.confirm(''))
    const make = adapterWith({ confirm: () => Promise.reject(new UnsupportedError('no way')) })
    await expect(runCase(unsupported, make)).rejects.toThrow('unsupported: no way')
  })

  it('adds the portal’s words to what was thrown', async () => {
    const one = caseThat(async ({ adapter }) => {
      await adapter.downloadArchivedPades('0')
    })
    await expect(run(one)).rejects.toMatchObject({
      message: expect.stringMatching(/; the portal refused downloadArchivedPades with 404 NOT_FOUND, ./) as string,
      cause: expect.any(Error) as Error,
    })
  })
})
