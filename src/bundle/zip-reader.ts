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
import type { InflateRaw } from 'node:zlib'
import type { Issue, IssueCode, PortalError, Result } from '../issue.js'
import { attempt, issueIf, makeError, refuseIfAny } from '../outcome.js'
import { fileAt } from './documents.js'
import { hasHarmlessFields, hasZip64Sizes, type Sizes } from './zip-extra-fields.js'
import { folder, nameIssues, readName } from './zip-names.js'
import type { ZipEntry } from './zip-writer.js'

/** Loaded when it is first used, as node:crypto is. */
const zlib = () => process.getBuiltinModule('node:zlib')

/** More files than any document package has: 20 documents, manifest, signatures, and a folder. */
const maximumEntries = 64

const endRecordBytes = 22
const endRecordMark = Buffer.from('PK\x05\x06')
const centralHeaderBytes = 46
const localHeaderBytes = 30

/** General purpose bits (section 4.4.4). */
const encryptedBits = 0x2041
const descriptorBit = 0x0008
const utf8Bit = 0x0800
/** Options of deflate, descriptor, and UTF-8 names: the bits that may be set. */
const allowedBits = 0x080e

/** The newest version that unzip reads, 4.5 being that of ZIP64, which some writers say of every file (section 4.4.3). */
const maximumVersion = 45

/** Attributes of DOS and Windows: volume label, folder, device, and what is read from elsewhere (section 4.4.15). */
const specialAttributes = 0x0458

type SharedFields = Readonly<
  Record<'version' | 'flags' | 'method' | 'crc' | 'compressedSize' | 'size' | 'nameBytes' | 'extraBytes', number>
>

/** What the central directory says of a file, and what messages call it. */
interface CentralHeader extends SharedFields {
  readonly file: string
  readonly offset: number
  readonly attributes: number
  readonly name: Uint8Array
}

const subject = 'The archive cannot be read'

function zipError(code: IssueCode, message: string): PortalError {
  return makeError(subject, code, message)
}

/**
 * Reads the files of an archive in the order of the central directory, without folders; or one issue `bundle.zip` or
 * `bundle.zip-…`, or all issues `bundle.entry-name`, `bundle.entry-duplicate` and `bundle.entry-type`. The files may have so
 * many bytes together.
 */
export function readZip(bytes: Uint8Array, maximumBytes: number): Result<readonly ZipEntry[]> {
  return attempt(() => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = readEndRecord(view)
    const headers = readCentralDirectory(view, end, maximumBytes)
    const data = locate(view, headers, end.offset)
    const entries = headers.map((header) => ({
      name: readName(header.name, (header.flags & utf8Bit) !== 0),
      bytes: extract(header, data.get(header)),
    }))
    const types = headers.flatMap((header, index) => typeIssues(header, entries[index]?.name))
    refuseIfAny(subject, [...nameIssues(entries), ...types])
    return entries.filter(({ name }) => name !== folder)
  })
}

type EndRecord = Readonly<Record<'entries' | 'offset' | 'position', number>>

/** Section 4.3.16. The last end record is the one, whoever looks for it: from the end, or after the central directory. */
function readEndRecord(view: DataView): EndRecord {
  const start = Math.max(0, view.byteLength - endRecordBytes - 0xffff)
  const position = start + Buffer.from(part(view, start, view.byteLength - start)).lastIndexOf(endRecordMark)
  const commentStart = position + endRecordBytes
  if (position < start || !endsWith(view, position)) {
    if (hasComment(view)) throw commentError('The archive')
    throw zipError('bundle.zip', 'Not a ZIP archive, or cut off, or with something after its end.')
  }
  checkComment(part(view, commentStart, view.byteLength - commentStart), 'The archive')
  const entries = view.getUint16(position + 10, true)
  const size = view.getUint32(position + 12, true)
  const offset = view.getUint32(position + 16, true)
  if (entries === 0xffff || size === 0xffffffff || offset === 0xffffffff || isZip64(view, position))
    throw zipError('bundle.zip-unsupported', 'The archive is in the ZIP64 format.')
  if (view.getUint32(position + 4, true) !== 0 || view.getUint16(position + 8, true) !== entries)
    throw zipError('bundle.zip-unsupported', 'The archive is spread over several disks.')
  if (offset + size !== position) {
    if (hasComment(view)) throw commentError('The archive')
    throw zipError('bundle.zip-overlap', 'The central directory does not end where its end record begins.')
  }
  if (entries > maximumEntries)
    throw zipError('bundle.zip-limit', `The archive has ${entries} files; at most ${maximumEntries} are read.`)
  return { entries, offset, position }
}

/** Whether an end record is whole, and the archive ends with its comment. */
function endsWith(view: DataView, position: number): boolean {
  const last = view.byteLength - endRecordBytes
  return (
    position <= last &&
    view.getUint32(position, true) === 0x06054b50 &&
    view.getUint16(position + 20, true) === last - position
  )
}

/** Whether an end record with a comment, of 65,535 bytes at most, ends the archive. */
function hasComment(view: DataView): boolean {
  const last = view.byteLength - endRecordBytes
  for (let position = last - 1; position >= Math.max(0, last - 0xffff); position--)
    if (endsWith(view, position)) return true
  return false
}

/**
 * A comment in printable ASCII is passed over, unless there can be a part of another archive in it: each begins with PK. The
 * JDK refuses one that it cannot decode.
 */
function checkComment(comment: Uint8Array, owner: string): void {
  const text = Buffer.from(comment).toString('latin1')
  if (text.includes('PK') || !/^[ -~]*$/.test(text)) throw commentError(owner)
}

function commentError(owner: string): PortalError {
  return zipError('bundle.zip-comment', `${owner} has a ZIP comment that not every program passes over.`)
}

/** Whether the locator of a ZIP64 end record stands before an end record (section 4.3.15): some programs go by it. */
function isZip64(view: DataView, position: number): boolean {
  return position >= 20 && view.getUint32(position - 20, true) === 0x07064b50
}

/** What a header in the central directory and the local one both say, from their version on (sections 4.3.7 and 4.3.12). */
function readFields(view: DataView, offset: number): SharedFields {
  return {
    version: view.getUint16(offset, true),
    flags: view.getUint16(offset + 2, true),
    method: view.getUint16(offset + 4, true),
    crc: view.getUint32(offset + 10, true),
    compressedSize: view.getUint32(offset + 14, true),
    size: view.getUint32(offset + 18, true),
    nameBytes: view.getUint16(offset + 22, true),
    extraBytes: view.getUint16(offset + 24, true),
  }
}

/** Section 4.3.12. */
function readCentralDirectory(view: DataView, end: EndRecord, maximumBytes: number): readonly CentralHeader[] {
  const headers: CentralHeader[] = []
  let position = end.offset
  for (let index = 0; index < end.entries; index++) {
    if (position + centralHeaderBytes > end.position || view.getUint32(position, true) !== 0x02014b50)
      throw zipError('bundle.zip', `The central directory breaks off at file ${index + 1}.`)
    const fields = readFields(view, position + 6)
    const [file, nameStart] = [fileAt(index), position + centralHeaderBytes]
    const commentBytes = view.getUint16(position + 32, true)
    const next = nameStart + fields.nameBytes + fields.extraBytes + commentBytes
    if (next > end.position) throw zipError('bundle.zip', 'The central directory is longer than it says.')
    checkComment(part(view, next - commentBytes, commentBytes), file)
    const [attributes, offset] = [view.getUint32(position + 38, true), view.getUint32(position + 42, true)]
    const header = { ...fields, file, offset, attributes, name: part(view, nameStart, fields.nameBytes) }
    checkSupported(header, view.getUint16(position + 34, true))
    checkExtra(view, fields, nameStart, file)
    headers.push(header)
    position = next
  }
  if (position !== end.position)
    throw zipError('bundle.zip', 'The central directory has another length, or number of files, than it says.')
  if (headers.reduce((sum, { size }) => sum + size, 0) > maximumBytes)
    throw zipError('bundle.zip-limit', `The files together are more than ${maximumBytes} bytes.`)
  return headers
}

function checkSupported(header: CentralHeader, disk: number): void {
  const { file, flags, method, compressedSize, size, offset } = header
  if ((flags & encryptedBits) !== 0) throw zipError('bundle.zip-encrypted', `${file} is encrypted.`)
  if ((flags & ~allowedBits) !== 0 || disk !== 0 || [compressedSize, size, offset].includes(0xffffffff))
    throw zipError('bundle.zip-unsupported', `${file} uses a feature of ZIP that is not supported.`)
  if (method !== 0 && method !== 8) throw zipError('bundle.zip-unsupported', `${file} is neither stored nor deflated.`)
  // Who reads an archive from its beginning finds the end of such a file by guessing only, or not at all.
  if (method === 0 && (flags & descriptorBit) !== 0)
    throw zipError('bundle.zip-unsupported', `${file} is stored, and its size stands after it.`)
}

/** What a header asks of its reader: a version (section 4.4.3), and nothing in extra fields but the sizes that it knows. */
function checkExtra(view: DataView, fields: SharedFields, nameStart: number, file: string, sizes?: Sizes): void {
  if (fields.version > maximumVersion)
    throw zipError('bundle.zip-unsupported', `${file} needs a version of ZIP that is not supported.`)
  const extra = part(view, nameStart + fields.nameBytes, fields.extraBytes)
  if (!hasHarmlessFields(extra, sizes))
    throw zipError('bundle.zip-extra-field', `${file} has extra fields that are damaged, or not known to be harmless.`)
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
  const local = readFields(view, offset + 4)
  const start = nameStart + local.nameBytes + local.extraBytes
  if (start > limit) throw zipError('bundle.zip-overlap', `The local header of ${file} overlaps another part.`)
  const isDescribed = (header.flags & descriptorBit) !== 0
  // With ZIP64, the sizes in a descriptor would be longer.
  checkExtra(view, local, nameStart, file, isDescribed ? undefined : header)
  // A header may leave both sizes to an extra field (section 4.5.3).
  const isZip64 =
    hasZip64Sizes(part(view, nameStart + local.nameBytes, local.extraBytes)) &&
    [local.compressedSize, local.size].every((value) => value === 0xffffffff)
  // With a descriptor after the data, the header may leave the three at zero (section 4.4.4, bit 3).
  const agrees = (name: 'crc' | 'compressedSize' | 'size'): boolean =>
    local[name] === header[name] || (isDescribed && local[name] === 0) || (isZip64 && name !== 'crc')
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
    // A checksum that looks like the signature, without one before it, is taken for one.
    if (start + length > limit || (expected === fields && header.crc === 0x08074b50)) continue
    if (expected.every((value, index) => view.getUint32(start + index * 4, true) === value)) return length
  }
  throw zipError('bundle.zip-header', `${header.file} is described differently in its data descriptor.`)
}

function part(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length)
}

function extract({ file, method, size, crc }: CentralHeader, data: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = method === 0 ? new Uint8Array(data) : inflate(data, size)
  if (bytes?.length !== size || zlib().crc32(bytes) !== crc)
    throw zipError('bundle.zip-header', `${file} has another size or checksum than it says.`)
  return bytes
}

/** The smallest piece that zlib inflates into. */
const minimumPieceBytes = 64

function inflate(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    // All in one piece: pieces would be joined, in twice the memory. With `info`, the result tells how much of the input was
    // used; the declared type does not know that option.
    const options = { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size, minimumPieceBytes), info: true }
    const inflated: unknown = zlib().inflateRawSync(data, options)
    const { buffer, engine } = inflated as { readonly buffer: Uint8Array; readonly engine: InflateRaw }
    if (engine.bytesWritten !== data.length) return undefined
    // Small ones lie in memory that Node.js shares out.
    return buffer.length === buffer.buffer.byteLength ? new Uint8Array(buffer.buffer) : new Uint8Array(buffer)
  } catch {
    return undefined
  }
}

/** A regular file, or the folder. Whatever system made an archive, some programs take the mode of Unix from it. */
function typeIssues({ file, attributes }: CentralHeader, name: string | undefined): readonly Issue[] {
  const [unixType, isFolder] = [attributes >>> 28, name === folder]
  const isAllowed =
    (unixType === 0 || unixType === (isFolder ? 0o04 : 0o10)) &&
    (attributes & specialAttributes & ~(isFolder ? 0x10 : 0)) === 0
  return issueIf(!isAllowed, 'bundle.entry-type', `${file} is a link, a device or a folder, and no regular file.`)
}
