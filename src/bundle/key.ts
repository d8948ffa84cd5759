/**
 * The sender's signing key: an enterprise certificate with its chain, and a way to sign.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import { isString, propertiesOf } from '../guard.js'
import { unwrap, type Issue, type IssueCode, type PortalError, type Result } from '../issue.js'
import { attempt, issueIf, issuesOf, makeError, makeIssue, outcome, refusal, refused, refuseIfAny } from '../outcome.js'
import { readableCertificates, type Certificate, type ReadableCertificates } from '../x509/certificate.js'
import { bestChain, isComplete, leavesAmong } from '../x509/chain.js'
import { crypto } from '../x509/crypto.js'
import { encryptedKeys } from '../x509/encrypted-key.js'
import type { Path } from '../x509/path.js'
import { isEncryptedKey, isUnknownEncryption, pemBlocks, pemLabel, type Pem } from '../x509/pem.js'
import { holderOf, publicKeyOf } from '../x509/public-key.js'
import { isXmlText } from '../xml/escape.js'

/** What is to be signed. */
export interface DataToSign {
  /** The bytes to sign: SignedInfo in its canonical form. */
  readonly data: Uint8Array
  /** The SHA-256 digest of `data`, 32 bytes, for key services that take digests. */
  readonly sha256: Uint8Array
}

/**
 * The sender's key. Any way to sign fits: a private key in memory, a key service, a hardware module.
 *
 * The key must be an RSA key of at least 2048 bits, and the certificate an enterprise certificate (Buypass or Commfides)
 * with key usage digitalSignature (document package).
 */
export interface SigningKey {
  /**
   * The certificates in DER: that of the key, and those above it up to the root, in any order. What is written is the best
   * chain among them at the time of signing, as the document package page says; others do no harm beside a whole one.
   */
  readonly chain: readonly Uint8Array[]
  /**
   * Signs with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 8017, section 8.2): `RSASSA_PKCS1_V1_5_SHA_256`, `RS256`. The result,
   * or the promise of it, is the bare signature. It is checked against the certificate before it is used.
   *
   * @throws anything: `writeBundle` and `safeWriteBundle` reject with the same
   */
  readonly sign: (input: DataToSign) => Uint8Array | Promise<Uint8Array>
}

/** What {@link signingKeyFromPem} takes. */
export interface PemKeyOptions {
  /**
   * The private key: PKCS#8 (plain or encrypted, with at most 1,000,000 rounds of hashing and 32 MiB for scrypt, since opening
   * it keeps other work waiting) or PKCS#1 (plain or encrypted). Other blocks are passed over.
   */
  readonly key: Pem
  /**
   * The certificate and those of its issuers, in any order, in one text or several: each in DER, or one or more in PEM.
   * The best chain among them is taken: a whole one before others, and the one that lasts longest. Other blocks and other
   * certificates are passed over; those that cannot be read are so beside a whole chain only, with a warning
   * `key.certificate`.
   */
  readonly certificates: Pem | readonly Pem[]
  /** The passphrase of an encrypted key. */
  readonly passphrase?: string | undefined
}

/** The smallest modulus, in bits, that the issuers of enterprise certificates accept. */
const minimumModulusBits = 2048

/**
 * Makes a key from PEM.
 *
 * @param options - private key, certificates and passphrase
 * @returns the key. It holds the private key where neither `util.inspect` nor `JSON.stringify` reach it.
 * @throws {@link PortalError} with all that is wrong: `key.missing`, `key.several`, `key.passphrase-missing`,
 *   `key.passphrase`, `key.unreadable`, `key.algorithm`, `key.size`, `key.certificate`, `key.mismatch`, `value.type`
 */
export function signingKeyFromPem(options: PemKeyOptions): SigningKey {
  return unwrap(safeSigningKeyFromPem(options), keySubject)
}

/**
 * As {@link signingKeyFromPem}, without throwing.
 *
 * @param options - private key, certificates and passphrase
 * @returns the key, or all that is wrong
 *
 * @example
 * ```ts
 * import { safeSigningKeyFromPem } from 'signering-portal/bundle'
 *
 * declare const certificatePem: string
 *
 * const result = safeSigningKeyFromPem({ key: '', certificates: certificatePem })
 * console.log(result.ok ? 'a key' : result.issues.map(({ code }) => code)) // [ 'key.missing' ]
 * ```
 */
export function safeSigningKeyFromPem(options: PemKeyOptions): Result<SigningKey> {
  const { key, certificates, passphrase } = propertiesOf(options)
  return signingKey(
    attempt(() => readPrivateKey(key, passphrase)),
    readableCertificates(certificates, ['certificates']),
    { key: 'key', certificates: 'certificates' },
  )
}

function readPrivateKey(given: unknown, passphrase: unknown): KeyObject {
  const [pem = '', ...more] = pemBlocks(given, pemLabel.privateKey)
  const encrypted = isEncryptedKey(pem)
  refuseIfAny(keySubject, [
    ...issueIf(pem === '', 'key.missing', 'There is no private key in PEM.', { property: ['key'] }),
    ...issueIf(more.length > 0, 'key.several', 'There are several private keys.', { property: ['key'] }),
    ...passphraseIssues(passphrase, encrypted),
  ])
  const [inPkcs8] = encryptedKeys(pem)
  if (inPkcs8?.problem !== undefined) throw keyError('key.unreadable', inPkcs8.problem, 'key')
  // What was looked at is what is opened.
  const form = inPkcs8 ? ({ key: Buffer.from(inPkcs8.der), format: 'der', type: 'pkcs8' } as const) : { key: pem }
  try {
    return crypto().createPrivateKey(encrypted ? { ...form, passphrase: passphrase as string } : pem)
  } catch (thrown) {
    // The causes are not handed on: what they may hold is not ours to know.
    if (encrypted && !isUnknownEncryption(thrown))
      throw keyError('key.passphrase', 'The passphrase is wrong, or the private key is damaged.', 'passphrase')
    throw keyError('key.unreadable', 'The private key cannot be read, or its encryption is not supported.', 'key')
  }
}

/** The longest passphrase that is tried, in UTF-16 code units: OpenSSL asks for no longer one. */
const maximumPassphraseLength = 1024

/** A passphrase is text of some length, and must be there where it is needed. */
export function passphraseIssues(passphrase: unknown, needed: boolean): readonly Issue[] {
  const missing = 'The private key is encrypted, and there is no passphrase.'
  const place = { property: ['passphrase'] }
  if (passphrase === undefined) return issueIf(needed, 'key.passphrase-missing', missing, place)
  const tooLong = `The passphrase has more than ${maximumPassphraseLength} characters.`
  return [
    ...issueIf(!isString(passphrase), 'value.type', 'The passphrase must be a string.', place),
    ...issueIf(isString(passphrase) && passphrase.length > maximumPassphraseLength, 'key.passphrase', tooLong, place),
  ]
}

/**
 * Joins a private key with its certificate, and that with the best chain that the certificates give; others are left out.
 * What cannot be read of them is a warning beside a whole chain. The properties are those of the options that both come from.
 */
export function signingKey(
  privateKey: Result<KeyObject>,
  { certificates, issues: unreadable }: ReadableCertificates,
  properties: Readonly<Record<'key' | 'certificates', string>>,
): Result<SigningKey> {
  const place = { property: [properties.certificates] }
  const publicKey = privateKey.ok ? crypto().createPublicKey(privateKey.value) : undefined
  const ofKey = publicKey && publicKeyIssues(publicKey, { property: [properties.key] })
  const issues = [...issuesOf(privateKey), ...(ofKey ?? [])]
  if (certificates.length === 0 && unreadable.length === 0)
    issues.push(makeIssue('key.certificate', 'There is no certificate.', place))
  if (issues.length > 0 || !privateKey.ok || publicKey === undefined) return refusal([...issues, ...unreadable])
  const [leaf, ...others] = certificates.filter(holderOf(publicKey))
  if (leaf === undefined && unreadable.length > 0) return refusal(unreadable)
  if (leaf === undefined) return refused('key.mismatch', 'The private key belongs to none of the certificates.', place)
  const chain = bestChain([leaf, ...others], certificates)
  return outcome(leftOut(unreadable, chain), () => ({
    chain: chain.map(({ der }) => der),
    sign: ({ data }) => new Uint8Array(crypto().sign('RSA-SHA256', data, privateKey.value)),
  }))
}

/** Certificates that cannot be read are an error only where they may be missing. */
function leftOut(unreadable: readonly Issue[], chain: readonly Certificate[]): readonly Issue[] {
  return isComplete(chain) ? unreadable.map((issue) => ({ ...issue, severity: 'warning' })) : unreadable
}

/** Tells why a public key cannot be used; nothing of a good one. */
function publicKeyIssues(publicKey: KeyObject | undefined, place: Partial<Issue> = {}): readonly Issue[] {
  if (publicKey?.asymmetricKeyType !== 'rsa')
    return [makeIssue('key.algorithm', 'The key must be an RSA key, and not of the kind RSA-PSS.', place)]
  const isShort = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < minimumModulusBits
  return issueIf(isShort, 'key.size', `The RSA key must have at least ${minimumModulusBits} bits.`, place)
}

/** A key whose chain has been read. */
export interface ReadKey {
  /** The chain, from the leaf to the root. */
  readonly chain: Path
  /** Signs, as the key does. */
  readonly sign: SigningKey['sign']
}

/** Reads a key, whoever made it, to sign with it at a time; the properties of its issues begin with `key`. */
export function readKey(key: unknown, time: Date): Result<ReadKey> {
  const { chain: given, sign: signer } = propertiesOf(key)
  const chain = readChain(given, time)
  const isSigner = typeof signer === 'function'
  const place = { property: ['key', 'sign'] }
  const wrong = issueIf(!isSigner, 'value.type', 'The key must have a function that signs.', place)
  if (!chain.ok || !isSigner) return refusal([...issuesOf(chain), ...wrong])
  const callSigner: SigningKey['sign'] = (input) =>
    Reflect.apply(signer, key, [input]) as ReturnType<SigningKey['sign']>
  return { ok: true, value: { chain: chain.value, sign: callSigner }, warnings: chain.warnings }
}

function readChain(given: unknown, time: Date): Result<ReadKey['chain']> {
  const property = ['key', 'chain']
  const { certificates, issues: unreadable } = readableCertificates(given, property)
  const [leaf, ...others] = leavesAmong(certificates)
  if (leaf === undefined && unreadable.length > 0) return refusal(unreadable)
  if (certificates.length === 0) return refused('key.certificate', 'There is no certificate.', { property })
  const isOne = leaf !== undefined && others.every((other) => other.publicKeyInfo === leaf.publicKeyInfo)
  if (!isOne) return refused('key.chain', notOneChain, { property })
  const chain = bestChain([leaf, ...others], certificates, time)
  const isLeftOut = certificates.some(
    (one) => !chain.some(({ x509 }) => x509.fingerprint256 === one.x509.fingerprint256),
  )
  const hasGap = isLeftOut && !isComplete(chain)
  const isWritable = isXmlText(chain[0].issuerName)
  const issues = [
    ...leftOut(unreadable, chain),
    ...issueIf(hasGap, 'key.chain', notOneChain, { property }),
    ...publicKeyIssues(publicKeyOf(chain[0]), { property }),
    ...issueIf(!isWritable, 'key.certificate', 'The name of the issuer cannot be written in XML.', { property }),
  ]
  return outcome(issues, () => chain)
}

const notOneChain = 'The certificates do not form one chain.'

/** Checks an RSA signature with SHA-256; the certificate's key must be an RSA key, since the check would take others too. */
export function isSignatureOf(data: Uint8Array, signature: Uint8Array, certificate: Certificate): boolean {
  const publicKey = publicKeyOf(certificate)
  if (publicKey === undefined || publicKeyIssues(publicKey).length > 0) return false
  return crypto().createVerify('RSA-SHA256').update(data).verify(publicKey, signature)
}

/** What could not be done, in the message of an error. */
export const keySubject = 'The key cannot be used'

/** Says why a key cannot be used. */
export function keyError(code: IssueCode, message: string, property: string): PortalError {
  return makeError(keySubject, code, message, { property: [property] })
}
