import type { StandardSchemaV1 } from '@standard-schema/spec'
import { maximumMessageBytes, serviceError, type Result, type ServiceError } from 'signering-portal/codec'
import { describe, expect, expectTypeOf, test } from 'vitest'

test.each([null, 'ignore', { unknown: 'skip' }])('%j as options', (options) => {
  expect(serviceError.safeDecode('<a/>', options as never)).toMatchObject({
    ok: false,
    issues: [{ code: 'value.type' }],
  })
})

test.each([undefined, null, 7, {}, [], new ArrayBuffer(8)])('%j to decode', (input) => {
  const result = serviceError.safeDecode(input as never)
  expect(result).toMatchObject({ ok: false, issues: [{ code: 'value.type' }] })
})

test('a codec is a Standard Schema', () => {
  expectTypeOf(serviceError).toExtend<StandardSchemaV1<string | Uint8Array, { errorCode: string }>>()
  const { validate, vendor, version } = serviceError['~standard']
  expect([vendor, version]).toEqual(['signering-portal', 1])
  const value = { errorCode: 'A', errorMessage: 'B', errorType: 'C' }
  expect(validate(serviceError.encode(value))).toEqual({ value })
  expect(validate('<a/>')).toMatchObject({ issues: [{ message: expect.stringContaining('schema.root') as string }] })
})

describe('a document that is too long', () => {
  const value: ServiceError = { errorCode: 'Å', errorMessage: '€'.repeat(1000), errorType: '😀' }
  const text = serviceError.encode(value)
  const bytes = new TextEncoder().encode(text)
  const codeOf = (result: Result<unknown>): string | undefined => (result.ok ? undefined : result.issues[0]?.code)

  test.each([
    ['text', text],
    ['bytes', bytes],
  ])('is refused as %s, by its length in UTF-8', (_, xml) => {
    expect(codeOf(serviceError.safeDecode(xml, { maximumBytes: bytes.length }))).toBeUndefined()
    expect(codeOf(serviceError.safeDecode(xml, { maximumBytes: bytes.length - 1 }))).toBe('xml.size')
    expect(codeOf(serviceError.safeDecode(xml, { maximumBytes: 0 }))).toBe('xml.size')
    expect(codeOf(serviceError.safeDecode(xml, { maximumBytes: undefined, unknown: undefined }))).toBeUndefined()
  })

  test('is refused beyond 1 MiB, unless another limit is given', () => {
    const padded = (length: number): string => text + ' '.repeat(length - bytes.length)
    expect(codeOf(serviceError.safeDecode(padded(maximumMessageBytes)))).toBeUndefined()
    expect(codeOf(serviceError.safeDecode(padded(maximumMessageBytes + 1)))).toBe('xml.size')
    expect(serviceError.decode(padded(maximumMessageBytes + 1), { maximumBytes: Infinity })).toEqual(value)
  })

  test('is not looked at', () => {
    expect(codeOf(serviceError.safeDecode('<'.repeat(1000), { maximumBytes: 999 }))).toBe('xml.size')
    expect(codeOf(serviceError.safeDecode(new Uint8Array([0xff, 0xff]), { maximumBytes: 1 }))).toBe('xml.size')
  })

  test.each([Number.NaN, '1', null, 1n])('cannot be told by %s', (maximumBytes) => {
    expect(codeOf(serviceError.safeDecode(text, { maximumBytes: maximumBytes as never }))).toBe('value.type')
  })
})
