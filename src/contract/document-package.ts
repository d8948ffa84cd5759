/**
 * Reading the document package of a request, with code that the package's writer has no part in.
 *
 * @module
 */

/** A document package whose files are those that were signed. */
export interface DocumentPackage {
  /** `manifest.xml`. */
  readonly manifestXml: Uint8Array
  /** The documents by name. */
  readonly documents: ReadonlyMap<string, Uint8Array>
}

/**
 * Reads a document package.
 *
 * @param bytes - the package
 * @returns its files, or undefined if it is none
 */
export function readPackage(bytes: Uint8Array): DocumentPackage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const files = new Map<string, Uint8Array>()
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1
  if (end < 0) return undefined
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true))
    if (nameLength === undefined || extraLength === undefined || commentLength === undefined) return undefined
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const local = view.getUint32(at + 42, true)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    files.set(name, bytes.subarray(start, start + view.getUint32(at + 24, true)))
    at += 46 + nameLength + extraLength + commentLength
  }
  const manifestXml = files.get('manifest.xml')
  files.delete('manifest.xml')
  files.delete('META-INF/signatures.xml')
  return manifestXml === undefined ? undefined : { manifestXml, documents: files }
}
