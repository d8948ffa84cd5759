import { codecs } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { describeWith, jdk, official, officialFiles, repositoryFile } from '../../testing/requirements.js'
import { runs, seed } from '../../testing/seed.js'
import { Libxml2, Xerces } from '../../testing/validators.js'
import { compare, explain, type Judged } from '../../testing/conformance/differential.js'

const own = repositoryFile('schema/portal.xsd')
const readable = ({ ours, libxml2, xerces, issues, xml }: Judged): unknown => ({ ours, libxml2, xerces, issues, xml })

test('documents are judged as libxml2 judges them by our schema', async () => {
  const outcome = await compare({ seed, documents: runs(5000), libxml2: new Libxml2(own) })
  expect(outcome.disagreements.map(readable)).toEqual([])
  // The run would say little if the documents of a message were all on one side.
  const both = codecs.flatMap(({ name }) => [`${name} accepted`, `${name} refused`])
  expect(both.filter((verdict) => !outcome.verdicts.has(verdict))).toEqual([])
})

describeWith([jdk], 'Xerces by our schema', () => {
  test('judges documents as the decoders do', async () => {
    const xerces = { validator: new Xerces(own), documents: runs(500) }
    const outcome = await compare({ seed: seed + 1, documents: runs(1000), libxml2: new Libxml2(own), xerces })
    expect(outcome.askedXerces).toBe(runs(500))
    expect(outcome.disagreements.map(readable)).toEqual([])
  })
})

describeWith([officialFiles], 'libxml2 by the official schema', () => {
  test('judges documents as the decoders do', async () => {
    const outcome = await compare({
      seed: seed + 2,
      documents: runs(5000),
      libxml2: new Libxml2(official('portal.xsd')),
    })
    expect(outcome.disagreements.map(readable)).toEqual([])
  })
})

describeWith([officialFiles, jdk], 'Xerces by the official schema', () => {
  test('judges documents as the decoders do', async () => {
    const path = official('portal.xsd')
    const xerces = { validator: new Xerces(path), documents: runs(500) }
    const outcome = await compare({ seed: seed + 3, documents: runs(1000), libxml2: new Libxml2(path), xerces })
    expect(outcome.askedXerces).toBe(runs(500))
    expect(outcome.disagreements.map(readable)).toEqual([])
  })
})

test('no exception covers a document that both validators refuse and the decoder accepts', () => {
  const traits = new Set(['CDATA where no text may be', 'characters outside the basic plane'])
  const judged: Judged = { root: 'error', xml: '', traits, issues: [], ours: true, libxml2: false, xerces: false }
  expect(explain(judged)).toBe('disagreement')
  expect(explain({ ...judged, xerces: true })).toBe('cdata-in-element-only-content')
  expect(explain({ ...judged, libxml2: true })).toBe('max-length-in-utf-16-units')
  expect(explain({ ...judged, traits: new Set() })).toBe('disagreement')
})
