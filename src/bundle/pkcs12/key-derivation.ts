/**
 * Keys from passphrases: RFC 7292, appendix B; PBKDF2 (RFC 8018, section 5.2); scrypt (RFC 7914). Files say how much work
 * that is, and may say anything: it is limited, and done without keeping the event loop from its other work.
 *
 * @module
 */
import type { ScryptOptions } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { crypto } from '../../x509/crypto.js'
import { isScryptTooLarge, maximumRounds, maximumScryptBytes } from '../../x509/encrypted-key.js'
import type { Digest } from './algorithms.js'
import { unreadable } from './problems.js'

/** How keys of any length are derived. */
export type Derivation =
  | {
      readonly scheme: 'pkcs12'
      readonly digest: Digest
      readonly salt: Uint8Array
      readonly rounds: number
      /** What for: 1 is a key, 2 an initialization vector, 3 the key of a MAC (RFC 7292, appendix B.3). */
      readonly purpose: 1 | 2 | 3
    }
  | {
      readonly scheme: 'pbkdf2'
      /** That of the HMAC. */
      readonly digest: Digest
      readonly salt: Uint8Array
      readonly rounds: number
    }
  | {
      readonly scheme: 'scrypt'
      readonly salt: Uint8Array
      /** N, r and p of RFC 7914. */
      readonly cost: number
      readonly blockSize: number
      readonly parallelization: number
    }

/** Derives a key from one of the forms that a passphrase has for a scheme, which are tried in this order. */
export interface Deriver {
  /** How many forms there are. */
  readonly forms: (scheme: Derivation['scheme']) => readonly Uint8Array[]
  /** Derives some octets; a PortalError if that were too much work. */
  readonly derive: (derivation: Derivation, length: number, form: Uint8Array) => Promise<Uint8Array>
}

/**
 * As many rounds as all derivations of one file may have together. It is what one needs whose integrity, certificates and
 * key are protected with a million rounds each in the oldest scheme, 3DES, which takes three times that for each key and
 * its initialization vector: seven or eight seconds, in which other work goes on.
 */
export const maximumRoundsOfFile = 7_000_000

/** Rounds without a pause: about a millisecond. */
const roundsAtOnce = 2000

/** Makes a deriver for one file: what is asked for twice is derived once, and there is a limit for all. */
export function createDeriver(passphrase: string): Deriver {
  const sixteenBit = sixteenBitForms(passphrase)
  const utf8 = [new TextEncoder().encode(passphrase)]
  const derived = new Map<string, Promise<Uint8Array>>()
  let roundsLeft = maximumRoundsOfFile
  return {
    forms: (scheme) => (scheme === 'pkcs12' ? sixteenBit : utf8),
    derive: async (derivation, length, form) => {
      const named = { ...derivation, salt: crypto().hash('sha256', derivation.salt) }
      const name = JSON.stringify([named, length, crypto().hash('sha256', form)])
      const known = derived.get(name)
      if (known !== undefined) return known
      const rounds = checkedRounds(derivation, length)
      if (!(rounds <= roundsLeft))
        throw unreadable(`The file asks for more than ${maximumRoundsOfFile} rounds of hashing in all.`)
      roundsLeft -= rounds
      const promise = deriveWith(derivation, length, form)
      derived.set(name, promise)
      return promise
    },
  }
}

/**
 * RFC 7292, appendix B.1: sixteen-bit characters, the higher octet first, with a zero at the end. An empty passphrase is
 * that zero, or none where a program takes it for no passphrase. OpenSSL before 1.1.0 took each octet for a character.
 */
function sixteenBitForms(passphrase: string): readonly Uint8Array[] {
  const form = (codes: readonly number[]): Uint8Array =>
    Uint8Array.from([...codes, 0].flatMap((code) => [code >>> 8, code & 0xff]))
  const codes = Array.from({ length: passphrase.length }, (_, at) => passphrase.charCodeAt(at))
  if (codes.length === 0) return [form([]), new Uint8Array()]
  const isAscii = codes.every((code) => code < 0x80)
  return isAscii ? [form(codes)] : [form(codes), form([...new TextEncoder().encode(passphrase)])]
}

/** How many rounds of hashing a derivation takes; a PortalError if it asks for none, or for too much. */
function checkedRounds(derivation: Derivation, length: number): number {
  if (derivation.scheme === 'scrypt') {
    const { cost, blockSize, parallelization } = derivation
    if (isScryptTooLarge(cost, blockSize, parallelization))
      throw unreadable(`The file asks for more than ${maximumScryptBytes} bytes of memory to derive a key.`)
    return cost * blockSize * parallelization
  }
  const { digest, rounds } = derivation
  if (!(rounds >= 1 && rounds <= maximumRounds))
    throw unreadable(`The file asks for fewer than 1 or more than ${maximumRounds} rounds of hashing.`)
  return rounds * Math.ceil(length / digest.length)
}

function deriveWith(derivation: Derivation, length: number, passphrase: Uint8Array): Promise<Uint8Array> {
  switch (derivation.scheme) {
    case 'pkcs12':
      return derivePkcs12(derivation, length, passphrase)
    case 'pbkdf2': {
      const { digest, salt, rounds } = derivation
      return settled((done) => {
        crypto().pbkdf2(passphrase, salt, rounds, length, digest.name, done)
      })
    }
    case 'scrypt': {
      const { salt, cost, blockSize, parallelization } = derivation
      const options: ScryptOptions = { cost, blockSize, parallelization, maxmem: maximumScryptBytes }
      return settled((done) => {
        crypto().scrypt(passphrase, salt, length, options, done)
      })
    }
  }
}

function settled(start: (done: (error: Error | null, key: Uint8Array) => void) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    start((error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

/** RFC 7292, appendix B.2; the letters are those of its steps. */
async function derivePkcs12(
  { digest, salt, rounds, purpose }: Extract<Derivation, { scheme: 'pkcs12' }>,
  length: number,
  passphrase: Uint8Array,
): Promise<Uint8Array> {
  const v = digest.blockLength
  // D, the diversifier, and I, which is salt and passphrase, each repeated to whole blocks.
  const hashed = new Uint8Array(v + wholeBlocks(salt.length, v) + wholeBlocks(passphrase.length, v)).fill(purpose, 0, v)
  fillWith(hashed.subarray(v, v + wholeBlocks(salt.length, v)), salt)
  fillWith(hashed.subarray(v + wholeBlocks(salt.length, v)), passphrase)
  const derived = new Uint8Array(length)
  const { hash } = crypto()
  for (let offset = 0; offset < length; offset += digest.length) {
    if (offset > 0) addToBlocks(hashed.subarray(v), derived.subarray(offset - digest.length, offset), v)
    let a: Uint8Array = hash(digest.name, hashed, 'buffer')
    for (let round = 1; round < rounds; round++) {
      a = hash(digest.name, a, 'buffer')
      if (round % roundsAtOnce === 0) await setImmediate()
    }
    derived.set(a.subarray(0, length - offset), offset)
  }
  return derived
}

function wholeBlocks(length: number, blockLength: number): number {
  return Math.ceil(length / blockLength) * blockLength
}

function fillWith(target: Uint8Array, repeated: Uint8Array): void {
  for (let offset = 0; offset < target.length; offset += repeated.length)
    target.set(repeated.subarray(0, target.length - offset), offset)
}

/** Step 6 C: adds B, which is A repeated to a block, and 1 to each block, as numbers whose lowest octet is the last. */
function addToBlocks(blocks: Uint8Array, a: Uint8Array, blockLength: number): void {
  const b = new Uint8Array(blockLength)
  fillWith(b, a)
  for (let start = 0; start < blocks.length; start += blockLength) {
    let carry = 1
    for (let at = blockLength - 1; at >= 0; at--) {
      carry += (blocks[start + at] ?? 0) + (b[at] ?? 0)
      blocks[start + at] = carry
      carry >>>= 8
    }
  }
}
