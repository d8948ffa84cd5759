/**
 * Changes to bytes, as faults and attackers make them.
 *
 * @module
 */
import { concatenate } from '../src/http/multipart.js'
import type { Random } from './conformance/random.js'

type Change = (bytes: Uint8Array, random: Random) => Uint8Array

const interesting = [
  '<',
  '>',
  '&',
  '"',
  ']]>',
  '<![CDATA[',
  '<!DOCTYPE a [',
  '&#0;',
  '\u0000',
  '\u00ff',
  '\uFEFF',
  'PK\u0003\u0004',
  'PK\u0005\u0006',
]

const changes: readonly Change[] = [
  (bytes, random) => {
    const copy = bytes.slice()
    const at = random.integer(0, Math.max(0, copy.length - 1))
    copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(0, 7))
    return copy
  },
  (bytes, random) => bytes.slice(0, random.integer(0, bytes.length)),
  (bytes, random) => bytes.slice(random.integer(0, bytes.length)),
  (bytes, random) => {
    const [from, to] = [random.integer(0, bytes.length), random.integer(0, bytes.length)]
    return concatenate([bytes.subarray(0, Math.max(from, to)), bytes.subarray(Math.min(from, to))])
  },
  (bytes, random) => {
    const at = random.integer(0, bytes.length)
    return concatenate([bytes.subarray(0, at), new TextEncoder().encode(random.pick(interesting)), bytes.subarray(at)])
  },
  (bytes, random) => {
    const copy = bytes.slice()
    const at = random.integer(0, copy.length)
    copy.fill(random.pick([0, 0xff, 0x20]), at, at + random.integer(1, 8))
    return copy
  },
]

/** Changes bytes in none to four ways. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let changed = bytes
  for (let left = random.integer(0, 4); left > 0; left--) changed = random.pick(changes)(changed, random)
  return concatenate([changed])
}
