/**
 * RC2 (RFC 2268), to decrypt what older programs wrote. node:crypto has it only with OpenSSL's legacy provider, which Node.js
 * does not load; node-forge has it, an optional package that is loaded when a file needs it.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import type * as forge from 'node-forge'
import { unreadable } from './problems.js'

type Forge = Pick<typeof forge, 'rc2' | 'util'>

const blockLength = 8

/** Octets without a pause: about a millisecond. What node-forge takes for more in one cipher grows faster than they do. */
const octetsAtOnce = 2048

/** Decrypts whole blocks in the mode CBC, and leaves the padding. Of the key 40, 64 or 128 bits count. */
export async function decryptRc2(
  encrypted: Uint8Array,
  key: Uint8Array,
  effectiveBits: number,
  iv: Uint8Array,
  load: () => Promise<Forge> = loadForge,
): Promise<Uint8Array> {
  const { rc2, util } = await load().catch(() => {
    throw unreadable('The file is protected with RC2, which needs the optional package node-forge: install it.')
  })
  const decrypted = new Uint8Array(encrypted.length)
  let previous = iv
  for (let offset = 0; offset < encrypted.length; offset += octetsAtOnce) {
    const piece = encrypted.subarray(offset, offset + octetsAtOnce)
    const cipher = rc2.createDecryptionCipher(binary(key), effectiveBits)
    cipher.start(binary(previous))
    cipher.update(util.createBuffer(binary(piece)))
    decrypted.set(Buffer.from(cipher.output.getBytes(), 'latin1'), offset)
    previous = piece.subarray(-blockLength)
    await setImmediate()
  }
  return decrypted
}

async function loadForge(): Promise<Forge> {
  return (await import('node-forge')).default
}

/** node-forge takes octets as the characters of a string. */
function binary(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1')
}
