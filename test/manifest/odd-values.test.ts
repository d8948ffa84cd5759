import * as entry from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import {
  countingReads,
  oddValues,
  withOddValues,
  withThrowingGetters,
  wrongAnswers,
  type Unchecked,
} from '../../testing/odd-values.js'
import { fullJob as job } from '../../testing/manifest/full-job.js'

const functions = entry as unknown as Readonly<Record<string, Unchecked>>
const called = (name: string): Unchecked => functions[name] ?? expect.unreachable(`There is no ${name}.`)

const { manifest, request, documents } = entry.prepareJob(job)
const parts = { manifest, request, documents, organizationNumber: '123456785' }
const created = new Date('2030-01-01T00:00:00Z')

const schema = (value: unknown): unknown => entry.jobSchema('PUBLIC')['~standard'].validate(value)

/** Every function, as a function of one value, and a value that it takes. */
const subjects: Readonly<Record<string, readonly [call: Unchecked, good: unknown]>> = {
  prepareJob: [called('prepareJob'), job],
  safePrepareJob: [called('safePrepareJob'), job],
  jobSchema: [schema, job],
  checkJob: [(value) => called('checkJob')('PUBLIC', value), parts],
  signingPlan: [(value) => called('signingPlan')(value, created), manifest],
  safeSigningPlan: [(value) => called('safeSigningPlan')(value, created), manifest],
  manifestFor: [called('manifestFor'), 'PUBLIC'],
}

test('every function of the entry is tried', () => {
  const names = Object.keys(functions).filter((name) => typeof functions[name] === 'function' && !/^[A-Z]/.test(name))
  expect(Object.keys(subjects).sort()).toEqual(names.sort())
})

describe.each(Object.entries(subjects))('%s', (name, [call, good]) => {
  test('takes the good value', () => {
    const answer = call(good)
    expect(name === 'checkJob' ? answer : (answer ?? expect.unreachable())).toBeDefined()
  })

  test('answers every kind of value, alone and in every place', async () => {
    expect(await wrongAnswers(oddValues(), call)).toEqual([])
    expect(await wrongAnswers(withOddValues(good), call)).toEqual([])
  })

  const read = ['signingPlan', 'safeSigningPlan'].includes(name)
    ? { signers: manifest.signers, availability: manifest.availability }
    : good

  test('lets through what a getter throws', () => {
    const thrown = new Error('thrown by a getter')
    const others = withThrowingGetters(read, thrown).filter((hostile) => {
      try {
        call(hostile.value)
        return true
      } catch (error) {
        return error !== thrown
      }
    })
    expect(others.map(({ name: place }) => place)).toEqual([])
  })

  test('reads each property once', () => {
    const counted = countingReads(read)
    call(counted.value)
    expect([...counted.reads].filter(([, times]) => times !== 1)).toEqual([])
  })
})

test('sectors, dates and completions may be anything', async () => {
  expect(await wrongAnswers(oddValues(), (odd) => called('checkJob')(odd, parts))).toEqual([])
  expect(await wrongAnswers(oddValues(), (odd) => called('signingPlan')(manifest, odd))).toEqual([])
  expect(await wrongAnswers(oddValues(), (odd) => called('safeSigningPlan')(manifest, created, odd))).toEqual([])
  expect(await wrongAnswers(oddValues(), (odd) => called('safeSigningPlan')(manifest, created, [odd]))).toEqual([])
  expect(await wrongAnswers(oddValues(), (odd) => called('jobSchema')(odd))).toEqual([])
})
