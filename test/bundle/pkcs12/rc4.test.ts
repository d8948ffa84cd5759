import { describe, expect, it } from 'vitest'
import { decryptRc4 } from '../../../src/bundle/pkcs12/rc4.js'

const fromHex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'))

describe('RC4', () => {
  // RFC 6229, section 2: the first octets of the stream, and those from 240 on.
  it.each([
    ['0102030405', 0, 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405', 240, '28cb1132c96ce286421dcaadb8b69eae'],
    ['0102030405060708090a0b0c0d0e0f10', 0, '9ac7cc9a609d1ef7b2932899cde41b97'],
  ])('with the key %s has the stream of RFC 6229 from %i on', (key, start, stream) => {
    const decrypted = decryptRc4(new Uint8Array(start + 16), fromHex(key))
    expect(Buffer.from(decrypted.subarray(start)).toString('hex')).toBe(stream)
  })
})
