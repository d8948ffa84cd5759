import { describe, expect, it } from 'vitest'
import { nameIssues, readName } from '../../src/bundle/zip-names.js'
import { codes } from '../../testing/issues.js'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const codesOf = (...names: readonly string[]): readonly string[] =>
  codes(nameIssues(names.map((name) => ({ name, bytes: new Uint8Array() }))))

describe('the bytes of a name', () => {
  it('are ASCII, or UTF-8 that says so', () => {
    expect(readName(encode('a.pdf'), false)).toBe('a.pdf')
    expect(readName(encode('æ😀.pdf'), true)).toBe('æ😀.pdf')
    expect(readName(encode('\uFEFFa'), true)).toBe('\uFEFFa')
    expect(readName(encode('a'.repeat(255)), false)).toBe('a'.repeat(255))
  })

  it.each([
    ['256 of ASCII', 'a'.repeat(256)],
    ['256 of UTF-8', 'æ'.repeat(128)],
    ['a great many', `${'a'.repeat(60_000)}/../\0`],
  ])('are refused for their number, being %s', (_, name) => {
    expect(nameIssues([{ name: readName(encode(name), true), bytes: new Uint8Array() }])).toMatchObject([
      { code: 'bundle.entry-name', message: 'File 1 of the archive has a name of more than 255 bytes.' },
    ])
  })

  it.each([
    ['UTF-8 that does not say so', encode('æ.pdf'), false],
    ['no UTF-8', Uint8Array.of(0x61, 0xff), true],
    ['an overlong form', Uint8Array.of(0xc0, 0xaf), true],
    ['half a surrogate pair', Uint8Array.of(0xed, 0xa0, 0x80), true],
  ])('are no name that is safe, being %s', (_, bytes, isUtf8) => {
    expect(codesOf(readName(bytes, isUtf8))).toEqual(['bundle.entry-name'])
  })
})

describe('a name', () => {
  it.each([
    ...['a.pdf', 'a', '.a', 'a.pdf.', ' a', 'a ', 'a;1.pdf', 'a~1', '~', '%2e', 'NUL.pdf', 'a&b=c,d+e (1) [2].pdf'],
    ...['META-INF/', 'META-INF/signatures.xml', 'META-INF.pdf', 'æøå 😀.pdf', 'a\u0085b', 'AVTALE~1.PDF'],
    ...['Leie: avtale.pdf', 'Hva nå?.pdf', 'a*', 'a"b"', '<a>', 'a|b', '12:30.pdf'],
    ...[
      'x／a',
      '․.',
      'C：a',
      'ＭETA-INF',
      'Brev ℅ Ola.pdf',
      'Pris:$100.pdf',
      'ab::$DATA',
      'a.pdf:b:$data',
      'a;b;1.pdf',
    ],
  ])('is safe: %j', (name) => {
    expect(codesOf(name)).toEqual([])
  })

  it.each([
    ...[
      '',
      '.',
      '..',
      '...',
      ' ',
      '/',
      'a/',
      '/a',
      'a/b',
      '../a',
      'dir/',
      'META-INF/../a',
      'META-INF/x/y',
      'META-INF/.',
    ],
    ...['meta-inf/a', 'a\\b', 'C:a', 'a\0b', 'a\nb', 'a\tb', 'a\u007F'],
    ...['META-INF', 'Meta-Inf', 'META-INF. .', 'META-INF:a', 'a.pdf;1', 'a.pdf;', 'META-INF/signatures.xml;2'],
    // What file systems make of them: `..`, and nothing.
    ...['.\u200B.', '\u00AD', 'META-INF/\u200B'],
  ])('is not: %j', (name) => {
    expect(codesOf(name)).toEqual(['bundle.entry-name'])
  })
})

describe('the folder', () => {
  it('has no content', () => {
    expect(nameIssues([{ name: 'META-INF/', bytes: Uint8Array.of(1) }])).toMatchObject([{ code: 'bundle.entry-name' }])
  })
})

describe('two names', () => {
  it.each([
    ['a.pdf', 'b.pdf'],
    ['a.pdf', 'a.pdf.pdf'],
    ['a.pdf', 'a. pdf'],
    ['a.pdf', 'META-INF/a.pdf'],
    ['a.pdf', 'å.pdf'],
    ['avtale~1.pdf', 'kontrakt.pdf'],
    ['avtale~1.pdf', 'avtalen.txt'],
    ['avtale~1.pdf', 'META-INF/avtalen.pdf'],
    ['META-INF/', 'META-INF/signatures.xml'],
    ['Leie: avtale.pdf', 'Leie- avtale.pdf'],
    // Compatibility forms, which no file system takes for each other.
    ['m²xx', 'm2xx'],
    ['①xx', '1xx'],
    ['a…pdf', 'a....pdf'],
    ['a.pdf', 'ａ.pdf'],
    ['a.pdf', 'a.pdf\u00A0'],
    ['ıx', 'ix'],
    ['ıx', 'IX'],
    ['≮x', '≯x'],
    // A short name of Windows is that of another file on some volumes only, and of none that the package uses.
    ['avtale~1.pdf', 'avtale.pdf'],
    ['avtale for leie.pdf', 'AVTALE~1.PDF'],
    ['manifest.xml', 'MANIFE~1.XML'],
    ['META-INF/', 'META-I~1'],
    // A stream of a file that is not there.
    ['ab::$DATA', 'b'],
  ])('are two: %j and %j', (one, other) => {
    expect([codesOf(one, other), codesOf(other, one)]).toEqual([[], []])
  })

  it.each([
    ['a.pdf', 'a.pdf'],
    ['a.pdf', 'A.PDF'],
    ['Hva nå?.pdf', 'Hva nå*.pdf'],
    ['Hva nå?.pdf', 'Hva nå_.pdf'],
    ['manifest.xml', 'manifest.xml:avtale.pdf'],
    ['manifest.xml', 'Manifest.XML.:avtale.pdf'],
    ['å.pdf', 'a\u030A.pdf'],
    ['a.pdf', 'a.pdf.'],
    ['a.pdf', 'a.pdf. .'],
    ['a.pdf', 'a.pdf '],
    ['a.pdf', 'a\u200D.pdf'],
    ['a.pdf', '\uFEFFa.pdf'],
    ['a.pdf', 'a.pdf.\u200B'],
    ['straße.pdf', 'STRASSE.pdf'],
    ['ẞxx.pdf', 'ßxx.pdf'],
    ['ŉx', 'ʼnx'],
    ['ᾳx', 'αιx'],
    ['a.pdf', 'A.PDF::$DATA'],
    ['ος.pdf', 'οσ.pdf'],
    ['ﬁ.pdf', 'FI.pdf'],
    ['manifest.xml', 'manifest.xml.'],
    ['META-INF/signatures.xml', 'META-INF/Signatures.xml'],
  ])('are one to some file system: %j and %j', (one, other) => {
    for (const names of [
      [one, other],
      [other, one],
    ])
      expect([names, codesOf(...names)]).toEqual([names, ['bundle.entry-duplicate']])
  })

  it('are told by the place of the second one', () => {
    expect(nameIssues(['a', 'b', 'A'].map((name) => ({ name, bytes: new Uint8Array() })))).toMatchObject([
      { message: 'File 3 of the archive has the name of another, or one that a file system takes for it.' },
    ])
  })
})

it('names of any length take no time', () => {
  const start = process.cpuUsage()
  for (const part of ['.', ' ', ';1', '~', 'a.', '\u200B', '~1.', '1'])
    codesOf(...Array.from({ length: 64 }, (_, index) => readName(encode(`${index}${part.repeat(30_000)}x`), true)))
  for (const part of ['.', ';', 'a.', '~1']) codesOf(...Array.from({ length: 64 }, (_, i) => `${i}${part.repeat(80)}x`))
  // Time of the processor, which others cannot take; quadratic work would need minutes.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(8000)
})
