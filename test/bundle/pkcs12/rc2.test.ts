import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { decryptRc2 } from '../../../src/bundle/pkcs12/rc2.js'
import { legacyProvider } from '../../../testing/bundle/openssl-pkcs12.js'
import { describeWith, openssl } from '../../../testing/requirements.js'
import { turnsDuring } from '../../../testing/turns.js'

const fromHex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('RC2', () => {
  // RFC 2268, section 5; the initialization vector of zeros leaves a single block as it is. Files have whole octets of bits.
  it.each([
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
  ])('with the key %s of %i bits decrypts as RFC 2268 says', async (key, bits, plain, encrypted) => {
    expect(hex(await decryptRc2(fromHex(encrypted), fromHex(key), bits, new Uint8Array(8)))).toBe(plain)
  })

  it('lets other work go on', async () => {
    expect(
      await turnsDuring(() => decryptRc2(new Uint8Array(1_048_576), fromHex('0102030405'), 40, new Uint8Array(8))),
    ).toBeGreaterThan(1)
  })

  it('needs node-forge, and says so', async () => {
    const absent = (): Promise<never> => Promise.reject(new Error('Cannot find package'))
    const decrypted = decryptRc2(new Uint8Array(8), fromHex('0102030405'), 40, new Uint8Array(8), absent)
    const message = 'The file is protected with RC2, which needs the optional package node-forge: install it.'
    await expect(decrypted).rejects.toMatchObject({ issues: [{ code: 'key.unreadable', message }] })
  })
})

describeWith([openssl], 'RC2 by OpenSSL', () => {
  it.each([
    ['rc2-40-cbc', 40],
    ['rc2-64-cbc', 64],
    ['rc2-cbc', 128],
  ] as const)('%s is decrypted, whatever its length', async (name, bits) => {
    const key = '88bca90e90875a7f0f79c384627bafb2'.slice(0, bits / 4)
    const iv = '0123456789abcdef'
    for (const blocks of [1, 255, 256, 257, 1000]) {
      const plain = Uint8Array.from({ length: blocks * 8 }, (_, at) => (at * 7 + (at >> 8)) & 0xff)
      const options = ['enc', `-${name}`, ...legacyProvider, '-K', key, '-iv', iv, '-nopad']
      const encrypted = new Uint8Array(execFileSync('openssl', options, { input: plain }))
      expect(hex(await decryptRc2(encrypted, fromHex(key), bits, fromHex(iv)))).toBe(hex(plain))
    }
  })
})
