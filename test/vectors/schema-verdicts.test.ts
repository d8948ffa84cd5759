import { describe, expect, test } from 'vitest'
import { exceptions } from '../../testing/conformance/exceptions.js'
import { describeWith, official, officialFiles, repositoryFile } from '../../testing/requirements.js'
import { Libxml2 } from '../../testing/validators.js'
import { decodeVectors } from '../../testing/vectors/read.js'

/** Vectors of which libxml2 says something else than the file does. */
function disagreements(schema: string): readonly unknown[] {
  const validator = new Libxml2(schema)
  const found = decodeVectors().flatMap(({ id, xml, bytes, schema: said, exception }) => {
    const libxml2 = validator.accepts(xml ?? new Uint8Array(Buffer.from(bytes ?? '', 'base64'))) ? 'valid' : 'invalid'
    const excepted = exceptions.find((known) => known.id === exception)?.differs.libxml2
    const expected = excepted === undefined ? said : excepted === 'accepts' ? 'valid' : 'invalid'
    return expected === undefined || libxml2 === expected ? [] : [{ id, said, libxml2 }]
  })
  validator.dispose()
  return found
}

describe('what a vector says of the schema is what libxml2 says', () => {
  test('by our schema', () => {
    expect(disagreements(repositoryFile('schema/portal.xsd'))).toEqual([])
  })
})

describeWith([officialFiles], 'what a vector says of the schema is what libxml2 says by the official schema', () => {
  test('of every vector', () => {
    expect(disagreements(official('portal.xsd'))).toEqual([])
  })
})
