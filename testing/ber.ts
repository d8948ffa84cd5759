/** Writes values in BER as DER does not: what programs that write in one go make of them. */
import { readDerValues } from '../src/x509/der.js'

/** How a value is written. */
export interface BerStyle {
  /** Whether lengths of constructed values are indefinite. */
  readonly indefinite: boolean
  /** How many octets lengths take at least, besides the first; 0 is the shortest form. */
  readonly lengthOctets: number
  /** How long the pieces of strings are; 0 writes them in one. */
  readonly pieces: number
}

/** How lengths are written. */
export type Lengths = Omit<BerStyle, 'pieces'>

/** Writes what is in DER in another style. */
export function berFromDer(der: Uint8Array, style: BerStyle): Uint8Array {
  return new Uint8Array(Buffer.concat(readDerValues(der).map(({ tag, content }) => writeValue(tag, content, style))))
}

function writeValue(tag: number, content: Uint8Array, style: BerStyle): Uint8Array {
  if (tag & 0x20) return constructed(tag, berFromDer(content, style), style)
  if (tag !== 0x04 || style.pieces === 0) return Buffer.concat([Uint8Array.of(tag), lengthOf(content, style), content])
  const pieces: Uint8Array[] = []
  for (let at = 0; at < content.length; at += style.pieces)
    pieces.push(writeValue(tag, content.subarray(at, at + style.pieces), { ...style, pieces: 0 }))
  return constructed(tag | 0x20, Buffer.concat(pieces), style)
}

/** Writes a value that holds values, or, where lengths are not indefinite, any. */
export function constructed(tag: number, content: Uint8Array, style: Lengths): Uint8Array {
  if (style.indefinite) return Buffer.concat([Uint8Array.of(tag, 0x80), content, Uint8Array.of(0, 0)])
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content, style), content])
}

function lengthOf({ length }: Uint8Array, { lengthOctets }: Lengths): Uint8Array {
  const octets: number[] = []
  for (let rest = length; rest > 0 || octets.length < lengthOctets; rest = Math.floor(rest / 256))
    octets.unshift(rest % 256)
  return length < 0x80 && lengthOctets === 0 ? Uint8Array.of(length) : Uint8Array.of(0x80 | octets.length, ...octets)
}
