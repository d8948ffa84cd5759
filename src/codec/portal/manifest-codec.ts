/**
 * The codec of the manifest: its spec and its rules, which look at that spec, joined.
 *
 * @module
 */
import { createCodec, type ManifestCodec } from '../codec.js'
import { manifestRules } from './manifest-rules.js'
import { manifestElement, portalSignatureJobManifestType, type PortalSignatureJobManifest } from './manifest.js'
import { checkRules, offeredBy } from './rule.js'

/**
 * Codec of `manifest.xml` (portal.xsd, element `portal-signature-job-manifest`). Beyond the schema it enforces the
 * documented rules that hold for every sender; see `manifestFor` for those of a sector.
 */
export const portalSignatureJobManifest: ManifestCodec<PortalSignatureJobManifest> = createCodec({
  name: manifestElement,
  spec: portalSignatureJobManifestType,
  check: (manifest, way) => checkRules(manifestRules, { manifest }, way),
  offers: offeredBy(manifestRules),
})
