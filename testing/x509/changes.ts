/**
 * What can be changed in a certificate, wherever it stands in a path.
 *
 * @module
 */
import { createHash, createPublicKey } from 'node:crypto'
import { extension, keyPem, type CertificateInput, type TestKey } from '../certificates.js'
import type { Random } from '../conformance/random.js'
import {
  der,
  encodeName,
  integer,
  objectIdentifier,
  sequence,
  utf8,
  type Name,
  type NameAttribute,
  type StringType,
} from '../der.js'

/** When paths are judged. */
export const time: Date = new Date('2026-11-23T12:00:00Z')
type Validity = Pick<CertificateInput, 'notBefore' | 'notAfter'>

export const valid: Validity = {
  notBefore: new Date('2020-01-01T00:00:00Z'),
  notAfter: new Date('2040-01-01T00:00:00Z'),
}
export const expired: Validity = {
  notBefore: new Date('2010-01-01T00:00:00Z'),
  notAfter: new Date('2026-11-23T11:59:59Z'),
}
export const later: Validity = {
  notBefore: new Date('2026-11-23T12:00:01Z'),
  notAfter: new Date('2045-01-01T00:00:00Z'),
}

export type Subject = Readonly<Record<string, string>>

/** A certificate that is still to be made. */
export interface Plan extends Omit<CertificateInput, 'subject'> {
  readonly subject: Name
  readonly issuerName: Subject
  readonly extensions: readonly Uint8Array[]
}

/** Changes a certificate that is still to be made. */
type Change = (plan: Plan, random: Random) => Partial<CertificateInput>

const adding =
  (make: (random: Random) => Uint8Array): Change =>
  ({ extensions }, random) => ({ extensions: [...extensions, make(random)] })

const nameConstraints =
  (...subtrees: readonly Uint8Array[]): Change =>
  ({ extensions }, random) => {
    const list = der(random.chance(0.6) ? 0xa0 : 0xa1, random.pick(subtrees))
    return { extensions: [...extensions, extension('2.5.29.30', random.chance(0.8), sequence(list))] }
  }

const keyed =
  (key: TestKey): Change =>
  ({ extensions }) => ({ key, extensions: [subjectKeyIdentifier(key), ...extensions.slice(1)] })

const text = (tag: number, value: string): Uint8Array => der(tag, utf8(value))
const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)
const other = (tag: number): Uint8Array => der(tag, objectIdentifier('1.3.6.1.4.1.99999.1'), der(0xa0, text(0x0c, 'x')))
const directory = (name: Name): Uint8Array => der(0xa4, encodeName(name))

const alternativeNames: readonly Uint8Array[] = [
  ...['kari@a.example.no', 'kari@example.no', 'ola@b.no'].map((value) => text(0x81, value)),
  ...['a.example.no', 'www.a.example.no', 'b.no', 'xample.no'].map((value) => text(0x82, value)),
  ...['https://a.example.no/x', 'https://example.no:8443', 'http://b.no/?q', 'urn:x:y'].map((value) =>
    text(0x86, value),
  ),
  ...[octets(10, 1, 2, 3), octets(192, 168, 0, 1), new Uint8Array(16)].map((value) => der(0x87, value)),
  ...[{ C: 'NO', O: 'Blåbær og Søster' }, { C: 'SE' }].map(directory),
  other(0xa0),
  der(0x88, octets(0x2a, 3, 4)),
]

const extendedKeyUsage = (critical: boolean, ...purposes: readonly string[]): Change =>
  adding(() => extension('2.5.29.37', critical, sequence(...purposes.map(objectIdentifier))))
const policy = (number: string): Uint8Array => sequence(objectIdentifier(`1.3.6.1.4.1.99999.2.${number}`))

/** What can be changed in a certificate, wherever it stands. */
export const changes: Readonly<Record<string, Change>> = {
  expired: () => expired,
  'not yet valid': () => later,
  'path length 0': () => ({ basicConstraints: { pathLength: 0n } }),
  'path length 1': () => ({ basicConstraints: { pathLength: 1n } }),
  'critical unknown extension': adding(() => extension('1.3.6.1.4.1.99999.3', true, der(0x05))),
  'unknown extension': adding(() => extension('1.3.6.1.4.1.99999.3', false, utf8('no DER'))),
  'critical CRL distribution points': adding(() =>
    extension('2.5.29.31', true, sequence(sequence(der(0xa0, der(0xa0, text(0x86, 'http://a.no/')))))),
  ),
  'critical name of the issuer': adding(() => extension('2.5.29.18', true, sequence(text(0x82, 'a.no')))),
  'extension twice': adding(() => extension('2.5.29.14', false, der(0x04, octets(1)))),
  'constraints of mailboxes': nameConstraints(
    ...['example.no', '.example.no', 'a.example.no', 'kari@a.example.no', 'b.no'].map((value) =>
      sequence(text(0x81, value)),
    ),
  ),
  'constraints of hosts': nameConstraints(
    ...['example.no', 'a.example.no', 'EXAMPLE.no', 'no', 'b.no'].map((value) => sequence(text(0x82, value))),
  ),
  'constraints of resources': nameConstraints(
    ...['example.no', '.example.no', 'a.example.no', 'b.no'].map((value) => sequence(text(0x86, value))),
  ),
  'constraints of addresses': nameConstraints(
    sequence(der(0x87, octets(10, 0, 0, 0, 255, 0, 0, 0))),
    sequence(der(0x87, octets(192, 168, 0, 0, 255, 255, 255, 0))),
    sequence(der(0x87, new Uint8Array(32))),
  ),
  'constraints of directory names': nameConstraints(
    ...[{ C: 'NO' }, { C: 'NO', O: 'BLÅBÆR  og søster' }, { C: 'SE' }, {}].map((name) => sequence(directory(name))),
  ),
  'constraints of other names': nameConstraints(sequence(other(0xa0)), sequence(der(0x88, octets(0x2a, 3, 4)))),
  names: adding((random) =>
    extension('2.5.29.17', random.chance(0.2), sequence(...random.shuffle(alternativeNames).slice(0, 2))),
  ),
  'mailbox in the subject': () => ({
    subject: [...relativeNames(nameOf('Somebody'), 'utf8'), [['emailAddress', 'kari@a.example.no', 'ia5']]],
  }),
  'RSA key of 1024 bits': keyed('rsa-1024'),
  'RSA key of 3072 bits': keyed('rsa-3072'),
  'key for PSS': keyed('rsa-pss'),
  'key on P-256': keyed('ec'),
  'key on P-384': keyed('ec-384'),
  'key on P-521': keyed('ec-521'),
  'key on secp256k1': keyed('ec-secp256k1'),
  'key of Ed25519': keyed('ed25519'),
  'signed by SHA-1': () => ({ hash: 'sha1' }),
  // Not ECDSA, Ed25519 or RSASSA-PSS, which have no such signature or are not read with one.
  'signed by MD5': ({ key, issuer = { key } }) => (/^(?:e|rsa-pss)/.test(issuer.key ?? '') ? {} : { hash: 'md5' }),
  'signed by SHA-384': () => ({ hash: 'sha384' }),
  'critical purpose: server': extendedKeyUsage(true, '1.3.6.1.5.5.7.3.1'),
  'critical purpose: e-mail': extendedKeyUsage(true, '1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.4'),
  'purpose: server': extendedKeyUsage(false, '1.3.6.1.5.5.7.3.1'),
  'no key usage': ({ keyUsage = [] }) => ({
    basicConstraints: keyUsage.includes('keyCertSign') ? {} : null,
    keyUsage: [],
  }),
  'other key usage': ({ basicConstraints = {}, keyUsage = [] }) => ({
    basicConstraints: keyUsage.includes('keyCertSign') ? basicConstraints : null,
    keyUsage: ['keyEncipherment'],
  }),
  'no basic constraints': () => ({ basicConstraints: null }),
  'basic constraints without cA': () => ({ basicConstraints: { cA: false } }),
  'basic constraints that are not critical': () => ({ basicConstraints: { critical: false } }),
  'version 1': () => ({ version: 1, basicConstraints: null, keyUsage: [], extensions: [] }),
  'version 1 with extensions': () => ({ version: 1 }),
  'policy demanded': adding((random) =>
    extension('2.5.29.36', random.chance(0.8), sequence(der(0x80, octets(random.integer(0, 3))))),
  ),
  'no mapping of policies': adding(() => extension('2.5.29.36', true, sequence(der(0x81, octets(0))))),
  'no anyPolicy': adding(() => extension('2.5.29.54', true, integer(0n))),
  'critical policies': adding(() => extension('2.5.29.32', true, sequence(policy('1')))),
  'critical mapping of policies': adding(() =>
    extension('2.5.29.33', true, sequence(sequence(objectIdentifier('1.2.3'), objectIdentifier('1.2.4')))),
  ),
  'serial number 0': () => ({ serialNumber: 0n }),
  'serial number below 0': () => ({ serialNumber: -5n }),
  'no key identifiers': () => ({ extensions: [] }),
  'other key identifier': ({ issuer }) => ({
    extensions: [authorityKeyIdentifier(issuer?.key === 'ec' ? 'root' : 'ec')],
  }),
  'issuer in other case': naming(({ C = '', O = '', CN = '' }) =>
    encodeName({ C, O: O.replaceAll('o', 'O'), CN: `  ${CN.toLowerCase()} ` }),
  ),
  'issuer in other case beyond ASCII': naming(({ C = '', O = '', CN = '' }) =>
    encodeName({ C, O: O.replaceAll('ø', 'Ø'), CN }),
  ),
  'issuer in PrintableString': naming(({ C = '', O = '', CN = '' }) =>
    encodeName([[['C', C, 'printable']], [['O', O]], [['CN', CN, 'printable']]]),
  ),
  'issuer in BMPString': naming((name) => encodeName(relativeNames(name, 'bmp'))),
  'issuer of another name': naming(() => encodeName({ C: 'NO', CN: 'Somebody else' })),
  'issuer without a name': naming(() => encodeName([])),
  'subject without a name': () => ({ subject: [] }),
}

function relativeNames(name: Subject, type: StringType): readonly (readonly NameAttribute[])[] {
  return Object.entries(name).map(([key, value]) => [[key, value, key === 'C' ? 'printable' : type] as const])
}

/** Another name of the issuer in a certificate, or another encoding of it. */
function naming(encode: (name: Subject) => Uint8Array): Change {
  return ({ issuer, issuerName }) => (issuer ? { issuer: { ...issuer, subjectDer: encode(issuerName) } } : {})
}

const identifiers = new Map<TestKey, Uint8Array>()

function identifierOf(key: TestKey): Uint8Array {
  const known = identifiers.get(key)
  if (known !== undefined) return known
  const identifier = createHash('sha1')
    .update(createPublicKey(keyPem(key)).export({ type: 'spki', format: 'der' }))
    .digest()
  identifiers.set(key, identifier)
  return identifier
}

export function subjectKeyIdentifier(key: TestKey): Uint8Array {
  return extension('2.5.29.14', false, der(0x04, identifierOf(key)))
}

export function authorityKeyIdentifier(key: TestKey): Uint8Array {
  return extension('2.5.29.35', false, sequence(der(0x80, identifierOf(key))))
}

/** Whether a change is of the key: what else there is may depend on it. */
export const isOfKeys = (change: string): boolean => /^(?:RSA )?key /.test(change)

/** The subject of a certificate that is called something. */
export const nameOf = (name: string): Subject => ({ C: 'NO', O: 'Blåbær og Søster', CN: name })
