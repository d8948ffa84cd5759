import { createHmac, pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { sender } from '../../../testing/bundle/packages.js'
import { byOpenssl, legacyProvider } from '../../../testing/bundle/openssl-pkcs12.js'
import { certificateBag, keyBag, macDataOf, pkcs12File, plainSafe } from '../../../testing/bundle/pkcs12.js'
import { der, integer, objectIdentifier, sequence } from '../../../testing/der.js'
import { describeWith, openssl } from '../../../testing/requirements.js'

async function verdictOn(pkcs12: Uint8Array, passphrase = 'passord'): Promise<string> {
  const result = await safeSigningKeyFromPkcs12({ pkcs12, passphrase })
  return result.ok ? 'read' : `${result.issues[0]?.code}: ${result.issues[0]?.message}`
}

const bags = [keyBag(sender.leaf.privateKeyPem), certificateBag(sender.leaf.certificateDer)]
const safes = [plainSafe(...bags)]
const wrong = 'key.passphrase: The passphrase is wrong, or the file is damaged.'
const unsound =
  'key.unreadable: Not a PKCS#12 file, or one that is damaged or has more than 100000 values, or deeper than 100.'

describeWith([openssl], 'a MAC by OpenSSL', () => {
  const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256']
  const sha3 = ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512']

  it.each([...algorithms, ...sha3])('with %s is checked', async (algorithm) => {
    const file = byOpenssl(sender, 'ærlig', ['-macalg', algorithm, '-keypbe', 'NONE', '-certpbe', 'NONE'])
    expect(await verdictOn(file, 'ærlig')).toBe('read')
    expect(await verdictOn(file, 'aerlig')).toBe(wrong)
  })

  it.each([
    ['ripemd160', 'RIPEMD-160'],
    ['sm3', 'SM3'],
    ['md4', 'MD4'],
  ])('with %s is refused by name', async (algorithm, name) => {
    expect(await verdictOn(byOpenssl(sender, 'x', [...legacyProvider, '-macalg', algorithm]), 'x')).toBe(
      `key.unreadable: The file is protected with ${name}, which is not supported.`,
    )
  })
})

/** A file with PBMAC1 (RFC 9579). */
function withPbmac1(passphrase: string, keyLength: number | undefined, stated = keyLength): Uint8Array {
  const salt = Uint8Array.of(1, 2, 3, 4)
  const key = pbkdf2Sync(passphrase, salt, 5, keyLength ?? 32, 'sha512')
  const mac = createHmac('sha256', key)
    .update(sequence(...safes))
    .digest()
  const hmac = (type: number): Uint8Array => sequence(objectIdentifier(`1.2.840.113549.2.${type}`), der(0x05))
  const length = stated === undefined ? [] : [integer(BigInt(stated))]
  const derivation = sequence(
    objectIdentifier('1.2.840.113549.1.5.12'),
    sequence(der(0x04, salt), integer(5n), ...length, hmac(11)),
  )
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.5.14'), sequence(derivation, hmac(9)))
  const notUsed = der(0x04, new TextEncoder().encode('NOT USED'))
  return pkcs12File(safes, {
    passphrase,
    macData: sequence(sequence(algorithm, der(0x04, mac)), notUsed, integer(1n)),
  })
}

describe('PBMAC1', () => {
  it('is checked, with a passphrase of any characters and a key of any length from 20 octets', async () => {
    for (const length of [20, 32, 64, 256]) {
      expect(await verdictOn(withPbmac1('blå😀', length), 'blå😀')).toBe('read')
      expect(await verdictOn(withPbmac1('blå😀', length), 'blå')).toBe(wrong)
    }
    expect(await verdictOn(withPbmac1('', 32), '')).toBe('read')
  })

  it('is refused with a key that is shorter, or of a length that is not said', async () => {
    const short =
      'key.unreadable: The file is protected with PBMAC1 and a key of fewer than 20 octets, which is not supported.'
    expect(await verdictOn(withPbmac1('x', 19), 'x')).toBe(short)
    expect(await verdictOn(withPbmac1('x', undefined), 'x')).toBe(short)
    expect(await verdictOn(withPbmac1('x', 32, 2 ** 31), 'x')).toMatch(/rounds of hashing in all/)
  })
})

describe('a MAC', () => {
  it.each([null, '', 'passord', 'blåbær'])('with the passphrase %j is checked', async (passphrase) => {
    const file = pkcs12File(safes, { passphrase })
    expect(await verdictOn(file, passphrase ?? '')).toBe('read')
    expect(await verdictOn(file, 'Passord')).toBe(wrong)
    const changed = file.slice()
    changed[file.length - 60] = (changed[file.length - 60] ?? 0) ^ 1
    expect(await verdictOn(changed, passphrase ?? '')).toBe(wrong)
  })

  it('has the rounds that it says, and one where it says nothing', async () => {
    expect(await verdictOn(pkcs12File(safes, { passphrase: 'passord', rounds: 1 }))).toBe('read')
    expect(await verdictOn(pkcs12File(safes, { passphrase: 'passord', rounds: 300 }))).toBe('read')
  })

  it.each<[string, Uint8Array, string]>([
    [
      'of an unknown algorithm',
      macDataOf(sequence(objectIdentifier('1.2.3')), 1n),
      'key.unreadable: The file is protected with the algorithm 1.2.3, which is not supported.',
    ],
    ['without parts', sequence(), unsound],
    ['that is no sequence', integer(1n), unsound],
    ['with negative rounds', macDataOf(sequence(objectIdentifier('1.3.14.3.2.26')), -1n), unsound],
    [
      'of more rounds than any number has',
      macDataOf(sequence(objectIdentifier('1.3.14.3.2.26')), 2n ** 100_000n),
      'key.unreadable: The file asks for fewer than 1 or more than 1000000 rounds of hashing.',
    ],
    ['that is wrong', macDataOf(sequence(objectIdentifier('1.3.14.3.2.26')), 1n), wrong],
    ['of another length', macDataOf(sequence(objectIdentifier('2.16.840.1.101.3.4.2.1')), 1n), wrong],
  ])('%s is told', async (_, macData, verdict) => {
    expect(await verdictOn(pkcs12File(safes, { passphrase: null, macData }))).toBe(verdict)
  })
})
