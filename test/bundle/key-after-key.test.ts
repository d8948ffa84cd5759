import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { safeSigningKeyFromPem, safeVerifyBundle, safeWriteBundle, writeBundle } from 'signering-portal/bundle'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { safeTlsOptions } from 'signering-portal/tls'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { certificateBag, keyBag, pkcs12File, plainSafe } from '../../testing/bundle/pkcs12.js'
import { makeCertificate, validity, type MadeCertificate } from '../../testing/certificates.js'
import { bitString, der, objectIdentifier, sequence } from '../../testing/der.js'
import { codes, errorsOf } from '../../testing/issues.js'

const { leaf, intermediate, root, certificates } = sender
const good = leaf.privateKeyPem
const namedCurve = 'P-256'

interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const pairs: Readonly<Record<string, () => KeyPair>> = {
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'RSA-PSS': () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
  DSA: () => generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 224 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve }),
  Ed25519: () => generateKeyPairSync('ed25519'),
  Ed448: () => generateKeyPairSync('ed448'),
  X25519: () => generateKeyPairSync('x25519'),
  X448: () => generateKeyPairSync('x448'),
  DH: () => (generateKeyPairSync as (type: string, options: object) => KeyPair)('dh', { group: 'modp14' }),
}
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const keys = Object.entries(pairs).map(([name, make]) => {
  const { publicKey, privateKey } = make()
  return [name, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), pem(privateKey)] as const
})

/** Those that OpenSSL cannot decode. */
const odd = [
  ['an unknown algorithm', sequence(sequence(objectIdentifier('1.2.3.4')), bitString(Uint8Array.of(1)))],
  ['no RSA key', sequence(sequence(objectIdentifier('1.2.840.113549.1.1.1'), der(0x05)), bitString(sequence()))],
  [
    'DSA without parameters',
    sequence(sequence(objectIdentifier('1.2.840.10040.4.1')), bitString(der(0x02, Uint8Array.of(5)))),
  ],
] as const

/** Keys that TLS has no use for. */
const notForTls = /^(?:X|DH$)/

const certificateOf = (publicKeyInfo: Uint8Array): MadeCertificate =>
  makeCertificate({ subject: { CN: 'x' }, issuer: intermediate, serialNumber: 1n, ...validity, publicKeyInfo })

/** Node.js takes what OpenSSL has not forgotten for an error of the next key. */
afterEach(() => {
  expect(() => createPrivateKey(good)).not.toThrow()
})

/** What follows must be read as if nothing had been before. */
function expectGoodKeysToBeRead(): void {
  createPrivateKey(good)
  expect(safeSigningKeyFromPem({ key: good, certificates }).ok).toBe(true)
}

describe('a good key is read after a certificate that does not fit it', () => {
  it.each([
    ...keys.map(([name, info]) => [name, info, !notForTls.test(name)] as const),
    ...odd.map(([name, info]) => [name, info, false] as const),
  ])('%s', async (_, publicKeyInfo, signsTls) => {
    const { certificateDer, certificatePem } = certificateOf(publicKeyInfo)
    expect(codes(errorsOf(safeSigningKeyFromPem({ key: good, certificates: certificateDer })))).toEqual([
      'key.mismatch',
    ])
    expectGoodKeysToBeRead()

    const pkcs12 = pkcs12File([plainSafe(keyBag(good), certificateBag(certificateDer))], { passphrase: 'p' })
    expect(codes(errorsOf(await safeSigningKeyFromPkcs12({ pkcs12, passphrase: 'p' })))).toEqual(['key.mismatch'])
    expectGoodKeysToBeRead()

    const mistaken = codes(errorsOf(safeTlsOptions({ key: good, cert: certificatePem, ca: root.certificatePem })))
    expect(mistaken).toEqual([signsTls ? 'key.mismatch' : 'tls.client-certificate'])
    expectGoodKeysToBeRead()
    expect(safeTlsOptions({ pfx: pkcs12, passphrase: 'p', ca: root.certificatePem }).ok).toBe(false)
    expectGoodKeysToBeRead()

    const input = makeInput(1)
    expect((await safeWriteBundle({ ...input, key: { ...input.key, chain: [certificateDer] } })).ok).toBe(false)
    expectGoodKeysToBeRead()
    const { bytes } = await writeBundle(input)
    const untrusted = safeVerifyBundle(bytes, {
      trust: [certificateDer],
      intermediates: [certificateDer],
      receivedAt: signingTime,
    })
    expect(codes(errorsOf(untrusted))).toEqual(['signature.untrusted'])
    expectGoodKeysToBeRead()
  })
})

describe('a good key is read after a key that does not fit', () => {
  it.each(keys)('%s', async (_, __, key) => {
    expect(safeSigningKeyFromPem({ key, certificates }).ok).toBe(false)
    expectGoodKeysToBeRead()

    const bags = [keyBag(good), keyBag(key), certificateBag(leaf.certificateDer)]
    const several = pkcs12File([plainSafe(...bags)], { passphrase: 'p' })
    expect(codes(errorsOf(await safeSigningKeyFromPkcs12({ pkcs12: several, passphrase: 'p' })))).toEqual([
      'key.several',
    ])
    expectGoodKeysToBeRead()

    const foreign = pkcs12File([plainSafe(...bags.slice(1))], { passphrase: 'p' })
    expect((await safeSigningKeyFromPkcs12({ pkcs12: foreign, passphrase: 'p' })).ok).toBe(false)
    expectGoodKeysToBeRead()

    expect(safeTlsOptions({ key, cert: leaf.certificatePem, ca: root.certificatePem }).ok).toBe(false)
    expectGoodKeysToBeRead()
  })

  it.each([
    ['damaged', good.replace('MII', 'MIJ'), undefined],
    [
      'encrypted, and the passphrase is another',
      createPrivateKey(good)
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' })
        .toString(),
      'q',
    ],
  ])('%s', (_, key, passphrase) => {
    expect(safeSigningKeyFromPem({ key, certificates, passphrase }).ok).toBe(false)
    expectGoodKeysToBeRead()
    expect(safeTlsOptions({ key, cert: leaf.certificatePem, ca: root.certificatePem, passphrase }).ok).toBe(false)
    expectGoodKeysToBeRead()
  })
})
