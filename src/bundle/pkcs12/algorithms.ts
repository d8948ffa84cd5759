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

/** Names of what is not supported, for messages: the file's own words, which could be anything, are not handed on. */
const unsupported: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.5.1', 'PBES1 (MD2 and DES)'],
  ['1.2.840.113549.1.5.3', 'PBES1 (MD5 and DES)'],
  ['1.2.840.113549.1.5.4', 'PBES1 (MD2 and RC2 with 64 bits)'],
  ['1.2.840.113549.1.5.6', 'PBES1 (MD5 and RC2 with 64 bits)'],
  ['1.2.840.113549.1.5.10', 'PBES1 (SHA-1 and DES)'],
  ['1.2.840.113549.1.5.11', 'PBES1 (SHA-1 and RC2 with 64 bits)'],
  ['1.3.14.3.2.7', 'DES'],
  ['1.2.840.113549.3.9', 'RC5'],
  ['1.3.6.1.4.1.3029.1.2', 'Blowfish'],
  ['1.2.840.113533.7.66.10', 'CAST-128'],
  ['1.2.410.200004.1.4', 'SEED'],
  ['1.2.156.10197.1.104.2', 'SM4'],
  ['1.2.840.113549.2.2', 'MD2'],
  ['1.2.840.113549.2.4', 'MD4'],
  ['1.0.10118.3.0.55', 'Whirlpool'],
  ['1.3.36.3.2.1', 'RIPEMD-160'],
  ['1.2.156.10197.1.401', 'SM3'],
])

/** AES, with key lengths and modes (NIST's register of algorithms). */
const aes = '2.16.840.1.101.3.4.1.'

/** The name of an algorithm that is not supported, if it is known. */
export function nameOf(identifier: string): string | undefined {
  return identifier.startsWith(aes) ? 'AES in another mode than CBC' : unsupported.get(identifier)
}
