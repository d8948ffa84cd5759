/**
 * Certificates that tests make, as the package reads them.
 *
 * @module
 */
import { readCertificate, type Certificate } from '../../src/x509/certificate.js'
import type { MadeCertificate } from '../certificates.js'

/** Reads a certificate that was made. */
export function readMade({ certificateDer }: Pick<MadeCertificate, 'certificateDer'>): Certificate {
  const certificate = readCertificate(certificateDer)
  if (certificate === undefined) throw new Error('a certificate that was made can be read')
  return certificate
}
