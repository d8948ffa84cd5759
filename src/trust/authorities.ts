/**
 * The certificate authorities by which the service is known, and those that certify senders.
 *
 * @module
 */
import type { CertificateAuthority } from './authority.js'
import { buypass } from './production/buypass.js'
import { commfides } from './production/commfides.js'
import { digipost } from './production/digipost.js'
import { buypass as testBuypass } from './test/buypass.js'
import { commfides as testCommfides } from './test/commfides.js'
import { digipost as testDigipost } from './test/digipost.js'

/** Where certificates are trusted: those of one are worth nothing in the other. All environments but production are `test`. */
export type TrustEnvironment = 'production' | 'test'

/**
 * The certificate authorities that the official client trusts, roots and those below them, but for those that have expired
 * (signature-api-client-java 7.0.4, read on 2026-11-25). The service's certificate leads to one of them, a sender's to one of
 * Buypass or Commfides (documentation: buying an enterprise certificate). docs/tls.md tells how to check them. They are frozen.
 */
export const certificateAuthorities: Readonly<Record<TrustEnvironment, readonly CertificateAuthority[]>> =
  /* @__PURE__ */ Object.freeze({
    production: /* @__PURE__ */ unchanging([...buypass, ...commfides, ...digipost]),
    test: /* @__PURE__ */ unchanging([...testBuypass, ...testCommfides, ...testDigipost]),
  })

/** Whoever could change a list of those that are trusted could add one. */
function unchanging(authorities: readonly CertificateAuthority[]): readonly CertificateAuthority[] {
  return Object.freeze(authorities.map((authority) => Object.freeze(authority)))
}

/** Whether something is the name of an environment. */
export function isTrustEnvironment(value: unknown): value is TrustEnvironment {
  return value === 'production' || value === 'test'
}
