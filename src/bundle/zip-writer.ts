/**
 * Writes ZIP archives that are the same for the same files, on any machine and in any time zone.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { ZipFile } from 'yazl'

/** A file of an archive. */
export interface ZipEntry {
  /** Its name. */
  readonly name: string
  /** Its content. */
  readonly bytes: Uint8Array
}

/** Writes an archive of safe names. Stored entries are the same everywhere; deflated ones as far as the deflate of Node.js is. */
export async function writeZip(entries: readonly ZipEntry[], compress: boolean): Promise<Uint8Array> {
  const zip = new ZipFile()
  // Local time is what the format holds, from 1980 on. A day later, since the library knows the first moment only in the
  // time zone that the process began in.
  const mtime = new Date(1980, 0, 2)
  for (const { name, bytes } of entries) {
    // Only entries from memory may be stored: others get a data descriptor, which a stream reader cannot find the end with.
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    zip.addBuffer(content, name, { compress, mtime, forceDosTimestamp: true })
  }
  zip.end()
  const chunks: Uint8Array[] = []
  for await (const chunk of zip.outputStream) if (chunk instanceof Uint8Array) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
