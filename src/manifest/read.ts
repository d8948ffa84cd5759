/**
 * Reading what callers hand over: each property once, so that what is checked is what is sent.
 *
 * @module
 */
import { compileType } from '../codec/content.js'
import { compileEncoder, type Encode, type Encoded } from '../codec/encode.js'
import type { Codec, PortalSignatureJobManifest } from '../codec/index.js'
import { portalSignatureJobManifest } from '../codec/portal/manifest-codec.js'
import type { Offers } from '../codec/property.js'
import { soundOf } from '../codec/sound.js'

/** What was read of a value: what the schema says is wrong, and a copy of what has the form declared. */
export interface Reading<T> extends Omit<Encoded, 'value'> {
  /** What has another form is left out; an item of a list that has is an empty object. */
  readonly sound: T
}

/** Reads a value; lists in messages name what is offered. */
export type Read<T> = (value: unknown, offers?: Offers) => Reading<T>

/** Makes a reader of values of any form. */
export function readerOf<T>({ name, spec }: Pick<Codec<T>, 'name' | 'spec'>): Read<Partial<T>> {
  let encode: Encode | undefined
  return (value, offers) => {
    encode ??= compileEncoder(name, compileType(spec))
    const { value: read, ...encoded } = encode(value, offers)
    return { ...encoded, sound: soundOf(spec, read) as Partial<T> }
  }
}

/** Reads a manifest. */
export const readManifest: Read<Partial<PortalSignatureJobManifest>> = readerOf(portalSignatureJobManifest)
