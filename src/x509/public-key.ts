/**
 * Public keys: whether two are one.
 *
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { crypto } from './crypto.js'

/**
 * Whether two keys, private or public, are those of one pair. Their kinds are compared first: for two kinds, `equals` of
 * node:crypto leaves an error in OpenSSL's queue, which Node.js then throws for the next private key that anybody reads.
 */
export function isOneKey(one: KeyObject, other: KeyObject): boolean {
  const kind = one.asymmetricKeyType
  if (kind === undefined || kind !== other.asymmetricKeyType) return false
  const [first, second] = [publicOf(one), publicOf(other)]
  // The encoding, too: workerd says that a key which was derived equals no other.
  return first.equals(second) || encoded(first).equals(encoded(second))
}

/** Whether the first private key and the first certificate of two texts in PEM belong together; both can be read. */
export function isKeyPair(key: string | Buffer, passphrase: string | undefined, certificate: string | Buffer): boolean {
  const privateKey = crypto().createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
  return isOneKey(privateKey, new (crypto().X509Certificate)(certificate).publicKey)
}

const encoded = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

function publicOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? crypto().createPublicKey(key) : key
}
