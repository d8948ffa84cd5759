/**
 * The digests and message authentication codes of PKCS#12 files, by object identifier.
 *
 * @module
 */

/** A digest. */
export interface Digest {
  /** Its name in node:crypto. */
  readonly name: string
  /** Length of a digest, in octets. */
  readonly length: number
  /** Length of the blocks that it works on, in octets: `v` in RFC 7292, appendix B.2. */
  readonly blockLength: number
}

const md5: Digest = { name: 'md5', length: 16, blockLength: 64 }
/** What the schemes of RFC 7292, appendix C, hash with, and PBKDF2 where nothing else is said. */
export const sha1: Digest = { name: 'sha1', length: 20, blockLength: 64 }
const sha224: Digest = { name: 'sha224', length: 28, blockLength: 64 }
const sha256: Digest = { name: 'sha256', length: 32, blockLength: 64 }
const sha384: Digest = { name: 'sha384', length: 48, blockLength: 128 }
const sha512: Digest = { name: 'sha512', length: 64, blockLength: 128 }
const sha512Of224: Digest = { name: 'sha512-224', length: 28, blockLength: 128 }
const sha512Of256: Digest = { name: 'sha512-256', length: 32, blockLength: 128 }
const sha3Of224: Digest = { name: 'sha3-224', length: 28, blockLength: 144 }
const sha3Of256: Digest = { name: 'sha3-256', length: 32, blockLength: 136 }
const sha3Of384: Digest = { name: 'sha3-384', length: 48, blockLength: 104 }
const sha3Of512: Digest = { name: 'sha3-512', length: 64, blockLength: 72 }

/** Digests (RFC 8017, appendix B.1; RFC 1321; NIST's register of algorithms, hashes). */
export const digests: ReadonlyMap<string, Digest> = new Map([
  ['1.2.840.113549.2.5', md5],
  ['1.3.14.3.2.26', sha1],
  ['2.16.840.1.101.3.4.2.4', sha224],
  ['2.16.840.1.101.3.4.2.1', sha256],
  ['2.16.840.1.101.3.4.2.2', sha384],
  ['2.16.840.1.101.3.4.2.3', sha512],
  ['2.16.840.1.101.3.4.2.5', sha512Of224],
  ['2.16.840.1.101.3.4.2.6', sha512Of256],
  ['2.16.840.1.101.3.4.2.7', sha3Of224],
  ['2.16.840.1.101.3.4.2.8', sha3Of256],
  ['2.16.840.1.101.3.4.2.9', sha3Of384],
  ['2.16.840.1.101.3.4.2.10', sha3Of512],
])

/** HMACs, by their digest (RFC 8018, appendix B.1.2; NIST's register of algorithms, message authentication). */
export const hmacs: ReadonlyMap<string, Digest> = new Map([
  ['1.2.840.113549.2.6', md5],
  ['1.2.840.113549.2.7', sha1],
  ['1.2.840.113549.2.8', sha224],
  ['1.2.840.113549.2.9', sha256],
  ['1.2.840.113549.2.10', sha384],
  ['1.2.840.113549.2.11', sha512],
  ['1.2.840.113549.2.12', sha512Of224],
  ['1.2.840.113549.2.13', sha512Of256],
  ['2.16.840.1.101.3.4.2.13', sha3Of224],
  ['2.16.840.1.101.3.4.2.14', sha3Of256],
  ['2.16.840.1.101.3.4.2.15', sha3Of384],
  ['2.16.840.1.101.3.4.2.16', sha3Of512],
])

/** Names of what is not supported, for messages: the table has what OpenSSL can write, and what files had before it. */
const unsupported: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.12.1.1', 'RC4 with 128 bits'],
  ['1.2.840.113549.1.12.1.2', 'RC4 with 40 bits'],
  ['1.2.840.113549.3.4', 'RC4'],
  ['1.2.840.113549.1.5.1', 'PBES1 (MD2 and DES)'],
  ['1.2.840.113549.1.5.3', 'PBES1 (MD5 and DES)'],
  ['1.2.840.113549.1.5.4', 'PBES1 (MD2 and RC2 with 64 bits)'],
  ['1.2.840.113549.1.5.6', 'PBES1 (MD5 and RC2 with 64 bits)'],
  ['1.2.840.113549.1.5.10', 'PBES1 (SHA-1 and DES)'],
  ['1.2.840.113549.1.5.11', 'PBES1 (SHA-1 and RC2 with 64 bits)'],
  ['1.3.14.3.2.7', 'DES'],
  ['1.2.840.113549.3.8', 'RC5'],
  ['1.2.840.113549.3.9', 'RC5'],
  ['1.3.6.1.4.1.188.7.1.1.2', 'IDEA'],
  ['1.3.6.1.4.1.3029.1.2', 'Blowfish'],
  ['1.2.840.113533.7.66.10', 'CAST-128'],
  ['1.2.410.200004.1.4', 'SEED'],
  ['1.2.156.10197.1.104.2', 'SM4'],
  ['1.2.643.2.2.21', 'GOST 28147-89'],
  ['1.2.840.113549.2.2', 'MD2'],
  ['1.2.840.113549.2.4', 'MD4'],
  ['1.0.10118.3.0.55', 'Whirlpool'],
  ['1.3.36.3.2.1', 'RIPEMD-160'],
  ['1.2.156.10197.1.401', 'SM3'],
  ['1.2.156.10197.1.401.3.1', 'HMAC with SM3'],
  ['1.3.6.1.4.1.1722.12.2.1.16', 'BLAKE2b'],
  ['1.3.6.1.4.1.1722.12.2.2.8', 'BLAKE2s'],
  ['2.16.840.1.101.3.4.2.11', 'SHAKE128'],
  ['2.16.840.1.101.3.4.2.12', 'SHAKE256'],
  ['1.2.643.2.2.9', 'GOST R 34.11-94'],
  ['1.2.643.2.2.10', 'HMAC with GOST R 34.11-94'],
  ['1.2.643.7.1.1.2.2', 'GOST R 34.11-2012 with 256 bits'],
  ['1.2.643.7.1.1.2.3', 'GOST R 34.11-2012 with 512 bits'],
  ['1.2.643.7.1.1.4.1', 'HMAC with GOST R 34.11-2012 and 256 bits'],
  ['1.2.643.7.1.1.4.2', 'HMAC with GOST R 34.11-2012 and 512 bits'],
])

/** Block ciphers by the arcs of all their modes (NIST's register of algorithms; RFC 3657; RFC 5794). */
const otherModes: readonly (readonly [arc: string, name: string])[] = [
  ['2.16.840.1.101.3.4.1.', 'AES'],
  ['1.2.392.200011.61.1.1.1.', 'Camellia'],
  ['0.3.4401.5.3.1.9.', 'Camellia'],
  ['1.2.410.200046.1.1.', 'ARIA'],
]

/** Longer than any object identifier of an algorithm is, in characters. */
const maximumIdentifierLength = 64

/** The name of an algorithm that is not supported, or else its object identifier. */
export function nameOf(identifier: string): string {
  const mode = otherModes.find(([arc]) => identifier.startsWith(arc))
  if (mode !== undefined) return `${mode[1]} in another mode than CBC`
  const name = unsupported.get(identifier)
  if (name !== undefined) return name
  const isLong = identifier.length > maximumIdentifierLength
  return isLong ? 'an algorithm whose identifier is too long to be one' : `the algorithm ${identifier}`
}
