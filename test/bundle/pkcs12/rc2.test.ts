import forge from 'node-forge'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decryptRc2 } from '../../../src/bundle/pkcs12/rc2.js'

const fromHex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('RC2', () => {
  // RFC 2268, section 5; the initialization vector of zeros leaves a single block as it is.
  it.each([
    ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
    ['88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e', 129, '0000000000000000', '5b78d3a43dfff1f1'],
  ])('with the key %s of %i bits decrypts as RFC 2268 says', (key, bits, plain, encrypted) => {
    expect(hex(decryptRc2(fromHex(encrypted), fromHex(key), bits, new Uint8Array(8)))).toBe(plain)
  })

  // It masks wrongly where the bits are no whole octets, against the vectors above.
  it('with whole octets decrypts what node-forge encrypts', () => {
    const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length })
    const keys = fc.integer({ min: 1, max: 128 }).chain(bytes)
    const plains = fc.integer({ min: 0, max: 9 }).chain((blocks) => bytes(blocks * 8))
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 128 }), bytes(8), plains, (key, octets, iv, plain) => {
        const bits = octets * 8
        const binary = (value: Uint8Array): string => Buffer.from(value).toString('binary')
        const cipher = forge.rc2.createEncryptionCipher(binary(key), bits)
        cipher.start(binary(iv))
        cipher.update(forge.util.createBuffer(binary(plain)))
        cipher.finish(() => true)
        const encrypted = Uint8Array.from(Buffer.from(cipher.output.getBytes(), 'binary')).subarray(0, plain.length)
        expect(hex(decryptRc2(encrypted, key, bits, iv))).toBe(hex(plain))
      }),
    )
  })
})
