/**
 * Keys and certificates that are made to cost much: those that anybody can send along with a package too.
 *
 * @module
 */
import { safeSigningKeyFromPem, safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { makeInput, sender, signingTime } from '../testing/bundle/packages.js'
import {
  certificateBag,
  encryptedSafe,
  lockedSafe,
  macDataOf,
  pkcs12File,
  shroudedKeyBag,
  tripleDes,
} from '../testing/bundle/pkcs12.js'
import { extension, makeCertificate, validity, type CertificateInput } from '../testing/certificates.js'
import { der, integer, objectIdentifier, sequence } from '../testing/der.js'
import type { Shape, Shapes } from './shape.js'

const text = new TextEncoder()
const { privateKeyPem, certificateDer } = sender.leaf

const certificates = (code: Shape['code'], make: () => Uint8Array): Shape => ({
  make,
  use: (input) => safeSigningKeyFromPem({ key: privateKeyPem, certificates: input }),
  code,
})

const privateKey = (code: Shape['code'], make: () => string): Shape => ({
  make: () => text.encode(make()),
  use: (input) => safeSigningKeyFromPem({ key: input, certificates: certificateDer }),
  code,
})

const madeWith = (input: Partial<CertificateInput>): Uint8Array =>
  makeCertificate({ subject: { CN: 'Leaf' }, serialNumber: 1n, ...validity, ...input }).certificateDer

/** Authorities of one name and key, each of which may have issued each. */
const alike = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => {
    const subject = { CN: 'Authority' }
    return makeCertificate({ subject, serialNumber: BigInt(index), keyUsage: ['keyCertSign'], ...validity })
  }).map(({ certificatePem }) => certificatePem)

const { bytes } = await writeBundle(makeInput(1))
/** Certificates that a package is verified with. */
const verified = (option: 'trust' | 'intermediates'): Shape => ({
  make: () => text.encode(alike(1600).join('')),
  use: (input) => safeVerifyBundle(bytes, { trust: [], receivedAt: signingTime, [option]: [input] }),
  code: 'signature.untrusted',
})

/** A PKCS#12 file. */
const pkcs12 = (code: Shape['code'], ...safes: readonly Uint8Array[]): Shape => ({
  make: () => pkcs12File(safes, { passphrase: 'p' }),
  use: (input) => safeSigningKeyFromPkcs12({ pkcs12: input, passphrase: 'p' }),
  code,
})

const rc2WithOneRound = sequence(
  objectIdentifier('1.2.840.113549.1.12.1.6'),
  sequence(der(0x04, new Uint8Array(8)), integer(1n)),
)
const sha1 = objectIdentifier('1.3.14.3.2.26')

/** AES with a key by PBKDF2, each with SHA-256 (RFC 8018, appendix A.4). */
function pbkdf2WithAes(rounds: bigint): Uint8Array {
  const hmac = sequence(objectIdentifier('1.2.840.113549.2.9'))
  const parameters = sequence(der(0x04, new Uint8Array(16)), integer(rounds), hmac)
  const derivation = sequence(objectIdentifier('1.2.840.113549.1.5.12'), parameters)
  const aes = sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), der(0x04, new Uint8Array(16)))
  return sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(derivation, aes))
}

/** A key in PEM that no passphrase opens. */
const lockedKey = (code: Shape['code'], algorithm: Uint8Array): Shape => ({
  make: () => {
    const base64 = Buffer.from(sequence(algorithm, der(0x04, new Uint8Array(64)))).toString('base64')
    return text.encode(`-----BEGIN ENCRYPTED PRIVATE KEY-----\n${base64}\n-----END ENCRYPTED PRIVATE KEY-----\n`)
  },
  use: (input) => safeSigningKeyFromPem({ key: input, certificates: certificateDer, passphrase: 'p' }),
  code,
})

/** Every shape of a key or a certificate. */
export const keyShapes: Shapes = {
  'a serial number of 400,000 octets': certificates('key.certificate', () =>
    madeWith({ serialNumberDer: der(0x02, new Uint8Array(400_000).fill(7)) }),
  ),
  'an object identifier of 400,000 octets': certificates('accepted', () => {
    const type = der(0x06, new Uint8Array(400_000).fill(0x81).fill(1, 399_999))
    return madeWith({ extensions: [der(0x30, type, der(0x04))] })
  }),
  '20,000 extensions': certificates('accepted', () =>
    madeWith({ extensions: Array.from({ length: 20_000 }, (_, index) => extension(`1.2.${index}`, false, der(0x05))) }),
  ),
  '10,000,000 dashes': privateKey('key.missing', () => '-'.repeat(10_000_000)),
  '100,000 keys that do not end': privateKey('key.missing', () => '-----BEGIN PRIVATE KEY-----\n'.repeat(100_000)),
  'a label without end': privateKey('key.missing', () => `-----BEGIN ${'A'.repeat(10_000_000)}`),
  '1,000,000 labels without end': privateKey('key.missing', () => '-----BEGIN A'.repeat(1_000_000)),
  '1,600 certificates to choose a chain from': certificates('accepted', () =>
    text.encode([...alike(1600), sender.certificates].join('')),
  ),
  'as many certificates as are read': certificates('key.mismatch', () => text.encode(alike(2000).join(''))),
  '100,000 certificates that cannot be read': certificates('key.certificate', () =>
    text.encode('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'.repeat(100_000)),
  ),
  'a passphrase of 10,000,000 characters': {
    make: () => new Uint8Array(10_000_000).fill(0x61),
    use: (input) =>
      safeSigningKeyFromPkcs12({
        pkcs12: pkcs12File([], { passphrase: 'p' }),
        passphrase: new TextDecoder().decode(input),
      }),
    code: 'key.passphrase',
  },
  '1,600 certificates to trust': verified('trust'),
  '1,600 certificates between': verified('intermediates'),
  '100,000 rounds of hashing': pkcs12(
    'accepted',
    encryptedSafe('p', [shroudedKeyBag(privateKeyPem, 'p'), certificateBag(certificateDer)], 100_000),
  ),
  '1,000,000 rounds of PBKDF2': pkcs12('key.passphrase', lockedSafe(pbkdf2WithAes(1_000_000n))),
  '1,000,000 rounds of RFC 7292, for a MAC': {
    ...pkcs12('key.passphrase'),
    make: () => pkcs12File([], { passphrase: 'p', macData: macDataOf(sequence(sha1), 1_000_000n) }),
    work: { milliseconds: 3000, pauseMilliseconds: 500 },
  },
  // Of what node:crypto lacks: two blocks of SHA-1 for the key, and one for the initialization vector.
  '1,000,000 rounds of RFC 7292, for 3DES': {
    ...pkcs12('key.passphrase', lockedSafe(tripleDes(1_000_000))),
    work: { milliseconds: 8000, pauseMilliseconds: 500 },
  },
  '1,000,000 rounds of PBKDF2, in PEM': lockedKey('key.passphrase', pbkdf2WithAes(1_000_000n)),
  '1,000,000 rounds of RFC 7292, in PEM': lockedKey('key.passphrase', tripleDes(1_000_000)),
  'more rounds than are done, in PEM': lockedKey('key.unreadable', pbkdf2WithAes(2_147_483_647n)),
  'a million octets in RC2': pkcs12('key.passphrase', lockedSafe(rc2WithOneRound, new Uint8Array(1_000_000))),
  'more rounds of hashing than are done': pkcs12('key.unreadable', lockedSafe(tripleDes(10_000_000))),
}
