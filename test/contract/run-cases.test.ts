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

  it('knows of no driver that breaks off, whatever the list says', async () => {
    const knownFailing = { 'made-up': 'not done yet' }
    const breaking: AdapterFactory = async (context) => {
      context.fail('it has ended')
      return operationsAdapter(context)
    }
    const hanging = caseThat(() => new Promise(() => undefined))
    const [result] = await runCases(breaking, { cases: [hanging], knownFailing })
    expect(result).toMatchObject({ outcome: 'failed', reason: 'it has ended', asExpected: false })
    expect(result).not.toHaveProperty('knownFailing')
    await expect(runCase(hanging, breaking, { knownFailing })).rejects.toThrow('it has ended')
  })

  it('refuses to run no case', async () => {
    const issues = [{ code: 'contract.case', property: ['cases'] }]
    await expect(runCases(operationsAdapter, { cases: [] })).rejects.toMatchObject({ issues })
    const none = { cases: [passing], level: 'documented' } as const
    await expect(runCases(operationsAdapter, none)).rejects.toMatchObject({ issues })
  })

  it.each<[string, object]>([
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['timeoutSeconds must be a number of seconds, more than 0 and not more than 2147483', { timeoutSeconds: 1e9 }],
    ['timeoutSeconds', { timeoutSeconds: '1' }],
    ['start', { start: new Date(Number.NaN) }],
    ['expose', { expose: 5 }],
    ['certificates', { certificates: {} }],
    ['signal', { signal: 5 }],
    ['onResult', { onResult: 5 }],
    ['trace', { trace: 'no' }],
    ['knownFailing', { knownFailing: new Map([['cancel', 'a reason']]) }],
    ['There is no option knownFailures', { knownFailures: {} }],
    ['expose must be [^.]*\\. The option trace must be', { expose: 5, trace: 'no' }],
    ['A case has', { cases: [{ ...passing, level: 'sure' }] }],
    ['A case has', { cases: [{ ...passing, run: undefined }] }],
  ])('refuses, before the first case, what is wrong with %s', async (words, options) => {
    const run = vi.fn(passing.run)
    const running = runCases(operationsAdapter, { cases: [caseThat(run)], ...options })
    await expect(running).rejects.toThrow(new RegExp(words))
    await expect(running).rejects.toThrow(TypeError)
    expect(run).not.toHaveBeenCalled()
  })

  it('refuses, before the first case, to have nobody make the client', async () => {
    await expect(runCases(undefined as never, { cases: [passing] })).rejects.toThrow(TypeError)
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
