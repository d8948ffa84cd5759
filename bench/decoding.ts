/**
 * How fast messages are read, beside others that read XML.
 *
 * @module
 */
import {
  portalSignatureJobManifest,
  portalSignatureJobStatusChangeResponse,
  type ManifestDecodeOptions,
} from 'signering-portal/codec'
import { compileType } from '../src/codec/content.js'
import { decodeByParser } from '../src/codec/decode.js'
import { portalSignatureJobManifest as ownManifest } from '../src/codec/portal/manifest-codec.js'
import { namespace } from '../src/codec/spec.js'
import { measure } from './measure.js'
import { manifestOf, manifestWithAccents, pretty, statusChange } from './messages.js'
import { bareHtmlparser2, bareSaxes, fastXmlParserAndZod, libxml2Validates, txmlTree } from './peers.js'
import type { Ratio } from './ratio.js'

const bytesOf = (xml: string): Uint8Array => new TextEncoder().encode(xml)

/** Manifests of every size and dress that this package itself might write. */
async function manifestRatios(): Promise<readonly Ratio[]> {
  const ratios: Ratio[] = []
  for (const count of [1, 4, 10]) {
    for (const [letters, make] of Object.entries({ ASCII: manifestOf, accents: manifestWithAccents })) {
      for (const [dress, wear] of Object.entries({ compact: (xml: string) => xml, pretty })) {
        const xml = wear(portalSignatureJobManifest.encode(make(count)))
        ratios.push(...(await manifestRatiosOf(`manifest, ${count} signers, ${dress}, ${letters}`, xml)))
      }
    }
  }
  return ratios
}

async function manifestRatiosOf(name: string, xml: string): Promise<readonly Ratio[]> {
  const bytes = bytesOf(xml)
  const times = await measure({
    text: () => portalSignatureJobManifest.decode(xml),
    bytes: () => portalSignatureJobManifest.decode(bytes),
    saxes: () => bareSaxes(xml),
    htmlparser2: () => bareHtmlparser2(xml),
    txml: () => txmlTree(xml),
    libxml2: () => libxml2Validates(xml),
    fastXmlParserAndZod: () => fastXmlParserAndZod(xml),
  })
  return [
    { name: `decode / saxes: ${name}, text`, ratio: times.text / times.saxes, limit: 0.6 },
    { name: `decode / saxes: ${name}, bytes`, ratio: times.bytes / times.saxes, limit: 0.65 },
    { name: `decode / libxml2: ${name}`, ratio: times.text / times.libxml2, limit: 1 / 2.5 },
    { name: `decode / fast-xml-parser and zod: ${name}`, ratio: times.text / times.fastXmlParserAndZod, limit: 1 / 10 },
    { name: `decode / htmlparser2: ${name}`, ratio: times.text / times.htmlparser2, limit: 1 },
    { name: `decode / txml: ${name}`, ratio: times.text / times.txml, limit: 1 },
  ]
}

async function statusChangeRatios(): Promise<readonly Ratio[]> {
  const xml = portalSignatureJobStatusChangeResponse.encode(statusChange)
  const bytes = bytesOf(xml)
  const times = await measure({
    text: () => portalSignatureJobStatusChangeResponse.decode(xml),
    bytes: () => portalSignatureJobStatusChangeResponse.decode(bytes),
    saxes: () => bareSaxes(xml),
  })
  return [
    { name: 'decode / saxes: status change, text', ratio: times.text / times.saxes, limit: 0.55 },
    { name: 'decode / saxes: status change, bytes', ratio: times.bytes / times.saxes, limit: 0.55 },
  ]
}

const plain = portalSignatureJobManifest.encode(manifestOf(4))
const withPrefix = plain.replace(/<(\/?)(?=[a-z])/g, '<$1s:').replace(' xmlns=', ' xmlns:s=')

/** What is valid, but not as this package writes it. */
async function otherDressRatios(): Promise<readonly Ratio[]> {
  const dresses: Readonly<Record<string, readonly [string, ManifestDecodeOptions?]>> = {
    'prefix on the root': [withPrefix],
    'CR and LF': [pretty(plain).replaceAll('\n', '\r\n')],
    references: [plain.replaceAll('e ', '&#101; ')],
    'unknown fields, ignored': [plain.replace('<sender>', '<later at="1">more</later><sender>'), { unknown: 'ignore' }],
  }
  const ratios: Ratio[] = []
  for (const [name, [xml, options]] of Object.entries(dresses)) {
    const times = await measure({
      codec: () => portalSignatureJobManifest.decode(xml, options),
      saxes: () => bareSaxes(xml),
    })
    ratios.push({ name: `decode / saxes: ${name}`, ratio: times.codec / times.saxes, limit: 0.75 })
  }
  return ratios
}

// Of the files that the parser's way comes from: what is built has types of its own.
const { name: rootName, spec } = ownManifest
const root = { name: rootName, type: compileType(spec), vocabulary: new Set([rootName]) }

/** A document read by the parser alone. */
function byParser(xml: string): unknown {
  return decodeByParser(root, xml, { tolerant: false })
}

/** What the quick source leaves to the parser. */
async function leftRatios(): Promise<readonly Ratio[]> {
  const ratios: Ratio[] = []
  const left = {
    'a comment at the end': plain.replace('</portal', '<!-- last --></portal'),
    'a section of CDATA': plain.replace('A document to sign', '<![CDATA[A document to sign]]>'),
    'a prefix at a child': plain.replace(/<sender>(.*)<\/sender>/, `<x:sender xmlns:x="${namespace}">$1</x:sender>`),
  }
  for (const [dress, xml] of Object.entries(left)) {
    const times = await measure({ codec: () => portalSignatureJobManifest.decode(xml), parser: () => byParser(xml) })
    ratios.push({ name: `decode / by the parser alone: ${dress}`, ratio: times.codec / times.parser, limit: 1.3 })
  }
  const last = plain.replace('</portal', '<?last?></portal')
  const first = last.replace('<portal', '<!-- first --><portal')
  const both = await measure({
    last: () => portalSignatureJobManifest.decode(last),
    first: () => portalSignatureJobManifest.decode(first),
  })
  ratios.push({
    name: 'decode / left at once: an instruction at the end',
    ratio: both.last / both.first,
    limit: 1.3,
  })
  return ratios
}

/** What is left last costs most: the scanner has read all else when it comes to it. */
async function leftLastRatios(count: number): Promise<readonly Ratio[]> {
  const xml = portalSignatureJobManifest.encode(manifestOf(count))
  const left = {
    'an instruction behind the root': `${xml}<?last?>`,
    'a prefix at the last element': xml.replace(
      /<identifier-in-signed-documents>(.*)<\/identifier-in-signed-documents>/,
      `<x:identifier-in-signed-documents xmlns:x="${namespace}">$1</x:identifier-in-signed-documents>`,
    ),
  }
  const ratios: Ratio[] = []
  for (const [dress, document] of Object.entries(left)) {
    const times = await measure({
      codec: () => portalSignatureJobManifest.decode(document),
      saxes: () => bareSaxes(document),
    })
    // The parser alone took 1.45 of bare saxes at least, before there was a scanner; to try that first may cost 0.3 of it.
    const limit = 1.3 * 1.45
    ratios.push({ name: `decode / saxes: ${dress}, ${signersOf(count)}`, ratio: times.codec / times.saxes, limit })
  }
  return ratios
}

/** What must be read again to tell where something is. */
async function secondReadingRatios(count: number): Promise<readonly Ratio[]> {
  const xml = portalSignatureJobManifest.encode(manifestOf(count))
  const warned = xml.replace('href="document-1.pdf"', 'href="document 1.pdf"')
  const wrong = xml.replace('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', 'NAMELESS')
  const broken = xml.replace(/(<available-seconds>)\d+/, '$17776001')
  const times = await measure({
    plain: () => portalSignatureJobManifest.safeDecode(xml),
    parser: () => byParser(xml),
    warned: () => portalSignatureJobManifest.safeDecode(warned),
    wrong: () => portalSignatureJobManifest.safeDecode(wrong),
    broken: () => portalSignatureJobManifest.safeDecode(broken),
  })
  const found = {
    'a warning at the end': times.warned,
    'an issue at the end': times.wrong,
    'a broken rule at the end': times.broken,
  }
  return Object.entries(found).flatMap(([what, time]) => {
    const name = `${what}, ${signersOf(count)}`
    const once = times.plain + times.parser
    return [
      { name: `decode / without it and one more read, by the parser: ${name}`, ratio: time / once, limit: 1 },
      { name: `decode / without it: ${name}`, ratio: time / times.plain },
    ]
  })
}

function signersOf(count: number): string {
  return count === 1 ? '1 signer' : `${count} signers`
}

/** Every ratio of reading messages. */
export async function decodingRatios(): Promise<readonly Ratio[]> {
  return [
    ...(await manifestRatios()),
    ...(await statusChangeRatios()),
    ...(await otherDressRatios()),
    ...(await leftRatios()),
    ...(await leftLastRatios(1)),
    ...(await leftLastRatios(4)),
    ...(await secondReadingRatios(1)),
    ...(await secondReadingRatios(4)),
  ]
}
