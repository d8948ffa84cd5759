/**
 * How much memory reading and writing allocates on the way, the value or text included: it is what the collector of garbage
 * has to clear away. Each way is measured in a process of its own, whose young generation is large enough that nothing is
 * collected while it is measured.
 *
 * @module
 */
import { portalSignatureJobManifest } from 'signering-portal/codec'
import { manifest } from './messages.js'
import { bareSaxes, fastXmlParserText, fastXmlParserTree, txmlTree } from './peers.js'
import { outputOf } from './program.js'
import type { Ratio } from './ratio.js'

/** The document that is read and written. */
export const document: string = portalSignatureJobManifest.encode(manifest)

const bytes = new TextEncoder().encode(document)
const tree = fastXmlParserTree(document)

/** What is measured, by name. */
export const allocationWays: Readonly<Record<string, () => unknown>> = {
  'decode text': () => portalSignatureJobManifest.decode(document),
  'decode bytes': () => portalSignatureJobManifest.decode(bytes),
  saxes: () => bareSaxes(document),
  txml: () => txmlTree(document),
  'fast-xml-parser reads': () => fastXmlParserTree(document),
  encode: () => portalSignatureJobManifest.encode(manifest),
  'JSON.stringify': () => JSON.stringify(manifest),
  'fast-xml-parser writes': () => fastXmlParserText(tree),
}

const settings = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']

/** Bytes for each character, of every way. */
export function allocationRatios(): readonly Ratio[] {
  return Object.keys(allocationWays).map((way) => ({
    name: `bytes allocated / a character: ${way}`,
    ratio: Number(outputOf('allocation-process', [way], { settings })),
  }))
}
