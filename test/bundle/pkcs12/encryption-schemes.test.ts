import { describe, expect, it } from 'vitest'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { sender } from '../../../testing/bundle/packages.js'
import { byOpenssl, legacyProvider } from '../../../testing/bundle/openssl-pkcs12.js'
import {
  certificateBag,
  keyBag,
  lockedKeyBag,
  lockedSafe,
  oddlyPaddedSafe,
  pkcs12File,
  plainSafe,
} from '../../../testing/bundle/pkcs12.js'
import { der, integer, objectIdentifier, sequence } from '../../../testing/der.js'
import { describeWith, openssl } from '../../../testing/requirements.js'

/** The code and the message of the first issue, or `read`. */
async function verdictOn(pkcs12: Uint8Array, passphrase = 'passord'): Promise<string> {
  const result = await safeSigningKeyFromPkcs12({ pkcs12, passphrase })
  return result.ok ? 'read' : `${result.issues[0]?.code}: ${result.issues[0]?.message}`
}

const octetString = (length: number): Uint8Array => der(0x04, new Uint8Array(length))
const salt = octetString(8)
const iv = octetString(16)
const pbes2 = (derivation: Uint8Array, encryption: Uint8Array): Uint8Array =>
  sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(derivation, encryption))
const pbkdf2 = (...parameters: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier('1.2.840.113549.1.5.12'), sequence(...parameters))
const cipher = (identifier: string, parameters: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(identifier), parameters)
const rc2 = (vector: Uint8Array): Uint8Array => cipher('1.2.840.113549.3.2', sequence(integer(58n), vector))
const aes128 = cipher('2.16.840.1.101.3.4.1.2', iv)

describeWith([openssl], 'what OpenSSL encrypts', () => {
  const schemes = [
    ...['PBE-SHA1-3DES', 'PBE-SHA1-2DES', 'PBE-SHA1-RC2-128', 'PBE-SHA1-RC2-40'],
    ...['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc', 'rc2-cbc', 'rc2-64-cbc', 'rc2-40-cbc'],
    ...['camellia-128-cbc', 'camellia-192-cbc', 'camellia-256-cbc', 'aria-128-cbc', 'aria-192-cbc', 'aria-256-cbc'],
    'NONE',
  ]

  it.each(schemes.map((scheme, at) => ({ scheme, other: schemes.at(at - 1) ?? scheme })))(
    'with $scheme, and the certificates with $other, is read',
    async ({ scheme, other }) => {
      const options = [...legacyProvider, '-keypbe', scheme, '-certpbe', other, '-iter', '3']
      expect(await verdictOn(byOpenssl(sender, 'blåbær', options), 'blåbær')).toBe('read')
    },
  )

  it.each([
    ['PBE-SHA1-RC4-128', 'RC4 with 128 bits'],
    ['PBE-SHA1-RC4-40', 'RC4 with 40 bits'],
    ['PBE-MD5-RC2-64', 'PBES1 (MD5 and RC2 with 64 bits)'],
    ['PBE-SHA1-DES', 'PBES1 (SHA-1 and DES)'],
    ['bf-cbc', 'Blowfish'],
    ['cast5-cbc', 'CAST-128'],
    ['sm4-cbc', 'SM4'],
    ['aes-128-ofb', 'AES in another mode than CBC'],
    ['PBE-MD5-DES', 'PBES1 (MD5 and DES)'],
    ['PBE-SHA1-RC2-64', 'PBES1 (SHA-1 and RC2 with 64 bits)'],
    ['des-cbc', 'DES'],
    ['seed-cbc', 'SEED'],
    ['aes-256-cfb', 'AES in another mode than CBC'],
  ])('with %s is refused by name', async (scheme, name) => {
    const options = [...legacyProvider, '-keypbe', scheme, '-certpbe', 'NONE']
    expect(await verdictOn(byOpenssl(sender, 'passord', options))).toBe(
      `key.unreadable: The file is protected with ${name}, which is not supported.`,
    )
  })
})

describe('an algorithm', () => {
  const unsupported = (name: string): string =>
    `key.unreadable: The file is protected with ${name}, which is not supported.`
  const unknown = unsupported('the algorithm 1.2.3')
  const long = `1.2.${'1234567890.'.repeat(6)}1`
  const unsound =
    'key.unreadable: Not a PKCS#12 file, or one that is damaged or has more than 100000 values, or deeper than 100.'
  const undecryptable = 'key.passphrase: The passphrase is wrong, or the file is damaged.'

  it.each<[string, Uint8Array, string]>([
    ['that is not known', sequence(objectIdentifier('1.2.3')), unknown],
    [
      'with a long identifier',
      sequence(objectIdentifier(long)),
      unsupported('an algorithm whose identifier is too long to be one'),
    ],
    ['of RC4', cipher('1.2.840.113549.1.12.1.1', sequence(salt, integer(1n))), unsupported('RC4 with 128 bits')],
    [
      'of PBKDF2 by SM3',
      pbes2(pbkdf2(salt, integer(1n), cipher('1.2.156.10197.1.401.3.1', der(0x05))), aes128),
      unsupported('HMAC with SM3'),
    ],
    ['to derive with that is not known', pbes2(sequence(objectIdentifier('1.2.3')), aes128), unknown],
    ['of PBES2 that is not known', pbes2(pbkdf2(salt, integer(1n)), cipher('1.2.3', iv)), unknown],
    ['of PBKDF2 that is not known', pbes2(pbkdf2(salt, integer(1n), cipher('1.2.3', iv)), aes128), unknown],
    [
      'of 32 bits',
      pbes2(pbkdf2(salt, integer(1n)), cipher('1.2.840.113549.3.2', sequence(integer(189n), octetString(8)))),
      unsupported('RC2 with another number of bits than 40, 64 or 128'),
    ],
    ['with a key of another length', pbes2(pbkdf2(salt, integer(1n), integer(32n)), aes128), unsound],
    ['with a key of RC2 of no octet', pbes2(pbkdf2(salt, integer(1n), integer(0n)), rc2(octetString(8))), unsound],
    [
      'with a key of RC2 of one octet',
      pbes2(pbkdf2(salt, integer(1n), integer(1n)), rc2(octetString(8))),
      undecryptable,
    ],
    [
      'with the longest key of RC2',
      pbes2(pbkdf2(salt, integer(1n), integer(128n)), rc2(octetString(8))),
      undecryptable,
    ],
    ['with a key of RC2 that is longer', pbes2(pbkdf2(salt, integer(1n), integer(129n)), rc2(octetString(8))), unsound],
    ['with a key of RC2 as long as its bits', pbes2(pbkdf2(salt, integer(1n)), rc2(octetString(8))), undecryptable],
    ['of RC2 with a short initialization vector', pbes2(pbkdf2(salt, integer(1n)), rc2(octetString(7))), unsound],
    [
      'with a short initialization vector',
      pbes2(pbkdf2(salt, integer(1n)), cipher('2.16.840.1.101.3.4.1.2', octetString(15))),
      unsound,
    ],
    ['with a salt from elsewhere', pbes2(pbkdf2(sequence(), integer(1n)), aes128), unsound],
    ['without parameters', sequence(objectIdentifier('1.2.840.113549.1.12.1.3')), unsound],
    ['that decrypts to nonsense', pbes2(pbkdf2(salt, integer(1n)), aes128), undecryptable],
    ['of RC2 that decrypts to nonsense', cipher('1.2.840.113549.1.12.1.6', sequence(salt, integer(1n))), undecryptable],
    ['with negative rounds', cipher('1.2.840.113549.1.12.1.3', sequence(salt, integer(-1n))), unsound],
    ['with the least rounds of one octet', cipher('1.2.840.113549.1.12.1.3', sequence(salt, integer(-128n))), unsound],
    ['with a number of rounds that is none', cipher('1.2.840.113549.1.12.1.3', sequence(salt, der(0x02))), unsound],
  ])('%s is told, of a key and of certificates', async (_, algorithm, verdict) => {
    expect(await verdictOn(pkcs12File([plainSafe(lockedKeyBag(algorithm))]))).toBe(verdict)
    expect(await verdictOn(pkcs12File([lockedSafe(algorithm)]))).toBe(verdict)
  })

  it.each([0, 1, 63])('of blocks with %i octets is told', async (length) => {
    const file = pkcs12File([lockedSafe(pbes2(pbkdf2(salt, integer(1n)), aes128), new Uint8Array(length))])
    expect(await verdictOn(file)).toBe(undecryptable)
  })
})

describe('padding', () => {
  // Of each length of one more octet, so that each length of padding comes.
  const bagsOf = (more: number): readonly Uint8Array[] => [
    keyBag(sender.leaf.privateKeyPem),
    certificateBag(sender.leaf.certificateDer, { localKeyId: new Uint8Array(more) }),
  ]
  const verdict = (padding: (length: number) => Uint8Array, more = 0): Promise<string> =>
    verdictOn(pkcs12File([oddlyPaddedSafe('passord', bagsOf(more), padding)]))
  const whole = (length: number): Uint8Array => new Uint8Array(length).fill(length)
  const undecryptable = 'key.passphrase: The passphrase is wrong, or the file is damaged.'

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('is a block at most, and has the length that each octet says: %i', async (more) => {
    expect(await verdict(whole, more)).toBe('read')
    expect(await verdict((length) => whole(length + 8), more)).toBe(undecryptable)
    expect(await verdict((length) => whole(length).fill(0), more)).toBe(undecryptable)
    expect(await verdict((length) => new Uint8Array(length + 8).fill(8, 0, length + 7), more)).toBe(undecryptable)
    expect(await verdict((length) => new Uint8Array(length + 8).fill(8).fill(7, length, length + 1), more)).toBe(
      undecryptable,
    )
    expect(await verdict((length) => whole(length).fill(9), more)).toBe(undecryptable)
  })

  it.each([1, 7])('ends the last block: with %i octets more it is refused', async (beyond) => {
    const file = pkcs12File([oddlyPaddedSafe('passord', bagsOf(0), whole, new Uint8Array(beyond))])
    expect(await verdictOn(file)).toBe(undecryptable)
  })
})
