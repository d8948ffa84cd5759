import { describe, expect, test } from 'vitest'
import { ajv, elementSchemas, isOfShape, readSchema, validatorOfElement } from '../../testing/json-schemas.js'
import { vectorsOfKind } from '../../testing/vectors/read.js'
import { ofRules, read, received, sent, written, type ValueOfVector } from '../../testing/vectors/values.js'
import { codecOf, type EncodeVector } from '../../testing/vectors/vector.js'

const refusedBySchema = (subjects: readonly ValueOfVector[]): readonly ValueOfVector[] =>
  subjects.filter(({ element, value }) => !validatorOfElement(element)(value))

describe('the schema takes every value', () => {
  test.each([
    ['of a message that is read', read],
    ['that is written', written],
    ['that a rule is shown with', ofRules],
    ['of a request', sent],
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
