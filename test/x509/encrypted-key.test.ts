import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { safeSigningKeyFromPem } from 'signering-portal/bundle'
import { safeTlsOptions } from 'signering-portal/tls'
import { isScryptTooLarge, maximumRounds } from '../../src/x509/encrypted-key.js'
import { sender } from '../../testing/bundle/packages.js'
import { der, inPem, integer, objectIdentifier, sequence } from '../../testing/der.js'
import { algorithm, lockedKey, pbes2, pbkdf2, scrypt } from '../../testing/encrypted-keys.js'
import { codes, errorsOf } from '../../testing/issues.js'

const { leaf, root, certificates } = sender
/** What both say that open a key in PEM. */
function outcomesOf(key: string): readonly (readonly string[])[] {
  const passphrase = 'hemmelig'
  const forTls = { key, cert: leaf.certificatePem, ca: root.certificatePem, passphrase }
  return [safeSigningKeyFromPem({ key, certificates, passphrase }), safeTlsOptions(forTls)].map((result) =>
    codes(errorsOf(result)),
  )
}

describe('an encrypted key that asks for more work than is done', () => {
  const tooMany = BigInt(maximumRounds) + 1n
  const most = 2n ** 31n - 1n
  it.each([
    ['PBKDF2, just more', pbkdf2(tooMany)],
    ['PBKDF2, the most that OpenSSL does', pbkdf2(most)],
    ['PBKDF2, of many octets', pbkdf2(2n ** 1000n)],
    ['3DES by RFC 7292', algorithm('1.2.840.113549.1.12.1.3', integer(most))],
    ['PBES1 (MD5 and DES)', algorithm('1.2.840.113549.1.5.3', integer(most))],
    ['scrypt, by memory', scrypt(32768n, 8n, 1n)],
    ['scrypt, by rounds', scrypt(16384n, 8n, 8n)],
    ['scrypt, by parallelization', scrypt(2n, 1n, 260_000n * 8n)],
    ['none', pbkdf2(0n)],
    ['a negative number', pbkdf2(-1n)],
    ['no number', pbes2(algorithm('1.2.840.113549.1.5.12'))],
    ['no derivation', pbes2(sequence())],
    ['an algorithm without parameters', sequence(objectIdentifier('1.2.3'))],
  ])('is not opened: %s', (_, encryption) => {
    expect(outcomesOf(lockedKey(encryption))).toEqual([['key.unreadable'], ['key.unreadable']])
  })

  it('is not opened where its lengths are indefinite, or other lines stand before it', () => {
    const content = Buffer.concat([pbkdf2(most), der(0x04, new Uint8Array(64))])
    const indefinite = inPem(
      'ENCRYPTED PRIVATE KEY',
      Buffer.concat([Uint8Array.of(0x30, 0x80), content, new Uint8Array(2)]),
    )
    const headed = lockedKey(pbkdf2(most)).replace('KEY-----\n', 'KEY-----\nComment: x\n\n')
    const behindText = `Bag Attributes\n${lockedKey(pbkdf2(most)).replaceAll('\n', '\r\n')}`
    for (const key of [indefinite, headed, behindText])
      expect(outcomesOf(key)).toEqual([['key.unreadable'], ['key.unreadable']])
  })

  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'ANY PRIVATE KEY'])('is not opened under the label %s', (label) => {
    const key = lockedKey(pbkdf2(most)).replaceAll('ENCRYPTED PRIVATE KEY', label)
    const headed = key.replace('KEY-----\n', 'KEY-----\nComment: x\n\n')
    for (const mislabelled of [key, headed])
      expect(outcomesOf(mislabelled)).toEqual([['key.unreadable'], ['key.unreadable']])
  })
})

it.each([
  [
    'rounds',
    pbkdf2(BigInt(maximumRounds) + 1n),
    'The private key asks for fewer than 1 or more than 1000000 rounds of hashing to be opened.',
  ],
  ['memory', scrypt(32768n, 8n, 1n), 'The private key asks for more than 33554432 bytes of memory to be opened.'],
  ['nothing', sequence(), 'The private key cannot be read, or its encryption is not supported.'],
])('an encrypted key that asks for too much is refused with what it asks for: %s', (_, encryption, sentence) => {
  const result = safeSigningKeyFromPem({ key: lockedKey(encryption), certificates, passphrase: 'hemmelig' })
  expect(errorsOf(result).map(({ message }) => message)).toEqual([sentence])
})

it('scrypt may take 32 MiB, of which each of its numbers is a part', () => {
  // 128 * r * (N + p + 2) bytes.
  expect([16_382, 16_383].map((parallelization) => isScryptTooLarge(16_384, 8, parallelization))).toEqual([false, true])
  expect([32_765, 32_766].map((cost) => isScryptTooLarge(cost, 8, 1))).toEqual([false, true])
  expect([4, 5].map((blockSize) => isScryptTooLarge(65_533, blockSize, 1))).toEqual([false, true])
  expect(isScryptTooLarge(NaN, 8, 1)).toBe(true)
})

describe('an encrypted key is opened', () => {
  it.each([
    ['with as many rounds as there may be', pbkdf2(BigInt(maximumRounds))],
    ['with one round', pbkdf2(1n)],
    ['by scrypt, as OpenSSL asks for it', scrypt(16384n, 8n, 1n)],
    ['by 3DES of RFC 7292', algorithm('1.2.840.113549.1.12.1.3', integer(2048n))],
  ])('%s', (_, encryption) => {
    // It was not encrypted with this passphrase, which nobody finds out who does not derive the key.
    expect(outcomesOf(lockedKey(encryption))).toEqual([['key.passphrase'], ['key.passphrase']])
  })

  it('whatever the form of the older kind', () => {
    const pem = createPrivateKey(leaf.privateKeyPem)
      .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hemmelig' })
      .toString()
    expect(outcomesOf(pem)).toEqual([[], []])
  })
})
