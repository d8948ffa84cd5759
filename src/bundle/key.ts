/**
 * The sender's signing key: an enterprise certificate with its chain, and a way to sign.
 *
 * @module
 */
import { createPrivateKey, createPublicKey, createVerify, sign, type KeyObject } from 'node:crypto'
import { PortalError, type Issue, type IssueCode } from '../issue.js'
import {
  certificateLabel,
  chainFrom,
  findLeaf,
  pemBlocks,
  readCertificate,
  type Certificate,
  type Pem,
} from '../x509/certificate.js'
import { makeIssue } from '../outcome.js'

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
  /** The certificates in DER, from the leaf to the root. Other orders are put right. */
  readonly chain: readonly Uint8Array[]
  /**
   * Signs with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 8017, section 8.2): `RSASSA_PKCS1_V1_5_SHA_256`, `RS256`. The result,
   * or the promise of it, is the bare signature. It is checked against the certificate before it is used.
   */
  readonly sign: (input: DataToSign) => Uint8Array | Promise<Uint8Array>
}

/** What {@link signingKeyFromPem} takes. */
export interface PemSigningKey {
  /** The private key: PKCS#8 (plain or encrypted) or PKCS#1 (plain or encrypted). Other blocks are passed over. */
  readonly key: Pem
  /** The certificate and those of its issuers, in any order, in one text or several. Other blocks are passed over. */
  readonly certificates: Pem | readonly Pem[]
  /** The passphrase of an encrypted key. */
  readonly passphrase?: string
}

/** The smallest modulus, in bits, that the issuers of enterprise certificates accept. */
const minimumModulusBits = 2048

/**
 * Makes a key from PEM.
 *
 * @param pem - private key, certificates and passphrase
 * @returns the key. It holds the private key where neither `util.inspect` nor `JSON.stringify` reach it.
 * @throws {@link PortalError} with `key.missing`, `key.several`, `key.passphrase-missing`, `key.passphrase`, `key.unreadable`,
 *   `key.algorithm`, `key.size`, `key.certificate` or `key.mismatch`
 */
export function signingKeyFromPem(pem: PemSigningKey): SigningKey {
  const blocks = pemBlocks(pem.key, /PRIVATE KEY$/)
  if (blocks.length > 1) throw keyError('key.several', 'There are several private keys.')
  const [block] = blocks
  if (block === undefined) throw keyError('key.missing', 'There is no private key in PEM.')
  const certificates = (isList(pem.certificates) ? pem.certificates : [pem.certificates]).flatMap((text) =>
    pemBlocks(text, certificateLabel),
  )
  return signingKey(readPrivateKey(block, pem.passphrase), certificates.map(readCertificate))
}

function isList(certificates: Pem | readonly Pem[]): certificates is readonly Pem[] {
  return Array.isArray(certificates)
}

function readPrivateKey(pem: string, passphrase: string | undefined): KeyObject {
  const encrypted = /^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(pem)
  if (encrypted && passphrase === undefined)
    throw keyError('key.passphrase-missing', 'The private key is encrypted, and there is no passphrase.')
  try {
    return createPrivateKey(encrypted ? { key: pem, passphrase } : pem)
  } catch (thrown) {
    // The causes are not handed on: what they may hold is not ours to know.
    const unsupported = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_OSSL_UNSUPPORTED'
    if (encrypted && !unsupported)
      throw keyError('key.passphrase', 'The passphrase is wrong, or the private key is damaged.')
    throw keyError('key.unreadable', 'The private key cannot be read, or its encryption is not supported.')
  }
}

/**
 * Makes a key from a private key and certificates.
 *
 * @param privateKey - the private key
 * @param certificates - its certificate and those of the issuers, in any order; others are left out
 * @returns the key
 * @throws {@link PortalError} with `key.algorithm`, `key.size`, `key.certificate` or `key.mismatch`
 */
export function signingKey(privateKey: KeyObject, certificates: readonly Certificate[]): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const unfit = publicKeyIssue(publicKey)
  if (unfit !== undefined) throw new PortalError('The key cannot be used', [unfit])
  if (certificates.length === 0) throw keyError('key.certificate', 'There is no certificate.')
  const leaf = certificates.find(({ x509 }) => x509.publicKey.equals(publicKey))
  if (leaf === undefined) throw keyError('key.mismatch', 'The private key belongs to none of the certificates.')
  return {
    chain: chainFrom(leaf, certificates).map(({ der }) => der),
    sign: ({ data }) => new Uint8Array(sign('RSA-SHA256', data, privateKey)),
  }
}

/**
 * Tells why a public key cannot be used.
 *
 * @param publicKey - the key
 * @returns `key.algorithm` or `key.size`; undefined for a good key
 */
export function publicKeyIssue(publicKey: KeyObject): Issue | undefined {
  if (publicKey.asymmetricKeyType !== 'rsa')
    return makeIssue('key.algorithm', 'The key must be an RSA key, and not of the kind RSA-PSS.')
  if ((publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < minimumModulusBits)
    return makeIssue('key.size', `The RSA key must have at least ${minimumModulusBits} bits.`)
  return undefined
}

/**
 * Reads the chain of a key, whoever made it.
 *
 * @param key - the key
 * @returns the chain, from the leaf to the root
 * @throws {@link PortalError} with `key.certificate`, `key.chain`, `key.algorithm` or `key.size`
 */
export function readChain(key: SigningKey): readonly [Certificate, ...Certificate[]] {
  const certificates = key.chain.map(readCertificate)
  if (certificates.length === 0) throw keyError('key.certificate', 'There is no certificate.')
  const leaf = findLeaf(certificates)
  const chain = leaf === undefined ? [] : chainFrom(leaf, certificates)
  if (leaf === undefined || chain.length !== certificates.length)
    throw keyError('key.chain', 'The certificates do not form one chain.')
  const unfit = publicKeyIssue(leaf.x509.publicKey)
  if (unfit !== undefined) throw new PortalError('The key cannot be used', [unfit])
  return [leaf, ...chain.slice(1)]
}

/**
 * Checks an RSA signature with SHA-256.
 *
 * @param data - what was signed
 * @param signature - the bare signature
 * @param certificate - the signer's certificate; its key must be an RSA key, since the check would take others too
 * @returns true if the signature is that of the data by the key of the certificate
 */
export function isSignatureOf(data: Uint8Array, signature: Uint8Array, certificate: Certificate): boolean {
  const { publicKey } = certificate.x509
  return publicKeyIssue(publicKey) === undefined && createVerify('RSA-SHA256').update(data).verify(publicKey, signature)
}

/** Says why a key cannot be used. */
export function keyError(code: IssueCode, message: string): PortalError {
  return new PortalError('The key cannot be used', [makeIssue(code, message)])
}
