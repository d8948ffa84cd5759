/**
 * The manifest by the schema alone: unlike the exported codec, this one enforces no rule.
 *
 * @module
 */
import { createCodec } from '../../src/codec/codec.js'
import { portalSignatureJobManifest, type Codec, type PortalSignatureJobManifest } from '../../src/codec/index.js'

/** Writes manifests that break rules. */
export const manifestSchema: Codec<PortalSignatureJobManifest> = createCodec({
  name: portalSignatureJobManifest.name,
  spec: portalSignatureJobManifest.spec,
})
