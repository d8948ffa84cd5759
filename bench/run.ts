/**
 * `npm run bench`: how fast the codecs are compared with peers, what hostile input costs, and whether
 * both keep their limits. Of most, only ratios count, both sides of which are measured in the same run; of what is made to
 * stop a reader, time and memory of this machine. `-- --json FILE` writes them to a file, `-- --limits` measures the latter
 * alone.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { SaxesParser } from 'saxes'
import { portalSignatureJobManifest, portalSignatureJobStatusChangeResponse, type Codec } from 'signering-portal/codec'
import { manifest, statusChange } from './messages.js'
import { hostileRatios } from './hostile.js'
import { limitRatios } from './limits.js'
import { simulatorRatios } from './simulator.js'
import { measure } from './measure.js'
import type { Ratio } from './ratio.js'

const parserOptions = { ignoreAttributes: false, parseTagValue: false, removeNSPrefix: true, trimValues: false }

/** Parses with namespaces and listens to what a decoder needs; does nothing with it. */
function bareSaxes(xml: string): number {
  let seen = 0
  const count = (): void => {
    seen++
  }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', count)
  parser.on('closetag', count)
  parser.on('text', count)
  parser.write(xml).close()
  return seen
}

function ratiosOf<T>(codec: Codec<T>, value: T): readonly Ratio[] {
  const xml = codec.encode(value)
  const parser = new XMLParser(parserOptions)
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the peer that users know; its successor is the same code
  const builder = new XMLBuilder(parserOptions)
  const tree: unknown = parser.parse(xml)
  const decoding = measure({
    codec: () => codec.decode(xml),
    saxes: () => bareSaxes(xml),
    fastXmlParser: () => parser.parse(xml) as unknown,
  })
  const encoding = measure({ codec: () => codec.encode(value), fastXmlParser: () => builder.build(tree) })
  return [
    { name: `decode ${codec.name} / bare saxes`, ratio: decoding.codec / decoding.saxes, limit: 1.5 },
    { name: `decode ${codec.name} / fast-xml-parser`, ratio: decoding.codec / decoding.fastXmlParser, limit: 1 },
    { name: `encode ${codec.name} / fast-xml-parser`, ratio: encoding.codec / encoding.fastXmlParser, limit: 0.75 },
  ]
}

const { values } = parseArgs({ options: { json: { type: 'string' }, limits: { type: 'boolean', default: false } } })
const compared = async (): Promise<readonly Ratio[]> => [
  ...ratiosOf(portalSignatureJobManifest, manifest),
  ...ratiosOf(portalSignatureJobStatusChangeResponse, statusChange),
  ...hostileRatios(),
  ...(await simulatorRatios()),
]
const ratios = [...(values.limits ? [] : await compared()), ...limitRatios()]
for (const { name, ratio, limit } of ratios)
  console.log(`${ratio.toFixed(2).padStart(6)}  (at most ${limit})  ${name}${ratio > limit ? '  TOO SLOW' : ''}`)
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, ratios }, null, 2)}\n`)
const slow = ratios.filter(({ ratio, limit }) => ratio > limit).length
console.log(`bench: ${ratios.length} ratios, ${slow} beyond their limits`)
process.exitCode = slow === 0 ? 0 : 1
