/**
 * Input that is made to cost much: how its cost grows with its size, and what refusing an archive costs beside reading one.
 *
 * @module
 */
import { deflateRawSync } from 'node:zlib'
import { safeReadBundle } from 'signering-portal/bundle'
import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { inspectPdf } from '../src/manifest/pdf.js'
import { makeArchive, type ArchiveEntry } from '../testing/bundle/archives.js'
import { measure } from './measure.js'
import type { Ratio } from './ratio.js'
import { namespace } from '../src/codec/spec.js'

const small = 20_000
const factor = 8

/** Cost that grows with the size makes 8; with its square, 64. */
const growthLimit = 24

const start = `<portal-signature-job-status-change-response xmlns="${namespace}">`
const end = '</portal-signature-job-status-change-response>'

const documents: Readonly<Record<string, (size: number) => string>> = {
  'whitespace in a number': (size) => `${start}<signature-job-id>1${' '.repeat(size)}1</signature-job-id>${end}`,
  'zeros in a number': (size) => `${start}<signature-job-id>${'0'.repeat(size)}x</signature-job-id>${end}`,
  'unknown elements in a row': (size) => `${start}${'<a/>'.repeat(size / 4)}${end}`,
  'unknown elements with prefixes': (size) => `${start}${'<p:a xmlns:p="u"/>'.repeat(size / 18)}${end}`,
  'many attributes': (size) => `<a ${Array.from({ length: size / 8 }, (_, at) => `a${at}=""`).join(' ')}/>`,
  'many signatures': (size) => `${start}<signatures>${'<signature/>'.repeat(size / 12)}</signatures>${end}`,
  references: (size) => `${start}<reference>${'&#97;'.repeat(size / 5)}</reference>${end}`,
}

const section = (text: string): string => `%PDF-1.4\n${text}\nstartxref\n9\n%%EOF\n`
const pdfs: Readonly<Record<string, (size: number) => string>> = {
  digits: (size) => `%PDF-1.4 ${'1'.repeat(size)}`,
  startxref: (size) => `%PDF-1.4 ${'startxref '.repeat(size / 10)}`,
  'beginnings of a trailer': (size) => section(`xref\n${'traile'.repeat(size / 6)}`),
  parentheses: (size) => section(`xref trailer <<${'('.repeat(size)}`),
  dictionaries: (size) => section(`xref trailer ${'<<'.repeat(size / 2)}`),
  comments: (size) => section(`xref trailer <<${'%\n'.repeat(size / 2)}`),
}

function growthOf<T>(name: string, make: (size: number) => T, use: (input: T) => unknown): Ratio {
  const [little, much] = [make(small), make(small * factor)]
  const times = measure({ little: () => use(little), much: () => use(much) })
  return { name: `${factor} times as much: ${name}`, ratio: times.much / times.little, limit: growthLimit }
}

const file = (name: string, bytes: Uint8Array): ArchiveEntry => ({ name, bytes })
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Archives that would fill the memory, beside one of the largest size that the service takes. */
function archiveRatios(): readonly Ratio[] {
  const whole = makeArchive([file('document.pdf', new Uint8Array(10_485_760))])
  const bomb = deflateRawSync(new Uint8Array(50_000_000))
  const few = bytesOf('a')
  const hostile = {
    'a bomb that lies about its size': makeArchive([{ ...file('a.pdf', few), method: 8, data: bomb, size: 1000 }]),
    'a bomb that tells its size': makeArchive([{ ...file('a.pdf', few), method: 8, data: bomb, size: 50_000_000 }]),
    '70,000 files': makeArchive(Array.from({ length: 70_000 }, (_, at) => file(`${at}.pdf`, few))),
  }
  return Object.entries(hostile).map(([name, archive]) => {
    const times = measure({ hostile: () => safeReadBundle(archive), whole: () => safeReadBundle(whole) })
    return { name: `refuse ${name} / read 10 MiB`, ratio: times.hostile / times.whole, limit: 1 }
  })
}

/** Every ratio of hostile input. */
export function hostileRatios(): readonly Ratio[] {
  const decode = (xml: string): unknown => portalSignatureJobStatusChangeResponse.safeDecode(xml, { unknown: 'ignore' })
  return [
    ...Object.entries(documents).map(([name, make]) => growthOf(name, make, decode)),
    ...Object.entries(pdfs).map(([name, make]) => growthOf(`PDF, ${name}`, (size) => bytesOf(make(size)), inspectPdf)),
    ...archiveRatios(),
  ]
}
