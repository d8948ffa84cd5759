import type { StandardSchemaV1 } from '@standard-schema/spec'
import {
  maximumIssues,
  maximumMessageBytes,
  portalSignatureJobManifest,
  serviceError,
  type Issue,
  type Result,
  type ServiceError,
} from 'signering-portal/codec'
import { manifestFor } from 'signering-portal/manifest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'

test.each([null, 'ignore', { unknown: 'skip' }])('%j as options', (options) => {
  expect(serviceError.safeDecode('<a/>', options as never)).toMatchObject({
    ok: false,
    issues: [{ code: 'value.type' }],
  })
})

test('an option that is wrong is named', () => {
  expect(serviceError.safeDecode('<a/>', { unknown: 'skip' as never })).toMatchObject({
    issues: [{ code: 'value.type', property: ['unknown'] }],
  })
})

test('what is wrong with a document and with the options is told at once', () => {
  const places = (...given: readonly unknown[]): unknown => {
    const result = serviceError.safeDecode(...(given as [never, never]))
    return result.ok ? [] : result.issues.map(({ code, property = [] }) => [code, ...property].join(' '))
  }
  const options = { unknown: 'x', maximumBytes: 'y' }
  expect(places('<a/>', options)).toEqual(['value.type unknown', 'value.type maximumBytes'])
  expect(places(5, options)).toEqual(['value.type unknown', 'value.type maximumBytes', 'value.type'])
  for (const none of [5, null, 'x', []]) {
    expect(places('<a/>', none)).toEqual(['value.type'])
    expect(places(5, none)).toEqual(['value.type', 'value.type'])
  }
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

  test('is not written either', () => {
    const written = (length: number): Result<string> =>
      serviceError.safeEncode({ ...value, errorMessage: '€'.repeat(1000) + ' '.repeat(length - bytes.length) })
    const longest = written(maximumMessageBytes)
    expect(longest.ok && serviceError.safeDecode(longest.value).ok).toBe(true)
    expect(written(maximumMessageBytes + 1)).toMatchObject({ ok: false, issues: [{ code: 'xml.size', property: [] }] })
  })

  test('is not looked at', () => {
    expect(codeOf(serviceError.safeDecode('<'.repeat(1000), { maximumBytes: 999 }))).toBe('xml.size')
    expect(codeOf(serviceError.safeDecode(new Uint8Array([0xff, 0xff]), { maximumBytes: 1 }))).toBe('xml.size')
  })

  test.each([Number.NaN, '1', null, 1n, -5])('cannot be told by %s', (maximumBytes) => {
    expect(serviceError.safeDecode(text, { maximumBytes: maximumBytes as never })).toMatchObject({
      issues: [{ code: 'value.type', property: ['maximumBytes'] }],
    })
  })
})

describe('rules look at what has the right form, also where something else has not', () => {
  const { name } = portalSignatureJobManifest
  const value = {
    signers: [
      {
        personalIdentificationNumber: '12345678910',
        notificationsUsingLookup: { email: true as const },
        onBehalfOf: 'OTHER' as const,
        order: 99,
      },
      { personalIdentificationNumber: '12345678910', notifications: { email: { address: 'a@example.com' } } },
    ],
    sender: { organizationNumber: '123456789' },
    title: 'Title',
    documents: [{ href: 'a.pdf', mime: 'application/pdf', title: 'Title' }],
    availability: { availableSeconds: 9e6 },
  }
  const xml = `<${name} xmlns="${namespace}">
<signers>
<signer order="99">
<personal-identification-number>12345678910</personal-identification-number>
<notifications-using-lookup><email/></notifications-using-lookup>
<on-behalf-of>OTHER</on-behalf-of>
</signer>
<signer>
<personal-identification-number>12345678910</personal-identification-number>
<notifications><email address="a@example.com"/></notifications>
</signer>
</signers>
<sender><organization-number>123456789</organization-number></sender>
<title>Title</title>
<documents><document href="a.pdf" mime="application/pdf"><title>Title</title></document></documents>
<availability><available-seconds>9000000</available-seconds></availability>
</${name}>`
  const signer = ['signers', 0]
  const all: readonly Partial<Issue>[] = [
    { code: 'schema.max-inclusive', property: [...signer, 'order'], line: 3 },
    { code: 'rule.other-excludes-lookup', property: [...signer, 'notificationsUsingLookup'], line: 5 },
    { code: 'rule.availability-max', property: ['availability', 'availableSeconds'], line: 16 },
  ]
  const brief = (result: Result<unknown>): readonly Partial<Issue>[] =>
    result.ok ? [] : result.issues.map(({ code, property = [], line }) => ({ code, property, ...(line && { line }) }))

  test('when encoding', () => {
    expect(brief(portalSignatureJobManifest.safeEncode(value))).toEqual(all.map(({ line: _, ...issue }) => issue))
  })

  test('when decoding, with the place in the document', () => {
    expect(brief(portalSignatureJobManifest.safeDecode(xml))).toEqual(all)
    const lookup = { code: 'rule.lookup-public-only', property: [...signer, 'notificationsUsingLookup'], line: 5 }
    expect(brief(manifestFor('PRIVATE').safeDecode(xml))).toEqual([...all.slice(0, 2), lookup, all[2]])
  })

  test('and never hide an error behind what is told of them', () => {
    const lookups = '<signer><notifications-using-lookup/></signer>'.repeat(maximumIssues)
    const many = brief(portalSignatureJobManifest.safeDecode(xml.replace('</signers>', `${lookups}</signers>`)))
    expect(many).toHaveLength(maximumIssues)
    expect(many).toContainEqual(all[0])
  })
})

test('what an option says first is what is judged', () => {
  const answers = ['nothing', 'ignore']
  const options = {
    get unknown(): 'ignore' {
      return (answers.shift() ?? 'ignore') as 'ignore'
    },
  }
  expect(serviceError.safeDecode('<error/>', options)).toMatchObject({
    ok: false,
    issues: [{ code: 'value.type', property: ['unknown'] }],
  })
  expect(answers).toEqual(['ignore'])
})
