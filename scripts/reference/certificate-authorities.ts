/** The page of certificate authorities. */
import { certificateAuthorities, type TrustEnvironment } from '../../src/trust/index.js'
import { code, page, table } from './markdown.js'

const titles: Readonly<Record<TrustEnvironment, string>> = { production: 'Production', test: 'Test environments' }

/** Makes the page. */
export function certificateAuthoritiesPage(): string {
  return page('Certificate authorities', [
    'The certificate authorities of `certificateAuthorities` in `signering-portal/trust`: those that the official client trusts (signature-api-client-java 7.0.4, read on 2026-11-25), without any that have expired. `tlsOptions` takes all of an environment for the certificate of the service; `verifyBundle` and `signering-portal verify` take those of Buypass and Commfides for the certificates of senders. [Two-way TLS](../tls.md#certificate-authorities) tells how to check them.',
    ...Object.entries(certificateAuthorities).flatMap(([environment, authorities]) => [
      `## ${titles[environment as TrustEnvironment]}`,
      table(
        ['Name', 'Owner', 'Issued by', 'Expires', 'Fingerprint (SHA-256)'],
        authorities.map(({ commonName, owner, issuer, validUntil, sha256 }) => [
          commonName,
          owner,
          issuer === commonName ? 'itself: a root' : issuer,
          validUntil.slice(0, 10),
          code(sha256),
        ]),
      ),
    ]),
  ])
}
