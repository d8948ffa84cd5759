/**
 * Private keys that are encrypted (RFC 5958, section 3): how much work opening one is. It is the key that says so, and it may
 * say anything; what opens it does all of it at once.
 *
 * @module
 */
import { derFromBer } from './ber.js'
import { contentOf, derTag, readDerValues, readInteger, readObjectIdentifier, valuesIn, type DerValue } from './der.js'
import { pemBlocks, pemLabel, type Pem } from './pem.js'

/** As many rounds as one derivation of a key may have: more than programs choose, about a second. */
export const maximumRounds = 1_000_000

/** As much memory as scrypt may take, in bytes; OpenSSL has the same limit. */
export const maximumScryptBytes = 33_554_432

/** Whether scrypt takes more memory than it may, by N, r and p of RFC 7914. */
export function isScryptTooLarge(cost: number, blockSize: number, parallelization: number): boolean {
  // Written so that what is no number is too large.
  return !(128 * blockSize * (cost + parallelization + 2) <= maximumScryptBytes)
}

/** An EncryptedPrivateKeyInfo that is no more work than it may be. */
export interface EncryptedKey {
  /** In DER, whatever it was in. */
  readonly der: Uint8Array
  /** Why it is not opened; undefined if it may be. */
  readonly problem: string | undefined
}

/** What a key is that is PKCS#8 and encrypted (RFC 7468, section 11); the older form of OpenSSL takes one round. */
const labelled = '-----BEGIN ENCRYPTED '
const unreadable = 'The private key cannot be read, or its encryption is not supported.'

/**
 * The keys of PKCS#8 in PEM that are encrypted, with the octets that were looked at. One under another label is none: OpenSSL 3.5
 * opens it all the same.
 */
export function encryptedKeys(pem: Pem): readonly EncryptedKey[] {
  return pemBlocks(pem, pemLabel.privateKey).flatMap((block) => {
    const isLabelled = block.startsWith(labelled)
    // Headers (RFC 1421) stand before the base64; under the right label nothing is opened that has them.
    const body = block.replace(/-----[^-]*-----/g, '')
    const base64 = (isLabelled ? body : body.replace(/^.*:.*$/gm, '')).replace(/\s/g, '')
    try {
      const der = derFromBer(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
      const [key] = readDerValues(der)
      if (isLabelled) return [{ der, problem: problemOf(key) }]
      return valuesIn(key)[0]?.tag === derTag.sequence ? [{ der, problem: unreadable }] : []
    } catch {
      // No base64, or octets that make no sense.
      return isLabelled ? [{ der: new Uint8Array(), problem: unreadable }] : []
    }
  })
}

const pbes2 = '1.2.840.113549.1.5.13'
const scrypt = '1.3.6.1.4.1.11591.4.11'

function problemOf(encryptedPrivateKeyInfo: DerValue | undefined): string | undefined {
  const [algorithm, encrypted] = valuesIn(encryptedPrivateKeyInfo)
  contentOf(encrypted, derTag.octetString)
  const [type, parameters] = valuesIn(algorithm)
  // RFC 8018, appendix A.4: the derivation is the first parameter. The others of RFC 8018 and RFC 7292 are derivations too.
  const isDivided = readObjectIdentifier(type) === pbes2
  const [name, derivation] = isDivided ? valuesIn(valuesIn(parameters)[0]) : [type, parameters]
  const [, ...numbers] = valuesIn(derivation)
  if (readObjectIdentifier(name) !== scrypt) return roundsProblem(Number(readInteger(numbers[0])))
  const [cost = NaN, blockSize = NaN, parallelization = NaN] = numbers.map((number) => Number(readInteger(number)))
  if (isScryptTooLarge(cost, blockSize, parallelization))
    return `The private key asks for more than ${maximumScryptBytes} bytes of memory to be opened.`
  return roundsProblem(cost * blockSize * parallelization)
}

function roundsProblem(rounds: number): string | undefined {
  if (rounds >= 1 && rounds <= maximumRounds) return undefined
  return `The private key asks for fewer than 1 or more than ${maximumRounds} rounds of hashing to be opened.`
}
