/**
 * How a file says that a key is to be derived, in PBES2 and PBMAC1: PBKDF2 (RFC 8018, appendix A.2) or scrypt (RFC 7914,
 * section 7).
 *
 * @module
 */
import { derTag, readObjectIdentifier, valuesIn, type DerValue } from '../../x509/der.js'
import { hmacs, nameOf, sha1, type Digest } from './algorithms.js'
import { octets, smallInteger } from './fields.js'
import type { Derivation } from './key-derivation.js'
import { unsupported } from './problems.js'

const pbkdf2 = '1.2.840.113549.1.5.12'
const scrypt = '1.3.6.1.4.1.11591.4.11'

/** What a file says of a key. */
export interface KeyDerivation {
  readonly derivation: Derivation
  /** Its length in octets, if that is said. */
  readonly keyLength: number | undefined
}

/** Reads a KeyDerivationFunc. */
export function readKeyDerivation(algorithm: DerValue | undefined): KeyDerivation {
  const [type, parameters] = valuesIn(algorithm)
  const identifier = readObjectIdentifier(type)
  if (identifier === pbkdf2) return readPbkdf2(valuesIn(parameters))
  if (identifier === scrypt) return readScrypt(valuesIn(parameters))
  throw unsupported(nameOf(identifier))
}

function readPbkdf2([salt, rounds, ...rest]: readonly DerValue[]): KeyDerivation {
  const keyLength = rest.find(({ tag }) => tag === derTag.integer)
  const hmac = rest.find(({ tag }) => tag === derTag.sequence)
  const digest = hmac === undefined ? sha1 : readHmac(hmac)
  return {
    derivation: { scheme: 'pbkdf2', digest, salt: octets(salt), rounds: smallInteger(rounds) },
    keyLength: keyLength && smallInteger(keyLength),
  }
}

function readScrypt([salt, ...numbers]: readonly DerValue[]): KeyDerivation {
  const [cost = 0, blockSize = 0, parallelization = 0, keyLength] = numbers.map(smallInteger)
  return { derivation: { scheme: 'scrypt', salt: octets(salt), cost, blockSize, parallelization }, keyLength }
}

/** Reads the AlgorithmIdentifier of an HMAC. */
export function readHmac(algorithm: DerValue | undefined): Digest {
  const identifier = readObjectIdentifier(valuesIn(algorithm)[0])
  const digest = hmacs.get(identifier)
  if (digest === undefined) throw unsupported(nameOf(identifier))
  return digest
}
