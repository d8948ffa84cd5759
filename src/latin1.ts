/**
 * ISO 8859-1: each byte is the character of its number.
 *
 * @module
 */

/** Reads bytes. What a TextDecoder calls by this name is windows-1252, on some versions of Node.js and elsewhere. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  // More arguments than that overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}
