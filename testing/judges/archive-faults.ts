/** Archives that are cut, contradict themselves, hide something, or are of a kind that programs read differently. */
import { deflateRawSync } from 'node:zlib'
import { makeArchive, type ArchiveEntry } from '../bundle/archives.js'
import { encode, faulty, files } from './faulty.js'
import type { JudgedPackage } from './package.js'

const entries: readonly ArchiveEntry[] = [...files].map(([name, bytes]) => ({ name, bytes }))
const [first = { name: '', bytes: new Uint8Array() }, ...rest] = entries
const whole = makeArchive(entries)
const another = { name: 'document-1.pdf', bytes: encode('%PDF-1.4\n% another contract\n%%EOF\n') }
const withFirst = (change: Partial<ArchiveEntry>): Uint8Array => makeArchive([{ ...first, ...change }, ...rest])
const withName = (name: string | Uint8Array): Uint8Array => makeArchive([...entries, { ...another, name }])

/** A file with a local header, of which the central directory says nothing. */
function hiddenFile(): Uint8Array {
  const alone = makeArchive([another])
  const directoryAndEnd = 46 + another.name.length + 22
  return makeArchive(entries, { between: alone.slice(0, -directoryAndEnd) })
}

/** The packages whose archives are faulty. */
export const archiveFaults: readonly JudgedPackage[] = faulty('archive', {
  'an archive cut off at its end': { code: 'bundle.zip', bytes: whole.slice(0, -1) },
  'the first half of an archive': { code: 'bundle.zip', bytes: whole.slice(0, whole.length / 2) },
  'no archive at all': { code: 'bundle.zip', bytes: encode('%PDF-1.4\n%%EOF\n') },
  'bytes before the archive': { code: 'bundle.zip-overlap', bytes: makeArchive(entries, { before: encode('MZ') }) },
  'bytes after the archive': { code: 'bundle.zip', bytes: makeArchive(entries, { after: encode('more') }) },
  'bytes before the central directory': {
    code: 'bundle.zip-overlap',
    bytes: makeArchive(entries, { between: encode('more') }),
  },
  'a file that the central directory lacks': { code: 'bundle.zip-overlap', bytes: hiddenFile() },
  'an archive in the comment of another': {
    code: 'bundle.zip-comment',
    bytes: makeArchive(entries, { comment: makeArchive([another, ...rest]) }),
  },
  'a part in a comment': { code: 'bundle.zip-comment', bytes: makeArchive(entries, { comment: encode('PK\x03\x04') }) },
  'two files of one name': { code: 'bundle.entry-duplicate', bytes: makeArchive([another, ...entries]) },
  'two names that differ in case': { code: 'bundle.entry-duplicate', bytes: withName('DOCUMENT-1.pdf') },
  'another name in the local header': {
    code: 'bundle.zip-header',
    bytes: withFirst({ local: { name: 'document-9.pdf' } }),
  },
  'another size in the local header': { code: 'bundle.zip-header', bytes: withFirst({ local: { size: 5 } }) },
  'another method in the local header': { code: 'bundle.zip-header', bytes: withFirst({ local: { method: 8 } }) },
  'other flags in the local header': { code: 'bundle.zip-header', bytes: withFirst({ local: { flags: 0x800 } }) },
  'another size than the file has': { code: 'bundle.zip-header', bytes: withFirst({ size: first.bytes.length + 1 }) },
  'a wrong checksum': { code: 'bundle.zip-header', bytes: withFirst({ crc: 1 }) },
  'a wrong data descriptor': { code: 'bundle.zip-header', bytes: withFirst({ method: 8, descriptor: 'wrong' }) },
  'two names for one content': {
    code: 'bundle.zip-overlap',
    bytes: makeArchive([first, { ...first, name: 'document-9.pdf', offset: 0 }, ...rest]),
  },
  'something after deflated content': {
    code: 'bundle.zip-header',
    bytes: withFirst({ method: 8, data: Buffer.concat([deflateRawSync(first.bytes), encode('more')]) }),
  },
  'an encrypted file': { code: 'bundle.zip-encrypted', bytes: withFirst({ flags: 1 }) },
  'a file by an unknown method': { code: 'bundle.zip-unsupported', bytes: withFirst({ method: 99 }) },
  'an archive of several disks': { code: 'bundle.zip-unsupported', bytes: makeArchive(entries, { disk: 1 }) },
  'fewer files than it says': { code: 'bundle.zip', bytes: makeArchive(entries, { count: entries.length + 1 }) },
  'a name that leads out of the folder': { code: 'bundle.entry-name', bytes: withName('../document-9.pdf') },
  'a name that ends with a dot': { code: 'bundle.entry-duplicate', bytes: withName('manifest.xml.') },
  'an absolute name': { code: 'bundle.entry-name', bytes: withName('/document-9.pdf') },
  'a name with a backslash': { code: 'bundle.entry-name', bytes: withName('a\\document-9.pdf') },
  'a name with a zero byte': { code: 'bundle.entry-name', bytes: withName('document-9.pdf\0.txt') },
  'a name that is not UTF-8': { code: 'bundle.entry-name', bytes: withName(Uint8Array.of(0xff, 0xfe, 0x61, 0x62)) },
})
