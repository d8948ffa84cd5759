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
import { describeWith, jdk, repositoryFile, type Requirement } from '../../testing/requirements.js'
import { makeArchive, type ArchiveEntry, type ArchiveOptions } from '../../testing/bundle/archives.js'
import { runs } from '../../testing/seed.js'
import { codes, errorsOf } from '../../testing/issues.js'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const a: ArchiveEntry = { name: 'a.pdf', bytes: encode('aaaaaaaaaa') }
const b: ArchiveEntry = { name: 'b.pdf', bytes: encode('bb'), method: 8 }

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
        { ...a, descriptor: 'signed' },
        { ...b, descriptor: 'unsigned' },
      ],
    ],
    ['extra fields and the flag for UTF-8', [{ ...a, extra: encode('\0\0\x04\x00abcd'), flags: 0x800 }, b]],
    ['the names of others', [{ ...a, name: 'Avtale 1 (kopi), æøå.pdf', flags: 0x800 }, b]],
  ]
  it.each(forms)('%s', (_, entries) => {
    const read = readZip(makeArchive(entries), maximumBundleBytes)
    expect(read).toEqual({ ok: true, value: entries.map(({ name, bytes }) => ({ name, bytes })), warnings: [] })
  })

  it('an entry for the folder META-INF, which is no file', () => {
    expect(readZip(makeArchive([{ name: 'META-INF/', bytes: encode('') }, a]), maximumBundleBytes)).toMatchObject({
      ok: true,
      value: [{ name: 'a.pdf' }],
    })
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
    ['a comment', [a, b], { comment: encode('hello') }, 'bundle.zip'],
    ['a comment that is an end record', [a], { comment: makeArchive([b]) }, 'bundle.zip-overlap'],
    ['data between files and directory', [a, b], { between: encode('hidden') }, 'bundle.zip-overlap'],
    ['two entries with the same data', [a, { ...a, name: 'b.pdf', offset: 0 }], {}, 'bundle.zip-overlap'],
    ['an offset into the data of another', [a, { ...b, offset: 31 }], {}, 'bundle.zip-overlap'],
    ['an offset outside', [a, { ...b, offset: 0x7fffffff }], {}, 'bundle.zip-overlap'],
    ['a compressed size beyond the file', [{ ...a, compressedSize: 10_000, size: 10_000 }], {}, 'bundle.zip-overlap'],
    ['another local name', [{ ...a, local: { name: 'c.pdf' } }], {}, 'bundle.zip-header'],
    ['another local size', [{ ...a, local: { size: 9 } }], {}, 'bundle.zip-header'],
    ['another local method', [{ ...a, local: { method: 8 } }], {}, 'bundle.zip-header'],
    ['other local flags', [{ ...a, local: { flags: 8 } }], {}, 'bundle.zip-header'],
    ['a wrong descriptor', [{ ...a, descriptor: 'wrong' }, b], {}, 'bundle.zip-header'],
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
    ['several disks', [a], { disk: 1 }, 'bundle.zip-unsupported'],
    ['an encrypted file', [{ ...a, flags: 1 }], {}, 'bundle.zip-encrypted'],
    ['an encrypted directory', [{ ...a, flags: 0x2000 }], {}, 'bundle.zip-encrypted'],
    ['a patch', [{ ...a, flags: 0x20 }], {}, 'bundle.zip-unsupported'],
    ['another compression', [{ ...a, method: 12 }], {}, 'bundle.zip-unsupported'],
    ['a directory of another size', [a], { directorySize: 10 }, 'bundle.zip-overlap'],
    ...[
      '/etc/passwd',
      '../a.pdf',
      'META-INF/../a.pdf',
      'x/a.pdf',
      'a\\b.pdf',
      'C:a.pdf',
      'a\0.pdf',
      '.',
      '..',
      '',
      'dir/',
      'a\n.pdf',
      'META-INF/x/y',
    ].map((name) => [`the name ${JSON.stringify(name)}`, [{ ...a, name }], {}, 'bundle.entry-name'] as const),
    ['a name that is not UTF-8', [{ ...a, name: Uint8Array.of(0x61, 0xff, 0x62) }], {}, 'bundle.entry-name'],
    ['a folder with content', [{ name: 'META-INF/', bytes: encode('x') }], {}, 'bundle.entry-name'],
    ['a name twice', [a, b, a], {}, 'bundle.entry-duplicate'],
    ['a name twice in different case', [a, { ...b, name: 'A.PDF' }], {}, 'bundle.entry-duplicate'],
    [
      'a name twice, composed and not',
      [
        { ...a, name: 'å.pdf' },
        { ...b, name: 'a\u030a.pdf' },
      ],
      {},
      'bundle.entry-duplicate',
    ],
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

const python: Requirement = {
  name: 'python3',
  present: ((): boolean => {
    try {
      execFileSync('python3', ['--version'])
      return true
    } catch {
      return false
    }
  })(),
  requiredInCi: false,
}

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
