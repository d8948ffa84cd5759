/**
 * The least example of each element and attribute, as XML and as a value: what the page of elements shows, and what a test holds against
 * the schema, the codec and the compiler.
 *
 * @module
 */
import { codecs, type Codec } from '../../src/codec/index.js'
import { namespace, propertyName, type AttributeSpec } from '../../src/codec/spec.js'
import { brokenPaths, ruleCases } from '../../testing/manifest/rule-cases.js'
import { build, placesOf, sampleText, write, type Built, type Place } from '../../testing/vectors/sample.js'

/** An element, or an attribute of one, in the least document that has it. */
export interface ElementExample {
  /** Where its schema declares the element. */
  readonly place: Place
  /** Which attribute of the element; absent for the element itself. */
  readonly attribute?: AttributeSpec
  /**
   * Its path, such as `/portal-signature-job-manifest/signers/signer/@order`; ` (again)` stands behind the name in a second branch of
   * a choice.
   */
  readonly path: string
  /** The element alone, which the namespace of the document surrounds; the root has it declared. */
  readonly xml: string
  /** The document. */
  readonly document: string
  /** The value of the document. */
  readonly value: unknown
  /** The value of the element or attribute, behind the name of its property where it has one. */
  readonly typescript: string
  /** The same on one line. */
  readonly typescriptOnLine: string
}

/** An example of each element of a message, in the order of the schema, its attributes behind it. */
export function elementExamples(root: string): readonly ElementExample[] {
  const codec = codecs.find(({ name }) => name === root) as Codec<unknown> | undefined
  if (codec === undefined) throw new TypeError(`There is no codec of ${root}.`)
  return placesOf(root).flatMap((place) => {
    const attributes = place.spec.kind === 'complex' ? place.spec.attributes : []
    return [undefined, ...attributes].map((attribute) => exampleOf(codec, place, attribute))
  })
}

function exampleOf(codec: Codec<unknown>, place: Place, attribute: AttributeSpec | undefined): ElementExample {
  const { document, way } = build(place.root, place.steps)
  const own = way.at(-1) ?? document
  if (attribute !== undefined) own.attributes[attribute.name] ??= sampleText(attribute.name, attribute.type)
  const text = write(document)
  const value = codec.decode(text)
  const xml = write(own)
  const steps = attribute === undefined ? place.names : [...place.names, `@${attribute.name}`]
  return {
    place,
    ...(attribute && { attribute }),
    path: ['', place.root, ...steps.map((name) => name.replace('-again', ' (again)'))].join('/'),
    xml: own === document ? xml : xml.replace(` xmlns="${namespace}"`, ''),
    document: text,
    value,
    typescript: typescriptOf(value, { way, attribute }, literal),
    typescriptOnLine: typescriptOf(value, { way, attribute }, literalOnLine),
  }
}

/** Follows the way to an element, or to an attribute of it, through the value of its document. */
function typescriptOf(
  root: unknown,
  { way, attribute }: { readonly way: Built['way']; readonly attribute: AttributeSpec | undefined },
  write: (value: unknown) => string,
): string {
  const [document, ...below] = way
  let [value, parent, written] = [root, document.spec, write(root)]
  for (const { name, spec } of below) {
    const property = propertyName(name)
    const members = parent.kind === 'complex' && parent.form === 'list' ? value : undefined
    // An element that only wraps a repeated one is a list; one that is repeated beside others has a list of its own.
    const own: unknown = Array.isArray(members) ? members[0] : (value as Readonly<Record<string, unknown>>)[property]
    written = Array.isArray(members) ? write(own) : `${property}: ${write(own)}`
    const isWrapper = spec.kind === 'complex' && spec.form === 'list'
    value = Array.isArray(own) && !isWrapper ? own[0] : own
    parent = spec
  }
  if (attribute === undefined) return written
  const property = propertyName(attribute.name)
  return `${property}: ${write((value as Readonly<Record<string, unknown>>)[property])}`
}

const width = 100

/** A value of a message as TypeScript, on as many lines as it needs. */
export function literal(value: unknown, indent = ''): string {
  const line = literalOnLine(value)
  if (indent.length + line.length <= width || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  const [start, end, members] = Array.isArray(value)
    ? ['[', ']', value.map((member) => literal(member, inner))]
    : ['{', '}', Object.entries(value).map(([name, member]) => `${name}: ${literal(member, inner)}`)]
  return [start, ...members.map((member) => `${inner}${member},`), `${indent}${end}`].join('\n')
}

/** A value of a message as TypeScript, on one line. */
export function literalOnLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOnLine).join(', ')}]`
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value)
  const members = Object.entries(value).map(([name, member]) => `${name}: ${literalOnLine(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** The ids of the rules that can be broken at an element or an attribute, by its path; those of an attribute stand at its element too. */
export function rulesByPath(): ReadonlyMap<string, readonly string[]> {
  const rules = new Map<string, readonly string[]>()
  for (const each of ruleCases) {
    const [id = ''] = each.id.split('/')
    for (const broken of brokenPaths(each)) {
      const path = broken.replaceAll(/\[\d+\]/g, '')
      for (const each of new Set([path, path.replace(/\/@.*/, '')])) {
        const known = rules.get(each) ?? []
        if (!known.includes(id)) rules.set(each, [...known, id])
      }
    }
  }
  return rules
}
