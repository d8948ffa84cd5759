import { createSimulator, virtualClock } from 'signering-portal/simulator'
import { expect, test } from 'vitest'
import {
  assumed,
  casesOf,
  documented,
  peerEvidenced,
  takes,
  type CaseContext,
} from '../../../src/contract/cases/case.js'

const run = (): Promise<void> => Promise.resolve()

test('a case tells its level, its source and how it differs from the ordinary ones', () => {
  const made = documented('a page', { organizationNumber: '987654325' })('an-id', 'does a thing', run)
  expect(made).toEqual({
    id: 'an-id',
    level: 'documented',
    source: 'a page',
    title: 'does a thing',
    organizationNumber: '987654325',
    run,
  })
  const levels = [documented, peerEvidenced, assumed].map(
    (level) => level('a page')('an-id', 'does a thing', run).level,
  )
  expect(levels).toEqual(['documented', 'peer-evidenced', 'assumed'])
})

test('there is a case for each value, under its id', () => {
  const cases = casesOf({ one: 1, two: 2 }, (id, value) => documented('a page')(id, `does ${value}`, run))
  expect(cases.map(({ id, title }) => [id, title])).toEqual([
    ['one', 'does 1'],
    ['two', 'does 2'],
  ])
})

test('the status at the end of an id is that of the answer to the operation, and of no other', async () => {
  const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
  const organizationNumber = '123456785'
  const simulator = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PUBLIC' }] })
  const root = 'https://portal.example/api'
  const answer = async (url: string): Promise<number> => (await simulator.handle(new Request(url))).status
  const statuses: number[] = []
  const cases = takes({ 'a-200': assumed('x'), 'a-202': documented('x') }, 'organization', async () => {
    statuses.push(await answer(`${root}/1`), await answer(`${root}/${organizationNumber}`))
  })
  expect(cases.map(({ id, level, title }) => [id, level, title])).toEqual([
    ['a-200', 'assumed', 'takes 200 in answer to organization'],
    ['a-202', 'documented', 'takes 202 in answer to organization'],
  ])
  const context = { simulator } as CaseContext
  for (const each of cases) await each.run(context)
  expect(statuses).toEqual([404, 200, 404, 202])
})
