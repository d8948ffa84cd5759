import { parseXml } from '../../src/xml/parse.js'
import { placesAt, type Place } from '../../src/xml/place.js'
import { namespace } from '../../src/codec/spec.js'

/**
 * Where paths of issues lead to in a document: to the element, or to the nearest one above it that is there.
 *
 * @param xml - a document; of one that is not well-formed, as much as can be read
 * @param paths - such as `/portal-signature-job-manifest/signers/signer[2]/notifications/email/@address`
 */
export function placesOfPaths(xml: string, paths: readonly string[]): readonly Place[] {
  if (paths.length === 0) return []
  const ways = paths.map(waysTo)
  const wanted = new Set(ways.flat())
  const starts = new Map<string, number>()
  const open: { readonly path: string; readonly counts: Map<string, number> }[] = [{ path: '', counts: new Map() }]
  parseXml(xml, namespace, {
    open: (local = '*', at) => {
      const owner = open.at(-1)
      const position = (owner?.counts.get(local) ?? 0) + 1
      owner?.counts.set(local, position)
      const path = `${owner?.path ?? ''}/${local}[${position}]`
      if (wanted.has(path)) starts.set(path, at)
      open.push({ path, counts: new Map() })
      return open.length < 100
    },
    attribute: () => undefined,
    opened: () => undefined,
    text: () => undefined,
    close: () => open.pop(),
  })
  const indexes = ways.map((way) => way.map((path) => starts.get(path)).findLast((at) => at !== undefined) ?? 0)
  const places = placesAt(xml, indexes)
  return indexes.map((index) => places.get(index) ?? { line: 1, column: 1 })
}

/** The paths of the elements on the way, the root first, each with its position: an issue leaves it out where there is but one. */
function waysTo(path: string): readonly string[] {
  const steps = path
    .split('/')
    .slice(1)
    .filter((step) => !step.startsWith('@'))
    .map((step) => (step.endsWith(']') ? step : `${step}[1]`))
  return steps.map((_, at) => `/${steps.slice(0, at + 1).join('/')}`)
}
