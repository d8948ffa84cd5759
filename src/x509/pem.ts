/**
 * Reading PEM: which of its blocks are meant, with the same rules for keys and for certificates.
 *
 * @module
 */
import { isBytes } from '../guard.js'

/** PEM as text, or as the bytes of a file. */
export type Pem = string | Uint8Array

/** The labels of encapsulated texts (RFC 7468, sections 5 and 10 to 13; the older ones of OpenSSL). */
export const pemLabel: Readonly<Record<'certificate' | 'privateKey', RegExp>> = {
  certificate: /^(?:X509 |TRUSTED )?CERTIFICATE$/,
  privateKey: /PRIVATE KEY$/,
}

/** The encapsulated texts (RFC 7468) whose label is of a kind; none in what is no PEM. */
export function pemBlocks(pem: unknown, label: RegExp): readonly string[] {
  if (typeof pem !== 'string' && !isBytes(pem)) return []
  const text = typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-(?!----END)[^-]*)*-----END \1-----/g)
  return [...blocks].filter((match) => label.test(match[1] ?? '')).map((match) => match[0])
}
