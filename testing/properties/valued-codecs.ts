/**
 * Every codec beside an arbitrary of the values that it takes, whatever their type.
 *
 * @module
 */
import type * as fc from 'fast-check'
import * as arbitraries from 'signering-portal/arbitraries'
import * as codecs from 'signering-portal/codec'
import { manifestFor, type PrivateManifest, type PublicManifest } from 'signering-portal/manifest'
import type { Codec } from 'signering-portal/codec'

/** A codec and its values, to be used by what takes both. */
export interface ValuedCodec {
  /** The name of the element; those of the manifests of one sector have names of their own. */
  readonly name: string
  readonly use: <R>(visit: <T>(codec: Codec<T>, values: fc.Arbitrary<T>) => R) => R
}

function valued<T>(codec: Codec<T>, values: fc.Arbitrary<T>, name = codec.name): ValuedCodec {
  return { name, use: (visit) => visit(codec, values) }
}

/** Every codec of an element. */
export const valuedCodecs: readonly ValuedCodec[] = [
  valued(codecs.portalSignatureJobRequest, arbitraries.anyJobRequest),
  valued(codecs.portalSignatureJobManifest, arbitraries.anyManifest),
  valued(codecs.portalSignatureJobResponse, arbitraries.anyJobResponse),
  valued(codecs.portalSignatureJobStatusChangeResponse, arbitraries.anyStatusChangeResponse),
  valued(codecs.serviceError, arbitraries.anyServiceError),
]

/** Those of the manifests of one sector. */
export const sectorCodecs: readonly ValuedCodec[] = [
  valued<PublicManifest>(manifestFor('PUBLIC'), arbitraries.anyManifestFor('PUBLIC'), 'public manifest'),
  valued<PrivateManifest>(manifestFor('PRIVATE'), arbitraries.anyManifestFor('PRIVATE'), 'private manifest'),
]
