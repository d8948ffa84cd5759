/**
 * What the library keeps to itself: as much of a message as is there although something is wrong with it. The verdict is that of
 * the published codecs; this only lets a person see on both sides what it is about.
 *
 * @module
 */
import { compileType } from '../../src/codec/content.js'
import { decodeXml } from '../../src/codec/decode.js'
import { compileEncoder } from '../../src/codec/encode.js'
import { codecs } from '../../src/codec/index.js'
import { placeIssues } from '../../src/codec/property.js'
import { namespace, namesIn, type ComplexSpec } from '../../src/codec/spec.js'
import type { Issue } from '../../src/issue.js'
import { parseXml } from '../../src/xml/parse.js'

function specOf(element: string): ComplexSpec {
  const codec = codecs.find(({ name }) => name === element)
  if (codec === undefined) throw new TypeError('There is no such element.')
  return codec.spec
}

/** The value of a document as far as it can be read; unknown elements and attributes are left out. */
export function readAsFarAs(element: string, xml: string): unknown {
  const spec = specOf(element)
  const root = { name: element, type: compileType(spec), vocabulary: new Set([element, ...namesIn(spec)]) }
  return decodeXml(root, xml, { tolerant: true }).value
}

/** The document of a value as far as it can be written; undefined where that is none. */
export function writeAsFarAs(element: string, value: unknown): string | undefined {
  const { xml } = compileEncoder(element, compileType(specOf(element)))(value)
  const ignore = (): undefined => undefined
  const receiver = { open: () => true, attribute: ignore, opened: ignore, text: ignore, close: ignore }
  return parseXml(xml, namespace, receiver) === undefined ? xml : undefined
}

/** Where in a value the nearest thing is that an issue belongs to: what the schema does not have is no property of any value. */
export function propertyNear(element: string, issue: Issue): readonly (string | number)[] {
  const declaration = { name: element, spec: specOf(element) }
  for (let { path } = issue; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const [placed] = placeIssues(declaration, [{ ...issue, path }])
    if (placed?.property !== undefined) return placed.property
  }
  return []
}
