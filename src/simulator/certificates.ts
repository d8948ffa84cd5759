/**
 * Certificates for tests: a root, an authority below it, and enterprise certificates for clients and servers. They are made
 * anew each time, for made-up organizations, and nobody else trusts them.
 *
 * @module
 */
import { organizationNumberPattern } from '../codec/portal/common.js'
import { membersOf, requireObject, timeOf } from '../guard.js'
import { issueIf, refuseIfAny } from '../outcome.js'
import {
  loadCertificateWriter,
  makeKey,
  makePassphrase,
  type CertificateWriter,
  type KeyAndCertificate,
  type NameAttribute,
} from './certificate-authority.js'
import {
  brokerOfBothOrganizationNumber,
  brokerOrganizationNumber,
  otherServerOrganizationNumber,
  privateSenderOrganizationNumber,
  publicSenderOrganizationNumber,
  serverOrganizationNumber,
} from './organizations.js'
import { list, matching } from './shape.js'

/** A key with its certificates. */
export interface TestAuthority {
  /** The private key, RSA of 2048 bits: PKCS#8 in PEM, not encrypted. */
  readonly key: string
  /** The certificates in PEM: first that of the key, each followed by its issuer's, up to the root. */
  readonly certificates: string
}

/** An organization's key with its certificates, in PEM and as PKCS#12. */
export interface TestIdentity extends TestAuthority {
  /** The organization number that the certificate names: nine digits. */
  readonly organizationNumber: string
  /** A PKCS#12 file with the key and the certificates, by AES with 256 bits. */
  readonly pkcs12: Uint8Array
  /** The passphrase of the file: letters, digits, `-` and `_`. */
  readonly passphrase: string
}

/** The identities of clients and servers. */
export interface TestIdentities {
  /** The service's: it names organization 984661185. */
  readonly server: TestIdentity
  /** That of a server which is not the service: the root is the same, the organization another. */
  readonly otherServer: TestIdentity
  /** Those of clients, by organization number. */
  readonly clients: Readonly<Record<string, TestIdentity>>
}

/**
 * Certificates for tests. Each names its organization in organizationIdentifier, 2.5.4.97, as SEID 2.0 has it.
 */
export interface TestCertificates extends TestIdentities {
  /** The root, which clients and servers are to trust. */
  readonly root: TestAuthority
  /** The same organizations with the same keys, which the certificates name in serialNumber, 2.5.4.5, as SEID 1 has it. */
  readonly seid1: TestIdentities
}

/** What to make certificates for. */
export interface TestCertificatesOptions {
  /** When they are to be valid: from a day before to ten years after. */
  readonly now: Date
  /** The organization numbers of clients, nine digits each. Absent: the two made-up senders and both brokers. */
  readonly clients?: readonly string[] | undefined
}

const madeUpClients = [
  publicSenderOrganizationNumber,
  privateSenderOrganizationNumber,
  brokerOrganizationNumber,
  brokerOfBothOrganizationNumber,
]
const day = 86_400_000
const areOrganizations = list(matching(new RegExp(`^${organizationNumberPattern}$`)))

/**
 * Makes certificates for tests: RSA of 2048 bits and SHA-256, with the key usage digitalSignature, and a certificate
 * authority between root and leaf. All keys and the passphrase are random.
 *
 * @param options - for when, and for whom
 * @returns the certificates with their keys
 * @throws {@link PortalError} `simulator.options` for an organization number that is not nine digits
 * @throws TypeError if the clients are no list
 * @throws RangeError if the time is no valid date, or too late for a certificate
 * @throws Error with the code `ERR_MODULE_NOT_FOUND` where the optional package `node-forge` is missing
 */
export async function makeTestCertificates(options: TestCertificatesOptions): Promise<TestCertificates> {
  const { now, clients: wanted = madeUpClients } = requireObject(options, 'What certificates are made of')
  const clients = membersOf(wanted)
  if (clients === undefined) throw new TypeError('The clients are a list of organization numbers.')
  const sentence = 'A client has an organization number of nine digits.'
  const place = { property: ['clients'] }
  refuseIfAny(
    'The certificates cannot be made',
    issueIf(!areOrganizations(clients), 'simulator.options', sentence, place),
  )
  const instant = timeOf(now)
  // Written so that an invalid date fails. The last year of a certificate is 9999.
  if (!(instant >= 0 && instant < Date.UTC(9980, 0))) throw new RangeError('Certificates are made for a valid date.')
  const writer = await loadCertificateWriter()
  const validity = { notBefore: new Date(instant - day), notAfter: new Date(instant + 3653 * day) }
  const passphrase = makePassphrase()
  const authority = await makeAuthority(writer, validity)
  const organizations = [
    ...new Set([serverOrganizationNumber, otherServerOrganizationNumber, ...(clients as string[])]),
  ]
  const keys = new Map(
    await Promise.all(organizations.map(async (organization) => [organization, await makeKey()] as const)),
  )
  const identitiesOf = (subjectOf: SubjectOf): TestIdentities => {
    const identity = (organizationNumber: string): TestIdentity => {
      const key = keys.get(organizationNumber) ?? ''
      const subject = subjectOf(organizationNumber)
      const certificate = writer.certify({ key, subject, issuer: authority.issuer, ...validity })
      const issuers = [authority.issuer.certificate, authority.root.certificate]
      const file = { key, certificate, issuers, friendlyName: organizationNumber, passphrase }
      const pkcs12 = writer.pkcs12(file)
      return { organizationNumber, key, certificates: certificate + issuers.join(''), pkcs12, passphrase }
    }
    return {
      server: identity(serverOrganizationNumber),
      otherServer: identity(otherServerOrganizationNumber),
      clients: Object.fromEntries((clients as string[]).map((client) => [client, identity(client)])),
    }
  }
  const root = { key: authority.root.key, certificates: authority.root.certificate }
  return { root, ...identitiesOf(subjectOfSeid2), seid1: identitiesOf(subjectOfSeid1) }
}

interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

async function makeAuthority(
  { certify }: CertificateWriter,
  validity: Validity,
): Promise<{ readonly root: KeyAndCertificate; readonly issuer: KeyAndCertificate }> {
  const [rootKey, issuerKey] = await Promise.all([makeKey(), makeKey()])
  const certificate = certify({ key: rootKey, subject: rootSubject, authoritiesBelow: Infinity, ...validity })
  const root = { key: rootKey, certificate }
  const request = {
    key: issuerKey,
    subject: subject('Simulated Authority', [type.commonName, 'Simulated Enterprise CA']),
  }
  return {
    root,
    issuer: { key: issuerKey, certificate: certify({ ...request, issuer: root, authoritiesBelow: 0, ...validity }) },
  }
}

type SubjectOf = (organizationNumber: string) => readonly NameAttribute[]

/** Types of the attributes of a subject (X.520). */
const type = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  countryName: '2.5.4.6',
  organizationName: '2.5.4.10',
  organizationIdentifier: '2.5.4.97',
} as const

/** How the root is named. */
export const rootSubject: readonly NameAttribute[] = subject('Simulated Authority', [
  type.commonName,
  'Simulated Root CA',
])

function subject(organization: string, ...others: readonly NameAttribute[]): readonly NameAttribute[] {
  return [[type.countryName, 'NO', true], [type.organizationName, organization], ...others]
}

/** How a certificate names an organization as SEID 2.0 has it. */
export const subjectOfSeid2: SubjectOf = (number) => {
  const name = `Testorganisasjon ${number}`
  return subject(name, [type.organizationIdentifier, `NTRNO-${number}`], [type.commonName, name])
}

const subjectOfSeid1: SubjectOf = (number) => {
  const name = `Testorganisasjon ${number}`
  return subject(name, [type.commonName, name], [type.serialNumber, number, true])
}
