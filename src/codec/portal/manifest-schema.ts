/**
 * The manifest by the schema alone: unlike the exported codec, this one enforces no rule.
 *
 * @module
 */
import { createCodec, type Codec } from '../codec.js'
import { portalSignatureJobManifestType, type PortalSignatureJobManifest } from './manifest.js'

/** Not exported by any entry: what breaks a rule is neither to be sent nor to be relied on. */
export const manifestSchema: Codec<PortalSignatureJobManifest> = createCodec({
  name: 'portal-signature-job-manifest',
  spec: portalSignatureJobManifestType,
})
