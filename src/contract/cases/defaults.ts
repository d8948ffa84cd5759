/**
 * Which parts of a manifest say no more than their absence does.
 *
 * @module
 */
import type { PortalSignatureJobManifest } from '../../codec/portal/manifest.js'
import type { PortalSigner } from '../../codec/portal/signer.js'
import { privateSenderOrganizationNumber } from '../../simulator/organizations.js'

/**
 * Leaves out of a manifest what is the documented default, so that a client may write it or not. Source: portal flow
 * page (on behalf of, availability), signature type page, security level page, portal.xsd (order).
 */
export function withoutDefaults(manifest: PortalSignatureJobManifest): Record<string, unknown> {
  const isPrivate = manifest.sender.organizationNumber === privateSenderOrganizationNumber
  const signatureType = isPrivate ? 'ADVANCED_ELECTRONIC_SIGNATURE' : 'AUTHENTICATED_ELECTRONIC_SIGNATURE'
  return {
    ...without(manifest, { requiredAuthentication: '4' }),
    signers: manifest.signers.map((signer: PortalSigner) =>
      without(signer, { onBehalfOf: 'SELF', order: 0, signatureType }),
    ),
    // An element without content says as much as none.
    availability: { ...(manifest.availability && without(manifest.availability, { availableSeconds: 2_592_000 })) },
  }
}

function without(value: object, defaults: Readonly<Record<string, string | number>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name, content]) => defaults[name] !== content))
}
