/** Certificates made for a test: an authority, and what it issues. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import forge from 'node-forge'

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** An attribute of a subject: the object identifier of its type, and its value. */
export type Attribute = readonly [type: string, value: string]

export const commonName = '2.5.4.3'
export const serialNumber = '2.5.4.5'
export const organizationName = '2.5.4.10'
export const organizationIdentifier = '2.5.4.97'

/** One key for all that is issued: making keys is slow, and no test tells them apart. */
const key = createKey()

function createKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export interface Authority {
  /** The authority's own certificate, in PEM. */
  readonly root: string
  /** Issues a certificate for the subject, valid until the date: tomorrow if absent. */
  readonly issue: (subject: readonly Attribute[], notAfter?: Date) => Certificate
}

const day = 86_400_000

export function createAuthority(name: string): Authority {
  const issuer: Issuer = { subject: [[commonName, name]], key: createKey() }
  const tomorrow = new Date(Date.now() + day)
  return {
    root: certificate(issuer, { ...issuer, cA: true }, tomorrow),
    issue: (subject, notAfter = tomorrow) => ({
      key,
      cert: certificate(issuer, { subject, key, cA: false }, notAfter),
    }),
  }
}

interface Issuer {
  readonly subject: readonly Attribute[]
  readonly key: string
}

function certificate(issuer: Issuer, holder: Issuer & { readonly cA: boolean }, notAfter: Date): string {
  const made = forge.pki.createCertificate()
  const holderKey = forge.pki.privateKeyFromPem(holder.key)
  made.publicKey = forge.pki.setRsaPublicKey(holderKey.n, holderKey.e)
  made.serialNumber = `01${randomBytes(8).toString('hex')}`
  made.validity.notBefore = new Date(Date.now() - 3 * day)
  made.validity.notAfter = notAfter
  made.setSubject(attributes(holder.subject))
  made.setIssuer(attributes(issuer.subject))
  made.setExtensions([
    { name: 'basicConstraints', cA: holder.cA, critical: true },
    holder.cA
      ? { name: 'keyUsage', keyCertSign: true, critical: true }
      : { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
  ])
  made.sign(forge.pki.privateKeyFromPem(issuer.key), forge.md.sha256.create())
  return forge.pki.certificateToPem(made)
}

function attributes(subject: readonly Attribute[]): forge.pki.CertificateField[] {
  return subject.map(([type, value]) => ({
    type,
    value,
    valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class,
  }))
}
