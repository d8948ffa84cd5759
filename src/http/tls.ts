/**
 * Two-way TLS with the service, as options of Node's `tls`, `https` and undici.
 *
 * The service's certificate is an enterprise certificate: it names an organization and no host (security page). Host
 * names are therefore not compared; the chain and the organization are.
 *
 * @module tls
 */
import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { PortalError, type Issue } from '../issue.js'
import { subjectAttributes } from '../x509/subject.js'
import { makeIssue } from '../outcome.js'

export * from '../issue.js'

/** The organization number of the service's owner, nine digits (security page). */
export const serviceOrganizationNumber = '984661185'

/**
 * What two-way TLS needs. The client's enterprise certificate is given as Node takes it: `key` and `cert` in PEM, the
 * authorities between the certificate and its root following it in `cert`; or a PKCS#12 file as `pfx`, which Node reads
 * unless it is encrypted with RC2; with a `passphrase` if it has one.
 */
export interface TlsConfiguration extends Pick<SecureContextOptions, 'key' | 'cert' | 'pfx' | 'passphrase'> {
  /**
   * The root certificates that the service's certificate may lead to, in PEM: those of the issuers of enterprise
   * certificates. There is no default. Node's own list is not used, since its authorities vouch for host names.
   */
  readonly ca: string | readonly string[]
}

/** The options that Node's `tls.connect`, `https.request` and `https.Agent`, and undici's `Agent` (`connect`) take. */
export interface TlsOptions extends Pick<SecureContextOptions, 'key' | 'cert' | 'pfx' | 'passphrase'> {
  /** The roots that are trusted, and no others. */
  readonly ca: string[]
  /** The oldest version of TLS that the service speaks (security page). */
  readonly minVersion: 'TLSv1.2'
  /** A certificate whose chain does not verify ends the connection. */
  readonly rejectUnauthorized: true
  /** {@link checkServerIdentity}, in place of the comparison of host names. */
  readonly checkServerIdentity: typeof checkServerIdentity
}

/**
 * Makes the options of two-way TLS with the service.
 *
 * @param configuration - the client's certificate and key, and the trusted roots
 * @returns options for Node and undici
 * @throws `PortalError` `tls.client-certificate` if there is no certificate with its key, or Node cannot read them;
 *   `tls.ca` if the roots are not certificates in PEM, at least one: all that apply
 */
export function tlsOptions(configuration: TlsConfiguration): TlsOptions {
  const { ca, ...identity } = configuration
  const roots = [ca].flat()
  const issues: Issue[] = []
  if (!isIdentity(identity))
    issues.push(
      makeIssue(
        'tls.client-certificate',
        'There must be a certificate and its key, or a PKCS#12 file, that Node can read with the passphrase.',
      ),
    )
  if (roots.length === 0 || !roots.every(isPemCertificates))
    issues.push(makeIssue('tls.ca', 'The trusted roots must be certificates in PEM, at least one.'))
  if (issues.length > 0) throw new PortalError('TLS cannot be set up', issues)
  return { ...identity, ca: roots, minVersion: 'TLSv1.2', rejectUnauthorized: true, checkServerIdentity }
}

function isIdentity(identity: Omit<TlsConfiguration, 'ca'>): boolean {
  const { key, cert, pfx } = identity
  if (pfx === undefined && (key === undefined || cert === undefined)) return false
  try {
    createSecureContext(identity)
    return true
  } catch {
    return false
  }
}

function isPemCertificates(pem: unknown): boolean {
  if (typeof pem !== 'string') return false
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)
  try {
    return certificates?.every((certificate) => new X509Certificate(certificate).raw.length > 0) ?? false
  } catch {
    return false
  }
}

/**
 * Where an enterprise certificate names its organization, by the type of the attribute (`subjectAttributes`), and what it
 * then says. The first type that the subject has decides: organizationIdentifier (2.5.4.97) of SEID 2.0, serialNumber
 * (2.5.4.5) of SEID 1, commonName (2.5.4.3) of still older ones.
 */
const organizationAttributes: readonly (readonly [type: string, value: string])[] = [
  ['550461', `NTRNO-${serviceOrganizationNumber}`],
  ['550405', serviceOrganizationNumber],
  ['550403', serviceOrganizationNumber],
]

/**
 * Checks that a certificate is the service's: that its subject names organization 984661185, as the whole value of the
 * attribute that is meant for it. Node calls it once the chain has been verified; it does not verify the chain itself.
 *
 * @param _host - the name that was connected to; enterprise certificates name no host
 * @param certificate - the server's certificate, as `tls` hands it over
 * @returns what is wrong, as Node expects: `tls.server-organization`; undefined if nothing is
 */
export function checkServerIdentity(_host: string, certificate: { readonly raw: Uint8Array }): PortalError | undefined {
  if (namesService(certificate.raw)) return undefined
  return new PortalError('The server is not the service', [
    makeIssue(
      'tls.server-organization',
      `The server's certificate does not name organization ${serviceOrganizationNumber}.`,
    ),
  ])
}

function namesService(certificate: Uint8Array): boolean {
  let attributes
  try {
    attributes = subjectAttributes(certificate)
  } catch {
    return false
  }
  for (const [type, expected] of organizationAttributes) {
    const named = attributes.filter((attribute) => attribute.type === type)
    if (named.length > 0) return named.every((attribute) => attribute.value === expected)
  }
  return false
}
