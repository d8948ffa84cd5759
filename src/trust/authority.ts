/**
 * What is known of a certificate authority.
 *
 * @module
 */

/** A certificate authority that the service and its official clients trust. */
export interface CertificateAuthority {
  /** The common name of its subject. */
  readonly commonName: string
  /** The common name of whoever issued it: its own, if it is a root. */
  readonly issuer: string
  /** Whose it is. Certificates of senders come from Buypass and Commfides. */
  readonly owner: 'Buypass' | 'Commfides' | 'Digipost'
  /** When it expires, as a date and time of ISO 8601. */
  readonly validUntil: string
  /** The SHA-256 of its DER encoding, in 64 hexadecimal digits of lower case: its fingerprint. */
  readonly sha256: string
  /** The certificate in PEM. */
  readonly pem: string
}
