import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { makeVectorFiles } from '../../testing/vectors/files.js'
import type { EncodeVector } from '../../testing/vectors/vector.js'
import { codecOf } from '../../testing/vectors/vector.js'
import { infoset } from '../../testing/properties/infoset.js'
import { repositoryFile } from '../../testing/requirements.js'
import { decodeVectors, vectorFiles, vectorsOfKind } from '../../testing/vectors/read.js'
import { schemaText } from '../../testing/vectors/schema.js'

const all = vectorFiles.flatMap(({ content }) => content.vectors)

test('the files are those that the specs and rules give', async () => {
  const fresh = await makeVectorFiles()
  expect(vectorFiles.map(({ name }) => name).sort()).toEqual(fresh.map(({ name }) => name).sort())
  for (const { name, text } of fresh)
    // A difference of a megabyte is of no use to anybody.
    if (vectorFiles.find((file) => file.name === name)?.text !== text)
      expect.unreachable(`vectors/${name} is not what npm run vectors writes.`)
})

test('every file has vectors, each with an id of its own', () => {
  for (const { name, content } of vectorFiles) expect(content.vectors, name).not.toEqual([])
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})

describe('schema.json', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(repositoryFile('vectors/schema.json'), 'utf8')) as object,
  )

  test('has the lists that follow from the code', async () => {
    expect(readFileSync(repositoryFile('vectors/schema.json'), 'utf8'), 'Run npm run vectors.').toBe(await schemaText())
  })

  test.each(vectorFiles)('$name is valid', ({ content }) => {
    validate(content)
    expect(validate.errors).toBeNull()
  })

  test.each([
    ['an unknown property', { added: true }],
    ['a level that there is not', { level: 'certain' }],
    ['an id with a space', { id: 'a b' }],
  ])('refuses %s in any vector', (_, change) => {
    for (const { content } of vectorFiles) {
      const [first] = content.vectors
      expect(validate({ ...content, vectors: [{ ...first, ...change }] })).toBe(false)
      for (const name of ['id', 'title', 'level', 'source']) {
        const { [name as 'id']: dropped, ...rest } = first ?? { id: '' }
        expect(validate({ ...content, vectors: [rest] })).toBe(false)
      }
    }
  })
})

/** What is written in more than one way, or is read and not written. */
const otherwiseWritten =
  /\/(?:number\/(?:plus|leading-zeros|minus-zero|whitespace)|date-time\/whitespace|maxLength\/\d+-astral|@href\/\w+\/\d+-astral|document\/schema-location)$/

describe('XML and value say the same', () => {
  test('in vectors of reading', () => {
    const compared = decodeVectors().filter(
      ({ id, strict, xml }) => strict.valid && xml !== undefined && !otherwiseWritten.test(id),
    )
    expect(compared).not.toEqual([])
    for (const { id, element, xml = '', strict } of compared) {
      if (!strict.valid) continue
      const written = codecOf(element).safeEncode(strict.value)
      if (!written.ok) expect.unreachable(`${id}: ${JSON.stringify(written.issues)}`)
      expect({ id, ...infoset(written.value) }).toEqual({ id, ...infoset(xml) })
    }
  })

  test('in vectors of writing', () => {
    const written = vectorsOfKind<EncodeVector>('encode').filter(({ xml }) => xml !== undefined)
    expect(written).not.toEqual([])
    for (const { element, xml = '', value } of written)
      expect(codecOf(element).safeDecode(xml)).toMatchObject({ ok: true, value })
  })
})

test('no vector holds data of a person', () => {
  const text = vectorFiles.map((file) => file.text).join('')
  const addresses = new Set([...text.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)].map(([address]) => address))
  expect([...addresses].filter((address) => !/@(?:api\.)?example\.com$/.test(address))).toEqual([])
  const hosts = [...text.matchAll(/https?:\/\/(?:[^/"\\@\s]*@)?([^/"\\:<\s]+)/g)].map(([, host]) => host?.toLowerCase())
  const made = /^(?:api\.)?example\.(?:com|org)$|^api\.example\.com\.example\.org$/
  // The others are in the names of namespaces.
  expect([...new Set(hosts.filter((host = '') => !made.test(host)))].sort()).toEqual([
    'signering.posten.no',
    'uri.etsi.org',
    'www.w3.org',
  ])
})
