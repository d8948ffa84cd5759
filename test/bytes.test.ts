/** Bytes of a class that says what is not so of them: they are as long as they are, wherever they are handed over. */
import { readFileSync } from 'node:fs'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { portalSignatureJobResponse } from 'signering-portal/codec'
import { portalOperations } from 'signering-portal/http'
import { safeReadBundle } from 'signering-portal/bundle'
import { describe, expect, it } from 'vitest'
import { jobResponseXml, organizationNumber, root } from '../testing/http/responses.js'
import { manifest, packageOf } from '../testing/simulator/raw-client.js'

/** The same bytes, of classes and with properties that are wrong. */
function disguised(bytes: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const saying = (length: number): Uint8Array =>
    new (class extends Uint8Array {
      override get length(): number {
        return length
      }
    })(bytes)
  const withProperty = (property: string, value: unknown): Uint8Array =>
    Object.defineProperty(new Uint8Array(bytes), property, { value })
  return [
    ['a length that is too small', saying(4)],
    ['a length that is too large', saying(30_000_000)],
    ['a length that there cannot be', saying(5e9)],
    ['a length that is no number', saying(Number.NaN)],
    ['a constructor that is none', withProperty('constructor', 5)],
    ['a method that gives nothing', withProperty('subarray', () => null)],
    ['another length of its own', withProperty('length', 1)],
  ]
}

const message = new TextEncoder().encode(jobResponseXml())
const bundle = await packageOf(manifest)

describe.each(disguised(message))('a message with %s', (_, bytes) => {
  it('is read', () => {
    expect(portalSignatureJobResponse.safeDecode(bytes)).toEqual(portalSignatureJobResponse.safeDecode(message))
    expect(portalSignatureJobResponse.safeDecode(bytes, { maximumBytes: message.length })).toMatchObject({ ok: true })
    expect(portalSignatureJobResponse.safeDecode(bytes, { maximumBytes: message.length - 1 })).toMatchObject({
      issues: [{ code: 'xml.size' }],
    })
  })
})

const file = readFileSync(new URL('../testing/bundle/key-stores/bouncy-castle-pbmac1.p12', import.meta.url))

describe.each(disguised(file))('a PKCS#12 file with %s', (_, bytes) => {
  it('is read', async () => {
    expect(await safeSigningKeyFromPkcs12({ pkcs12: bytes, passphrase: 'blåbær😀' })).toMatchObject({ ok: true })
  })
})

describe.each(disguised(bundle))('a package with %s', (_, bytes) => {
  it('is read', () => {
    expect(safeReadBundle(bytes)).toEqual(safeReadBundle(bundle))
    expect(safeReadBundle(bytes, { maximumBytes: bundle.length - 1 })).toMatchObject({
      issues: [{ code: 'bundle.zip-limit' }],
    })
  })

  it('is sent as it is', () => {
    const { create } = portalOperations({ root, organizationNumber })
    const { request } = create({ request: {}, bundle: bytes })
    expect(request.body).toEqual(create({ request: {}, bundle }).request.body)
  })
})
