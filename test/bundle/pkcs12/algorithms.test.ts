import { createHash, createHmac } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { digests, hmacs, nameOf } from '../../../src/bundle/pkcs12/algorithms.js'
import { describeWith, openssl } from '../../../testing/requirements.js'

/** The names that OpenSSL gives to object identifiers. */
function namesByOpenssl(identifiers: readonly string[]): readonly string[] {
  return identifiers.map((identifier) => {
    const options = ['asn1parse', '-genstr', `OID:${identifier}`]
    return execFileSync('openssl', options, { encoding: 'utf8' }).split(':').at(-1)?.trim() ?? ''
  })
}

/** The names of OpenSSL 3, as `openssl asn1parse -genstr OID:...` tells them, of digests and HMACs. */
const opensslNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.5': 'sha512-224',
  '2.16.840.1.101.3.4.2.6': 'sha512-256',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  '1.2.840.113549.2.6': 'hmacWithMD5',
  '1.2.840.113549.2.7': 'hmacWithSHA1',
  '1.2.840.113549.2.8': 'hmacWithSHA224',
  '1.2.840.113549.2.9': 'hmacWithSHA256',
  '1.2.840.113549.2.10': 'hmacWithSHA384',
  '1.2.840.113549.2.11': 'hmacWithSHA512',
  '1.2.840.113549.2.12': 'hmacWithSHA512-224',
  '1.2.840.113549.2.13': 'hmacWithSHA512-256',
  '2.16.840.1.101.3.4.2.13': 'hmac-sha3-224',
  '2.16.840.1.101.3.4.2.14': 'hmac-sha3-256',
  '2.16.840.1.101.3.4.2.15': 'hmac-sha3-384',
  '2.16.840.1.101.3.4.2.16': 'hmac-sha3-512',
}

/** The same of what is not supported, and what it is called in messages. Some it does not know: RFC 2040, GM/T 0006, and an arc of RFC 3657. */
const unsupported: Readonly<Record<string, readonly [name: string, words: string]>> = {
  '1.2.840.113549.1.12.1.1': ['pbeWithSHA1And128BitRC4', 'RC4 with 128 bits'],
  '1.2.840.113549.1.12.1.2': ['pbeWithSHA1And40BitRC4', 'RC4 with 40 bits'],
  '1.2.840.113549.3.4': ['rc4', 'RC4'],
  '1.2.840.113549.1.5.1': ['pbeWithMD2AndDES-CBC', 'PBES1 (MD2 and DES)'],
  '1.2.840.113549.1.5.3': ['pbeWithMD5AndDES-CBC', 'PBES1 (MD5 and DES)'],
  '1.2.840.113549.1.5.4': ['pbeWithMD2AndRC2-CBC', 'PBES1 (MD2 and RC2 with 64 bits)'],
  '1.2.840.113549.1.5.6': ['pbeWithMD5AndRC2-CBC', 'PBES1 (MD5 and RC2 with 64 bits)'],
  '1.2.840.113549.1.5.10': ['pbeWithSHA1AndDES-CBC', 'PBES1 (SHA-1 and DES)'],
  '1.2.840.113549.1.5.11': ['pbeWithSHA1AndRC2-CBC', 'PBES1 (SHA-1 and RC2 with 64 bits)'],
  '1.3.14.3.2.7': ['des-cbc', 'DES'],
  '1.2.840.113549.3.8': ['rc5-cbc', 'RC5'],
  '1.2.840.113549.3.9': ['1.2.840.113549.3.9', 'RC5'],
  '1.3.6.1.4.1.188.7.1.1.2': ['idea-cbc', 'IDEA'],
  '1.3.6.1.4.1.3029.1.2': ['bf-cbc', 'Blowfish'],
  '1.2.840.113533.7.66.10': ['cast5-cbc', 'CAST-128'],
  '1.2.410.200004.1.4': ['seed-cbc', 'SEED'],
  '1.2.156.10197.1.104.2': ['sm4-cbc', 'SM4'],
  '1.2.643.2.2.21': ['GOST 28147-89', 'GOST 28147-89'],
  '1.2.840.113549.2.2': ['md2', 'MD2'],
  '1.2.840.113549.2.4': ['md4', 'MD4'],
  '1.0.10118.3.0.55': ['whirlpool', 'Whirlpool'],
  '1.3.36.3.2.1': ['ripemd160', 'RIPEMD-160'],
  '1.2.156.10197.1.401': ['sm3', 'SM3'],
  '1.2.156.10197.1.401.3.1': ['1.2.156.10197.1.401.3.1', 'HMAC with SM3'],
  '1.3.6.1.4.1.1722.12.2.1.16': ['blake2b512', 'BLAKE2b'],
  '1.3.6.1.4.1.1722.12.2.2.8': ['blake2s256', 'BLAKE2s'],
  '2.16.840.1.101.3.4.2.11': ['shake128', 'SHAKE128'],
  '2.16.840.1.101.3.4.2.12': ['shake256', 'SHAKE256'],
  '1.2.643.2.2.9': ['GOST R 34.11-94', 'GOST R 34.11-94'],
  '1.2.643.2.2.10': ['HMAC GOST 34.11-94', 'HMAC with GOST R 34.11-94'],
  '1.2.643.7.1.1.2.2': ['GOST R 34.11-2012 with 256 bit hash', 'GOST R 34.11-2012 with 256 bits'],
  '1.2.643.7.1.1.2.3': ['GOST R 34.11-2012 with 512 bit hash', 'GOST R 34.11-2012 with 512 bits'],
  '1.2.643.7.1.1.4.1': ['HMAC GOST 34.11-2012 256 bit', 'HMAC with GOST R 34.11-2012 and 256 bits'],
  '1.2.643.7.1.1.4.2': ['HMAC GOST 34.11-2012 512 bit', 'HMAC with GOST R 34.11-2012 and 512 bits'],
  '2.16.840.1.101.3.4.1.1': ['aes-128-ecb', 'AES in another mode than CBC'],
  '2.16.840.1.101.3.4.1.46': ['aes-256-gcm', 'AES in another mode than CBC'],
  '1.2.392.200011.61.1.1.1.1': ['1.2.392.200011.61.1.1.1.1', 'Camellia in another mode than CBC'],
  '0.3.4401.5.3.1.9.1': ['camellia-128-ecb', 'Camellia in another mode than CBC'],
  '1.2.410.200046.1.1.1': ['aria-128-ecb', 'ARIA in another mode than CBC'],
  '1.2.410.200046.1.1.14': ['aria-256-ofb', 'ARIA in another mode than CBC'],
}

describe('the digests', () => {
  it('are as long as node:crypto makes them, alone and in an HMAC', () => {
    for (const { name, length } of digests.values()) expect(createHash(name).digest()).toHaveLength(length)
    for (const { name, length } of hmacs.values()) expect(createHmac(name, 'key').digest()).toHaveLength(length)
  })

  it('work on blocks as HMAC shows: a key of a block stands for itself, a longer one for its digest', () => {
    for (const { name, blockLength } of digests.values()) {
      const mac = (key: Uint8Array): string => createHmac(name, key).digest('hex')
      const digestOf = (key: Uint8Array): Uint8Array => createHash(name).update(key).digest()
      const [block, more] = [new Uint8Array(blockLength).fill(1), new Uint8Array(blockLength + 1).fill(1)]
      expect(mac(more)).toBe(mac(digestOf(more)))
      expect(mac(block)).not.toBe(mac(digestOf(block)))
    }
  })

  it.each(Object.entries(opensslNames))('are those that OpenSSL calls so: %s, %s', (identifier, name) => {
    const plain = (words: string): string => words.toLowerCase().replaceAll(/hmacwith|hmac|[^a-z0-9]/g, '')
    const isMac = name.startsWith('hmac')
    expect(plain((isMac ? hmacs : digests).get(identifier)?.name ?? '')).toBe(plain(name))
    expect((isMac ? digests : hmacs).has(identifier)).toBe(false)
  })

  it('are no others', () => {
    expect(Object.keys(opensslNames)).toHaveLength(digests.size + hmacs.size)
  })
})

describe('what is not supported has a name', () => {
  it.each(Object.entries(unsupported))('%s, %j', (identifier, [, words]) => {
    expect(nameOf(identifier)).toBe(words)
  })

  it('if it is known, and is not too long to be told', () => {
    expect(nameOf('1.2.3.4')).toBe('the algorithm 1.2.3.4')
    const longest = `1.2.${'3'.repeat(60)}`
    expect(nameOf(longest)).toBe(`the algorithm ${longest}`)
    expect(nameOf(`${longest}3`)).toBe('an algorithm whose identifier is too long to be one')
  })
})

describeWith([openssl], 'OpenSSL', () => {
  it('has these names for the object identifiers', () => {
    const names = {
      ...opensslNames,
      ...Object.fromEntries(Object.entries(unsupported).map(([id, [name]]) => [id, name])),
    }
    expect(namesByOpenssl(Object.keys(names))).toEqual(Object.values(names))
  })
})
