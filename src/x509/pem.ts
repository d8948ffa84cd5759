/**
 * Reading PEM: which of its blocks are meant, with the same rules for keys and for certificates.
 *
 * @module
 */
import { isBytes, isInstance } from '../guard.js'

/** PEM as text, or as the bytes of a file. */
export type Pem = string | Uint8Array

/** The labels of encapsulated texts (RFC 7468, sections 5 and 10 to 13; the older ones of OpenSSL). */
export const pemLabel: Readonly<Record<'certificate' | 'privateKey', RegExp>> = {
  certificate: /^(?:X509 |TRUSTED )?CERTIFICATE$/,
  privateKey: /PRIVATE KEY$/,
}

/** Whether a private key in PEM is encrypted: PKCS#8 (RFC 7468, section 11) or the older form of OpenSSL (RFC 1421, 4.6.1.1). */
export function isEncryptedKey(pem: string): boolean {
  return /^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(pem)
}

/** What OpenSSL says of an encryption that it does not know, and of one whose header (RFC 1421, 4.6.1.3) is damaged. */
const unknownEncryption: readonly unknown[] = [
  'ERR_OSSL_EVP_UNSUPPORTED',
  'ERR_OSSL_PEM_UNSUPPORTED_ENCRYPTION',
  'ERR_OSSL_PEM_BAD_IV_CHARS',
  'ERR_OSSL_PEM_NOT_DEK_INFO',
  'ERR_OSSL_PEM_MISSING_DEK_IV',
  'ERR_OSSL_PEM_UNEXPECTED_DEK_IV',
]

/**
 * Whether OpenSSL does not know the encryption of a key. Otherwise the passphrase may be what is wrong: one in 256 opens a key
 * to nothing, of which OpenSSL says only that its form is not supported.
 */
export function isUnknownEncryption(thrown: unknown): boolean {
  return isInstance(thrown, Error) && 'code' in thrown && unknownEncryption.includes(thrown.code)
}

/** The encapsulated texts (RFC 7468) whose label is of a kind; none in what is no PEM. */
export function pemBlocks(pem: unknown, label: RegExp): readonly string[] {
  if (typeof pem !== 'string' && !isBytes(pem)) return []
  const text = typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
  const blocks: string[] = []
  let start: { readonly index: number; readonly name: string | undefined } | undefined
  // Each line by itself: one expression for whole blocks would look for the end of each again from its beginning.
  for (const { 0: line, 1: border, 2: name = '', index } of text.matchAll(/-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g)) {
    if (border === 'END' && start?.name === name && label.test(name))
      blocks.push(text.slice(start.index, index + line.length))
    start = border === 'BEGIN' ? { index, name } : undefined
  }
  return blocks
}
