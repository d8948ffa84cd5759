/**
 * Signing keys from PKCS#12 files (RFC 7292), as the issuers of enterprise certificates hand them out. An entry of its own,
 * so that only those who use it need `node-forge`: node:crypto reads no PKCS#12, and no RC2, which such files still have.
 *
 * @module pkcs12
 */
import { Buffer } from 'node:buffer'
import { createHmac, createPrivateKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { isBytes, isString, propertiesOf } from '../guard.js'
import { PortalError, unwrap, type Result } from '../issue.js'
import { attempt, issueIf, refusal } from '../outcome.js'
import { readCertificate, type Certificate } from '../x509/certificate.js'
import { keyError, keySubject, passphraseIssues, signingKey, type SigningKey } from './key.js'

export * from '../issue.js'
export type { DataToSign, SigningKey } from './key.js'

/** What {@link signingKeyFromPkcs12} takes. */
export interface Pkcs12KeyOptions {
  /** The file. */
  readonly pkcs12: Uint8Array
  /** Its passphrase, with any characters; empty if it has none. */
  readonly passphrase: string
  /** The friendly name of the key, exactly; keytool calls it alias. Needed only where a file has several keys. */
  readonly friendlyName?: string | undefined
}

type Asn1 = forge.asn1.Asn1

/** The contents of a file. */
interface KeyStore {
  readonly keys: { readonly privateKey: KeyObject; readonly friendlyName: string | undefined }[]
  readonly certificates: Certificate[]
}

/** Object identifiers (RFC 7292, appendix D; RFC 2985; RFC 5652; RFC 8018, appendix C). */
const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  pkcs8ShroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  pbes2: '1.2.840.113549.1.5.13',
} as const

/** The digests that protect a file's integrity, by object identifier. */
const digests: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512'>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** More rounds than any program uses; a file with more would only keep the reader busy. */
const maximumRounds = 1_000_000

/**
 * Makes a key from a PKCS#12 file: one with modern encryption (AES, PBES2), with 3DES, or with 40-bit RC2.
 *
 * @param options - the file, its passphrase, and which key to take
 * @returns the key. It holds the private key where neither `util.inspect` nor `JSON.stringify` reach it.
 * @throws {@link PortalError} with all that is wrong: `key.passphrase` for a wrong passphrase, `key.passphrase-missing`,
 *   `key.missing`, `key.several`, `key.unreadable`, `key.algorithm`, `key.size`, `key.certificate`, `key.mismatch`,
 *   `value.type`
 */
export function signingKeyFromPkcs12(options: Pkcs12KeyOptions): SigningKey {
  return unwrap(safeSigningKeyFromPkcs12(options), keySubject)
}

/**
 * As {@link signingKeyFromPkcs12}, without throwing.
 *
 * @param options - the file, its passphrase, and which key to take
 * @returns the key, or all that is wrong
 */
export function safeSigningKeyFromPkcs12(options: Pkcs12KeyOptions): Result<SigningKey> {
  const { pkcs12, passphrase, friendlyName } = propertiesOf(options)
  const isName = friendlyName === undefined || isString(friendlyName)
  const issues = [
    ...issueIf(!isBytes(pkcs12), 'value.type', 'The file must be a Uint8Array.', { property: ['pkcs12'] }),
    ...passphraseIssues(passphrase, true),
    ...issueIf(!isName, 'value.type', 'The friendly name must be a string.', { property: ['friendlyName'] }),
  ]
  if (issues.length > 0 || !isBytes(pkcs12) || !isString(passphrase)) return refusal(issues)
  const store = attempt(() => readKeyStore(pkcs12, passphrase))
  if (!store.ok) return store
  const { keys, certificates } = store.value
  const meant = keys.filter((key) => friendlyName === undefined || key.friendlyName === friendlyName)
  const privateKey = attempt(() => onlyKey(meant))
  return signingKey(privateKey, { certificates, issues: [] }, 'pkcs12')
}

function onlyKey([key, ...more]: KeyStore['keys']): KeyObject {
  if (key === undefined)
    throw keyError('key.missing', 'There is no private key, or none of that friendly name.', 'pkcs12')
  if (more.length > 0)
    throw keyError('key.several', 'There are several private keys; choose one by its friendly name.', 'friendlyName')
  return key.privateKey
}

function readKeyStore(bytes: Uint8Array, passphrase: string): KeyStore {
  try {
    const [, authenticatedSafe, macData] = children(parse(binary(bytes)))
    const safe = content(authenticatedSafe, oid.data)
    if (macData !== undefined) verifyMac(macData, safe, passphrase)
    const store: KeyStore = { keys: [], certificates: [] }
    for (const contentInfo of children(parse(safe))) readSafe(contentInfo, passphrase, store)
    return store
  } catch (thrown) {
    // What the library's errors hold is not ours to hand on.
    if (thrown instanceof PortalError) throw thrown
    throw unreadable('Not a PKCS#12 file, or one that is damaged or in a form that is not supported.')
  }
}

function unreadable(message: string): PortalError {
  return keyError('key.unreadable', message, 'pkcs12')
}

function wrongPassphrase(): PortalError {
  return keyError('key.passphrase', 'The passphrase is wrong, or the file is damaged.', 'passphrase')
}

/** RFC 7292, section 5.1: the file is whole, and the passphrase right, if the MAC over its contents is. */
function verifyMac(macData: Asn1, safe: string, passphrase: string): void {
  const [digestInfo, salt, iterations] = children(macData)
  const [algorithm, expected] = children(digestInfo)
  const name = digests[objectIdentifier(children(algorithm)[0])]
  if (name === undefined) throw unreadable('The integrity of the file is protected in an unknown way.')
  const rounds = iterations === undefined ? 1 : integer(iterations)
  checkRounds(rounds)
  const digest = forge.md[name].create()
  // RFC 7292, appendix B.3: purpose 3 is a key for a MAC, as long as the digest.
  const candidates = passphrase === '' ? ['', null] : [passphrase]
  const matches = candidates.some((candidate) => {
    const saltBuffer = forge.util.createBuffer(octets(salt))
    const key = forge.pkcs12.generateKey(candidate, saltBuffer, 3, rounds, digest.digestLength, digest)
    const mac = createHmac(name, fromBinary(key.getBytes())).update(fromBinary(safe)).digest()
    const stored = fromBinary(octets(expected))
    return stored.length === mac.length && timingSafeEqual(mac, stored)
  })
  if (!matches) throw wrongPassphrase()
}

/** Section 4.1: the contents are plain or encrypted. */
function readSafe(contentInfo: Asn1, passphrase: string, store: KeyStore): void {
  const [type] = children(contentInfo)
  const isEncrypted = objectIdentifier(type) === oid.encryptedData
  const safe = isEncrypted ? decryptContent(contentInfo, passphrase) : parse(content(contentInfo, oid.data))
  for (const bag of children(safe)) readBag(bag, passphrase, store)
}

/** RFC 5652, section 8: the encrypted content is [0] IMPLICIT OCTET STRING, in one piece or several. */
function decryptContent(contentInfo: Asn1, passphrase: string): Asn1 {
  const [, explicit] = children(contentInfo)
  const [, encryptedContentInfo] = children(children(explicit)[0])
  const [type, algorithm, encrypted] = children(encryptedContentInfo)
  if (objectIdentifier(type) !== oid.data || algorithm === undefined) throw new RangeError('not encrypted data')
  return decrypt(algorithm, octets(encrypted), passphrase)
}

/** Section 4.2. */
function readBag(bag: Asn1, passphrase: string, store: KeyStore): void {
  const [type, explicit, attributes] = children(bag)
  const [value] = children(explicit)
  const kind = objectIdentifier(type)
  if (kind === oid.certBag) {
    const [certificateType, certificate] = children(value)
    if (objectIdentifier(certificateType) === oid.x509Certificate)
      store.certificates.push(certificateIn(children(certificate)[0]))
  } else if (kind === oid.keyBag || kind === oid.pkcs8ShroudedKeyBag) {
    const [algorithm, encrypted] = children(value)
    const isPlain = kind === oid.keyBag || algorithm === undefined
    const key = isPlain ? value : decrypt(algorithm, octets(encrypted), passphrase)
    if (key === undefined) throw new RangeError('not a key')
    const der = fromBinary(forge.asn1.toDer(key).getBytes())
    const privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
    store.keys.push({ privateKey, friendlyName: friendlyNameOf(attributes) })
  }
}

function certificateIn(value: Asn1 | undefined): Certificate {
  const certificate = readCertificate(fromBinary(octets(value)))
  if (certificate === undefined)
    throw keyError('key.certificate', 'A certificate of the file cannot be read.', 'pkcs12')
  return certificate
}

function friendlyNameOf(attributes: Asn1 | undefined): string | undefined {
  for (const attribute of attributes === undefined ? [] : children(attributes)) {
    const [type, values] = children(attribute)
    const name = children(values)[0]?.value
    if (objectIdentifier(type) === oid.friendlyName && isString(name)) return name
  }
  return undefined
}

/**
 * Decrypts by passphrase. PBES2 takes the passphrase in UTF-8 (RFC 8018, section 3), the older schemes in sixteen-bit
 * characters (RFC 7292, appendix B.1), which the library makes itself.
 */
function decrypt(algorithm: Asn1, encrypted: string, passphrase: string): Asn1 {
  const [scheme, parameters] = children(algorithm)
  if (parameters !== undefined) checkAllRounds(parameters)
  const { Class, Type } = forge.asn1
  // What is encrypted here has the form of an encrypted private key, whatever it is.
  const data = forge.asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, encrypted)
  const like = forge.asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [algorithm, data])
  const bytes = objectIdentifier(scheme) === oid.pbes2 ? forge.util.encodeUtf8(passphrase) : passphrase
  // The declared type leaves out that a wrong passphrase gives null.
  const decrypted = forge.pki.decryptPrivateKeyInfo(like, bytes) as Asn1 | null
  if (decrypted === null) throw wrongPassphrase()
  return decrypted
}

function checkAllRounds(parameters: Asn1): void {
  if (typeof parameters.value !== 'string') parameters.value.forEach(checkAllRounds)
  else if (parameters.tagClass === forge.asn1.Class.UNIVERSAL && parameters.type === forge.asn1.Type.INTEGER)
    checkRounds(integer(parameters))
}

function checkRounds(rounds: number): void {
  if (rounds < 1 || rounds > maximumRounds)
    throw unreadable(`The file asks for fewer than 1 or more than ${maximumRounds} rounds of hashing.`)
}

/** RFC 5652, section 3: the content is [0] EXPLICIT. */
function content(contentInfo: Asn1 | undefined, type: string): string {
  const [actual, explicit] = children(contentInfo)
  if (objectIdentifier(actual) !== type) throw new RangeError('another type of content')
  return octets(children(explicit)[0])
}

/** The bytes of an octet string, which may come in pieces. */
function octets(value: Asn1 | undefined): string {
  if (value === undefined) throw new RangeError('a part is missing')
  return typeof value.value === 'string' ? value.value : value.value.map(octets).join('')
}

function children(value: Asn1 | undefined): readonly Asn1[] {
  if (value === undefined || typeof value.value === 'string') throw new RangeError('a part is missing')
  return value.value
}

function objectIdentifier(value: Asn1 | undefined): string {
  return forge.asn1.derToOid(octets(value))
}

function integer(value: Asn1): number {
  return fromBinary(octets(value)).reduce((sum, octet) => sum * 256 + octet, 0)
}

function parse(bytes: string): Asn1 {
  return forge.asn1.fromDer(forge.util.createBuffer(bytes))
}

/** The library holds bytes in strings. */
function binary(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

function fromBinary(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
