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

  it('that are not supported have names, if they are known', () => {
    expect(nameOf('1.2.840.113549.1.5.6')).toBe('PBES1 (MD5 and RC2 with 64 bits)')
    expect(nameOf('2.16.840.1.101.3.4.1.46')).toBe('AES in another mode than CBC')
    expect(nameOf('1.2.392.200011.61.1.1.1.1')).toBe('Camellia in another mode than CBC')
    expect(nameOf('1.2.3.4')).toBe('the algorithm 1.2.3.4')
    expect(nameOf(`1.2.${'3'.repeat(64)}`)).toBe('an algorithm whose identifier is too long to be one')
  })
})

describeWith([openssl], 'the object identifiers', () => {
  it('of digests and HMACs are those that OpenSSL knows by their names', () => {
    const plain = (name: string): string => name.toLowerCase().replaceAll(/hmacwith|hmac|[^a-z0-9]|rsa/g, '')
    for (const table of [digests, hmacs])
      expect(namesByOpenssl([...table.keys()]).map(plain)).toEqual([...table.values()].map(({ name }) => plain(name)))
  })
})
