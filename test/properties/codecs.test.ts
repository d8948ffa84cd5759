import * as fc from 'fast-check'
import * as codecs from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { describeWith, jdk, official, officialFiles, repositoryFile } from '../../testing/requirements.js'
import { Libxml2, Xerces } from '../../testing/validators.js'
import { laws } from '../../testing/properties/laws.js'
import { sectorCodecs, valuedCodecs, type ValuedCodec } from '../../testing/properties/valued-codecs.js'
import { runs } from '../../testing/seed.js'

const subjects = [...valuedCodecs, ...sectorCodecs]

/** Documents that a codec writes. */
const documentsOf = ({ use }: ValuedCodec, count: number): readonly string[] =>
  use((codec, values) => fc.sample(values, runs(count)).map(codec.encode))

test('no codec is left out', () => {
  const left = codecs.codecs.filter((codec) => !valuedCodecs.some(({ name }) => name === codec.name))
  expect(left.map(({ name }) => name)).toEqual([])
})

describe.each(Object.entries(laws))('%s', (_, law) => {
  test.each(subjects)('$name', ({ use }) => {
    use(law)
  })
})

describe('what a codec writes is accepted by libxml2', () => {
  const schemas = [repositoryFile('schema/portal.xsd'), ...(officialFiles.present ? [official('portal.xsd')] : [])]
  test.each(schemas.flatMap((schema) => subjects.map((each) => ({ ...each, schema }))))(
    '$name by $schema',
    ({ schema, ...subject }) => {
      const validator = new Libxml2(schema)
      expect(documentsOf(subject, 200).filter((document) => !validator.accepts(document))).toEqual([])
    },
  )
})

const acceptedByXerces = (schema: string): void => {
  test('100 documents of each', async () => {
    const written = subjects.flatMap((subject) => documentsOf(subject, 100))
    const verdicts = await new Xerces(schema).accepts(written)
    expect(written.filter((_, index) => verdicts[index] !== true)).toEqual([])
  })
}

describeWith([jdk], 'what a codec writes is accepted by Xerces by our schema', () => {
  acceptedByXerces(repositoryFile('schema/portal.xsd'))
})

describeWith([jdk, officialFiles], 'what a codec writes is accepted by Xerces by the official schema', () => {
  acceptedByXerces(official('portal.xsd'))
})
