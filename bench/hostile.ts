/**
 * Input that is made to cost much, beside what is as large and ordinary.
 *
 * @module
 */
import { deflateRawSync } from 'node:zlib'
import { safeReadBundle } from 'signering-portal/bundle'
import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { safePrepareJob } from 'signering-portal/manifest'
import { makeArchive, type ArchiveEntry } from '../testing/bundle/archives.js'
import { measure } from './measure.js'
import { statusChange } from './messages.js'
import type { Ratio } from './ratio.js'
import { namespace } from '../src/codec/spec.js'

const start = `<portal-signature-job-status-change-response xmlns="${namespace}">`
const end = '</portal-signature-job-status-change-response>'

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

/** Children with 90 declarations each, beside an ordinary document of the same size, read by either source. */
async function prefixRatios(): Promise<readonly Ratio[]> {
  const declarations = Array.from({ length: 90 }, (_, at) => ` xmlns:p${at}="u${at}"`).join('')
  const many = `${start}${`<a${declarations}/>`.repeat(100)}${end}`
  const message = portalSignatureJobStatusChangeResponse.encode(statusChange)
  const later = '<later at="1"><reference>1</reference><status>SIGNED</status></later>'
  const withComment = (xml: string): string => xml.replace(end, `<!-- last -->${end}`)
  const scanned = message.replace(end, `${later.repeat((many.length - message.length) / later.length)}${end}`)
  const [manyLeft, left] = [withComment(many), withComment(scanned)]
  const times = await measure({
    many: () => decode(many),
    scanned: () => decode(scanned),
    manyParsed: () => decode(manyLeft),
    parsed: () => decode(left),
  })
  const name = 'decode / an ordinary document of its size'
  return [
    {
      name: `${name} without a comment: 90 prefixes at each child, and a comment`,
      ratio: times.manyParsed / times.scanned,
    },
    { name: `${name}, by the parser: 90 prefixes at each child`, ratio: times.manyParsed / times.parsed, limit: 3 },
    { name: `${name}, by the scanner: 90 prefixes at each child`, ratio: times.many / times.scanned, limit: 3 },
  ]
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
  return [...(await archiveRatios()), ...(await prefixRatios()), await documentsRatio()]
}
