import { describe, expect, test } from 'vitest'
import { ajv, elementSchemas, isOfShape, readSchema, validatorOfElement } from '../../testing/json-schemas.js'
import { decodeVectors, vectorsOfKind } from '../../testing/vectors/read.js'
import { codecOf, type EncodeVector, type VectorCommon, type Verdict } from '../../testing/vectors/vector.js'

/** A value of a vector and what becomes of it. */
interface Subject {
  readonly id: string
  readonly element: string
  readonly value: unknown
}

const valuesOf = (verdicts: readonly Verdict[]): readonly unknown[] =>
  verdicts.flatMap((verdict) => (verdict.valid ? [verdict.value] : []))

const read: readonly Subject[] = decodeVectors().flatMap(({ id, element, strict, tolerant }) =>
  valuesOf([strict, tolerant]).map((value) => ({ id, element, value })),
)

const written: readonly Subject[] = vectorsOfKind<EncodeVector>('encode').filter(({ issues }) => issues === undefined)

interface RuleVector extends VectorCommon {
  readonly manifest: unknown
  readonly request?: unknown
}

const ofRules: readonly Subject[] = vectorsOfKind<RuleVector>('rule').flatMap(({ id, manifest, request }) => [
  { id, element: 'portal-signature-job-manifest', value: manifest },
  ...(request === undefined ? [] : [{ id, element: 'portal-signature-job-request', value: request }]),
])

interface ResponseVector extends VectorCommon {
  readonly operation: string
  readonly result?: unknown
  readonly error?: { readonly serviceError?: unknown }
}

const received: readonly Subject[] = vectorsOfKind<ResponseVector>('response').flatMap(
  ({ id, operation, result, error }) => [
    ...(operation === 'create' && result !== undefined
      ? [{ id, element: 'portal-signature-job-response', value: result }]
      : []),
    ...(operation === 'nextStatusChange' && (result as { kind?: unknown } | undefined)?.kind === 'statusChange'
      ? [
          {
            id,
            element: 'portal-signature-job-status-change-response',
            value: (result as { statusChange: unknown }).statusChange,
          },
        ]
      : []),
    ...(error?.serviceError === undefined ? [] : [{ id, element: 'error', value: error.serviceError }]),
  ],
)

const refusedBySchema = (subjects: readonly Subject[]): readonly Subject[] =>
  subjects.filter(({ element, value }) => !validatorOfElement(element)(value))

describe('the schema takes every value', () => {
  test.each([
    ['of a message that is read', read],
    ['that is written', written],
    ['that a rule is shown with', ofRules],
    ['of a response', received],
  ])('%s', (_, subjects) => {
    expect(subjects).not.toEqual([])
    expect(refusedBySchema(subjects)).toEqual([])
  })
})

test('the schema refuses what must not be written, but for what it cannot say', () => {
  const refused = vectorsOfKind<EncodeVector>('encode').filter(({ issues }) => issues !== undefined)
  expect(refused).not.toEqual([])
  const taken = refused.filter(({ element, value }) => validatorOfElement(element)(value))
  expect(taken.map(({ id }) => id)).toEqual(['encode/length/astral-beyond-utf-16-units'])
  for (const { element, value } of taken) {
    const result = codecOf(element).safeEncode(value)
    expect(!result.ok && isOfShape(result.issues)).toBe(false)
  }
})

test.each(elementSchemas)('%s is a schema by the schema of schemas', (path) => {
  const schema = readSchema(path)
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  expect(ajv.validateSchema(schema)).toBe(true)
  // What is in the folder is where references look for it.
  expect(String(schema.$id)).toMatch(new RegExp(`/${path}$`))
})
