/**
 * Leaving out of bytes what is personal or secret: they become text.
 *
 * @module
 */
import { isInstance, unlessThrown } from '../guard.js'
import { mark, type Redacted } from './redact-text.js'
import { redactText } from './redact-xml.js'

/** The bytes of a view or a buffer; undefined for anything else. */
export function bytesOf(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  const isBuffer =
    isInstance(value, ArrayBuffer) || (typeof SharedArrayBuffer === 'function' && isInstance(value, SharedArrayBuffer))
  return isBuffer ? new Uint8Array(value) : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** XML as text, and the part of a multipart content before the archive. */
export function redactBytes(bytes: Uint8Array, kind: Redacted = 'bytes'): string {
  const whole = mark(kind, bytes.length)
  if (kind === 'key' || kind === 'passphrase') return whole
  const isMultipart = bytes[0] === 0x2d && bytes[1] === 0x2d
  const archive = isMultipart ? startOfArchive(bytes) : undefined
  if (!isXml(bytes) && archive === undefined) return whole
  const text = unlessThrown(() => utf8.decode(bytes.subarray(0, archive)))
  if (text === undefined) return whole
  return redactText(text) + (archive === undefined ? '' : mark('bytes', bytes.length - archive))
}

/** Whether bytes begin as XML does, behind a byte order mark and white space. */
function isXml(bytes: Uint8Array): boolean {
  const first = bytes.subarray(bytes[0] === 0xef ? 3 : 0).find((byte) => byte > 0x20)
  return first === 0x3c
}

/** Where a ZIP archive begins (APPNOTE.TXT, 4.3.7); undefined if there is none. */
function startOfArchive(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(0x50); at !== -1; at = bytes.indexOf(0x50, at + 1))
    if (bytes[at + 1] === 0x4b && bytes[at + 2] === 3 && bytes[at + 3] === 4) return at
  return undefined
}
