/**
 * Archives at random, plain ones and ones with all that another program could read otherwise.
 *
 * @module
 */
import { crc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { extraFields, makeArchive, type ArchiveEntry } from './archives.js'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const names = [
  ...['a.pdf', 'A.pdf', 'b.pdf', 'b.pdf.', 'c.pdf ', ' d.pdf', 'e', '-f.pdf', '.g', 'manifest.xml', 'MANIFE~1.XML'],
  ...[
    'META-INF/signatures.xml',
    'META-INF/a.pdf.',
    'META-INF',
    'NUL.pdf',
    'com1',
    'h;1',
    'h;1.pdf',
    '%41.pdf',
    '#U0041',
  ],
  ...[
    '[i].pdf',
    '$j.pdf',
    "k'.pdf",
    '~',
    'l&m.pdf',
    'æøå.pdf',
    'a\u030a.pdf',
    'å.pdf',
    'ｎ.pdf',
    '\u202eo.pdf',
    '😀.pdf',
  ],
  ...[
    'p\u0085.pdf',
    'q\u200b.pdf',
    'x／y.pdf',
    'r\\s.pdf',
    't:u.pdf',
    '../v.pdf',
    'w\n.pdf',
    'META-INF/',
    'META-INF/x/y',
  ],
]

const extra = fc.oneof(
  { weight: 3, arbitrary: fc.constant(new Uint8Array()) },
  fc
    .array(
      fc.tuple(
        fc.constantFrom(0x000a, 0x5455, 0x5855, 0x7855, 0x7875, 0xcafe, 0x7075, 0x6375, 0x0001, 0x9901, 0xa11e),
        fc.uint8Array({ maxLength: 36 }),
      ),
      { maxLength: 2 },
    )
    .map((fields) => extraFields(...fields)),
  fc.uint8Array({ maxLength: 12 }),
)

/** The Unicode Path field, which gives a name another one: where its checksum is that of the name, unzip goes by it. */
const unicodePath = (name: string, other: string): Uint8Array => {
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(crc32(name))
  return extraFields([0x7075, Buffer.concat([Uint8Array.of(1), checksum, encode(other)])])
}

/** Mostly what is usual, so that an archive has a chance to be a good one. */
const seldom = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })

const attributes = fc.oneof(
  fc.constantFrom(0, 0x20, 0o100644 * 2 ** 16, 0o600 * 2 ** 16, 0o100644 * 2 ** 16 + 0x8020),
  seldom(0, fc.nat({ max: 0xffffffff })),
)

const comment = seldom(
  new Uint8Array(),
  fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.string({ maxLength: 40 }).map(encode)),
)

const entry: fc.Arbitrary<ArchiveEntry> = fc
  .record({
    name: fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })),
    bytes: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(encode('a'.repeat(3000)))),
    method: fc.constantFrom(0, 8),
    flags: fc.constantFrom(0, 0x800, 0x800, 0x806),
    version: seldom(20, fc.nat({ max: 0xffff })),
    madeBy: fc.oneof(fc.constantFrom(20, 0x031e, 0x133f), fc.nat({ max: 0xffff })),
    attributes,
    extra,
    localExtra: extra,
    comment,
    otherName: seldom(undefined, fc.constantFrom('a.pdf', 'b.pdf')),
    descriptor: seldom(undefined, fc.constantFrom('signed' as const, 'unsigned' as const)),
    zip64: seldom(undefined, fc.constantFrom('alone' as const, 'too' as const)),
  })
  .map(({ localExtra, otherName, descriptor, zip64, ...made }) => ({
    ...made,
    ...(otherName !== undefined && { extra: unicodePath(made.name, otherName) }),
    ...(made.name === 'META-INF/' && { bytes: new Uint8Array() }),
    // unzip overlooks the flag for UTF-8 in archives that were made on DOS or Windows.
    ...(!/^[\0-\x7F]*$/.test(made.name) && { madeBy: 0x031e }),
    ...(descriptor && { descriptor }),
    ...(zip64 && { zip64 }),
    local: { extra: localExtra },
  }))

/** Archives of a few files. */
export const anyArchive: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.array(entry, { minLength: 1, maxLength: 3 }), comment)
  .map(([entries, comment]) => makeArchive(entries, { comment }))

/** An archive with some bytes of its headers changed: those up to 60 bytes after a signature of ZIP. */
export function changed(
  archive: Uint8Array,
  changes: readonly (readonly [where: number, value: number])[],
): Uint8Array {
  const signatures = Array.from(archive.keys()).filter(
    (at) => archive[at] === 0x50 && archive[at + 1] === 0x4b && (archive[at + 2] ?? 99) < 9,
  )
  // The system that it was made on stays, see above, also where it stands soon after another signature.
  const systems = new Set(signatures.filter((at) => archive[at + 2] === 1).map((at) => at + 5))
  const places = signatures.flatMap((at) =>
    Array.from({ length: 60 }, (_, index) => at + index).filter(
      (place) => place < archive.length && !systems.has(place),
    ),
  )
  const bytes = archive.slice()
  for (const [where, value] of changes) bytes[places[where % places.length] ?? 0] = value
  return bytes
}
