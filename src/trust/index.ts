/**
 * The certificate authorities by which the service is known, and those that certify senders.
 *
 * @module signering-portal/trust
 */
export type { CertificateAuthority } from './authority.js'
export { certificateAuthorities, type TrustEnvironment } from './authorities.js'
