/**
 * What servers show to clients that look for the service: certificates for tests, made anew.
 *
 * @module
 */
import { makeCertificate, validity, type CertificateInput, type MadeCertificate, type Name } from '../certificates.js'

/** What a server shows, and whether it is the service. */
export interface Shown {
  readonly name: string
  /** The key of the server, in PEM. */
  readonly key: string
  /** Its certificate and those that it sends along, in PEM. */
  readonly cert: string
  /** Whom the client trusts, in PEM. */
  readonly ca: readonly string[]
  /** By what it is refused: the code of an issue, or what Node.js has for a code. Absent: it is the service. */
  readonly refusedBy?: RegExp
  /** The judges who say otherwise than we do, and why. */
  readonly otherwise?: Readonly<Partial<Record<JudgeName, string>>>
}

/** Those who judge beside us: the JDK, and the OpenSSL of Python. */
export type JudgeName = 'java' | 'openssl'

/** The certificates of one server. */
export interface Chain {
  readonly root: MadeCertificate
  readonly authority: MadeCertificate
  readonly leaf: MadeCertificate
}

/** One that is sent or trusted: a made one, or a real one, whose key nobody here has. */
export type Sent = Pick<MadeCertificate, 'certificatePem'> & Partial<MadeCertificate>

/** What is changed in a chain, and in how it is shown. */
export interface ChainPlan {
  readonly root?: Partial<CertificateInput>
  readonly authority?: Partial<CertificateInput>
  readonly leaf?: Partial<CertificateInput>
  /** Its certificate and those that it sends along; omitted: leaf and authority. */
  readonly sends?: (chain: Chain) => readonly Sent[]
  /** Whom the client trusts; omitted: the root. */
  readonly trusts?: (chain: Chain) => readonly Sent[]
  readonly otherwise?: Shown['otherwise']
}

/** How the service is named in certificates of SEID 2.0. */
export const service: Name = [
  [['C', 'NO', 'printable']],
  [['O', 'POSTEN BRING AS']],
  [['organizationIdentifier', 'NTRNO-984661185']],
  [['CN', 'POSTEN BRING AS']],
]

let serialNumber = 1000n

/** Makes a certificate as those of real authorities are, but for what is said. */
export function make(input: Partial<CertificateInput> & Pick<CertificateInput, 'subject'>): MadeCertificate {
  serialNumber += 1n
  return makeCertificate({ serialNumber, keyIdentifiers: true, ...validity, ...input })
}

const certifies = { keyUsage: ['keyCertSign', 'cRLSign'] } as const

/** Makes an authority that issued itself. */
export const makeRoot = (more: Partial<CertificateInput> = {}): MadeCertificate =>
  make({ subject: { C: 'NO', CN: 'Enterprise root' }, key: 'root', ...certifies, ...more })

/** Makes an authority below another. */
export const makeAuthority = (issuer: MadeCertificate, more: Partial<CertificateInput> = {}): MadeCertificate =>
  make({ subject: { C: 'NO', CN: 'Enterprise CA' }, issuer, key: 'intermediate', ...certifies, ...more })

/** Makes the certificate of a server. */
export const makeLeaf = (issuer: MadeCertificate, more: Partial<CertificateInput> = {}): MadeCertificate =>
  make({ subject: service, issuer, key: 'ec', keyUsage: ['digitalSignature'], ...more })

/** What a server with a chain shows. */
export function shownBy(name: string, plan: ChainPlan, refusedBy?: RegExp): Shown {
  const root = makeRoot(plan.root)
  const authority = makeAuthority(root, plan.authority)
  const leaf = makeLeaf(authority, plan.leaf)
  const chain = { root, authority, leaf }
  const sent: readonly Sent[] = plan.sends?.(chain) ?? [leaf, authority]
  return {
    name,
    key: sent[0]?.privateKeyPem ?? leaf.privateKeyPem,
    cert: sent.map(({ certificatePem }) => certificatePem).join(''),
    ca: (plan.trusts?.(chain) ?? [root]).map(({ certificatePem }) => certificatePem),
    ...(refusedBy && { refusedBy }),
    ...(plan.otherwise && { otherwise: plan.otherwise }),
  }
}
