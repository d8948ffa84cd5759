/**
 * Issues certificates for tests, in the forms of Norwegian enterprise certificates. The package node-forge, which writes
 * X.509 and PKCS#12, is optional: it is loaded when the first certificate is wanted.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type * as Forge from 'node-forge'

/** A private key and its certificate. */
export interface KeyAndCertificate {
  /** The key in PKCS#8, PEM. */
  readonly key: string
  /** The certificate in PEM. */
  readonly certificate: string
}

/** A private key in PKCS#8, PEM. */
export type PrivateKey = KeyAndCertificate['key']

/** An attribute of a name: its type, dotted, its value, and whether that is a PrintableString, and not a UTF8String. */
export type NameAttribute = readonly [type: string, value: string, isPrintable?: boolean]

/** What is to be certified. */
export interface CertificateRequest {
  readonly key: PrivateKey
  readonly subject: readonly NameAttribute[]
  /** Absent: its key signs it. */
  readonly issuer?: KeyAndCertificate
  /** How many authorities may follow below this one; absent for who is none, Infinity for any number. */
  readonly authoritiesBelow?: number
  readonly notBefore: Date
  readonly notAfter: Date
}

/** What a PKCS#12 file is to hold. */
export interface Pkcs12Contents extends KeyAndCertificate {
  /** The certificates above, the issuer's first. */
  readonly issuers: readonly string[]
  readonly friendlyName: string
  readonly passphrase: string
}

/** Writes certificates and PKCS#12 files. */
export interface CertificateWriter {
  /** The certificate, in PEM. */
  readonly certify: (request: CertificateRequest) => string
  readonly pkcs12: (contents: Pkcs12Contents) => Uint8Array
}

const oneLine = 'Certificates for tests need the optional package node-forge: install it.'

async function importForge(): Promise<typeof Forge> {
  return (await import('node-forge')).default
}

/** Loads node-forge; where it is missing, the error says so in one line, and keeps the code of Node. */
export async function loadCertificateWriter(load: () => Promise<unknown> = importForge): Promise<CertificateWriter> {
  // Declared as anything, so that who uses the declarations of this package needs none of an optional one.
  const forge = (await load().catch((cause: unknown) => {
    throw Object.assign(new Error(oneLine, { cause }), { code: 'ERR_MODULE_NOT_FOUND' })
  })) as typeof Forge
  return { certify: certifier(forge), pkcs12: pkcs12Writer(forge) }
}

/** Makes an RSA key of 2048 bits, as enterprise certificates have them. */
export async function makeKey(): Promise<PrivateKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return privateKey
}

/** Makes a passphrase of letters, digits, `-` and `_`. */
export function makePassphrase(): string {
  return randomBytes(12).toString('base64url')
}

function certifier({ pki, md, asn1 }: typeof Forge): CertificateWriter['certify'] {
  return ({ key, subject, issuer, authoritiesBelow, notBefore, notAfter }) => {
    const certificate = pki.createCertificate()
    const { n, e } = pki.privateKeyFromPem(key)
    certificate.publicKey = pki.setRsaPublicKey(n, e)
    // Positive, and never the same twice.
    certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
    certificate.validity.notBefore = notBefore
    certificate.validity.notAfter = notAfter
    const { PRINTABLESTRING, UTF8 } = asn1.Type
    const attributes = subject.map(([type, value, isPrintable]) => ({
      type,
      value,
      valueTagClass: (isPrintable === true ? PRINTABLESTRING : UTF8) as unknown as Forge.asn1.Class,
    }))
    certificate.setSubject(attributes)
    const above = issuer === undefined ? certificate : pki.certificateFromPem(issuer.certificate)
    certificate.setIssuer(above.subject.attributes)
    const isAuthority = authoritiesBelow !== undefined
    const pathLength = authoritiesBelow === Infinity ? {} : { pathLenConstraint: authoritiesBelow }
    const uses = isAuthority ? { keyCertSign: true, cRLSign: true } : { digitalSignature: true }
    certificate.setExtensions([
      ...(isAuthority ? [{ name: 'basicConstraints', critical: true, cA: true, ...pathLength }] : []),
      { name: 'keyUsage', critical: true, ...uses },
      { name: 'subjectKeyIdentifier' },
      { name: 'authorityKeyIdentifier', keyIdentifier: above.generateSubjectKeyIdentifier().getBytes() },
    ])
    certificate.sign(pki.privateKeyFromPem(issuer?.key ?? key), md.sha256.create())
    return pki.certificateToPem(certificate).replaceAll('\r\n', '\n')
  }
}

function pkcs12Writer({ pki, pkcs12, asn1 }: typeof Forge): CertificateWriter['pkcs12'] {
  return ({ key, certificate, issuers, friendlyName, passphrase }) => {
    const chain = [certificate, ...issuers].map((pem) => pki.certificateFromPem(pem))
    const options = { algorithm: 'aes256', friendlyName, generateLocalKeyId: true } as const
    const file = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(key), chain, passphrase, options)
    return new Uint8Array(Buffer.from(asn1.toDer(file).getBytes(), 'latin1'))
  }
}
