/**
 * DER written anew in BER, each value in a way of its own: long and indefinite lengths, and strings in pieces.
 *
 * @module
 */
import { readDerValues } from '../../src/x509/der.js'
import { constructed, type Lengths } from '../ber.js'

const octetString = 0x04
const shortest: Lengths = { indefinite: false, lengthOctets: 0 }

/** How values inside others may be written. */
const lengths: readonly Lengths[] = [
  shortest,
  { indefinite: true, lengthOctets: 0 },
  ...[1, 2, 3, 4, 5, 8].map((lengthOctets) => ({ indefinite: false, lengthOctets })),
]

/** Where a string is cut, for how long it is. */
const cuts: readonly ((length: number) => readonly number[])[] = [
  () => [],
  (length) => [length >> 1],
  (length) => [length >> 1, length >> 1],
  () => [0],
  (length) => [length],
  (length) => Array.from({ length: Math.ceil(length / 50) }, (_, index) => index * 50),
]

const modulo = (style: number, length: number): number => Math.abs(Math.trunc(style)) % length || 0

/** Values in the given styles, one after the other and then again from the first; a RangeError if they are no DER. */
export function inStyles(der: Uint8Array, styles: readonly number[]): Uint8Array {
  let count = 0
  const write = (octets: Uint8Array): Uint8Array =>
    Buffer.concat(readDerValues(octets).map(({ tag, content }) => writeValue(tag, content)))
  const writeValue = (tag: number, content: Uint8Array): Uint8Array => {
    const style = styles[count++ % Math.max(1, styles.length)] ?? 0
    const form = lengths[modulo(style, lengths.length)] ?? shortest
    if ((tag & 0x20) !== 0) return constructed(tag, write(content), form)
    const places = tag === octetString ? (cuts[modulo(style / 10, cuts.length)]?.(content.length) ?? []) : []
    const definite = { ...form, indefinite: false }
    if (places.length === 0) return constructed(tag, content, definite)
    const pieces = [...places, content.length].map((end, index) =>
      constructed(tag, content.subarray(places[index - 1] ?? 0, end), definite),
    )
    return constructed(tag | 0x20, Buffer.concat(pieces), form)
  }
  return new Uint8Array(write(der))
}
