import * as fc from 'fast-check'
import * as codecs from 'signering-portal/codec'
import * as arbitraries from 'signering-portal/arbitraries'
import { manifestFor, type PrivateManifest, type PublicManifest } from 'signering-portal/manifest'
import type { Codec } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { describeWith, jdk, official, officialFiles, repositoryFile } from '../../testing/requirements.js'
import { Libxml2, Xerces } from '../../testing/validators.js'
import { laws, type Law } from '../../testing/properties/laws.js'
import { runs } from '../../testing/seed.js'

/** A codec with values for it, whatever their type. */
interface Subject {
  readonly name: string
  readonly obey: (law: Law) => void
  /** Documents that the codec writes. */
  readonly documents: (count: number) => readonly string[]
}

function subject<T>(codec: Codec<T>, values: fc.Arbitrary<T>, name = codec.name): Subject {
  return {
    name,
    obey: (law) => {
      law(codec, values)
    },
    documents: (count) => fc.sample(values, runs(count)).map(codec.encode),
  }
}

const subjects = [
  subject(codecs.portalSignatureJobRequest, arbitraries.anyJobRequest),
  subject(codecs.portalSignatureJobManifest, arbitraries.anyManifest),
  subject<PublicManifest>(manifestFor('PUBLIC'), arbitraries.anyManifestFor('PUBLIC'), 'public manifest'),
  subject<PrivateManifest>(manifestFor('PRIVATE'), arbitraries.anyManifestFor('PRIVATE'), 'private manifest'),
  subject(codecs.portalSignatureJobResponse, arbitraries.anyJobResponse),
  subject(codecs.portalSignatureJobStatusChangeResponse, arbitraries.anyStatusChangeResponse),
  subject(codecs.serviceError, arbitraries.anyServiceError),
]

test('no codec is left out', () => {
  const left = codecs.codecs.filter((codec) => !subjects.some(({ name }) => name === codec.name))
  expect(left.map(({ name }) => name)).toEqual([])
})

describe.each(Object.entries(laws))('%s', (_, law) => {
  test.each(subjects)('$name', ({ obey }) => {
    obey(law)
  })
})

describe('what a codec writes is accepted by libxml2', () => {
  const schemas = [repositoryFile('schema/portal.xsd'), ...(officialFiles.present ? [official('portal.xsd')] : [])]
  test.each(schemas.flatMap((schema) => subjects.map((each) => ({ ...each, schema }))))(
    '$name by $schema',
    ({ documents, schema }) => {
      const validator = new Libxml2(schema)
      expect(documents(200).filter((document) => !validator.accepts(document))).toEqual([])
    },
  )
})

const acceptedByXerces = (schema: string): void => {
  test('100 documents of each', async () => {
    const written = subjects.flatMap(({ documents }) => documents(100))
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
