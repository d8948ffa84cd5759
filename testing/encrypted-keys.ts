/**
 * Encrypted keys in PEM that cannot be read, though the passphrase may open them.
 *
 * @module
 */
import forge from 'node-forge'
import { createCipheriv, createHash } from 'node:crypto'
import { der, inPem, integer, objectIdentifier, sequence } from './der.js'

/**
 * What is no private key, encrypted with the passphrase in PKCS#8 or the older form of OpenSSL. One wrong passphrase in 256
 * opens a key like that: its padding fits, and what comes out is nothing.
 */
export const encryptedNonsense: Readonly<Record<'pkcs8' | 'pkcs1' | 'sec1', (passphrase: string) => string>> = {
  pkcs8: (passphrase) => {
    const nonsense = forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.OCTETSTRING, false, 'nonsense')
    return pkcs8(nonsense, passphrase, 'aes256')
  },
  pkcs1: (passphrase) => olderForm('RSA', passphrase),
  sec1: (passphrase) => olderForm('EC', passphrase),
}

/** A private key, encrypted with DES, which OpenSSL does not do any more. */
export function encryptedWithDes(keyPem: string, passphrase: string): string {
  return pkcs8(
    forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(forge.pki.privateKeyFromPem(keyPem))),
    passphrase,
    'des',
  )
}

function pkcs8(content: forge.asn1.Asn1, passphrase: string, algorithm: 'aes256' | 'des'): string {
  const encrypted = forge.pki.encryptPrivateKeyInfo(content, passphrase, { algorithm: algorithm as 'aes256', count: 1 })
  return forge.pki.encryptedPrivateKeyToPem(encrypted)
}

/** RFC 1421, 4.6.1.1, with the key that OpenSSL derives: MD5 again and again over what came before, passphrase and salt. */
function olderForm(kind: string, passphrase: string): string {
  const iv = Buffer.alloc(16, 7)
  const digest = (before: Buffer): Buffer =>
    createHash('md5').update(before).update(passphrase).update(iv.subarray(0, 8)).digest()
  const first = digest(Buffer.alloc(0))
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat([first, digest(first)]), iv)
  const content = Buffer.concat([cipher.update('nonsense'), cipher.final()]).toString('base64')
  const header = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${iv.toString('hex').toUpperCase()}`
  return `-----BEGIN ${kind} PRIVATE KEY-----\n${header}\n\n${content}\n-----END ${kind} PRIVATE KEY-----\n`
}

const octets = (length: number): Uint8Array => der(0x04, new Uint8Array(length))
const aes = sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octets(16))

/** The identifier of a derivation or a scheme, with salt. */
export const algorithm = (type: string, ...parameters: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier(type), sequence(octets(8), ...parameters))

/** PBES2 of RFC 8018, with AES. */
export const pbes2 = (derivation: Uint8Array): Uint8Array =>
  sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(derivation, aes))

/** The same, by PBKDF2. */
export const pbkdf2 = (rounds: bigint): Uint8Array => pbes2(algorithm('1.2.840.113549.1.5.12', integer(rounds)))

/** The same, by scrypt. */
export const scrypt = (...numbers: readonly bigint[]): Uint8Array =>
  pbes2(algorithm('1.3.6.1.4.1.11591.4.11', ...numbers.map(integer)))

/** What says that it is a key encrypted so, and is none. */
export const lockedKey = (encryption: Uint8Array): string =>
  inPem('ENCRYPTED PRIVATE KEY', sequence(encryption, octets(64)))
