/**
 * Reading what callers hand over: each property once, so that what is checked is what is sent.
 *
 * @module
 */
import { compileType } from '../codec/content.js'
import { compileEncoder, type Encoded } from '../codec/encode.js'
import { portalSignatureJobManifest, type Codec, type PortalSignatureJobManifest } from '../codec/index.js'
import { soundOf } from '../codec/sound.js'

/** What was read of a value: what the schema says is wrong, and a copy of what has the form declared. */
export interface Reading<T> extends Omit<Encoded, 'value'> {
  /** What has another form is left out; an item of a list that has is an empty object. */
  readonly sound: T
}

/** Makes a reader of values of any form. */
export function readerOf<T>({ name, spec }: Pick<Codec<T>, 'name' | 'spec'>): (value: unknown) => Reading<Partial<T>> {
  let encode: ((value: unknown) => Encoded) | undefined
  return (value) => {
    encode ??= compileEncoder(name, compileType(spec))
    const { value: read, ...encoded } = encode(value)
    return { ...encoded, sound: soundOf(spec, read) as Partial<T> }
  }
}

/** Reads a manifest. */
export const readManifest: (value: unknown) => Reading<Partial<PortalSignatureJobManifest>> =
  readerOf(portalSignatureJobManifest)
