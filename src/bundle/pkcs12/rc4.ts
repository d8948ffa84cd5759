/**
 * RC4, to decrypt what older programs wrote. node:crypto has it only with OpenSSL's legacy provider, which Node.js does not
 * load.
 *
 * @module
 */

/** Decrypts, or encrypts, with a key of 1 to 256 octets. */
export function decryptRc4(encrypted: Uint8Array, key: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, at) => at)
  const octet = (at: number): number => state[at & 0xff] ?? 0
  const swap = (one: number, other: number): void => {
    const kept = octet(one)
    state[one] = octet(other)
    state[other] = kept
  }
  for (let at = 0, other = 0; at < 256; at++) {
    other = (other + octet(at) + (key[at % key.length] ?? 0)) & 0xff
    swap(at, other)
  }
  let other = 0
  return encrypted.map((value, index) => {
    const at = (index + 1) & 0xff
    other = (other + octet(at)) & 0xff
    swap(at, other)
    return value ^ octet(octet(at) + octet(other))
  })
}
