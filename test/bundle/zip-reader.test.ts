import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IssueCode } from 'signering-portal/codec'
import { maximumBundleBytes } from 'signering-portal/bundle'
import { readZip } from '../../src/bundle/zip-reader.js'
import { writeZip } from '../../src/bundle/zip-writer.js'
import { describeWith, jdk, python, repositoryFile } from '../../testing/requirements.js'
import { extraFields, makeArchive, type ArchiveEntry, type ArchiveOptions } from '../../testing/bundle/archives.js'
import { runs } from '../../testing/seed.js'
import { codes, errorsOf } from '../../testing/issues.js'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const a: ArchiveEntry = { name: 'a.pdf', bytes: encode('aaaaaaaaaa') }
const b: ArchiveEntry = { name: 'b.pdf', bytes: encode('bb'), method: 8 }
/** Its checksum is the signature of a data descriptor. */
const signatureLike: ArchiveEntry = { name: 'c.pdf', bytes: Uint8Array.of(172, 10, 122, 213), method: 8 }

/** A time, as Info-ZIP and Java write it, and the owner and more times in a local header. */
const times = extraFields([0x5455, Uint8Array.of(3, 1, 2, 3, 4)])
const moreTimes = extraFields(
  [0x5455, Uint8Array.of(3, 1, 2, 3, 4, 5, 6, 7, 8)],
  [0x7875, Uint8Array.of(1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0)],
)

/** Times of NTFS, of which the last 20 bytes are the locator of a ZIP64 end record. */
const locator = extraFields([0x000a, Buffer.from(`${'\0'.repeat(12)}PK\x06\x07${'\0'.repeat(16)}`, 'latin1')])
/** Its length is written as PK, and it begins as the rest of a mark. */
const markAfterLength = Buffer.alloc(0x4b50, '\x05\x06')
const zip64Of = (...sizes: readonly number[]): Uint8Array =>
  extraFields([0x0001, Buffer.concat(sizes.map((size) => Uint8Array.of(size, 0, 0, 0, 0, 0, 0, 0)))])
const unicodePath = extraFields([0x7075, Buffer.from('\x01\0\0\0\0b.pdf', 'latin1')])

function codesOf(bytes: Uint8Array): readonly IssueCode[] {
  return codes(errorsOf(readZip(bytes, maximumBundleBytes)))
}

describe('archives in every plain form are read', () => {
  const forms: readonly (readonly [string, readonly ArchiveEntry[]])[] = [
    ['stored and deflated', [a, b]],
    [
      'empty files',
      [
        { name: 'a.pdf', bytes: encode('') },
        { name: 'b.pdf', bytes: encode(''), method: 8 },
      ],
    ],
    ['no files', []],
    [
      'data descriptors',
      [
        { ...b, name: 'a.pdf', descriptor: 'signed' },
        { ...b, descriptor: 'unsigned' },
      ],
    ],
    ['extra fields that say nothing of names and contents', [{ ...a, extra: times, local: { extra: moreTimes } }, b]],
    [
      'the sizes of ZIP64, in place of others and beside them',
      [
        { ...a, zip64: 'alone', version: 45 },
        { ...b, zip64: 'too' },
      ],
    ],
    ['a comment of a file', [a, { ...b, comment: encode('hello') }]],
    [
      'the names of others',
      [
        { ...a, name: 'Avtale 1 (kopi), æøå.pdf', flags: 0x800 },
        { ...b, name: 'Avtale;1,a~1' },
      ],
    ],
    [
      'modes of Unix, attributes of Windows, and versions up to that of ZIP64',
      [
        { ...a, madeBy: 0x031e, attributes: 0o100644 * 2 ** 16, version: 10 },
        { ...b, madeBy: 0x133f, attributes: 0o100755 * 2 ** 16 + 0x8020, version: 45 },
        { ...a, name: 'c.pdf', madeBy: 0x0314, attributes: 0o600 * 2 ** 16 },
        { ...a, name: 'd.pdf', attributes: 0x2027 },
      ],
    ],
    ['a name of eight and three characters that no other has', [{ ...a, name: 'AVTALE~1.PDF' }, b]],
  ]
  it.each(forms)('%s', (_, entries) => {
    const read = readZip(makeArchive(entries), maximumBundleBytes)
    expect(read).toEqual({ ok: true, value: entries.map(({ name, bytes }) => ({ name, bytes })), warnings: [] })
  })

  it('in the order of the central directory, whatever that of the files is', () => {
    const read = readZip(makeArchive([a, b], { isTurnedRound: true }), maximumBundleBytes)
    expect(read).toMatchObject({ ok: true, value: [b, a].map(({ name, bytes }) => ({ name, bytes })) })
  })

  it('with as many files, and bytes, as may be, and no more', () => {
    const files = Array.from({ length: 64 }, (_, at) => ({ ...a, name: `${at}.pdf` }))
    expect(readZip(makeArchive(files), 640).ok).toBe(true)
    expect(codes(errorsOf(readZip(makeArchive(files), 639)))).toEqual(['bundle.zip-limit'])
  })

  it.each([0, 0x10, 0o40755 * 2 ** 16, 0o40755 * 2 ** 16 + 0x10])(
    'an entry for the folder META-INF, which is no file, with attributes %i',
    (attributes) => {
      expect(
        readZip(makeArchive([{ name: 'META-INF/', bytes: encode(''), attributes }, a]), maximumBundleBytes),
      ).toMatchObject({
        ok: true,
        value: [{ name: 'a.pdf' }],
      })
    },
  )

  it.each([
    ['of ASiC', encode('mimetype=application/vnd.etsi.asic-e+zip')],
    ['of any length', new Uint8Array(0xffff).fill(0x20)],
  ])('a comment %s, which says nothing', (_, comment) => {
    const read = readZip(makeArchive([a, b], { comment }), maximumBundleBytes)
    expect(read).toMatchObject({ ok: true, value: [{ name: 'a.pdf' }, { name: 'b.pdf' }] })
  })

  it('what our writer makes', async () => {
    for (const compress of [false, true])
      for (const entries of [
        [],
        [{ name: 'a.pdf', bytes: encode('') }],
        [{ name: 'æ.pdf', bytes: encode('æ'.repeat(33_000)) }],
      ])
        expect(readZip(await writeZip(entries, compress), maximumBundleBytes)).toEqual({
          ok: true,
          value: entries,
          warnings: [],
        })
  })
})

describe('archives that are wrong are refused', () => {
  const bomb = deflateRawSync(new Uint8Array(50_000_000))
  const part = deflateRawSync(new Uint8Array(12_000_000))
  const cases: readonly (readonly [string, readonly ArchiveEntry[], ArchiveOptions, IssueCode])[] = [
    ['data before', [a, b], { before: encode('MZ stub') }, 'bundle.zip-overlap'],
    ['data after', [a, b], { after: encode('!') }, 'bundle.zip'],
    ['a comment with the letters of a part', [a, b], { comment: encode('a PK b') }, 'bundle.zip-comment'],
    ['a comment that is no text', [a], { comment: Uint8Array.of(0x20, 0xe6) }, 'bundle.zip-comment'],
    ['a comment of a file that is no text', [{ ...a, comment: Uint8Array.of(0) }], {}, 'bundle.zip-comment'],
    ['a comment that makes its length a mark', [a], { comment: markAfterLength }, 'bundle.zip-comment'],
    ['a comment that is an end record', [a], { comment: makeArchive([b]) }, 'bundle.zip-comment'],
    ['a comment and data after it', [a], { comment: encode('hello'), after: encode('!') }, 'bundle.zip'],
    ['a comment that is cut off', [a], { commentLength: 5 }, 'bundle.zip'],
    ['a comment of a file, with a part', [a, { ...b, comment: makeArchive([a]) }], {}, 'bundle.zip-comment'],
    ['sizes that are said to be in an extra field', [{ ...a, local: { size: 0xffffffff } }], {}, 'bundle.zip-header'],
    ['other sizes of ZIP64', [{ ...a, local: { extra: zip64Of(1, 1) } }], {}, 'bundle.zip-extra-field'],
    ['another size of ZIP64', [{ ...a, local: { extra: zip64Of(1, 10) } }], {}, 'bundle.zip-extra-field'],
    ['another compressed size of ZIP64', [{ ...a, local: { extra: zip64Of(10, 1) } }], {}, 'bundle.zip-extra-field'],
    ['one size of ZIP64', [{ ...a, local: { extra: zip64Of(a.bytes.length) } }], {}, 'bundle.zip-extra-field'],
    ['one of two sizes left to ZIP64', [{ ...a, zip64: 'too', local: { size: 0xffffffff } }], {}, 'bundle.zip-header'],
    [
      'sizes of ZIP64 in the central directory',
      [{ ...a, extra: zip64Of(a.bytes.length, a.bytes.length) }],
      {},
      'bundle.zip-extra-field',
    ],
    [
      'sizes of ZIP64 before a descriptor',
      [{ ...b, descriptor: 'signed', zip64: 'too' }],
      {},
      'bundle.zip-extra-field',
    ],
    ['the locator of ZIP64', [{ ...a, extra: locator }], {}, 'bundle.zip-unsupported'],
    ['the Unicode Path field', [{ ...a, extra: unicodePath }], {}, 'bundle.zip-extra-field'],
    ['the Unicode Path field, locally', [{ ...a, local: { extra: unicodePath } }], {}, 'bundle.zip-extra-field'],
    ...[0o120777, 0o40755, 0o20644, 0o60644, 0o10644, 0o140644].flatMap((mode) =>
      [0x0314, 0x1314, 0x0014].map(
        (madeBy) =>
          [
            `the mode ${mode.toString(8)}, made by ${madeBy}`,
            [{ ...a, madeBy, attributes: mode * 2 ** 16 }],
            {},
            'bundle.entry-type',
          ] as const,
      ),
    ),
    ...[0x08, 0x10, 0x40, 0x400].map(
      (attributes) => [`the attribute ${attributes}`, [{ ...a, attributes }], {}, 'bundle.entry-type'] as const,
    ),
    [
      'a folder that is a link',
      [{ name: 'META-INF/', bytes: encode(''), attributes: 0o120777 * 2 ** 16 }],
      {},
      'bundle.entry-type',
    ],
    [
      'a folder that is a file',
      [{ name: 'META-INF/', bytes: encode(''), attributes: 0o100644 * 2 ** 16 }],
      {},
      'bundle.entry-type',
    ],
    ['a version that is too new', [{ ...a, version: 46, local: { version: 20 } }], {}, 'bundle.zip-unsupported'],
    ['a version that is too new, locally', [{ ...a, local: { version: 0x0314 } }], {}, 'bundle.zip-unsupported'],
    ['a stored file with its size after it', [{ ...a, descriptor: 'signed' }], {}, 'bundle.zip-unsupported'],
    ['data between files and directory', [a, b], { between: encode('hidden') }, 'bundle.zip-overlap'],
    ['two entries with the same data', [a, { ...a, name: 'b.pdf', offset: 0 }], {}, 'bundle.zip-overlap'],
    ['an offset into the data of another', [a, { ...b, offset: 31 }], {}, 'bundle.zip-overlap'],
    ['an offset outside', [a, { ...b, offset: 0x7fffffff }], {}, 'bundle.zip-overlap'],
    ['a compressed size beyond the file', [{ ...a, compressedSize: 10_000, size: 10_000 }], {}, 'bundle.zip-overlap'],
    ['another local name', [{ ...a, local: { name: 'c.pdf' } }], {}, 'bundle.zip-header'],
    ['no local header', [{ ...a, local: { mark: 0x02014b50 } }], {}, 'bundle.zip'],
    ['another local checksum', [{ ...a, local: { crc: 1 } }], {}, 'bundle.zip-header'],
    ['another local compressed size', [{ ...a, local: { compressedSize: 9 } }], {}, 'bundle.zip-header'],
    [
      'another local checksum than in a descriptor',
      [{ ...b, descriptor: 'signed', local: { crc: 1 } }],
      {},
      'bundle.zip-header',
    ],
    [
      'another local compressed size than in a descriptor',
      [{ ...b, descriptor: 'signed', local: { compressedSize: 1 } }],
      {},
      'bundle.zip-header',
    ],
    [
      'another local size than in a descriptor',
      [{ ...b, descriptor: 'signed', local: { size: 1 } }],
      {},
      'bundle.zip-header',
    ],
    ['another local checksum beside ZIP64', [{ ...a, zip64: 'alone', local: { crc: 1 } }], {}, 'bundle.zip-header'],
    [
      'a local checksum that is left to ZIP64, which has none',
      [{ ...a, zip64: 'alone', local: { crc: 0xffffffff } }],
      {},
      'bundle.zip-header',
    ],
    ['another local size', [{ ...a, local: { size: 9 } }], {}, 'bundle.zip-header'],
    ['another local method', [{ ...a, local: { method: 8 } }], {}, 'bundle.zip-header'],
    ['other local flags', [{ ...a, local: { flags: 8 } }], {}, 'bundle.zip-header'],
    ['a wrong descriptor', [{ ...b, descriptor: 'wrong' }, a], {}, 'bundle.zip-header'],
    [
      'a descriptor whose checksum looks like a signature',
      [{ ...signatureLike, descriptor: 'unsigned' }],
      {},
      'bundle.zip-header',
    ],
    ['a wrong checksum', [{ ...a, crc: 1 }], {}, 'bundle.zip-header'],
    ['a wrong size, stored', [{ ...a, size: 9 }], {}, 'bundle.zip-header'],
    ['a size too small, deflated', [{ ...b, size: 1 }], {}, 'bundle.zip-header'],
    ['a size too large, deflated', [{ ...b, size: 3 }], {}, 'bundle.zip-header'],
    ['data that is not deflate', [{ ...b, data: encode('?') }], {}, 'bundle.zip-header'],
    [
      'data after the deflate stream',
      [{ ...b, data: Buffer.concat([deflateRawSync(b.bytes), encode('x')]) }],
      {},
      'bundle.zip-header',
    ],
    ['a bomb that tells its size', [{ ...b, data: bomb, size: 50_000_000 }], {}, 'bundle.zip-limit'],
    [
      'files that are too large together',
      ['1.pdf', '2.pdf', '3.pdf'].map((name) => ({ ...b, name, data: part, size: 12_000_000 })),
      {},
      'bundle.zip-limit',
    ],
    ['a bomb that lies about its size', [{ ...b, data: bomb, size: 1000 }], {}, 'bundle.zip-header'],
    ['many files', Array.from({ length: 65 }, (_, i) => ({ ...a, name: `${i}.pdf` })), {}, 'bundle.zip-limit'],
    ['fewer files than it says', [a], { count: 2 }, 'bundle.zip'],
    ['more files than it says', [a, b], { count: 1 }, 'bundle.zip'],
    ['ZIP64', [a], { count: 0xffff }, 'bundle.zip-unsupported'],
    ['ZIP64 of a file', [{ ...a, size: 0xffffffff }], {}, 'bundle.zip-unsupported'],
    ['a directory whose size is left to ZIP64', [a], { directorySize: 0xffffffff }, 'bundle.zip-unsupported'],
    ['a directory whose place is left to ZIP64', [a], { directoryOffset: 0xffffffff }, 'bundle.zip-unsupported'],
    ['several disks', [a], { disk: 1 }, 'bundle.zip-unsupported'],
    ['files on other disks', [a], { countOfDisk: 2 }, 'bundle.zip-unsupported'],
    ['a file on another disk', [{ ...a, disk: 1 }], {}, 'bundle.zip-unsupported'],
    ['a directory that ends within a comment', [a, { ...b, commentLength: 1 }], {}, 'bundle.zip'],
    ['an encrypted file', [{ ...a, flags: 1 }], {}, 'bundle.zip-encrypted'],
    ['an encrypted directory', [{ ...a, flags: 0x2000 }], {}, 'bundle.zip-encrypted'],
    ['a patch', [{ ...a, flags: 0x20 }], {}, 'bundle.zip-unsupported'],
    ['another compression', [{ ...a, method: 12 }], {}, 'bundle.zip-unsupported'],
    ['a directory of another size', [a], { directorySize: 10 }, 'bundle.zip-overlap'],
  ]
  function expectRefusal(archive: Uint8Array, code: IssueCode): void {
    const before = process.memoryUsage().arrayBuffers
    expect(codesOf(archive)).toEqual([code])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000)
  }

  it.each(cases)('%s', (_, entries, options, code) => {
    expectRefusal(makeArchive(entries, options), code)
  })

  it('70,000 files, and as many that are said to be 10', () => {
    const archive = makeArchive(Array.from({ length: 70_000 }, (_, i) => ({ ...a, name: `${i}.pdf` })))
    expectRefusal(archive, 'bundle.zip-limit')
    // The numbers of files, on this disk and in all, in the end record (section 4.3.16).
    const end = new DataView(archive.buffer, archive.byteOffset + archive.length - 22)
    end.setUint16(8, 10, true)
    end.setUint16(10, 10, true)
    expectRefusal(archive, 'bundle.zip')
  })

  it('cut off anywhere', () => {
    const archive = makeArchive([a, b])
    for (let length = 0; length < archive.length; length++) expect(codesOf(archive.subarray(0, length))).toHaveLength(1)
  })

  it('with any byte changed, or they hold the same files', () => {
    const archive = makeArchive([a, { ...b, descriptor: 'signed' }])
    const original = readZip(archive, maximumBundleBytes)
    fc.assert(
      fc.property(fc.nat({ max: archive.length - 1 }), fc.integer({ min: 1, max: 255 }), (index, bits) => {
        const changed = archive.slice()
        changed[index] = (changed[index] ?? 0) ^ bits
        const read = readZip(changed, maximumBundleBytes)
        // Versions, times and attributes, and a name that is still a name, are all that may differ.
        if (read.ok)
          expect(read.value.map(({ bytes }) => bytes)).toEqual(original.ok && original.value.map(({ bytes }) => bytes))
      }),
      { numRuns: runs(3000) },
    )
  })

  it('made of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readZip(bytes, maximumBundleBytes).ok).toBe(false)
      }),
    )
  })
})

function inFolder(test: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'archives-'))
  try {
    test(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describeWith([python], 'archives by Python', () => {
  it.each(['ZIP_STORED', 'ZIP_DEFLATED'])('%s are read', (compression) => {
    inFolder((folder) => {
      const file = join(folder, 'a.zip')
      const script = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.${compression}) as z:
  z.writestr('a.pdf', 'a' * 5000)
  z.writestr('avtale æøå.pdf', 'b')`
      execFileSync('python3', ['-c', script, file])
      expect(readZip(readFileSync(file), maximumBundleBytes)).toMatchObject({
        ok: true,
        value: [
          { name: 'a.pdf', bytes: encode('a'.repeat(5000)) },
          { name: 'avtale æøå.pdf', bytes: encode('b') },
        ],
      })
    })
  })
})

describeWith([jdk], 'archives by Java', () => {
  it('are read, with the data descriptors that ZipOutputStream writes', () => {
    inFolder((folder) => {
      const file = join(folder, 'a.zip')
      execFileSync('java', [repositoryFile('testing/java/WriteZip.java'), file])
      expect(readZip(readFileSync(file), maximumBundleBytes)).toMatchObject({
        ok: true,
        value: [
          { name: 'a.pdf', bytes: encode('a'.repeat(5000)) },
          { name: 'avtale æøå.pdf', bytes: encode('b') },
        ],
      })
    })
  })
})
