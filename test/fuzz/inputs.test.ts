/** That inputs are written, changed and cut as they are meant to be: what the fuzzer cannot do, it does not find. */
import { describe, expect, test } from 'vitest'
import { makeSender } from '../../testing/certificates.js'
import { generate } from '../../testing/conformance/documents.js'
import { Random } from '../../testing/conformance/random.js'
import { change } from '../../testing/fuzz/change.js'
import { fromJson, toJson, type Data } from '../../testing/fuzz/data.js'
import { changeDer, readTree, writeTree } from '../../testing/fuzz/der-tree.js'
import { makeSmaller } from '../../testing/fuzz/smaller.js'
import { BrokenLaw, secret, target, tryInput } from '../../testing/fuzz/target.js'
import { targetsNamed } from '../../testing/fuzz/targets.js'
import { words } from '../../testing/fuzz/words.js'
import { tokensOf } from '../../testing/fuzz/xml-tokens.js'
import { makeError } from '../../src/outcome.js'
import { readCertificate } from '../../src/x509/certificate.js'
import { seed } from '../../testing/seed.js'

const { certificateDer } = makeSender().leaf
const input: Data = { text: 'a', list: [1, true, null], bytes: Uint8Array.of(0, 255), inner: { more: [] } }

test('an input is read as it was written', () => {
  expect(fromJson(toJson(input))).toEqual(input)
  expect(fromJson(toJson({ bytes: Buffer.from('ab') }))).toEqual({ bytes: Uint8Array.of(97, 98) })
})

test('a change keeps the kinds of the members, and leaves the input as it is', () => {
  const random = new Random(seed)
  const before = toJson(input)
  for (let left = 200; left > 0; left--) {
    const { text, list, bytes, inner } = change(input, random, input) as Readonly<Record<string, Data>>
    expect([typeof text, Array.isArray(list), bytes instanceof Uint8Array, typeof inner]).toEqual([
      ...['string', true, true, 'object'],
    ])
  }
  expect(toJson(input)).toBe(before)
})

test('a change leaves the bytes of a Buffer as they are', () => {
  const random = new Random(seed)
  const [bytes, before] = [Buffer.from(certificateDer), Buffer.from(certificateDer).toString('hex')]
  for (let left = 300; left > 0; left--) change({ bytes }, random, { bytes })
  expect(bytes.toString('hex')).toBe(before)
})

test('the tokens of a document are the document', () => {
  const random = new Random(seed)
  for (let left = 100; left > 0; left--) {
    const { xml } = generate(random)
    expect(tokensOf(xml).join('')).toBe(xml)
  }
})

test('values of DER are written as they were read, and with right lengths after a change', () => {
  expect(Buffer.from(writeTree(readTree(certificateDer) ?? []))).toEqual(Buffer.from(certificateDer))
  const random = new Random(seed)
  const changed = Array.from({ length: 300 }, () => changeDer(certificateDer, random) ?? new Uint8Array())
  // Not those of indefinite length, and with tags of more octets.
  expect(changed.filter((der) => readTree(der) !== undefined).length).toBeGreaterThan(200)
  expect(changed.filter((der) => readCertificate(der) !== undefined).length).toBeGreaterThan(20)
})

test('the words of the sources are there that an input needs to come far', () => {
  expect(words).toEqual(expect.arrayContaining(['signer-status', 'multipart/mixed', 'key.extension']))
})

describe('an input is made smaller', () => {
  const smallest = async (from: Data, fails: (data: never) => boolean): Promise<Data> =>
    makeSmaller(from, (data) => Promise.resolve(fails(data as never)))

  test('by element, token and character', async () => {
    const xml = '<a x="1"><b><c/>text</b><d>some more <e/> of it</d></a>'
    expect(await smallest({ xml }, ({ xml: text }: { xml: string }) => text.includes('more'))).toEqual({ xml: 'more' })
    const open = ({ xml: text }: { xml: string }): boolean => /<d>[^]*<\/d>/.test(text)
    expect(await smallest({ xml }, open)).toEqual({ xml: '<d></d>' })
  })

  test('by value of DER', async () => {
    const holds = (bytes: Uint8Array): boolean =>
      (readTree(bytes) ?? []).length > 0 && Buffer.from(bytes).includes(Buffer.from('TESTESEN'))
    const found = await smallest(certificateDer, holds)
    expect(Buffer.from(found as Uint8Array).toString()).toBe('\x0c\x14TESTESEN OG SØNN AS')
  })

  test('by member of a list, number and truth', async () => {
    const data = { list: [3, 7, 4, 7], isSo: true }
    expect(await smallest(data, ({ list }: { list: number[] }) => list.includes(7))).toEqual({ list: [7], isSo: false })
  })
})

describe('a failure is', () => {
  const used = async (use: () => unknown): Promise<boolean> =>
    tryInput(
      target('a target', () => null, use),
      null,
    )
  const refusing = (message: string) => (): never => {
    throw makeError(message, 'key.missing', message)
  }

  test.each<readonly [string, () => unknown]>([
    ['another error', () => Promise.reject(new SyntaxError('of JSON'))],
    ['a value of the input in an issue', refusing(secret)],
    ['a code that is not listed', () => ({ ok: false, issues: [{ code: 'a.b' }] })],
    ['a refusal without an issue', () => ({ ok: false, issues: [] })],
    ['a broken law', () => Promise.reject(new BrokenLaw('of a target'))],
  ])('%s', async (_, use) => {
    await expect(used(use)).rejects.toThrow()
  })

  test('not a value, a result or a PortalError', async () => {
    expect(await used(() => 1)).toBe(false)
    expect(await used(() => ({ ok: true, value: 1, warnings: [] }))).toBe(false)
    expect(await used(refusing('refused'))).toBe(true)
  })
})

test('every target makes inputs that are used without a failure, and has a name of its own', async () => {
  const targets = await targetsNamed()
  expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length)
  for (const each of targets) {
    const random = new Random(seed)
    for (let left = Math.min(each.turn, 5); left > 0; left--) {
      const made = each.make(random)
      await expect(
        tryInput(each, fromJson(toJson(made))),
        `${each.name}: ${toJson(made).slice(0, 500)}`,
      ).resolves.toBeTypeOf('boolean')
    }
  }
  expect(await targetsNamed('nothing')).toEqual([])
  expect(await targetsNamed('keys')).toContain((await targetsNamed('certificates'))[0])
})
