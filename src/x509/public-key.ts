/**
 * Public keys: whether two are one, and whose they are.
 *
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { unlessThrown } from '../guard.js'
import { latin1 } from '../latin1.js'
import type { Certificate } from './certificate.js'
import { crypto } from './crypto.js'

/** Whether two keys, private or public, are those of one pair. */
export function isOneKey(one: KeyObject, other: KeyObject): boolean {
  const [first, second] = [publicOf(one), publicOf(other)]
  // The encoding, too: see isEqual.
  return isEqual(first, second) || publicKeyInfoOf(first) === publicKeyInfoOf(second)
}

/** Tells of certificates, of which there may be many, whether a key, private or public, is theirs. */
export function holderOf(key: KeyObject): (certificate: Certificate) => boolean {
  const own = publicOf(key)
  const ownInfo = publicKeyInfoOf(own)
  return (certificate) => {
    // What stands there is quick to compare, and all that workerd has: see isEqual.
    if (certificate.publicKeyInfo === ownInfo) return true
    const publicKey = publicKeyOf(certificate)
    return publicKey !== undefined && isEqual(own, publicKey)
  }
}

/** The key of a certificate; undefined if it is of a kind that node:crypto does not know. */
export function publicKeyOf({ x509 }: Certificate): KeyObject | undefined {
  return unlessThrown(() => x509.publicKey)
}

/** Whether the first private key and the first certificate of two texts in PEM belong together; both can be read. */
export function isKeyPair(key: string | Buffer, passphrase: string | undefined, certificate: string | Buffer): boolean {
  const privateKey = crypto().createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
  return isOneKey(privateKey, new (crypto().X509Certificate)(certificate).publicKey)
}

/**
 * Whether two public keys are one. Their kinds are compared first: for two kinds, `equals` of node:crypto leaves an error in
 * OpenSSL's queue, which Node.js then throws for the next private key that anybody reads. In workerd a key that was derived
 * equals no other.
 */
function isEqual(one: KeyObject, other: KeyObject): boolean {
  return one.asymmetricKeyType === other.asymmetricKeyType && one.equals(other)
}

/** SubjectPublicKeyInfo, as `Certificate` has it. */
function publicKeyInfoOf(key: KeyObject): string {
  return latin1(key.export({ type: 'spki', format: 'der' }))
}

function publicOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? crypto().createPublicKey(key) : key
}
