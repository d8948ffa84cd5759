/**
 * The certificate authorities that certify senders.
 *
 * @module
 */
import { certificateAuthorities, type TrustEnvironment } from '../trust/authorities.js'
import { readCertificate, type Certificate } from '../x509/certificate.js'

/** Whom to trust, and who may stand between. */
export interface SenderAuthorities {
  readonly roots: readonly Certificate[]
  readonly issued: readonly Certificate[]
}

/** Those of Buypass and Commfides, of whom senders buy enterprise certificates. */
export function senderAuthorities(environment: TrustEnvironment): SenderAuthorities {
  const all = certificateAuthorities[environment].filter(({ owner }) => owner !== 'Digipost')
  const certificatesOf = (isRoot: boolean): readonly Certificate[] =>
    all.flatMap(({ commonName, issuer, pem }) =>
      isRoot === (commonName === issuer) ? (readCertificate(pem) ?? []) : [],
    )
  return { roots: certificatesOf(true), issued: certificatesOf(false) }
}
