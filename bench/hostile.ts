/**
 * Input that is made to cost much: how its cost grows with its size, and what refusing an archive costs beside reading one.
 *
 * @module
 */
import { deflateRawSync } from 'node:zlib'
import { safeReadBundle } from 'signering-portal/bundle'
import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { redact } from 'signering-portal/http'
import { safePrepareJob } from 'signering-portal/manifest'
import { inspectPdf } from '../src/manifest/pdf.js'
import { makeArchive, type ArchiveEntry } from '../testing/bundle/archives.js'
import { measure } from './measure.js'
import type { Ratio } from './ratio.js'
import { namespace } from '../src/codec/spec.js'

const small = 20_000
const factor = 8

/** The power of the size that cost may grow with: 1 is what grows as the size does, 2 is its square. */
const growthLimit = 1.25

const start = `<portal-signature-job-status-change-response xmlns="${namespace}">`
const end = '</portal-signature-job-status-change-response>'

const documents: Readonly<Record<string, (size: number) => string>> = {
  'whitespace in a number': (size) => `${start}<signature-job-id>1${' '.repeat(size)}1</signature-job-id>${end}`,
  'zeros in a number': (size) => `${start}<signature-job-id>${'0'.repeat(size)}x</signature-job-id>${end}`,
  'unknown elements in a row': (size) => `${start}${'<a/>'.repeat(size / 4)}${end}`,
  'unknown elements with prefixes': (size) => `${start}${'<p:a xmlns:p="u"/>'.repeat(size / 18)}${end}`,
  'many attributes': (size) =>
    `${start.slice(0, -1)} ${Array.from({ length: size / 8 }, (_, at) => `a${at}=""`).join(' ')}/>`,
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

const logs: Readonly<Record<string, (size: number) => unknown>> = {
  'signs of addresses': (size) => '%40'.repeat(size / 3),
  'names of hosts': (size) => `@${'a.'.repeat(size / 2)}`,
  'groups of digits': (size) => '12 '.repeat(size / 3),
  'hexadecimal digits': (size) => `${'a'.repeat(size)}z`,
  'beginnings of keys': (size) => '-----BEGIN PRIVATE KEY-----'.repeat(size / 27),
  'elements without end': (size) => '<title>'.repeat(size / 7),
  'comments without end': (size) => `<title>${'<!--'.repeat(size / 4)}`,
  'attributes without end': (size) => `<email a='"`.repeat(size / 11),
  'keys that become one': (size) =>
    new Map(Array.from({ length: size / 11 }, (_, at) => [`${10_000_000_000 + at}`, at])),
  'a value in a value': (size) => Array.from({ length: size / 10 }).reduce<unknown>((inner) => [inner], 'deep'),
}

async function growthOf<T>(name: string, make: (size: number) => T, use: (input: T) => unknown): Promise<Ratio> {
  const [little, much] = [make(small), make(small * factor)]
  const times = await measure({ little: () => use(little), much: () => use(much) })
  const exponent = Math.log(times.much / times.little) / Math.log(factor)
  return { name: `growth, as a power of the size: ${name}`, ratio: exponent, limit: growthLimit }
}

const file = (name: string, bytes: Uint8Array): ArchiveEntry => ({ name, bytes })
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Archives that would fill the memory, beside one of the largest size that the service takes. */
async function archiveRatios(): Promise<readonly Ratio[]> {
  const whole = makeArchive([file('document.pdf', new Uint8Array(10_485_760))])
  const bomb = deflateRawSync(new Uint8Array(50_000_000))
  const few = bytesOf('a')
  const hostile = {
    'a bomb that lies about its size': makeArchive([{ ...file('a.pdf', few), method: 8, data: bomb, size: 1000 }]),
    'a bomb that tells its size': makeArchive([{ ...file('a.pdf', few), method: 8, data: bomb, size: 50_000_000 }]),
    '70,000 files': makeArchive(Array.from({ length: 70_000 }, (_, at) => file(`${at}.pdf`, few))),
  }
  const ratios: Ratio[] = []
  for (const [name, archive] of Object.entries(hostile)) {
    const times = await measure({ hostile: () => safeReadBundle(archive), whole: () => safeReadBundle(whole) })
    ratios.push({ name: `refuse ${name} / read 10 MiB`, ratio: times.hostile / times.whole, limit: 1 })
  }
  return ratios
}

/** Children with 90 declarations each, beside children without that make a document of the same size. */
async function prefixRatio(): Promise<Ratio> {
  const declarations = Array.from({ length: 90 }, (_, at) => ` xmlns:p${at}="u${at}"`).join('')
  const child = `<a${declarations}/>`
  const many = `${start}${child.repeat(100)}${end}`
  const plain = `${start}${'<a/>'.repeat((child.length * 100) / 4)}${end}`
  const times = await measure({ many: () => decode(many), plain: () => decode(plain) })
  return {
    name: 'decode / a plain document of its size: 90 prefixes at each child',
    ratio: times.many / times.plain,
    limit: 3,
  }
}

/** More documents than any job has. */
async function documentsRatio(): Promise<Ratio> {
  const job = (count: number): (() => unknown) => {
    const documents = Array.from({ length: count }, () => ({ title: 'Lease', bytes: bytesOf('%PDF-1.4\n%%EOF\n') }))
    const signers = [{ personalIdentificationNumber: '12345678910' }]
    const sender = { organizationNumber: '988015814' }
    return () => safePrepareJob({ sector: 'PUBLIC', sender, title: 'Lease', documents, signers } as never)
  }
  const times = await measure({ many: job(100_000), few: job(1000) })
  return { name: 'prepareJob of 100,000 documents / of 1,000', ratio: times.many / times.few, limit: 10 }
}

const decode = (xml: string): unknown => portalSignatureJobStatusChangeResponse.safeDecode(xml, { unknown: 'ignore' })

/** Every ratio of hostile input. */
export async function hostileRatios(): Promise<readonly Ratio[]> {
  const ratios: Ratio[] = []
  for (const [name, make] of Object.entries(documents)) ratios.push(await growthOf(name, make, decode))
  for (const [name, make] of Object.entries(pdfs))
    ratios.push(await growthOf(`PDF, ${name}`, (size) => bytesOf(make(size)), inspectPdf))
  for (const [name, make] of Object.entries(logs)) ratios.push(await growthOf(`redact, ${name}`, make, redact))
  return [...ratios, ...(await archiveRatios()), await prefixRatio(), await documentsRatio()]
}
