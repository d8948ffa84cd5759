import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bodyText, requestBodyText } from '../../src/contract/body-text.js'
import { writeZip } from '../../src/bundle/zip-writer.js'
import { makeArchive } from '../../testing/bundle/archives.js'
import { multipart } from '../../testing/simulator/raw-client.js'

const mixed = 'multipart/mixed; boundary=frontier'

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** What is shown of a document package: the lines after those of the other part, in the order that they have. */
function shownOf(documentPackage: Uint8Array): readonly string[] {
  const lines = requestBodyText(mixed, multipart('<r/>', documentPackage))
  expect(lines.slice(0, 3)).toEqual(['--- part, application/xml', '<r/>', '--- part, application/octet-stream'])
  return lines.slice(3)
}

async function shownOfFiles(files: Readonly<Record<string, Uint8Array>>): Promise<readonly string[]> {
  const entries = Object.entries(files).map(([name, bytes]) => ({ name, bytes }))
  return shownOf(await writeZip(entries, true))
}

function lengthOf(lines: readonly string[]): number {
  return lines.join('\n').length
}

describe('content', () => {
  it.each<[string, string | null, Uint8Array, readonly string[]]>([
    ['nothing', 'application/xml', new Uint8Array(), []],
    ['XML', 'application/xml; charset=utf-8', bytesOf('<æ/>'), ['<æ/>']],
    ['XML of another media type', 'Text/XML', bytesOf('<r/>'), ['<r/>']],
    ['XML that is no UTF-8', 'application/xml', new Uint8Array([0x3c, 0xff]), ['(2 bytes, not UTF-8)']],
    ['anything else', 'application/pdf', bytesOf('<r/>'), ['(4 bytes)']],
    ['what has no media type', null, bytesOf('<r/>'), ['(4 bytes)']],
  ])('is shown: %s', (_, contentType, bytes, lines) => {
    expect(bodyText(contentType, bytes)).toEqual(lines)
    expect(requestBodyText(contentType, bytes)).toEqual(lines)
  })

  it('is cut, between two characters, where it is XML of more than 16 KiB', () => {
    const whole = 'a'.repeat(16_384)
    expect(bodyText('application/xml', bytesOf(whole))).toEqual([whole])
    expect(bodyText('application/xml', bytesOf(`${whole}b`))).toEqual([`${whole}… (of 16385 bytes)`])
    const [cut] = bodyText('application/xml', bytesOf(`a${'æ'.repeat(20_000)}`))
    expect(cut).toBe(`a${'æ'.repeat(8_191)}… (of 40001 bytes)`)
  })
})

describe('a document package', () => {
  it('is shown with the text of its manifest first, and the other files by name, length and SHA-256', async () => {
    const document = bytesOf('%PDF-1.4\n')
    const lines = await shownOfFiles({
      'a.pdf': document,
      'manifest.xml': bytesOf('<m/>'),
      'META-INF/signatures.xml': bytesOf('<s/>'),
    })
    expect(lines).toEqual([
      expect.stringMatching(/^\(\d+ bytes, a document package\)$/),
      '--- manifest.xml, 4 bytes',
      '<m/>',
      `--- a.pdf, 9 bytes, SHA-256 ${createHash('sha256').update(document).digest('hex')}`,
      `--- META-INF/signatures.xml, 4 bytes, SHA-256 ${createHash('sha256').update('<s/>').digest('hex')}`,
    ])
  })

  it('is shown without a manifest, and with one that is no UTF-8', async () => {
    const [without] = await shownOfFiles({ 'a.pdf': bytesOf('a') })
    expect(without).toMatch(/^\(\d+ bytes, a document package without manifest\.xml\)$/)
    const other = await shownOfFiles({ 'manifest.xml': new Uint8Array([0xff, 0xfe]) })
    expect(other.slice(1)).toEqual(['--- manifest.xml, 2 bytes', '(2 bytes, not UTF-8)'])
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['of nothing', new Uint8Array(), /^\(0 bytes, which cannot be read as a document package: bundle\.zip, .+\)$/],
    [
      'that is no archive',
      bytesOf('12345'),
      /^\(5 bytes, which cannot be read .+: bundle\.zip, Not a ZIP archive, .+\)$/,
    ],
    [
      'of 60,000 files',
      makeArchive([], { count: 60_000 }),
      /^\(\d+ bytes, which .+: bundle\.zip-limit, The archive has 60000 files; .+\)$/,
    ],
  ])('%s is told by its length, and why it cannot be read', (_, bytes, line) => {
    expect(shownOf(bytes)).toEqual([expect.stringMatching(line)])
  })

  it('is told by the first reasons where there are many', () => {
    const files = Array.from({ length: 60 }, () => ({ name: '../a', bytes: new Uint8Array() }))
    const [line = '', ...more] = shownOf(makeArchive(files))
    expect(line).toMatch(/ \(the first of 60 reasons\)\)$/)
    expect(line.match(/bundle\.entry-name, /g)).toHaveLength(3)
    expect(more).toEqual([])
  })

  it('is shown in few words, however much is in it', async () => {
    const large = await shownOfFiles({ 'manifest.xml': new Uint8Array(10_485_760).fill(0x61) })
    expect(lengthOf(large)).toBeLessThan(16_600)
    expect(large.at(-1)).toMatch(/^a{16384}… \(of 10485760 bytes\)$/)
    const tooLarge = await shownOfFiles({ 'manifest.xml': new Uint8Array(33_554_433) })
    expect(tooLarge).toEqual([
      expect.stringMatching(/: bundle\.zip-limit, The files together are more than 33554432 bytes/),
    ])
    const names = Array.from({ length: 64 }, (_, index) => [`${'n'.repeat(240)}${index}`, new Uint8Array()] as const)
    const many = await shownOfFiles(Object.fromEntries(names))
    expect(many).toHaveLength(65)
    expect(many[1]).toMatch(/^--- n{100}…, 0 bytes, SHA-256 e3b0c442[0-9a-f]{56}$/)
  })

  it('is the first part that is no XML alone, of ten parts at most, whose media types are shown in short', async () => {
    const documentPackage = Buffer.from(await writeZip([{ name: 'a.pdf', bytes: bytesOf('a') }], false))
    const part = Buffer.concat([
      Buffer.from(`--frontier\r\nContent-Type: ${'t'.repeat(5_000)}\r\n\r\n`),
      documentPackage,
    ])
    const parts = Array.from({ length: 500 }, () => Buffer.concat([part, Buffer.from('\r\n')]))
    const lines = requestBodyText(mixed, Buffer.concat([...parts, Buffer.from('--frontier--\r\n')]))
    const title = `--- part, ${'t'.repeat(100)}…`
    expect(lines).toEqual([
      title,
      `(${documentPackage.length} bytes, a document package without manifest.xml)`,
      expect.stringMatching(/^--- a\.pdf, 1 bytes, SHA-256 /),
      ...Array.from({ length: 9 }, () => [title, `(${documentPackage.length} bytes)`]).flat(),
      '--- 500 parts in all',
    ])
  })
})
