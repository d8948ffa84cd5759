/**
 * Encryption by passphrase: the schemes of RFC 7292, appendix C, and PBES2 (RFC 8018, section 6.2).
 *
 * @module
 */
import { crypto } from '../../x509/crypto.js'
import { readObjectIdentifier, valuesIn, type DerValue } from '../../x509/der.js'
import { nameOf, sha1 } from './algorithms.js'
import { octets, smallInteger } from './fields.js'
import type { Derivation, Deriver } from './key-derivation.js'
import { readKeyDerivation } from './key-derivation-parameters.js'
import { unsupported, wrongPassphrase } from './problems.js'
import { decryptRc2 } from './rc2.js'

/** A cipher without its key. */
interface Cipher {
  /** Length of the key, in octets. */
  readonly keyLength: number
  /** Length of the initialization vector, in octets: that of a block. */
  readonly ivLength: number
  /** Decrypts, and leaves the padding. */
  readonly decrypt: (encrypted: Uint8Array, key: Uint8Array, iv: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

/** What is encrypted, ready for a passphrase. */
interface Scheme {
  readonly cipher: Cipher
  readonly key: Derivation
  /** Derived too, or given. */
  readonly iv: Derivation | Uint8Array
}

const blockCipher = (name: string, keyLength: number, ivLength: number): Cipher => ({
  keyLength,
  ivLength,
  decrypt: (encrypted, key, iv) => {
    const decipher = crypto().createDecipheriv(name, key, iv).setAutoPadding(false)
    return decipher.update(encrypted)
  },
})
const rc2 = (keyLength: number, effectiveBits: number): Cipher => ({
  keyLength,
  ivLength: 8,
  decrypt: (encrypted, key, iv) => decryptRc2(encrypted, key, effectiveBits, iv),
})
const tripleDes = blockCipher('des-ede3-cbc', 24, 8)

/** RFC 7292, appendix C, less RC4. */
const pkcs12Schemes: ReadonlyMap<string, Cipher> = new Map([
  ['1.2.840.113549.1.12.1.3', tripleDes],
  ['1.2.840.113549.1.12.1.4', blockCipher('des-ede-cbc', 16, 8)],
  ['1.2.840.113549.1.12.1.5', rc2(16, 128)],
  ['1.2.840.113549.1.12.1.6', rc2(5, 40)],
])

const pbes2 = '1.2.840.113549.1.5.13'
const rc2Cbc = '1.2.840.113549.3.2'

/** RFC 8018, appendix B.2; RFC 3657; RFC 5794. */
const blockCiphers: ReadonlyMap<string, Cipher> = new Map([
  ['1.2.840.113549.3.7', tripleDes],
  ['2.16.840.1.101.3.4.1.2', blockCipher('aes-128-cbc', 16, 16)],
  ['2.16.840.1.101.3.4.1.22', blockCipher('aes-192-cbc', 24, 16)],
  ['2.16.840.1.101.3.4.1.42', blockCipher('aes-256-cbc', 32, 16)],
  ['1.2.392.200011.61.1.1.1.2', blockCipher('camellia-128-cbc', 16, 16)],
  ['1.2.392.200011.61.1.1.1.3', blockCipher('camellia-192-cbc', 24, 16)],
  ['1.2.392.200011.61.1.1.1.4', blockCipher('camellia-256-cbc', 32, 16)],
  ['1.2.410.200046.1.1.2', blockCipher('aria-128-cbc', 16, 16)],
  ['1.2.410.200046.1.1.7', blockCipher('aria-192-cbc', 24, 16)],
  ['1.2.410.200046.1.1.12', blockCipher('aria-256-cbc', 32, 16)],
])

/** Effective bits of RC2 by the versions that stand for them (RFC 8018, appendix B.2.3). */
const rc2Bits: ReadonlyMap<number, number> = new Map([
  [160, 40],
  [120, 64],
  [58, 128],
])

/** Decrypts and reads what comes out, with the first form of the passphrase for which that gives no RangeError. */
export async function decrypt<T>(
  algorithm: DerValue | undefined,
  encrypted: Uint8Array,
  deriver: Deriver,
  read: (decrypted: Uint8Array) => T,
): Promise<T> {
  const { cipher, key, iv } = schemeOf(algorithm)
  for (const form of deriver.forms(key.scheme)) {
    const cipherKey = await deriver.derive(key, cipher.keyLength, form)
    const vector = iv instanceof Uint8Array ? iv : await deriver.derive(iv, cipher.ivLength, form)
    const decrypted = await decryptWith(cipher, encrypted, cipherKey, vector)
    try {
      if (decrypted !== undefined) return read(decrypted)
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
    }
  }
  throw wrongPassphrase()
}

/** Decrypts and takes the padding off (RFC 8018, section 6.1.1); undefined if that is wrong. */
async function decryptWith(
  { ivLength, decrypt }: Cipher,
  encrypted: Uint8Array,
  key: Uint8Array,
  iv: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (encrypted.length === 0 || encrypted.length % ivLength !== 0) return undefined
  const padded = await decrypt(encrypted, key, iv)
  const padding = padded.at(-1) ?? 0
  const isPadded = padding >= 1 && padding <= ivLength && padded.slice(-padding).every((octet) => octet === padding)
  return isPadded ? padded.subarray(0, -padding) : undefined
}

function schemeOf(algorithm: DerValue | undefined): Scheme {
  const [type, parameters] = valuesIn(algorithm)
  const identifier = readObjectIdentifier(type)
  if (identifier === pbes2) return pbes2Scheme(parameters)
  const cipher = pkcs12Schemes.get(identifier)
  if (cipher === undefined) throw unsupported(nameOf(identifier))
  const [salt, rounds] = valuesIn(parameters)
  const key = { scheme: 'pkcs12', digest: sha1, salt: octets(salt), rounds: smallInteger(rounds), purpose: 1 } as const
  return { cipher, key, iv: { ...key, purpose: 2 } }
}

/** RFC 8018, appendix A.4. */
function pbes2Scheme(parameters: DerValue | undefined): Scheme {
  const [keyDerivation, encryption] = valuesIn(parameters)
  const { derivation, keyLength } = readKeyDerivation(keyDerivation)
  const { cipher, iv } = readEncryption(encryption, keyLength)
  const isFitting = iv.length === cipher.ivLength && (keyLength ?? cipher.keyLength) === cipher.keyLength
  if (!isFitting) throw new RangeError('not a key or an initialization vector of the cipher')
  return { cipher, key: derivation, iv }
}

/** RFC 8018, appendix B.2. */
function readEncryption(
  algorithm: DerValue | undefined,
  keyLength: number | undefined,
): { readonly cipher: Cipher; readonly iv: Uint8Array } {
  const [type, parameters] = valuesIn(algorithm)
  const identifier = readObjectIdentifier(type)
  if (identifier === rc2Cbc) return readRc2(parameters, keyLength)
  const cipher = blockCiphers.get(identifier)
  if (cipher === undefined) throw unsupported(nameOf(identifier))
  return { cipher, iv: octets(parameters) }
}

/** RFC 8018, appendix B.2.3: the version is always there in files of passphrases, since its default is 32 bits. */
function readRc2(
  parameters: DerValue | undefined,
  keyLength: number | undefined,
): { readonly cipher: Cipher; readonly iv: Uint8Array } {
  const [version, iv] = valuesIn(parameters)
  const effectiveBits = rc2Bits.get(smallInteger(version))
  if (effectiveBits === undefined) throw unsupported('RC2 with another number of bits than 40, 64 or 128')
  const length = keyLength ?? effectiveBits / 8
  if (length < 1 || length > 128) throw new RangeError('not a key of RC2')
  return { cipher: rc2(length, effectiveBits), iv: octets(iv) }
}
