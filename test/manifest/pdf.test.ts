import { existsSync, readFileSync } from 'node:fs'
import { inspectPdf } from '../../src/manifest/pdf.js'
import { describe, expect, test } from 'vitest'
import { describeWith, official } from '../../testing/requirements.js'
import { bytesOf, linearized, pdf, pdfOfLength, pdfText, updated } from '../../testing/manifest/pdf-files.js'

/** What was found, in a word each. */
const found = (bytes: Uint8Array): readonly string[] =>
  inspectPdf(bytes).map(({ severity = '', detail = '' }) => `${severity}: ${detail}`)

const notPdf = ['error: It has no PDF header.']
const encrypted = ['error: It is encrypted.']
const otherVersion = ['error: It declares another version of PDF.']
const unreadable = ['warning: Its trailer cannot be read, so encryption cannot be told.']
const bytesBefore = ['warning: There are bytes before the PDF header.']

test.each([
  ...['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'].map((version) => [version, []] as const),
  ...['1.0', '1.8', '1.10', '1.45', '2.0', '0.9', '11.4'].map((version) => [version, otherVersion] as const),
])('version %s', (version, findings) => {
  expect(found(pdf({ version }))).toEqual(findings)
  expect(found(pdf({ version, stream: true }))).toEqual(findings)
})

test('PDF 2.0 that declares PDF/A is not sure to be refused', () => {
  const bytes = bytesOf(pdfText({ version: '2.0' }).replace('/Count 0', '/Count 0 % <pdfaid:part>4</pdfaid:part>'))
  expect(inspectPdf(bytes).map(({ severity }) => severity)[0]).toBe('warning')
})

describe('encryption', () => {
  const entries: readonly (readonly [entry: string, encrypted: boolean])[] = [
    ['', false],
    ['/Encrypt 5 0 R', true],
    ['/Encrypt<</Filter/Standard/V 1/O(a\\)b(c)d)/U<00FF>>>', true],
    ['\n/Encrypt\r\n5 0 R', true],
    ['/Encrypt%comment /Other\n5 0 R', true],
    ['/Encr#79pt 5 0 R', true],
    ['/Info 3 0 R/ID[<00><11>]/Encrypt 5 0 R', true],
    ['/ID[(a\\(b)(c(d)e)]/Encrypt 5 0 R', true],
    ['/Encrypt null', false],
    ['/Encrypt%comment\nnull', false],
    ['/EncryptMetadata false', false],
    ['/Title(/Encrypt 5 0 R)', false],
    ['/Title(a\\)/Encrypt 5 0 R)', false],
    ['/Title((a)/Encrypt 5 0 R)', false],
    ['/Inner<</Encrypt 5 0 R>>', false],
    ['/Inner<</Deeper<<>>/Encrypt 5 0 R>>', false],
    ['/List[/Encrypt 5 0 R]', false],
    ['/Kind /Encrypt', false],
    ['%/Encrypt 5 0 R\n', false],
  ]
  test.each(entries)('%j in the last trailer', (entry, isEncrypted) => {
    const findings = isEncrypted ? encrypted : []
    expect(found(pdf({ entries: entry }))).toEqual(findings)
    expect(found(pdf({ entries: entry, stream: true }))).toEqual(findings)
    expect(found(linearized(entry))).toEqual(findings)
    expect(found(updated(pdfText({ entries: entry }), entry))).toEqual(findings)
    expect(found(updated(pdfText({ entries: entry, stream: true }), entry, true))).toEqual(findings)
    expect(found(updated(pdfText({ entries: entry }), entry, true))).toEqual(findings)
  })

  test('is not looked for in the body', () => {
    expect(found(bytesOf(pdfText().replace('/Count 0', '/Encrypt')))).toEqual([])
  })
})

describe('where the trailer cannot be read, that is said', () => {
  test.each<readonly [string, Uint8Array]>([
    ['cut off after the header', bytesOf('%PDF-1.4\n')],
    ['cut off in the body', bytesOf(pdfText().slice(0, 60))],
    ['cut off in the trailer', bytesOf(pdfText().slice(0, -30))],
    ['without end-of-file marker', bytesOf(pdfText().replace('%%EOF', ''))],
    ['with more behind the end than readers look at', pdf({ behind: ' '.repeat(2000) })],
    ['with an offset that leads nowhere', pdf({ offsetBy: 100_000 })],
    ['with an offset that leads elsewhere', pdf({ offsetBy: 1 })],
    [
      'with an offset to an object without dictionary',
      bytesOf(pdfText({ stream: true }).replace('<</Type/XRef', '((/Type/XRef')),
    ],
    ['with a trailer without end', bytesOf(pdfText().replace(/ >>\nstartxref/, '   \nstartxref'))],
    ['with a broken string', bytesOf(pdfText({ entries: '/A(' }))],
    [
      'with a broken hexadecimal string',
      bytesOf(pdfText({ entries: '/A<00' }).replace(/ >>\nstartxref/, '\nstartxref')),
    ],
    [
      'with a trailer of another kind',
      bytesOf(
        pdfText()
          .replace('trailer\n<<', 'trailer\n[[')
          .replace(/>>\nstart/, ']]\nstart'),
      ),
    ],
    ['with a table without trailer', bytesOf(pdfText().replace('trailer', 'tr-iler'))],
  ])('%s', (_, bytes) => {
    expect(found(bytes)).toEqual(unreadable)
  })
})

test('bytes before the header are worth a look, wherever offsets count from', () => {
  const before = 'x\n'.repeat(100)
  expect(found(pdf({ before }))).toEqual(bytesBefore)
  expect(found(pdf({ before, offsetBy: -before.length }))).toEqual(bytesBefore)
  expect(found(pdf({ before, offsetBy: -before.length, entries: '/Encrypt 5 0 R' }))).toEqual([
    ...bytesBefore,
    ...encrypted,
  ])
  expect(found(pdf({ before: ' '.repeat(1015) }))).toEqual(bytesBefore)
  expect(found(pdf({ before: ' '.repeat(1024) }))).toEqual(notPdf)
})

test.each(['', '%PD', '%PDF-', '%PDF-x.y', 'PK\x03\x04', '<html></html>', '%!PS-Adobe-3.0', '\0\0\0\0'])(
  'no PDF: %j',
  (text) => {
    expect(found(bytesOf(text))).toEqual(notPdf)
  },
)

test('a file of any length wanted can be made', () => {
  for (const length of [1000, 9_999, 100_003, 1_000_000]) expect(pdfOfLength(length)).toHaveLength(length)
  expect(found(pdfOfLength(1000))).toEqual([])
})

test('a view of a larger buffer is read by itself', () => {
  const inner = pdf({ entries: '/Encrypt 5 0 R' })
  const outer = new Uint8Array(inner.length + 20).fill(0x25)
  outer.set(inner, 10)
  expect(found(outer.subarray(10, 10 + inner.length))).toEqual(encrypted)
})

test('files that are made to cost much are inspected to the end', () => {
  const kinds: Readonly<Record<string, (size: number) => Uint8Array>> = {
    padded: pdfOfLength,
    digits: (size) => bytesOf(`%PDF-1.4 ${'1'.repeat(size)}`),
    'digits in front': (size) => bytesOf(`%PDF-${'1'.repeat(size)}`),
    startxref: (size) => bytesOf(`%PDF-1.4 ${'startxref '.repeat(size / 10)}`),
    whitespace: (size) => bytesOf(`%PDF-1.4 startxref${' '.repeat(size)}`),
    'beginnings of a trailer': (size) => hostile(`xref\n${'traile'.repeat(size / 6)}`),
    parentheses: (size) => hostile(`xref trailer <<${'('.repeat(size)}`),
    angles: (size) => hostile(`xref trailer <<${'<'.repeat(size)}`),
    dictionaries: (size) => hostile(`xref trailer ${'<<'.repeat(size / 2)}`),
    names: (size) => hostile(`xref trailer <<${'/A'.repeat(size / 2)}`),
    'one name': (size) => hostile(`xref trailer <</${'#4'.repeat(size / 2)}`),
    comments: (size) => hostile(`xref trailer <<${'%\n'.repeat(size / 2)}`),
    'PDF 2.0': (size) => bytesOf(`%PDF-2.0 ${'pdfaid:par'.repeat(size / 10)}`),
  }
  // How the cost grows with the size is measured in the benchmark.
  for (const make of Object.values(kinds)) expect(Array.isArray(inspectPdf(make(300_000)))).toBe(true)
})

/** Ends with a startxref that leads to the section. */
function hostile(section: string): Uint8Array {
  return bytesOf(`%PDF-1.4\n${section}\nstartxref\n9\n%%EOF\n`)
}

test('any bytes are inspected without a crash', () => {
  const file = pdfText({ entries: '/Encrypt<</O(a\\)b)>>' })
  for (let at = 0; at < file.length; at++) {
    expect(inspectPdf(bytesOf(file.slice(0, at))).length, `cut at ${at}`).toBeGreaterThan(0)
    for (const character of '(<>[/%\\\0') inspectPdf(bytesOf(file.slice(0, at) + character + file.slice(at + 1)))
  }
})

const files = ['pdf/PDF-1-4-testdokument.pdf', 'pdf/PDF-A-testdokument.pdf'].map(official)
describeWith(
  [{ name: 'the official test documents', present: files.every((file) => existsSync(file)), requiredInCi: false }],
  'the official test documents',
  () => {
    test.each(files)('%s is accepted without warning', (file) => {
      expect(found(readFileSync(file))).toEqual([])
    })
  },
)
