import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownSignatureStatuses } from 'signering-portal/codec'
import { contractCases, runCase, type Adapter, type AdapterFactory } from 'signering-portal/contract'
import { exposeWithMsw } from '../../examples/contract-msw.js'
import { describeContract } from '../../examples/contract-vitest.js'
import { brokenAdapters } from '../../testing/contract/broken-adapters.js'
import { knownDefects } from '../../testing/contract/known-defects.js'
import { failuresOf } from '../../testing/contract/mistakes.js'
import { otherWays } from '../../testing/contract/other-ways.js'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'
import { repositoryFile } from '../../testing/requirements.js'

const ids = contractCases.map(({ id }) => id)

describe('the ids of the cases', () => {
  const published = readFileSync(repositoryFile('testing/contract/case-ids.txt'), 'utf8').trim().split('\n')

  it('never change, since lists of left-out cases elsewhere name them', () => {
    const gone = published.filter((id) => !ids.includes(id))
    expect(gone, 'a published id is gone: give the case its id back, or keep a case of that id').toEqual([])
    const unlisted = ids.filter((id) => !published.includes(id))
    expect(unlisted, 'new cases: add their ids to testing/contract/case-ids.txt').toEqual([])
  })

  it('are distinct, and of one form', () => {
    expect([...new Set(ids)]).toEqual(ids)
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
  })

  it('stand in the source as they are, so that they can be searched for', () => {
    const folder = repositoryFile('src/contract/cases')
    const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    expect(ids.filter((id) => !source.join('').includes(`'${id}'`))).toEqual([])
  })
})

describe('the cases', () => {
  it.each(['documented', 'peer-evidenced', 'assumed'])('name a source at level %s', (level) => {
    const sources = contractCases.filter((one) => one.level === level).map(({ source }) => source)
    expect(sources).not.toEqual([])
    expect(sources.filter((source) => source.trim() === '')).toEqual([])
  })
})

describe('what is known to have gone wrong in other clients', () => {
  it.each(knownDefects)('$defect: a client that has it fails the cases', async ({ mistake, cases }) => {
    const client =
      brokenAdapters.find((one) => one.mistake === mistake) ?? expect.unreachable('there is no such client')
    const failed = await failuresOf(
      client.make,
      contractCases.filter(({ id }) => cases.includes(id)),
    )
    expect(cases).not.toEqual([])
    expect([...failed].sort()).toEqual([...cases].sort())
  })
})

describe('the mistakes of clients', () => {
  it('are each their own, and each meant for a case', () => {
    const mistakes = brokenAdapters.map(({ mistake }) => mistake)
    expect([...new Set(mistakes)]).toEqual(mistakes)
    for (const { caughtBy } of brokenAdapters) expect(ids).toContain(caughtBy)
  })
})

describe('a client that writes documented defaults', () => {
  const writingDefaults =
    otherWays.find(({ way }) => way === 'writes documented defaults') ?? expect.unreachable('it is gone')
  const called = new Set<string>()
  const seen = new Set<string>()
  let functions: readonly string[] = []
  const make: AdapterFactory = async (context) => {
    const adapter = await writingDefaults.make(context)
    const watched: Adapter = {
      ...adapter,
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange')
          for (const { status } of result.statusChange.signatures.signature) seen.add(status.value)
        return result
      },
    }
    functions = Object.keys(watched)
    return new Proxy(watched, {
      get: (target, name) => {
        called.add(String(name))
        return target[name as keyof typeof target]
      },
    })
  }

  // In the order in which they stand: those below look at what these have called and seen.
  describeContract(make)

  it('is called by the cases in every function', () => {
    expect(functions).toContain('create')
    const uncalled = functions.filter((name) => !called.has(name))
    expect(uncalled, 'Add a case to src/contract/cases that calls each.').toEqual([])
  })

  it('is brought every known status of a signer', () => {
    const unseen = knownSignatureStatuses.filter((status) => !seen.has(status))
    expect(unseen, 'Add a case of each to src/contract/cases/signers.ts.').toEqual([])
  })
})

// On a port, and in another process, the examples of documentation.test.ts run them.
describe('the operations of signering-portal/http through msw', () => {
  it.each(contractCases.map((one) => [one.id, one] as const))('%s', async (_id, one) => {
    await runCase(one, operationsAdapter, { expose: exposeWithMsw })
  })
})
