import { describe, expect, it } from 'vitest'
import { contractCases, runCases, selectCases, type ContractCase } from 'signering-portal/contract'
import { readKnownFailing } from '../../src/contract/select-cases.js'

const ids = (cases: readonly ContractCase[]): readonly string[] => cases.map(({ id }) => id)
const make = (): never => expect.unreachable('no case may run')
const own: ContractCase = {
  id: 'own-case',
  level: 'disputed',
  source: 'a source',
  title: 'a title',
  run: () => Promise.resolve(),
}

describe('selecting cases', () => {
  it('gives all of them, unless some are asked for', () => {
    expect(selectCases()).toEqual(contractCases)
    expect(selectCases({ cases: undefined, level: undefined })).toEqual(contractCases)
    expect(selectCases({ cases: [] })).toEqual([])
  })

  it('finds ids, in which * stands for any characters', () => {
    expect(ids(selectCases({ cases: ['cancel'] }))).toEqual(['cancel'])
    expect(ids(selectCases({ cases: ['confirm-2*', 'cancel', own, 'con*rm-200', own] }))).toEqual([
      ...['confirm-200', 'confirm-202', 'confirm-204'],
      ...['cancel', 'own-case'],
    ])
    expect(ids(selectCases({ cases: ['*-error-*mpty'] }))).toEqual(['create-error-empty', 'poll-error-empty'])
    expect(selectCases({ cases: ['**'] })).toEqual(contractCases)
  })

  it.each(['no-such-case', 'cance', 'cancel-', '', 'cancel*cancel', 'cancel**x', '.*', 'xades*xades'])(
    'refuses %s, which no case is called',
    (id) => {
      const issues = [{ code: 'contract.case', property: ['cases', 1] }]
      expect(() => selectCases({ cases: ['cancel', id] })).toThrow(
        expect.objectContaining({ issues: [expect.objectContaining(issues[0])] }),
      )
    },
  )

  it.each([
    ['documented', ['documented']],
    ['peer-evidenced', ['documented', 'peer-evidenced']],
    ['assumed', ['documented', 'peer-evidenced', 'assumed']],
  ] as const)('gives those of level %s, and those that are surer', (level, levels) => {
    const selected = selectCases({ cases: ['*', own], level })
    expect([...new Set(selected.map((one) => one.level))].sort()).toEqual([...levels].sort())
    expect(selected).toEqual(contractCases.filter((one) => (levels as readonly string[]).includes(one.level)))
  })

  it.each(['certain', 'disputed', 'chosen', '', 5, null, ['documented'], {}, Symbol('documented')])(
    'refuses the level %o, by which no case can be chosen',
    async (level) => {
      const refusal = new TypeError('The option level must be one of documented, peer-evidenced, assumed.')
      expect(() => selectCases({ level: level as never })).toThrow(refusal)
      await expect(runCases(make, { level: level as never })).rejects.toThrow(refusal)
    },
  )
})

describe('what is known to fail', () => {
  const refusal = (id: string): object => ({
    issues: [{ code: 'contract.known-failing', property: ['knownFailing', id] }],
  })

  it('must exist, and have a reason, whatever is run', async () => {
    for (const knownFailing of [{ 'no-such-case': 'reason' }, { 'no-such-*': 'reason' }, { cancel: ' ' }])
      await expect(runCases(make, { cases: [], knownFailing })).rejects.toMatchObject(
        refusal(Object.keys(knownFailing)[0] ?? ''),
      )
    await expect(runCases(make, { cases: [own], knownFailing: { cancel: 'reason' } })).resolves.toHaveLength(1)
    await expect(runCases(make, { cases: [], knownFailing: { 'own-case': 'reason' } })).rejects.toMatchObject(
      refusal('own-case'),
    )
    expect(readKnownFailing({ 'own-case': 'reason' }, [own])('own-case')).toBe('reason')
  })

  it('has the reason of its id in full, or of the first that fits', () => {
    const known = readKnownFailing({ 'cancel-*': 'first', 'cancel*': 'second', 'cancel-200': 'third' })
    expect(['cancel-202', 'cancel', 'cancel-200', 'create-once'].map(known)).toEqual([
      'first',
      'second',
      'third',
      undefined,
    ])
  })
})
