import { describe, expect, it } from 'vitest'
import { PortalError, safeWriteBundle, writeBundle } from 'signering-portal/bundle'
import { canonicalByLibrary, elementOf, parse, verifyGenerically } from '../../testing/bundle/generic-verifier.js'
import { readKey } from '../../src/bundle/key.js'
import { lengthOfSignatures } from '../../src/bundle/signature-writer.js'
import { makeDocuments, makeInput, signingTime } from '../../testing/bundle/packages.js'
import { samples, spoiled } from '../../testing/bundle/samples.js'

describe('a signature that we write', () => {
  it.each(samples)('is accepted by a generic verifier: $name', (sample) => {
    expect(verifyGenerically(sample.files)).toEqual([])
    expect(verifyGenerically(spoiled(sample))).toEqual(['digest'])
  })

  it.each(samples)('is its own canonical form where it is signed: $name', ({ signaturesXml }) => {
    const root = parse(signaturesXml)
    const parts = [
      elementOf(root, 'http://www.w3.org/2000/09/xmldsig#', 'SignedInfo'),
      elementOf(root, 'http://uri.etsi.org/01903/v1.3.2#', 'SignedProperties'),
    ]
    for (const part of parts) expect(signaturesXml.split(canonicalByLibrary(part))).toHaveLength(2)
  })

  it.each(samples)('carries the chain from the leaf to the root: $name', ({ signaturesXml, from }) => {
    const certificates = [...signaturesXml.matchAll(/<X509Certificate>([^<]*)</g)].map((match) => match[1])
    const chain = [from.leaf, from.intermediate, from.root]
    expect(certificates).toEqual(chain.map(({ certificateDer }) => Buffer.from(certificateDer).toString('base64')))
  })
})

it.each(samples)('the length of signatures is known before they are made: $name', ({ from, count, signaturesXml }) => {
  const key = readKey(makeInput(1, {}, from).key, signingTime)
  if (!key.ok) throw new Error('the key cannot be read')
  const documents = makeDocuments(count).map(({ href, ...document }) => ({ ...document, name: href }))
  const manifest = { name: 'manifest.xml', mime: 'application/xml', bytes: new Uint8Array(7) }
  const length = lengthOfSignatures({ ...key.value, files: [...documents, manifest], signingTime })
  expect(length).toBe(Buffer.byteLength(signaturesXml))
})

describe('a signer', () => {
  it('may throw anything, and it goes through as it is', async () => {
    const { chain } = makeInput(1).key
    for (const thrown of [new Error('down'), new PortalError('a key service of ours', []), 'text', undefined]) {
      const key = {
        chain,
        sign: (): never => {
          throw thrown as Error
        },
      }
      await expect(writeBundle(makeInput(1, { key }))).rejects.toBe(thrown)
      await expect(safeWriteBundle(makeInput(1, { key }))).rejects.toBe(thrown)
    }
  })

  it('is called as a method of its key', async () => {
    const good = makeInput(1).key
    const key = {
      chain: good.chain,
      inner: good,
      sign(input: Parameters<typeof good.sign>[0]) {
        return this.inner.sign(input)
      },
    }
    expect(await writeBundle(makeInput(1, { key }))).toEqual(await writeBundle(makeInput(1)))
  })
})
