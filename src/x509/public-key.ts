/**
 * Public keys: whether two are one.
 *
 * @module
 */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto'

/**
 * Whether two keys, private or public, are those of one pair. Their kinds are compared first: for two kinds, `equals` of
 * node:crypto leaves an error in OpenSSL's queue, which Node.js then throws for the next private key that anybody reads.
 */
export function isOneKey(one: KeyObject, other: KeyObject): boolean {
  const kind = one.asymmetricKeyType
  return kind !== undefined && kind === other.asymmetricKeyType && publicOf(one).equals(publicOf(other))
}

/** Whether the first private key and the first certificate of two texts in PEM belong together; both can be read. */
export function isKeyPair(key: string | Buffer, passphrase: string | undefined, certificate: string | Buffer): boolean {
  const privateKey = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
  return isOneKey(privateKey, new X509Certificate(certificate).publicKey)
}

function publicOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key
}
