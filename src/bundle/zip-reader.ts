/**
 * Reads ZIP archives (APPNOTE.TXT 6.3.10) from anybody, and refuses every one that two programs could read differently.
 *
 * The central directory is read first. The local headers must agree with it, lie one after another without gap or
 * overlap from the first byte, and end where the central directory begins, which ends where its end record begins, which
 * ends the archive. Sizes are checked before anything is inflated.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { crc32, inflateRawSync, type InflateRaw } from 'node:zlib'
import { unlessThrown } from '../guard.js'
import type { Issue, IssueCode, PortalError, Result } from '../issue.js'
import { attempt, makeError, makeIssue, refuseIfAny } from '../outcome.js'
import { fileAt } from './documents.js'
import type { ZipEntry } from './zip-writer.js'

/** More files than any document package has: 20 documents, manifest, signatures, and a folder. */
const maximumEntries = 64

const endRecordBytes = 22
const centralHeaderBytes = 46
const localHeaderBytes = 30

/** General purpose bits (section 4.4.4). */
const encryptedBits = 0x2041
const descriptorBit = 0x0008
/** Options of deflate, descriptor, and UTF-8 names: the bits that may be set. */
const allowedBits = 0x080e

type SharedFields = Readonly<
  Record<'flags' | 'method' | 'crc' | 'compressedSize' | 'size' | 'nameBytes' | 'extraBytes', number>
>

/** What the central directory says of a file, and what messages call it. */
interface CentralHeader extends SharedFields {
  readonly file: string
  readonly offset: number
  readonly name: Uint8Array
}

const subject = 'The archive cannot be read'

function zipError(code: IssueCode, message: string): PortalError {
  return makeError(subject, code, message)
}

/**
 * Reads the files of an archive in the order of the central directory, without folders; or one issue `bundle.zip` or
 * `bundle.zip-…`, or all issues `bundle.entry-name` and `bundle.entry-duplicate`. The files may have so many bytes together.
 */
export function readZip(bytes: Uint8Array, maximumBytes: number): Result<readonly ZipEntry[]> {
  return attempt(() => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = readEndRecord(view)
    const headers = readCentralDirectory(view, end, maximumBytes)
    const data = locate(view, headers, end.offset)
    const entries = headers.map((header) => ({ name: readName(header.name), bytes: extract(header, data.get(header)) }))
    refuseIfAny(subject, nameIssues(entries))
    return entries.filter(({ name }) => name !== folder)
  })
}

type EndRecord = Readonly<Record<'entries' | 'offset' | 'position', number>>

/** Section 4.3.16. An archive comment is refused: it is where another end record can hide. */
function readEndRecord(view: DataView): EndRecord {
  const position = view.byteLength - endRecordBytes
  if (position < 0 || view.getUint32(position, true) !== 0x06054b50)
    throw zipError('bundle.zip', 'Not a ZIP archive, or cut off, or with something after its end.')
  const entries = view.getUint16(position + 10, true)
  const size = view.getUint32(position + 12, true)
  const offset = view.getUint32(position + 16, true)
  if (entries === 0xffff || size === 0xffffffff || offset === 0xffffffff)
    throw zipError('bundle.zip-unsupported', 'The archive is in the ZIP64 format.')
  if (view.getUint32(position + 4, true) !== 0 || view.getUint16(position + 8, true) !== entries)
    throw zipError('bundle.zip-unsupported', 'The archive is spread over several disks.')
  if (view.getUint16(position + 20, true) !== 0 || offset + size !== position)
    throw zipError('bundle.zip-overlap', 'The central directory does not end where its end record begins.')
  if (entries > maximumEntries)
    throw zipError('bundle.zip-limit', `The archive has ${entries} files; at most ${maximumEntries} are read.`)
  return { entries, offset, position }
}

/** What a header in the central directory and the local one both say, from their flags on (sections 4.3.7 and 4.3.12). */
function readFields(view: DataView, offset: number): SharedFields {
  return {
    flags: view.getUint16(offset, true),
    method: view.getUint16(offset + 2, true),
    crc: view.getUint32(offset + 8, true),
    compressedSize: view.getUint32(offset + 12, true),
    size: view.getUint32(offset + 16, true),
    nameBytes: view.getUint16(offset + 20, true),
    extraBytes: view.getUint16(offset + 22, true),
  }
}

/** Section 4.3.12. */
function readCentralDirectory(view: DataView, end: EndRecord, maximumBytes: number): readonly CentralHeader[] {
  const headers: CentralHeader[] = []
  let position = end.offset
  for (let index = 0; index < end.entries; index++) {
    if (position + centralHeaderBytes > end.position || view.getUint32(position, true) !== 0x02014b50)
      throw zipError('bundle.zip', `The central directory breaks off at file ${index + 1}.`)
    const fields = readFields(view, position + 8)
    const nameStart = position + centralHeaderBytes
    const next = nameStart + fields.nameBytes + fields.extraBytes + view.getUint16(position + 32, true)
    if (next > end.position) throw zipError('bundle.zip', 'The central directory is longer than it says.')
    const [disk, offset] = [view.getUint16(position + 34, true), view.getUint32(position + 42, true)]
    const header = { ...fields, file: fileAt(index), offset, name: part(view, nameStart, fields.nameBytes) }
    checkSupported(header, disk)
    headers.push(header)
    position = next
  }
  if (position !== end.position)
    throw zipError('bundle.zip', 'The central directory has another length, or number of files, than it says.')
  if (headers.reduce((sum, { size }) => sum + size, 0) > maximumBytes)
    throw zipError('bundle.zip-limit', `The files together are more than ${maximumBytes} bytes.`)
  return headers
}

function checkSupported({ file, flags, method, compressedSize, size, offset }: CentralHeader, disk: number): void {
  if ((flags & encryptedBits) !== 0) throw zipError('bundle.zip-encrypted', `${file} is encrypted.`)
  if ((flags & ~allowedBits) !== 0 || disk !== 0 || [compressedSize, size, offset].includes(0xffffffff))
    throw zipError('bundle.zip-unsupported', `${file} uses a feature of ZIP that is not supported.`)
  if (method !== 0 && method !== 8) throw zipError('bundle.zip-unsupported', `${file} is neither stored nor deflated.`)
}

/** Finds the data of every file, and checks that local headers, data and descriptors fill the archive exactly. */
function locate(
  view: DataView,
  headers: readonly CentralHeader[],
  end: number,
): ReadonlyMap<CentralHeader, Uint8Array> {
  const data = new Map<CentralHeader, Uint8Array>()
  const order = [...headers].sort((a, b) => a.offset - b.offset)
  let expected = 0
  for (const [place, header] of order.entries()) {
    const { file, offset, compressedSize } = header
    if (offset !== expected)
      throw zipError('bundle.zip-overlap', `${file} does not begin where the one before it ends.`)
    const next = order[place + 1]?.offset ?? end
    const start = checkLocalHeader(view, header, next)
    const dataEnd = start + compressedSize
    if (dataEnd > next) throw zipError('bundle.zip-overlap', `${file} overlaps another.`)
    data.set(header, part(view, start, compressedSize))
    expected = dataEnd + descriptorBytes(view, header, dataEnd, next)
  }
  if (expected !== end)
    throw zipError('bundle.zip-overlap', 'There are bytes between the last file and the central directory.')
  return data
}

/** Section 4.3.7. Gives the offset of the data. */
function checkLocalHeader(view: DataView, header: CentralHeader, limit: number): number {
  const { file, offset } = header
  const nameStart = offset + localHeaderBytes
  if (nameStart > limit) throw zipError('bundle.zip-overlap', `${file} overlaps another part.`)
  if (view.getUint32(offset, true) !== 0x04034b50) throw zipError('bundle.zip', `${file} has no local header.`)
  const local = readFields(view, offset + 6)
  const start = nameStart + local.nameBytes + local.extraBytes
  if (start > limit) throw zipError('bundle.zip-overlap', `The local header of ${file} overlaps another part.`)
  const isDescribed = (header.flags & descriptorBit) !== 0
  // With a descriptor after the data, the header may leave the three at zero (section 4.4.4, bit 3).
  const agrees = (name: 'crc' | 'compressedSize' | 'size'): boolean =>
    local[name] === header[name] || (isDescribed && local[name] === 0)
  const isSameFile = agrees('crc') && agrees('compressedSize') && agrees('size')
  const isSameName = Buffer.compare(part(view, nameStart, local.nameBytes), header.name) === 0
  if (local.flags !== header.flags || local.method !== header.method || !isSameFile || !isSameName)
    throw zipError('bundle.zip-header', `${file} is described differently in its local header.`)
  return start
}

/** Section 4.3.9: crc, compressed size and size, with or without a signature before them. Gives its length. */
function descriptorBytes(view: DataView, header: CentralHeader, start: number, limit: number): number {
  if ((header.flags & descriptorBit) === 0) return 0
  const fields = [header.crc, header.compressedSize, header.size]
  for (const expected of [[0x08074b50, ...fields], fields]) {
    const length = expected.length * 4
    if (start + length > limit) continue
    if (expected.every((value, index) => view.getUint32(start + index * 4, true) === value)) return length
  }
  throw zipError('bundle.zip-header', `${header.file} is described differently in its data descriptor.`)
}

function part(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length)
}

function extract({ file, method, size, crc }: CentralHeader, data: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = method === 0 ? data.slice() : inflate(data, size)
  if (bytes?.length !== size || crc32(bytes) !== crc)
    throw zipError('bundle.zip-header', `${file} has another size or checksum than it says.`)
  return bytes
}

function inflate(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    // With `info`, the result tells how much of the input was used; the declared type does not know that option.
    const inflated: unknown = inflateRawSync(data, { maxOutputLength: Math.max(size, 1), info: true })
    const { buffer, engine } = inflated as { readonly buffer: Uint8Array; readonly engine: InflateRaw }
    return engine.bytesWritten === data.length ? new Uint8Array(buffer) : undefined
  } catch {
    return undefined
  }
}

/** The one folder, which some programs write an entry for. */
const folder = 'META-INF/'

/** All names are read as UTF-8, flagged or not: those that matter are ASCII, and a wrong guess can only fail. */
function readName(bytes: Uint8Array): string {
  // No name at all is refused with the unsafe ones.
  return unlessThrown(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) ?? ''
}

/** Names that lie outside the archive, or that some file system or program would take to mean another file. */
function nameIssues(entries: readonly ZipEntry[]): readonly Issue[] {
  const seen = new Set<string>()
  const issues: Issue[] = []
  for (const [index, { name, bytes }] of entries.entries()) {
    const file = fileAt(index)
    const inFolder = name.startsWith(folder) ? name.slice(folder.length) : name
    // eslint-disable-next-line no-control-regex -- control characters are among those that are not safe
    const safe = !/[\0-\x1F\x7F/\\:*?"<>|]/.test(inFolder) && inFolder !== '.' && inFolder !== '..' && inFolder !== ''
    if (name === folder ? bytes.length > 0 : !safe)
      issues.push(makeIssue('bundle.entry-name', `${file} has a name that is not safe.`))
    // Composed and decomposed forms of a letter are one name to some file systems.
    const key = name.normalize().toLowerCase()
    if (seen.has(key)) issues.push(makeIssue('bundle.entry-duplicate', `${file} has the name of an earlier one.`))
    seen.add(key)
  }
  return issues
}
