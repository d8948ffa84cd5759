/** Makes certificates for tests: any name, any key usage, any validity. Encodes DER itself, so that odd ones can be made. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto'

/** Attribute types by the names they have in certificates (X.520; RFC 4519; X.520, section 6.2.16 for the last). */
const types: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  postalCode: '2.5.4.17',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
  organizationIdentifier: '2.5.4.97',
}

/** How a string is encoded. */
export type StringType = 'utf8' | 'printable' | 't61' | 'ia5' | 'universal' | 'bmp' | 'numeric'

/** One attribute of a name: its type (a name above or dotted), its value, and how to encode it (default: utf8). */
export type NameAttribute = readonly [type: string, value: string, stringType?: StringType]

/** A name: attributes one by one, or a list of relative names of one or more attributes. */
export type Name = Readonly<Record<string, string>> | readonly (readonly NameAttribute[])[]

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
  /** The key, as PKCS#8 in PEM. Omitted: a new RSA key. */
  readonly privateKeyPem?: string
  /** Bits of a new RSA key. Omitted: 2048. */
  readonly modulusBits?: number
}

export interface MadeCertificate {
  readonly certificatePem: string
  readonly certificateDer: Uint8Array
  readonly privateKeyPem: string
  /** The encoded subject. */
  readonly subjectDer: Uint8Array
}

/** Makes a certificate. */
export function makeCertificate(input: CertificateInput): MadeCertificate {
  const privateKey =
    input.privateKeyPem === undefined
      ? generateKeyPairSync('rsa', { modulusLength: input.modulusBits ?? 2048 }).privateKey
      : createPrivateKey(input.privateKeyPem)
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const issuerKey = input.issuer === undefined ? privateKey : createPrivateKey(input.issuer.privateKeyPem)
  const subjectDer = encodeName(input.subject)
  const algorithm = signatureAlgorithm(issuerKey)
  const toBeSigned = sequence(
    der(0xa0, integer(2n)),
    integer(input.serialNumber),
    algorithm,
    input.issuer?.subjectDer ?? subjectDer,
    sequence(time(input.notBefore), time(input.notAfter)),
    subjectDer,
    new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' })),
    ...extensions(input),
  )
  const signature = sign('sha256', toBeSigned, issuerKey)
  const certificateDer = sequence(toBeSigned, algorithm, bitString(signature))
  return { certificatePem: new X509Certificate(certificateDer).toString(), certificateDer, privateKeyPem, subjectDer }
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
export function makeSender(input: Partial<CertificateInput> = {}): Sender {
  const root = makeCertificate({
    subject: { C: 'NO', O: 'Buypass AS-983163327', CN: 'Buypass Class 3 Test4 Root CA' },
    keyUsage: ['keyCertSign', 'cRLSign'],
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
    keyUsage: ['keyCertSign', 'cRLSign'],
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
    keyUsage: ['digitalSignature'],
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

/** One DER encoding. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const octets: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  const length = content.length < 0x80 ? [content.length] : [0x80 | octets.length, ...octets]
  return new Uint8Array(Buffer.concat([Uint8Array.from([tag, ...length]), content]))
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts)
const bitString = (bytes: Uint8Array, unused = 0): Uint8Array => der(0x03, Uint8Array.of(unused), bytes)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function integer(value: bigint): Uint8Array {
  let bytes = 1
  while (BigInt.asIntN(bytes * 8, value) !== value) bytes++
  const hex = BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .padStart(bytes * 2, '0')
  return der(0x02, Buffer.from(hex, 'hex'))
}

function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const octets = [first * 40n + second, ...rest].flatMap((value) => {
    const groups = [Number(value & 0x7fn)]
    for (let high = value >> 7n; high > 0n; high >>= 7n) groups.unshift(Number(high & 0x7fn) | 0x80)
    return groups
  })
  return der(0x06, Uint8Array.from(octets))
}

function time(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14)
  return date.getUTCFullYear() < 2050 ? der(0x17, utf8(`${digits.slice(2)}Z`)) : der(0x18, utf8(`${digits}Z`))
}

/** Encodes a name. */
export function encodeName(name: Name): Uint8Array {
  const relativeNames: readonly (readonly NameAttribute[])[] = isList(name)
    ? name
    : Object.entries(name).map(([type, value]) => [[type, value, type === 'C' ? 'printable' : 'utf8'] as const])
  return sequence(
    ...relativeNames.map((attributes) =>
      der(
        0x31,
        ...attributes
          .map(([type, value, stringType]) =>
            sequence(objectIdentifier(types[type] ?? type), string(value, stringType)),
          )
          .sort((a, b) => Buffer.compare(a, b)),
      ),
    ),
  )
}

function isList(name: Name): name is readonly (readonly NameAttribute[])[] {
  return Array.isArray(name)
}

function string(value: string, type: StringType = 'utf8'): Uint8Array {
  const codePoints = Array.from(value, (character) => character.codePointAt(0) ?? 0)
  const wide = (octets: number): Uint8Array =>
    Uint8Array.from(
      codePoints.flatMap((point) =>
        Array.from({ length: octets }, (_, i) => (point >>> (8 * (octets - 1 - i))) & 0xff),
      ),
    )
  switch (type) {
    case 'utf8':
      return der(0x0c, utf8(value))
    case 'numeric':
      return der(0x12, wide(1))
    case 'printable':
      return der(0x13, wide(1))
    case 't61':
      return der(0x14, wide(1))
    case 'ia5':
      return der(0x16, wide(1))
    case 'universal':
      return der(0x1c, wide(4))
    case 'bmp':
      return der(0x1e, wide(2))
  }
}

function signatureAlgorithm(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType === 'ec') return sequence(objectIdentifier('1.2.840.10045.4.3.2'))
  return sequence(objectIdentifier('1.2.840.113549.1.1.11'), der(0x05))
}

function extensions(input: CertificateInput): readonly Uint8Array[] {
  const extension = (type: string, critical: boolean, value: Uint8Array): Uint8Array =>
    sequence(objectIdentifier(type), ...(critical ? [der(0x01, Uint8Array.of(0xff))] : []), der(0x04, value))
  const all: Uint8Array[] = []
  const { keyUsage = [], subjectAltName, extendedKeyUsage = [] } = input
  if (keyUsage.includes('keyCertSign')) all.push(extension('2.5.29.19', true, sequence(der(0x01, Uint8Array.of(0xff)))))
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
  return all.length === 0 ? [] : [der(0xa3, sequence(...all))]
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
