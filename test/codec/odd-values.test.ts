import * as codec from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { manifest, statusChange } from '../../bench/messages.js'
import {
  countingReads,
  oddValues,
  withOddValues,
  withThrowingGetters,
  wrongAnswers,
  type Unchecked,
} from '../../testing/odd-values.js'

/** The functions of the entry and of its codecs, by name; classes are for those who write TypeScript. */
const functions: Readonly<Record<string, Unchecked>> = Object.fromEntries([
  ...Object.entries(codec).filter(([name, value]) => typeof value === 'function' && !/^[A-Z]/.test(name)),
  ...codec.codecs.flatMap((each) => [
    ...(['encode', 'decode', 'safeEncode', 'safeDecode'] as const).map((name) => [`${each.name} ${name}`, each[name]]),
    [`${each.name} validate`, each['~standard'].validate],
  ]),
]) as Record<string, Unchecked>

/** What is for results and issues, which this package makes. */
const forOwnData = ['formatIssue', 'unwrap']

describe('every kind of value is answered with a value, a result or a PortalError', () => {
  const given = Object.entries(functions).filter(([name]) => !forOwnData.includes(name))

  test.each(given)('%s', async (_, call) => {
    expect(await wrongAnswers(oddValues(), call)).toEqual([])
  })

  test.each(given.filter(([name]) => /decode$/i.test(name)))('%s, as options', async (_, call) => {
    const xml = codec.serviceError.encode({ errorCode: 'A', errorMessage: 'B', errorType: 'C' })
    expect(await wrongAnswers(oddValues(), (options) => call(xml, options))).toEqual([])
    const options = withOddValues({ unknown: 'ignore', maximumBytes: 1000 })
    expect(await wrongAnswers(options, (odd) => call(xml, odd))).toEqual([])
  })
})

const messages = [
  [codec.portalSignatureJobManifest, manifest],
  [codec.portalSignatureJobStatusChangeResponse, statusChange],
] as const

describe.each(messages.map(([each, value]) => [each.name, each as codec.Codec<unknown>, value] as const))(
  '%s',
  (_, each, value) => {
    test('answers every kind of value in every place', async () => {
      expect(await wrongAnswers(withOddValues(value), each.encode)).toEqual([])
      expect(await wrongAnswers(withOddValues(value), each.safeEncode)).toEqual([])
    })

    test('lets through what a getter throws', () => {
      const thrown = new Error('thrown by a getter')
      const others = withThrowingGetters(value, thrown).filter((hostile) => {
        try {
          each.safeEncode(hostile.value)
          return true
        } catch (error) {
          return error !== thrown
        }
      })
      expect(others.map(({ name }) => name)).toEqual([])
    })

    test('reads each property once', () => {
      const counted = countingReads({ ...value, other: undefined })
      expect(each.encode(counted.value)).toBe(each.encode(value))
      expect(counted.reads.get('other')).toBe(1)
      expect([...counted.reads].filter(([, times]) => times !== 1)).toEqual([])
    })
  },
)

describe('an object of a class', () => {
  class Reference {
    readonly [Symbol.toStringTag] = 'Map'
    readonly #reference = 'A'
    get reference(): string {
      return this.#reference
    }
  }

  test('is written by what its class has', () => {
    const xml = codec.portalSignatureJobRequest.encode(new Reference())
    expect(codec.portalSignatureJobRequest.decode(xml)).toEqual({ reference: 'A' })
  })

  test.each([
    new Date(0),
    new Map(),
    new Set(),
    /a/,
    new Error('a'),
    Promise.resolve(1),
    Object('a'),
    new Uint8Array(1),
    new URLSearchParams('reference=A'),
    new Headers({ reference: 'A' }),
  ])('that keeps its data elsewhere is refused: %s', (value) => {
    const result = codec.portalSignatureJobRequest.safeEncode(value as never)
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'value.type' }] })
  })
})

test.each(['detached bytes', 'a Proxy of bytes', 'a revoked Proxy of bytes'])('%s cannot be decoded', (kind) => {
  const odd = oddValues().find(({ name }) => name === kind)
  expect(codec.serviceError.safeDecode(odd?.value as never)).toMatchObject({
    ok: false,
    issues: [{ code: 'value.type' }],
  })
})
