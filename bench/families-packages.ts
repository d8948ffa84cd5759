/**
 * Packages, keys and certificates that are made to cost much.
 *
 * @module
 */
import { safeReadBundle, safeSigningKeyFromPem, safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { portalSignatureJobManifest } from 'signering-portal/codec'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { safeTlsOptions } from 'signering-portal/tls'
import { makeArchive, type ArchiveEntry } from '../testing/bundle/archives.js'
import { makeDocuments, makeInput, makeManifest, sender, signingTime } from '../testing/bundle/packages.js'
import { certificateBag, pkcs12File, plainSafe, shroudedKeyBag } from '../testing/bundle/pkcs12.js'
import { extension, makeCertificate, validity, type CertificateInput } from '../testing/certificates.js'
import { der } from '../testing/der.js'
import {
  everyShape,
  fewXmlShapes,
  largestTable,
  repeated,
  under,
  xmlShapes,
  type Families,
  type Family,
  type Place,
  type Shape,
} from './family.js'
import { signatureFamilies } from './signature-shapes.js'

const encoder = new TextEncoder()
const { privateKeyPem, certificateDer, certificatePem } = sender.leaf
const { bytes: signed } = await writeBundle(makeInput(1))
const few = encoder.encode('a')
const manifestXml = portalSignatureJobManifest.encode(makeManifest(makeDocuments(1)))

const archive = (make: (size: number) => readonly ArchiveEntry[], ends: string, early?: true): Family => ({
  make: (size) => makeArchive(make(size)),
  use: (bytes: Uint8Array) => safeReadBundle(bytes),
  ends,
  ...(early === undefined ? {} : { early }),
})
const files = (size: number, each: number, file: (index: number) => ArchiveEntry): readonly ArchiveEntry[] =>
  Array.from({ length: Math.ceil(size / each) }, (_, index) => file(index))

const archives: Families = {
  files: archive((size) => files(size, 100, (at) => ({ name: `${at}.pdf`, bytes: few })), 'bundle.zip-limit', true),
  'files of one name': archive(
    (size) => files(size, 100, () => ({ name: 'a.pdf', bytes: few })),
    'bundle.zip-limit',
    true,
  ),
  'a file of zeros': archive((size) => [{ name: 'a.pdf', bytes: new Uint8Array(size) }], 'bundle.manifest-missing'),
  'a file that inflates': archive(
    (size) => [{ name: 'a.pdf', bytes: new Uint8Array(size * 10), method: 8 }],
    'bundle.manifest-missing',
  ),
  'beginnings of records': {
    make: (size) => Buffer.from(repeated('PK\x05\x06')(size), 'latin1'),
    use: (bytes: Uint8Array) => safeReadBundle(bytes),
    ends: 'bundle.zip',
    early: true,
  },
  zeros: {
    make: (size) => new Uint8Array(size),
    use: (bytes: Uint8Array) => safeReadBundle(bytes),
    ends: 'bundle.zip',
    early: true,
  },
}

/** In the manifest of a package, which is read as such a message is. */
const inManifest: Readonly<Record<string, Place>> = {
  'in the root': {
    write: (text) =>
      makeArchive([
        { name: 'manifest.xml', bytes: encoder.encode(manifestXml.replace('</portal', () => `${text}</portal`)) },
        { name: 'META-INF/signatures.xml', bytes: few },
      ]),
    ends: 'schema.element-unexpected',
    but: { 'schema.text-unexpected': ['letters', 'references'] },
    early: ['elements without end'],
    shapes: fewXmlShapes,
    largest: 1_000_000,
    // What a package takes besides is more than a thousand names do.
    largestNames: largestTable,
  },
}

const pemShapes: Readonly<Record<string, Shape>> = {
  dashes: repeated('-'),
  letters: repeated('A'),
  blanks: repeated(' '),
  lines: repeated('\r\n'),
  'keys without end': repeated('-----BEGIN PRIVATE KEY-----\n'),
  'labels without end': repeated('-----BEGIN A'),
  'ends without a beginning': repeated('-----END PRIVATE KEY-----\n'),
  'certificates that cannot be read': repeated('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
}
const made = (input: Partial<CertificateInput>): Uint8Array =>
  makeCertificate({ subject: { CN: 'Leaf' }, serialNumber: 1n, ...validity, ...input }).certificateDer
const names = (size: number): readonly string[] => Array.from({ length: size / 20 }, (_, at) => `host-${at}.example`)
/** A value in a value, from within. */
const nestedDer = (size: number): Uint8Array => {
  const depth = Math.floor(size / 4)
  const parts: Uint8Array[] = []
  for (let inner = depth, length = 0; inner > 0; inner--) {
    const head =
      length < 128
        ? [0x30, length]
        : length < 65_536
          ? [0x30, 0x82, length >> 8, length & 255]
          : [0x30, 0x83, length >> 16, (length >> 8) & 255, length & 255]
    parts.push(Uint8Array.from(head))
    length += head.length
  }
  return Buffer.concat(parts.reverse())
}
const certificate = (make: (size: number) => Uint8Array, ends: string, largest?: number): Family => ({
  ...(largest === undefined ? { early: true, largest: 1_000_000 } : { largest }),
  make,
  use: (input: Uint8Array) => safeSigningKeyFromPem({ key: privateKeyPem, certificates: input }),
  ends,
})
const certificates: Families = {
  'a serial number': certificate(
    (size) => made({ serialNumberDer: der(0x02, new Uint8Array(size).fill(7)) }),
    'key.certificate',
  ),
  'an object identifier': certificate(
    (size) =>
      made({ extensions: [der(0x30, der(0x06, new Uint8Array(size).fill(0x81).fill(1, size - 1)), der(0x04))] }),
    'accepted',
  ),
  extensions: certificate(
    (size) =>
      made({ extensions: Array.from({ length: size / 20 }, (_, at) => extension(`1.2.${at}`, false, der(0x05))) }),
    'accepted',
    1_000_000,
  ),
  'alternative names': certificate((size) => made({ subjectAltName: { dns: names(size) } }), 'accepted', 300_000),
  'attributes of a subject': certificate(
    (size) => made({ subject: Array.from({ length: size / 20 }, () => [['OU', 'a']] as const) }),
    'accepted',
    300_000,
  ),
  'a long name': certificate((size) => made({ subject: { CN: 'a'.repeat(size) } }), 'accepted'),
  'values in values': certificate(nestedDer, 'key.certificate'),
  zeros: certificate((size) => new Uint8Array(size), 'key.certificate'),
}

const keyBag = shroudedKeyBag(privateKeyPem, 'p')
const bag = certificateBag(certificateDer)
const times = <T>(size: number, unit: Uint8Array, use: (list: readonly Uint8Array[]) => T): T =>
  use(Array.from({ length: Math.max(1, Math.floor(size / unit.length)) }, () => unit))
const isRight = { passphrase: 'p' }
/** Stores that are read to their end, and, of what is none, how it ends. */
const stores: Readonly<Record<string, readonly [make: (size: number) => Uint8Array, isNone?: true]>> = {
  certificates: [(size) => times(size, bag, (bags) => pkcs12File([plainSafe(keyBag, ...bags)], isRight))],
  keys: [(size) => times(size, keyBag, (bags) => pkcs12File([plainSafe(...bags, bag)], isRight))],
  parts: [(size) => times(size, plainSafe(bag), (safes) => pkcs12File([plainSafe(keyBag, bag), ...safes], isRight))],
  'empty parts': [
    (size) => times(size, plainSafe(), (safes) => pkcs12File([plainSafe(keyBag, bag), ...safes], isRight)),
  ],
  'values in values': [nestedDer, true],
  'values without end': [(size) => Buffer.from(repeated('\x30\x80')(size), 'latin1'), true],
  zeros: [(size) => new Uint8Array(size), true],
}
const storeFamilies = (
  ends: string,
  use: Family['use'],
  ofRight: Readonly<Record<string, Partial<Family>>>,
): Families =>
  Object.fromEntries(
    Object.entries(stores).map(([name, [make, isNone]]) => [
      name,
      {
        ...{ make, use, largest: 1_000_000 },
        ...(isNone === undefined ? { ends: 'accepted', ...ofRight[name] } : { ends, early: true }),
      },
    ]),
  )

/** Every family of a package. */
export const packageFamilies: Families = {
  ...under('readBundle', archives),
  ...under(
    'readBundle, manifest',
    everyShape(inManifest, xmlShapes, (bytes: Uint8Array) => safeReadBundle(bytes)),
  ),
  ...under('verifyBundle', signatureFamilies),
}

/** Who reads PEM: how what is none ends there, and what is right and comes last. */
const pemReaders: Readonly<Record<string, readonly [ends: string, last: string, use: Family['use']]>> = {
  'signingKeyFromPem, key': [
    'key.missing',
    privateKeyPem,
    (key: string) => safeSigningKeyFromPem({ key, certificates: certificateDer }),
  ],
  'signingKeyFromPem, certificates': [
    'key.certificate',
    certificatePem,
    (input: string) => safeSigningKeyFromPem({ key: privateKeyPem, certificates: input }),
  ],
  'verifyBundle, trust': [
    'key.certificate',
    sender.root.certificatePem,
    (pem: string) => safeVerifyBundle(signed, { trust: [pem], receivedAt: signingTime }),
  ],
  'verifyBundle, intermediates': [
    'key.certificate',
    certificatePem,
    (pem: string) =>
      safeVerifyBundle(signed, { trust: [sender.root.certificateDer], intermediates: [pem], receivedAt: signingTime }),
  ],
  'tlsOptions, key': [
    'tls.client-certificate',
    privateKeyPem,
    (key: string) => safeTlsOptions({ key, cert: certificatePem, environment: 'test' }),
  ],
  'tlsOptions, cert': [
    'tls.client-certificate',
    certificatePem,
    (cert: string) => safeTlsOptions({ key: privateKeyPem, cert, environment: 'test' }),
  ],
  'tlsOptions, ca': [
    'tls.ca',
    certificatePem,
    (ca: string) => safeTlsOptions({ key: privateKeyPem, cert: certificatePem, ca }),
  ],
}
const textInPem = ['dashes', 'letters', 'blanks', 'lines']
const pemPlaces = (ends: string, last: string): Readonly<Record<string, Place>> => ({
  alone: { write: (text) => text, ends, early: Object.keys(pemShapes) },
  // Read to their end; what a key costs is more than what is passed over.
  'before what is right': {
    write: (text) => `${text}\n${last}`,
    ends: 'accepted',
    shapes: textInPem,
    early: textInPem,
    largest: 20_000_000,
  },
  'in what is right': {
    write: (text) => last.replace(/\n(?=-----END)/, () => `\n${text}\n`),
    ends: ends === 'key.missing' ? 'key.unreadable' : ends,
    shapes: textInPem.filter((name) => name !== 'dashes'),
    early: textInPem,
    largest: 20_000_000,
  },
})

/** Every family of a key or a certificate. */
export const keyFamilies: Families = {
  ...(Object.assign(
    {},
    ...Object.entries(pemReaders).map(([name, [ends, last, use]]) =>
      under(name, everyShape(pemPlaces(ends, last), pemShapes, use)),
    ),
  ) as Families),
  ...under('certificate', certificates),
  ...under(
    'signingKeyFromPkcs12',
    storeFamilies(
      'key.unreadable',
      (pkcs12: Uint8Array) => safeSigningKeyFromPkcs12({ pkcs12, passphrase: 'p' }),
      // More than so many values are not read.
      { 'empty parts': { largest: 300_000 } },
    ),
  ),
  ...under(
    'tlsOptions, pfx',
    storeFamilies(
      'tls.client-certificate',
      (pfx: Uint8Array) => safeTlsOptions({ pfx, passphrase: 'p', environment: 'test' }),
      { keys: { early: true } },
    ),
  ),
}
