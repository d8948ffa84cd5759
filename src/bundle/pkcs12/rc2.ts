/**
 * RC2 (RFC 2268), to decrypt what older programs wrote. node:crypto has it only with OpenSSL's legacy provider, which
 * Node.js does not load.
 *
 * @module
 */

/** PITABLE: the octets in an order that comes from the digits of pi (RFC 2268, section 2). */
const piTable = Uint8Array.from(
  (
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad'
  ).match(/../g) ?? [],
  (octet) => parseInt(octet, 16),
)

const blockLength = 8

/** How far each word is rotated in a round (section 3). */
const rotations = [1, 2, 3, 5] as const

/** Reverse rounds of mixing, with a round of mashing between (section 4). */
const mixingRounds = [5, 6, 5] as const

/** Decrypts whole blocks in the mode CBC, and leaves the padding. Of the key, of 1 to 128 octets, 1 to 1024 bits count. */
export function decryptRc2(encrypted: Uint8Array, key: Uint8Array, effectiveBits: number, iv: Uint8Array): Uint8Array {
  const expanded = expandKey(key, effectiveBits)
  const decrypted = new Uint8Array(encrypted.length)
  let previous = iv
  for (let offset = 0; offset < encrypted.length; offset += blockLength) {
    const block = encrypted.subarray(offset, offset + blockLength)
    const plain = decryptBlock(block, expanded)
    for (let at = 0; at < blockLength; at++) decrypted[offset + at] = octetOf(plain, at) ^ octetOf(previous, at)
    previous = block
  }
  return decrypted
}

/** Section 2: 64 words of 16 bits. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const octets = new Uint8Array(128)
  octets.set(key)
  const substitute = (octet: number): number => octetOf(piTable, octet & 0xff)
  for (let at = key.length; at < 128; at++)
    octets[at] = substitute(octetOf(octets, at - 1) + octetOf(octets, at - key.length))
  const effectiveOctets = Math.ceil(effectiveBits / 8)
  const mask = 0xff >> (effectiveOctets * 8 - effectiveBits)
  octets[128 - effectiveOctets] = substitute(octetOf(octets, 128 - effectiveOctets) & mask)
  for (let at = 127 - effectiveOctets; at >= 0; at--)
    octets[at] = substitute(octetOf(octets, at + 1) ^ octetOf(octets, at + effectiveOctets))
  return wordsOf(octets)
}

/** Section 4; words are counted round, so that before the first stands the last. */
function decryptBlock(block: Uint8Array, key: Uint16Array): Uint8Array {
  const words = wordsOf(block)
  const word = (at: number): number => words[at & 3] ?? 0
  let next = key.length
  for (const [part, rounds] of mixingRounds.entries()) {
    for (let at = 3; part > 0 && at >= 0; at--) words[at] = word(at) - (key[word(at - 1) & 63] ?? 0)
    for (let round = 0; round < rounds; round++)
      for (let at = 3; at >= 0; at--) {
        const bits = rotations[at] ?? 0
        const rotated = (word(at) >>> bits) | (word(at) << (16 - bits))
        next -= 1
        const mixed = (word(at - 1) & word(at - 2)) + (~word(at - 1) & word(at - 3))
        words[at] = rotated - (key[next] ?? 0) - mixed
      }
  }
  return Uint8Array.from({ length: blockLength }, (_, at) => word(at >> 1) >>> (8 * (at & 1)))
}

/** Words of 16 bits, the lower octet first. */
function wordsOf(octets: Uint8Array): Uint16Array {
  return Uint16Array.from(
    { length: octets.length / 2 },
    (_, at) => octetOf(octets, 2 * at) | (octetOf(octets, 2 * at + 1) << 8),
  )
}

function octetOf(octets: Uint8Array, at: number): number {
  return octets[at] ?? 0
}
