/**
 * Servers that take the place of the service, and whose certificates tell that they are not it.
 *
 * @module
 */
import { loadCertificateWriter } from './certificate-authority.js'
import { rootSubject, subjectOfSeid2, type TestCertificates } from './certificates.js'
import { serverOrganizationNumber } from './organizations.js'
import type { ServeTlsOptions } from './serve.js'

/**
 * What is wrong with the certificate of a server: it names another organization, or else it names the service's, but leads to
 * a root of another key than that which clients trust, has expired, or is signed by its own key.
 */
export type Impostor = 'otherOrganization' | 'unknownRoot' | 'expired' | 'selfSigned'

const day = 86_400_000

/** Makes what an impostor shows at an instant, by which clients judge it. */
export async function impostorTls(
  certificates: TestCertificates,
  as: Impostor,
  instant: Date,
): Promise<ServeTlsOptions> {
  const { root, server, otherServer } = certificates
  const ca = root.certificates
  if (as === 'otherOrganization') return { key: otherServer.key, cert: otherServer.certificates, ca }
  const { certify } = await loadCertificateWriter()
  const now = instant.getTime()
  const present = { notBefore: new Date(now - day), notAfter: new Date(now + day) }
  const past = { notBefore: new Date(now - 30 * day), notAfter: new Date(now - day) }
  const { key } = server
  const request = { key, subject: subjectOfSeid2(serverOrganizationNumber) }
  if (as === 'selfSigned') return { key, cert: certify({ ...request, ...present }), ca }
  if (as === 'expired')
    return { key, cert: certify({ ...request, issuer: { key: root.key, certificate: ca }, ...past }), ca }
  // A root of the same name, which no key of the real one has signed anything for.
  const authority = { key: otherServer.key, subject: rootSubject, authoritiesBelow: Infinity }
  const issuer = { key: otherServer.key, certificate: certify({ ...authority, ...present }) }
  return { key, cert: certify({ ...request, issuer, ...present }) + issuer.certificate, ca }
}
