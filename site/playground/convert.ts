/**
 * What the playground does with a text: it reads it, writes the other side, and says where on both sides each issue is.
 *
 * @module
 */
import {
  codecs,
  portalSignatureJobManifest,
  type Codec,
  type Issue,
  type ManifestDecodeOptions,
  type Result,
} from 'signering-portal/codec'
import { manifestFor, sectors, type Sector } from 'signering-portal/manifest'
import { readJson } from '../../src/cli/json-text.js'
import type { Place } from '../../src/xml/place.js'
import { indent } from './indent.js'
import { propertyNear, readAsFarAs, writeAsFarAs } from './partial.js'
import { placesOfPaths } from './places.js'

export type { Place }

/** The two texts. */
export interface Sides {
  readonly xml: string
  /** The value as JSON. */
  readonly json: string
}

/** What can be set. */
export interface Settings {
  /** The sector whose rules a manifest is held to; empty for those of both. */
  readonly sector: Sector | ''
  readonly unknown: 'reject' | 'ignore'
  readonly rules: 'enforce' | 'warn'
}

/** An issue with its places: none on a side that stayed as it was, which is not what the issue is about. */
export interface Problem {
  readonly issue: Issue
  readonly xml: Place | undefined
  readonly json: Place | undefined
}

/**
 * How the side that was not edited stands to the edited one: it says the same; it says as much of it as can be read or written,
 * since the library refuses it; or it is as it was, since there is nothing that it could say.
 */
export type Agreement = 'same' | 'refused' | 'behind'

/** What became of an edit. */
export interface Converted extends Sides {
  /** The name of the element that both sides are of. */
  readonly element: string
  readonly agreement: Agreement
  readonly problems: readonly Problem[]
}

const start: Place = { line: 1, column: 1 }
const names: readonly string[] = codecs.map(({ name }) => name)

/** The codec of an element, whatever its value, by the sector if it has rules. */
export function codecOf(element: string, sector: Settings['sector']): AnyCodec {
  const isManifest = element === portalSignatureJobManifest.name && sectors.some((known) => known === sector)
  const codec = isManifest ? manifestFor(sector as Sector) : codecs.find(({ name }) => name === element)
  if (codec === undefined) throw new TypeError('There is no such element.')
  return codec as unknown as AnyCodec
}

/** A codec whose value is not known; those without rules pass over that option. */
export interface AnyCodec extends Pick<Codec<unknown>, 'name' | 'safeEncode'> {
  readonly safeDecode: (xml: string, options: ManifestDecodeOptions) => Result<unknown>
}

const issuesOf = (result: Result<unknown>): readonly Issue[] => (result.ok ? result.warnings : result.issues)

/** Reads XML. The root element says which message it is; where it says nothing, it is taken for what it was. */
export function followXml(sides: Sides, element: string, settings: Settings): Converted {
  const { xml } = sides
  const found = readRoot(xml, element, settings)
  const read = found.result
  const isNone = issuesOf(read).some(({ code }) => code.startsWith('xml.') || code === 'schema.root')
  const agreement = read.ok ? 'same' : isNone ? 'behind' : 'refused'
  const value = read.ok ? read.value : isNone ? undefined : readAsFarAs(found.element, xml)
  const json = value === undefined ? (found.element === element ? sides.json : '') : JSON.stringify(value, undefined, 2)
  const issues = issuesOf(read)
  const places = agreement === 'behind' ? [] : placesInJson(json, found.element, issues)
  const problems = issues.map((issue, at) => ({ issue, xml: placeOf(issue), json: places[at] }))
  return { element: found.element, xml, json, agreement, problems }
}

const placeOf = ({ line, column = 1 }: Issue): Place => (line === undefined ? start : { line, column })

interface Root {
  readonly element: string
  readonly result: Result<unknown>
}

function readRoot(xml: string, element: string, { sector, unknown, rules }: Settings): Root {
  let own: Root | undefined
  for (const name of [element, ...names.filter((other) => other !== element)]) {
    const result = codecOf(name, sector).safeDecode(xml, { unknown, rules })
    if (issuesOf(result).every(({ code }) => code !== 'schema.root')) return { element: name, result }
    own ??= { element: name, result }
  }
  // Each codec names the element of its own: here any of them may stand.
  const message = `The root element must be one of ${names.join(', ')}, in their namespace.`
  const issues = own === undefined ? [] : issuesOf(own.result)
  const told = issues.map((issue) => (issue.code === 'schema.root' ? { ...issue, message } : issue))
  return { element, result: { ok: false, issues: told } }
}

/** Where the members that issues belong to stand. */
function placesInJson(json: string, element: string, issues: readonly Issue[]): readonly Place[] {
  if (issues.length === 0) return []
  const read = readJson(new TextEncoder().encode(json))
  return read.ok ? read.value.placesOf(issues.map((issue) => propertyNear(element, issue))) : []
}

/** Reads the value of an element as JSON, and writes it as XML. */
export function followJson(sides: Sides, element: string, settings: Settings): Converted {
  const { json } = sides
  const read = readJson(new TextEncoder().encode(json))
  if (!read.ok) {
    const problems = read.issues.map((issue) => ({ issue, xml: undefined, json: placeOf(issue) }))
    return { element, ...sides, agreement: 'behind', problems }
  }
  const { value } = read.value
  const codec = codecOf(element, settings.sector)
  const written = codec.safeEncode(value)
  const shown = written.ok ? written.value : writeAsFarAs(element, value)
  const xml = shown === undefined ? sides.xml : indent(shown)
  const issues = issuesOf(written)
  const paths = issues.map(({ path }) => path)
  const inXml = shown === undefined ? [] : placesOfPaths(xml, paths)
  const inJson = read.value.placesOf(issues.map((issue) => issue.property ?? []))
  const problems = issues.map((issue, at) => ({ issue, xml: inXml[at], json: inJson[at] ?? start }))
  return { element, xml, json, agreement: written.ok ? 'same' : shown === undefined ? 'behind' : 'refused', problems }
}
