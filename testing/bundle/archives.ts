/** Makes ZIP archives by hand, right ones and wrong ones. */
import { crc32, deflateRawSync } from 'node:zlib'

/** A file; what is given beside name and bytes is written in place of the truth. */
export interface ArchiveEntry {
  readonly name: string | Uint8Array
  readonly bytes: Uint8Array
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  readonly size?: number
  readonly compressedSize?: number
  /** The data as stored. */
  readonly data?: Uint8Array
  readonly offset?: number
  /** Version needed to extract: 20 unless something else is said. */
  readonly version?: number
  /** Version made by, whose high byte is the system: 20, of DOS, unless something else is said. */
  readonly madeBy?: number
  /** External file attributes. */
  readonly attributes?: number
  /** Extra data of the header in the central directory; the local header has none unless `local` says so. */
  readonly extra?: Uint8Array
  readonly comment?: Uint8Array
  /** What the central directory says of the length of the comment, and of the disk. */
  readonly commentLength?: number
  readonly disk?: number
  /** What the local header says otherwise. */
  readonly local?: {
    readonly mark?: number
    readonly name?: string
    readonly crc?: number
    readonly compressedSize?: number
    readonly size?: number
    readonly method?: number
    readonly flags?: number
    readonly version?: number
    readonly extra?: Uint8Array
  }
  /** The sizes in an extra field of the local header, which says that they are there, or says them, too. */
  readonly zip64?: 'alone' | 'too'
  /** A data descriptor after the data, the local header having zeros. */
  readonly descriptor?: 'signed' | 'unsigned' | 'wrong'
}

export interface ArchiveOptions {
  readonly before?: Uint8Array
  /** Between the last file and the central directory. */
  readonly between?: Uint8Array
  readonly after?: Uint8Array
  readonly comment?: Uint8Array
  /** What the end record says of its length. */
  readonly commentLength?: number
  readonly count?: number
  /** How many of the files are said to be on this disk: as many as there are, unless something else is said. */
  readonly countOfDisk?: number
  readonly disk?: number
  readonly directorySize?: number
  readonly directoryOffset?: number
  /** Whether the central directory has the files in another order: the last one first. */
  readonly isTurnedRound?: boolean
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, (value >>> 8) & 0xff)
const u32 = (value: number): Uint8Array => Uint8Array.of(...[0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff))
const u64 = (value: number): Uint8Array => Buffer.concat([u32(value), u32(0)])
const none = new Uint8Array()

/** Extra data: fields, each with its identifier. */
export function extraFields(...fields: readonly (readonly [identifier: number, data: Uint8Array])[]): Uint8Array {
  return Buffer.concat(fields.flatMap(([identifier, data]) => [u16(identifier), u16(data.length), data]))
}

/** Writes an archive. */
export function makeArchive(entries: readonly ArchiveEntry[], options: ArchiveOptions = {}): Uint8Array {
  const parts: Uint8Array[] = [options.before ?? none]
  const central: Uint8Array[] = []
  let offset = options.before?.length ?? 0
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? new TextEncoder().encode(entry.name) : entry.name
    const method = entry.method ?? 0
    const data = entry.data ?? (method === 8 ? new Uint8Array(deflateRawSync(entry.bytes)) : entry.bytes)
    const flags = (entry.flags ?? 0) | (entry.descriptor === undefined ? 0 : 8)
    const sizes = [
      u32(entry.crc ?? crc32(entry.bytes)),
      u32(entry.compressedSize ?? data.length),
      u32(entry.size ?? entry.bytes.length),
    ]
    const localName = entry.local?.name === undefined ? name : new TextEncoder().encode(entry.local.name)
    const ownSizes = entry.descriptor === undefined ? sizes : [u32(0), u32(0), u32(0)]
    const localSizes = [entry.local?.crc, entry.local?.compressedSize, entry.local?.size].map((value, at) =>
      value === undefined ? (ownSizes[at] ?? none) : u32(value),
    )
    const descriptor = {
      none: [],
      signed: [u32(0x08074b50), ...sizes],
      unsigned: sizes,
      wrong: [u32(0x08074b50), u32(1), u32(2), u32(3)],
    }[entry.descriptor ?? 'none']
    const [extra, comment] = [entry.extra ?? none, entry.comment ?? none]
    const localExtra = Buffer.concat([
      entry.local?.extra ?? none,
      ...(entry.zip64 ? [extraFields([0x0001, Buffer.concat([u64(entry.bytes.length), u64(data.length)])])] : []),
    ])
    if (entry.zip64 === 'alone') localSizes.splice(1, 2, u32(0xffffffff), u32(0xffffffff))
    const [version, localVersion] = [entry.version ?? 20, entry.local?.version ?? entry.version ?? 20]
    const local = Buffer.concat([
      ...[
        u32(entry.local?.mark ?? 0x04034b50),
        u16(localVersion),
        u16(entry.local?.flags ?? flags),
        u16(entry.local?.method ?? method),
      ],
      ...[u32(0), ...localSizes],
      ...[u16(localName.length), u16(localExtra.length), localName, localExtra, data, ...descriptor],
    ])
    const header = Buffer.concat([
      ...[u32(0x02014b50), u16(entry.madeBy ?? 20), u16(version), u16(flags), u16(method), u32(0), ...sizes],
      ...[
        u16(name.length),
        u16(extra.length),
        u16(entry.commentLength ?? comment.length),
        u16(entry.disk ?? 0),
        u16(0),
      ],
      ...[u32(entry.attributes ?? 0), u32(entry.offset ?? offset), name, extra, comment],
    ])
    if (options.isTurnedRound === true) central.unshift(header)
    else central.push(header)
    parts.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const count = u16(options.count ?? entries.length)
  const disk = u16(options.disk ?? 0)
  const countOfDisk = options.countOfDisk === undefined ? count : u16(options.countOfDisk)
  const end = [u32(0x06054b50), disk, disk, countOfDisk, count]
  return new Uint8Array(
    Buffer.concat([
      ...parts,
      options.between ?? none,
      directory,
      ...end,
      u32(options.directorySize ?? directory.length),
      u32(options.directoryOffset ?? offset + (options.between?.length ?? 0)),
      u16(options.commentLength ?? options.comment?.length ?? 0),
      options.comment ?? none,
      options.after ?? none,
    ]),
  )
}
