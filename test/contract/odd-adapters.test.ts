import {
  contractCases,
  exposeInProcess,
  exposeOnPort,
  runCase,
  runCases,
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

/** The package's own client, one of whose operations does something else. */
function adapterThat(operation: keyof Adapter, instead: () => unknown): AdapterFactory {
  return async (context) => ({ ...(await operationsAdapter(context)), [operation]: instead })
}

/** The results that tell no reason that can be read. */
function unreadable(results: readonly CaseResult[]): readonly CaseResult[] {
  return results.filter((result) => result.outcome !== 'passed' && !/\w/.test(result.reason))
}

const only = (id: string): readonly ContractCase[] => contractCases.filter((one) => one.id === id)

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
    for (const { name, value } of oddValues()) {
      const results = await runCases(
        adapterThat(operation, () => value),
        { cases: only(id) },
      )
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
    const results = await runCases(adapterThat('organization', fail), { cases: only('organization') })
    expect(results, name).toMatchObject([{ outcome: 'failed' }])
    expect(unreadable(results), name).toEqual([])
  }
})

const cases = contractCases.slice(0, 1)

test('a client that cannot be made fails its cases', async () => {
  for (const { name, value } of oddValues()) {
    const makers = [value as AdapterFactory, () => value as Adapter]
    for (const make of makers) {
      const results = await runCases(make, { cases })
      expect(results, name).toMatchObject([{ outcome: 'failed' }])
      expect(unreadable(results), name).toEqual([])
    }
  }
})

test('a status change that is odd somewhere is told', async () => {
  const one = only('change-content')
  const signature = [{ status: { value: 'SIGNED', since: 'x' }, personalIdentificationNumber: 'x' }]
  const statusChange = { signatureJobId: '1', status: 'x', confirmationUrl: 'x', signatures: { signature } }
  const good = { kind: 'statusChange', nextPermittedPollTime: start, statusChange }
  const kinds = /: (?:null|a bigint|a symbol|a circular object|a revoked Proxy of an object)$/
  for (const { name, value } of withOddValues(good).filter((odd) => kinds.test(odd.name))) {
    const results = await runCases(
      adapterThat('nextStatusChange', () => value),
      { cases: one },
    )
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
      [...oddValues().filter(({ value }) => value !== undefined), ...withOddValues({ cases: [], skip: {} })],
    ],
    ['runCases, a case', (one) => run({ cases: [one] }), [...oddValues(), ...withOddValues(about)]],
    ['runCases, how it is exposed', (expose) => run({ cases, expose }), oddValues()],
    ['runCases, where it is exposed', (exposure) => run({ cases, expose: () => exposure }), oddValues()],
    ['runCases, a reason to skip', (reason) => run({ cases, skip: { [first?.id ?? '']: reason } }), oddValues()],
    ['runCase', (one) => runCase(one as ContractCase, operationsAdapter), [...oddValues(), ...withOddValues(about)]],
    ['exposeInProcess', exposing(exposeInProcess), withOddValues(good)],
    ['exposeOnPort', exposing(exposeOnPort), withOddValues(good)],
  ])('%s: a PortalError or a TypeError, if any', async (_, call, values) => {
    expect(await wrongAnswers(values, call, TypeError)).toEqual([])
  })
})
