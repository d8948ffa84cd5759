import {
  contractCases,
  exposeInProcess,
  exposeOnPort,
  exposeOverTls,
  runCase,
  runCases,
  selectCases,
  startDriver,
  type Adapter,
  type AdapterFactory,
  type CaseResult,
  type ContractCase,
  type Expose,
  type RunOptions,
} from 'signering-portal/contract'
import { createSimulator, madeUpAccounts, virtualClock, type Client, type Simulator } from 'signering-portal/simulator'
import { describe, expect, it, test } from 'vitest'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'
import { oddValues, withOddValues, wrongAnswers, type OddValue, type Unchecked } from '../../testing/odd-values.js'
import { start } from '../../testing/simulator/raw-client.js'

/** The package's own client, some of whose operations do something else. */
function adapterThat(instead: Readonly<Partial<Record<keyof Adapter, () => unknown>>>): AdapterFactory {
  return async (context) => Object.assign(await operationsAdapter(context), instead)
}

/** The results that tell no reason that can be read. */
function unreadable(results: readonly CaseResult[]): readonly CaseResult[] {
  return results.filter((result) => result.outcome !== 'passed' && !/\w/.test(result.reason ?? ''))
}

const only = (id: string): readonly ContractCase[] => contractCases.filter((one) => one.id === id)

/**
 * A case that begins where its job has been created, with what created it: else a package would be written and read again
 * for each odd value.
 */
async function resumed(
  id: string,
): Promise<{ cases: readonly ContractCase[]; create?: () => ReturnType<Adapter['create']> }> {
  const [one = expect.unreachable(id)] = only(id)
  let simulator: Simulator | undefined
  let made: { response: ReturnType<Adapter['create']>; snapshot: unknown } | undefined
  const make: AdapterFactory = async (context) => {
    const adapter = await operationsAdapter(context)
    const create: Adapter['create'] = async (job) => {
      const response = await adapter.create(job)
      made = { response: Promise.resolve(response), snapshot: simulator?.snapshot() }
      return response
    }
    return { ...adapter, create }
  }
  const expose: Expose = (exposed, client) => {
    simulator = exposed
    return exposeInProcess(exposed, client)
  }
  await runCase(one, make, { expose })
  if (made === undefined) return { cases: [one] }
  const { response, snapshot } = made
  const options: object = { ...one.simulatorOptions, snapshot }
  return { cases: [{ ...one, simulatorOptions: options }], create: () => response }
}

/** For each operation a case that uses what it gives. */
const caseFor: Readonly<Record<keyof Adapter, string>> = {
  create: 'create-job-id',
  nextStatusChange: 'poll-empty',
  confirm: 'confirm',
  cancel: 'cancel',
  downloadPades: 'pades',
  downloadXades: 'xades',
  downloadArchivedPades: 'archived-pades',
  deleteDocuments: 'delete',
  organization: 'organization',
}

test.each(Object.entries(caseFor) as [keyof Adapter, string][])(
  'an adapter whose %s gives something odd fails, with reasons that can be read',
  async (operation, id) => {
    const { cases: one, ...created } = await resumed(id)
    expect(await runCases(adapterThat(created), { cases: one })).toMatchObject([{ outcome: 'passed' }])
    for (const { name, value } of oddValues()) {
      const results = await runCases(adapterThat({ ...created, [operation]: () => value }), { cases: one })
      expect(results, name).toMatchObject([{ outcome: 'failed' }])
      expect(unreadable(results), name).toEqual([])
    }
  },
)

test('an adapter that throws something odd fails, with reasons that can be read', async () => {
  for (const { name, value } of oddValues()) {
    const fail = (): never => {
      throw value
    }
    const results = await runCases(adapterThat({ organization: fail }), { cases: only('organization') })
    expect(results, name).toMatchObject([{ outcome: 'failed' }])
    expect(unreadable(results), name).toEqual([])
  }
})

const cases = contractCases.slice(0, 1)

test('a client that cannot be made fails its cases', async () => {
  for (const { name, value } of oddValues()) {
    const results = await runCases(() => value as Adapter, { cases })
    expect(results, name).toMatchObject([{ outcome: 'failed' }])
    expect(unreadable(results), name).toEqual([])
    // What is no function at all is told before the first case; what only looks like one fails it.
    const made = runCases(value as AdapterFactory, { cases })
    if (typeof value === 'function') await expect(made, name).resolves.toMatchObject([{ outcome: 'failed' }])
    else await expect(made, name).rejects.toThrow(TypeError)
  }
})

test.each([null, undefined, 5, 'x'])('an adapter that is %s is told in words', async (value) => {
  const results = await runCases(() => Promise.resolve(value as never), { cases })
  const reason = 'something is of another type than an adapter gives: An adapter must be an object.'
  expect(results).toMatchObject([{ outcome: 'failed', reason }])
})

test('a status change that is odd somewhere is told', async () => {
  const { cases: one, ...created } = await resumed('change-content')
  const signature = [{ status: { value: 'SIGNED', since: 'x' }, personalIdentificationNumber: 'x' }]
  const statusChange = { signatureJobId: '1', status: 'x', confirmationUrl: 'x', signatures: { signature } }
  const good = { kind: 'statusChange', nextPermittedPollTime: start, statusChange }
  const kinds = /: (?:null|a bigint|a symbol|a circular object|a revoked Proxy of an object)$/
  for (const { name, value } of withOddValues(good).filter((odd) => kinds.test(odd.name))) {
    const results = await runCases(adapterThat({ ...created, nextStatusChange: () => value }), { cases: one })
    expect(results, name).toMatchObject([{ outcome: 'failed' }])
    expect(unreadable(results), name).toEqual([])
  }
})

describe('what a programmer hands over', () => {
  const thrown = new TypeError('no client')
  const simulator = createSimulator({ clock: virtualClock(start), ...madeUpAccounts })
  const [first] = contractCases
  /** With a client that fails at once: what is no list of cases means all of them. */
  const run: Unchecked = (options) => runCases(() => Promise.reject(thrown), options as RunOptions)
  const exposing =
    (expose: Expose): Unchecked =>
    async (given) => {
      const [exposed, client] = given as [Simulator, Client]
      await (await expose(exposed, client)).close()
    }
  const good = [{ handle: simulator.handle }, { organizationNumber: '123456785' }]
  const about = { id: 'made-up', level: 'assumed', source: 'a source', title: 'a title', run: () => Promise.resolve() }

  it.each<[string, Unchecked, readonly OddValue[], ...ErrorConstructor[]]>([
    [
      'runCases',
      run,
      [
        ...oddValues().filter(({ value }) => value !== undefined),
        ...withOddValues({ cases: [], knownFailing: {}, certificates: {}, start: new Date(0) }),
      ],
    ],
    ['runCases, a case', (one) => run({ cases: [one] }), [...oddValues(), ...withOddValues(about)]],
    ['runCases, how it is exposed', (expose) => run({ cases, expose }), oddValues()],
    ['runCases, where it is exposed', (exposure) => run({ cases, expose: () => exposure }), oddValues()],
    [
      'runCases, why a case fails',
      (reason) => run({ cases, knownFailing: { [first?.id ?? '']: reason } }),
      oddValues(),
    ],
    [
      'startDriver',
      (options) => startDriver(options as never),
      withOddValues({ command: 'true', arguments: [], certificates: {} }),
    ],
    ['runCase', (one) => runCase(one as ContractCase, operationsAdapter), [...oddValues(), ...withOddValues(about)]],
    ['exposeInProcess', exposing(exposeInProcess), withOddValues(good)],
    ['exposeOnPort', exposing(exposeOnPort), withOddValues(good)],
    ['exposeOverTls', (certificates) => exposing(exposeOverTls(certificates as never))(good), oddValues()],
    [
      'selectCases',
      (selection) => selectCases(selection as object),
      withOddValues({ cases: ['cancel'], level: 'assumed' }),
    ],
  ])('%s: a PortalError or a TypeError, if any', async (_, call, values) => {
    expect(await wrongAnswers(values, call, TypeError)).toEqual([])
  })
})
