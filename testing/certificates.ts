/**
 * Makes certificates for tests: any name, any key usage, any validity. The same input gives the same certificate: the keys
 * are fixed, since making one takes longer than most tests. They protect nothing.
 */
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  bitString,
  boolean,
  der,
  encodeName,
  integer,
  objectIdentifier,
  sequence,
  time,
  utf8,
  type Name,
} from './der.js'

export type { Name, NameAttribute } from './der.js'

/** The keys in `keys`: RSA of 2048 bits, unless their name says otherwise. */
export type TestKey =
  | `${'' | 'stranger-'}${'root' | 'intermediate' | 'leaf'}`
  | `rsa-${'1024' | '3072' | '4096' | 'pss'}`
  | 'ec'
  | `ec-${'384' | '521' | 'secp256k1'}`
  | 'ed25519'

const keys = new Map<TestKey, { readonly pem: string; readonly privateKey: KeyObject }>()

function keyNamed(name: TestKey): { readonly pem: string; readonly privateKey: KeyObject } {
  const known = keys.get(name)
  if (known !== undefined) return known
  const pem = readFileSync(new URL(`../testing/keys/${name}.pem`, import.meta.url), 'utf8')
  const key = { pem, privateKey: createPrivateKey(pem) }
  keys.set(name, key)
  return key
}

const publicKeyOf = (name: TestKey): KeyObject => createPublicKey(keyNamed(name).privateKey)

/** A key as PKCS#8 in PEM. */
export const keyPem = (name: TestKey): string => keyNamed(name).pem

export type KeyUsage = 'digitalSignature' | 'nonRepudiation' | 'keyEncipherment' | 'keyCertSign' | 'cRLSign'

export interface CertificateInput {
  readonly subject: Name
  /** The issuer: another made certificate. Omitted: it issues itself. */
  readonly issuer?: MadeCertificate
  /** Omitted or empty: no such extension. `keyCertSign` makes it a CA. */
  readonly keyUsage?: readonly KeyUsage[]
  readonly notBefore: Date
  readonly notAfter: Date
  readonly serialNumber: bigint
  readonly subjectAltName?: { readonly dns?: readonly string[]; readonly ip?: readonly string[] }
  /** Dotted identifiers, for example 1.3.6.1.5.5.7.3.1 for a TLS server. */
  readonly extendedKeyUsage?: readonly string[]
  /** Whether to name the subject's key, and the issuer's (RFC 5280, sections 4.2.1.1 and 4.2.1.2), as those of real authorities do. */
  readonly keyIdentifiers?: boolean
  /** Omitted: `root` for a CA, `leaf` for others. */
  readonly key?: TestKey
  /** Omitted: cA in a critical extension for whatever has `keyCertSign`. Null: no such extension. */
  readonly basicConstraints?: {
    readonly cA?: boolean
    readonly pathLength?: bigint
    readonly critical?: boolean
  } | null
  /** Further extensions, such as {@link extension} encodes. */
  readonly extensions?: readonly Uint8Array[]
  /** By which hash it is signed: SHA-256, unless something else is said. */
  readonly hash?: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
  /** Omitted: 3. */
  readonly version?: 1 | 3
  /** The encoded serial number, in the place of the other. */
  readonly serialNumberDer?: Uint8Array
  /** The encoded SubjectPublicKeyInfo. Omitted: that of the key. */
  readonly publicKeyInfo?: Uint8Array
}

export interface MadeCertificate {
  readonly key: TestKey
  readonly certificatePem: string
  readonly certificateDer: Uint8Array
  readonly privateKeyPem: string
  /** The encoded subject. */
  readonly subjectDer: Uint8Array
}

/** Makes a certificate. */
export function makeCertificate(input: CertificateInput): MadeCertificate {
  const key = input.key ?? (input.keyUsage?.includes('keyCertSign') === true ? 'root' : 'leaf')
  const { pem: privateKeyPem } = keyNamed(key)
  const issuerKey = keyNamed(input.issuer?.key ?? key).privateKey
  const subjectDer = encodeName(input.subject)
  const { hash = 'sha256', version = 3 } = input
  const algorithm = signatureAlgorithm(issuerKey, hash)
  const toBeSigned = sequence(
    ...(version === 1 ? [] : [der(0xa0, integer(2n))]),
    input.serialNumberDer ?? integer(input.serialNumber),
    algorithm,
    input.issuer?.subjectDer ?? subjectDer,
    sequence(time(input.notBefore), time(input.notAfter)),
    subjectDer,
    input.publicKeyInfo ?? new Uint8Array(publicKeyOf(key).export({ type: 'spki', format: 'der' })),
    ...extensions(input, publicKeyOf(key), publicKeyOf(input.issuer?.key ?? key)),
  )
  const signature = signed(toBeSigned, issuerKey, hash)
  const certificateDer = sequence(toBeSigned, algorithm, bitString(signature))
  const certificatePem = new X509Certificate(certificateDer).toString()
  return { key, certificatePem, certificateDer, privateKeyPem, subjectDer }
}

/** When all certificates of {@link makeSender} are valid. */
export const validity: { readonly notBefore: Date; readonly notAfter: Date } = {
  notBefore: new Date('2020-01-01T00:00:00Z'),
  notAfter: new Date('2040-01-01T00:00:00Z'),
}

export interface Sender {
  readonly root: MadeCertificate
  readonly intermediate: MadeCertificate
  readonly leaf: MadeCertificate
  /** Leaf, intermediate and root in PEM. */
  readonly certificates: string
}

/** Makes an enterprise certificate with its chain, with names as Buypass writes them (SEID 2.0). */
export function makeSender(input: Partial<CertificateInput> = {}, owner: '' | 'stranger-' = ''): Sender {
  const root = makeCertificate({
    subject: { C: 'NO', O: 'Buypass AS-983163327', CN: 'Buypass Class 3 Test4 Root CA' },
    key: `${owner}root`,
    keyUsage: ['keyCertSign', 'cRLSign'],
    keyIdentifiers: true,
    serialNumber: 2n,
    ...validity,
  })
  const intermediate = makeCertificate({
    subject: {
      C: 'NO',
      O: 'Buypass AS',
      organizationIdentifier: 'NTRNO-983163327',
      CN: 'Buypass Class 3 Test4 CA G2 ST Business',
    },
    issuer: root,
    key: `${owner}intermediate`,
    keyUsage: ['keyCertSign', 'cRLSign'],
    keyIdentifiers: true,
    serialNumber: 27n,
    ...validity,
  })
  const leaf = makeCertificate({
    subject: {
      C: 'NO',
      O: 'TESTESEN OG SØNN AS',
      organizationIdentifier: 'NTRNO-988015814',
      CN: 'TESTESEN OG SØNN AS',
    },
    issuer: intermediate,
    key: `${owner}leaf`,
    keyUsage: ['digitalSignature'],
    keyIdentifiers: true,
    serialNumber: 0x2d_8f_45_9c_01_23_45_67_89n,
    ...validity,
    ...input,
  })
  return {
    root,
    intermediate,
    leaf,
    certificates: [leaf, intermediate, root].map(({ certificatePem }) => certificatePem).join(''),
  }
}

/** One with the same names and other keys. */
export const makeStranger = (): Sender => makeSender({}, 'stranger-')

/** Attribute types, for subjects of an {@link Authority}. */
export const commonName = 'CN'
export const serialNumber = 'serialNumber'
export const organizationName = 'O'
export const organizationIdentifier = 'organizationIdentifier'

/** An attribute of a subject: its type and its value. */
export type Attribute = readonly [type: string, value: string]

/** A certificate and its key, in PEM, as options of TLS. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface Authority {
  /** The authority's own certificate, in PEM. */
  readonly root: string
  /** Issues a certificate for the subject. */
  readonly issue: (subject: readonly Attribute[], notAfter?: Date) => Certificate
}

/** An authority for two-way TLS. */
export function createAuthority(name: string, key: TestKey = 'root'): Authority {
  const root = makeCertificate({ subject: { CN: name }, key, keyUsage: ['keyCertSign'], serialNumber: 1n, ...validity })
  let serial = 1n
  return {
    root: root.certificatePem,
    issue: (attributes, notAfter = validity.notAfter) => {
      serial += 1n
      const subject = attributes.map((attribute) => [attribute])
      const keyUsage = ['digitalSignature', 'keyEncipherment'] as const
      const { notBefore } = validity
      const made = makeCertificate({ subject, issuer: root, keyUsage, serialNumber: serial, notBefore, notAfter })
      return { key: made.privateKeyPem, cert: made.certificatePem }
    },
  }
}

type Hash = NonNullable<CertificateInput['hash']>

function signed(data: Uint8Array, key: KeyObject, hash: Hash): Uint8Array {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, data, key)
  return sign(hash, data, { key, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
}

const rsaSignatures: Readonly<Record<Hash, number>> = {
  md5: 4,
  sha1: 5,
  sha224: 14,
  sha256: 11,
  sha384: 12,
  sha512: 13,
}
/** There is none with MD5. */
const ecdsaSignatures: Readonly<Partial<Record<Hash, string>>> = {
  sha1: '1',
  sha224: '3.1',
  sha256: '3.2',
  sha384: '3.3',
  sha512: '3.4',
}
const hashes: Readonly<Record<Hash, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}

function signatureAlgorithm(key: KeyObject, hash: Hash): Uint8Array {
  switch (key.asymmetricKeyType) {
    case 'ec': {
      const number = ecdsaSignatures[hash]
      if (number === undefined) throw new Error('ECDSA has no such signature.')
      return sequence(objectIdentifier(`1.2.840.10045.4.${number}`))
    }
    case 'ed25519':
      return sequence(objectIdentifier('1.3.101.112'))
    case 'rsa-pss': {
      const digest = sequence(objectIdentifier(hashes[hash]))
      const mask = sequence(objectIdentifier('1.2.840.113549.1.1.8'), digest)
      const salt = integer(BigInt(createHash(hash).digest().length))
      const parameters = sequence(der(0xa0, digest), der(0xa1, mask), der(0xa2, salt))
      return sequence(objectIdentifier('1.2.840.113549.1.1.10'), parameters)
    }
    default:
      return sequence(objectIdentifier(`1.2.840.113549.1.1.${rsaSignatures[hash]}`), der(0x05))
  }
}

/** One extension of a certificate. */
export function extension(type: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(type), ...(critical ? [boolean(true)] : []), der(0x04, value))
}

function extensions(input: CertificateInput, publicKey: KeyObject, issuerKey: KeyObject): readonly Uint8Array[] {
  const all: Uint8Array[] = []
  const { keyUsage = [], subjectAltName, extendedKeyUsage = [] } = input
  const { basicConstraints = keyUsage.includes('keyCertSign') ? {} : null } = input
  if (basicConstraints !== null) {
    const { cA = true, pathLength, critical = true } = basicConstraints
    const parts = [...(cA ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])]
    all.push(extension('2.5.29.19', critical, sequence(...parts)))
  }
  if (keyUsage.length > 0) all.push(extension('2.5.29.15', true, keyUsageBits(keyUsage)))
  if (extendedKeyUsage.length > 0)
    all.push(extension('2.5.29.37', false, sequence(...extendedKeyUsage.map(objectIdentifier))))
  if (subjectAltName !== undefined) {
    const names = [
      ...(subjectAltName.dns ?? []).map((name) => der(0x82, utf8(name))),
      ...(subjectAltName.ip ?? []).map((address) => der(0x87, Uint8Array.from(address.split('.').map(Number)))),
    ]
    all.push(extension('2.5.29.17', false, sequence(...names)))
  }
  if (input.keyIdentifiers === true) {
    all.push(extension('2.5.29.14', false, der(0x04, keyIdentifier(publicKey))))
    all.push(extension('2.5.29.35', false, sequence(der(0x80, keyIdentifier(issuerKey)))))
  }
  all.push(...(input.extensions ?? []))
  return all.length === 0 ? [] : [der(0xa3, sequence(...all))]
}

/** Any octets that differ from key to key will do. */
function keyIdentifier(key: KeyObject): Uint8Array {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
}

/** RFC 5280, section 4.2.1.3: bit 0 is the highest of the octet. */
const keyUsageBit: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  keyCertSign: 5,
  cRLSign: 6,
}

function keyUsageBits(keyUsage: readonly KeyUsage[]): Uint8Array {
  const bits = keyUsage.map((usage) => keyUsageBit[usage])
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0)
  return bitString(Uint8Array.of(octet), 7 - Math.max(...bits))
}
