/**
 * Writes ZIP archives that are the same for the same files, on any machine and in any time zone.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import type * as Yazl from 'yazl'

/** A file of an archive. */
export interface ZipEntry {
  /** Its name. */
  readonly name: string
  /** Its content. */
  readonly bytes: Uint8Array
}

/** The bytes of headers in an archive of stored files: for each file beside it and in the directory, and at the end. */
const [localHeaderBytes, centralHeaderBytes, endRecordBytes] = [30, 46, 22]

/** Where the content of each file begins in an archive of stored files, and how long that archive is. */
function layOut(files: readonly Readonly<{ name: string; length: number }>[]): {
  readonly offsets: readonly number[]
  readonly length: number
} {
  let [offset, directory] = [0, 0]
  const offsets = files.map(({ name, length }) => {
    const start = offset + localHeaderBytes + Buffer.byteLength(name)
    offset = start + length
    directory += centralHeaderBytes + Buffer.byteLength(name)
    return start
  })
  return { offsets, length: offset + directory + endRecordBytes }
}

/** Files whose contents lie where they are to be in an archive of stored files. */
export interface PlacedFiles<File extends ZipEntry> {
  /** The files. */
  readonly files: readonly File[]
  /** The archive, in which nothing else is written yet. */
  readonly archive: Uint8Array
}

/**
 * Copies files to where they are to be in an archive of stored files that has one more of a known length: nobody can change
 * them there, and the archive needs no second copy.
 */
export function placeFiles<File extends ZipEntry>(
  files: readonly File[],
  last: Readonly<{ name: string; length: number }>,
): PlacedFiles<File> {
  const { offsets, length } = layOut([...files.map(({ name, bytes }) => ({ name, length: bytes.length })), last])
  const archive = new Uint8Array(length)
  const placed = files.map((file, index) => {
    const start = offsets[index] ?? 0
    archive.set(file.bytes, start)
    return { ...file, bytes: archive.subarray(start, start + file.bytes.length) }
  })
  return { files: placed, archive }
}

/** Loaded by the first package, since it takes as long as all the rest, and whoever only reads packages needs none of it. */
let yazl: Promise<typeof Yazl> | undefined

/**
 * Writes an archive of safe names. Stored entries are the same everywhere; deflated ones as far as the deflate of Node.js
 * is. Stored ones may lie in the archive already, as {@link placeFiles} puts them there.
 */
export async function writeZip(
  entries: readonly ZipEntry[],
  compress: boolean,
  archive?: Uint8Array,
): Promise<Uint8Array> {
  const { ZipFile } = await (yazl ??= import('yazl'))
  const zip = new ZipFile()
  // Local time is what the format holds, from 1980 on. A day later, since the library knows the first moment only in the
  // time zone that the process began in.
  const mtime = new Date(1980, 0, 2)
  const chunks: Uint8Array[] = []
  const ended = new Promise((resolve, reject) => {
    // By events, since to iterate over a stream joins what is waiting in it to one more copy.
    const { outputStream } = zip
    outputStream
      .on('data', (chunk: Uint8Array) => chunks.push(chunk))
      .on('end', resolve)
      .on('error', reject)
  })
  for (const { name, bytes } of entries) {
    // Only entries from memory may be stored: others get a data descriptor, which a stream reader cannot find the end with.
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    zip.addBuffer(content, name, { compress, mtime, forceDosTimestamp: true })
  }
  zip.end()
  await ended
  return join(chunks, archive)
}

/** Joins parts, some of which may be in their place; those that are in a place of another length are copied elsewhere. */
function join(parts: readonly Uint8Array[], place: Uint8Array | undefined): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const joined = place?.length === length ? place : new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    const isPlaced = part.buffer === joined.buffer && part.byteOffset === joined.byteOffset + offset
    if (!isPlaced) joined.set(part, offset)
    offset += part.length
  }
  return joined
}
