/**
 * Public keys: whether two are one.
 *
 * @module
 */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto'
import { unlessThrown } from '../guard.js'

/**
 * Whether two keys, private or public, are those of one pair. `equals` of node:crypto, for keys of two kinds, leaves an error
 * in OpenSSL's queue, which Node.js then throws for the next private key that anybody reads.
 */
export function isOneKey(one: KeyObject, other: KeyObject): boolean {
  const bytes = publicKeyInfo(one)
  return bytes !== undefined && publicKeyInfo(other)?.equals(bytes) === true
}

/** Whether the first private key and the first certificate of two texts in PEM belong together; both can be read. */
export function isKeyPair(key: string | Buffer, passphrase: string | undefined, certificate: string | Buffer): boolean {
  const privateKey = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
  return isOneKey(privateKey, new X509Certificate(certificate).publicKey)
}

/** SubjectPublicKeyInfo, encoded anew; undefined for a key of a kind that node:crypto does not write. */
function publicKeyInfo(key: KeyObject): Buffer | undefined {
  return unlessThrown(() =>
    (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }),
  )
}
