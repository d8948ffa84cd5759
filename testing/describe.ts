/**
 * Specs as facts: what a declaration says of each element and attribute, by its path. The reference is written from
 * these, and they are compared with those of a schema file.
 *
 * @module
 */
import {
  elementsOf,
  type AttributeSpec,
  type ComplexSpec,
  type ParticleSpec,
  type SimpleSpec,
} from '../src/codec/spec.js'

/** What is said of one element or attribute. Every fact is absent where nothing is said. */
export interface Facts {
  /** The name of its type; absent for one declared in place. */
  readonly type?: string
  /**
   * The content of an element: its children in order, with `?` for optional ones, `{1,10}` for repeated ones and
   * `(a | b)` for a choice; `text` or `empty`.
   */
  readonly content?: string
  /** Whether an attribute is required or optional. */
  readonly use?: string
  /** The primitive type of its text. */
  readonly base?: string
  /** Facet xs:minLength. */
  readonly minLength?: string
  /** Facet xs:maxLength. */
  readonly maxLength?: string
  /** Facet xs:pattern. */
  readonly pattern?: string
  /** Facet xs:enumeration, with spaces between the values. */
  readonly enumeration?: string
  /** Facet xs:minInclusive. */
  readonly minInclusive?: string
  /** Facet xs:maxInclusive. */
  readonly maxInclusive?: string
}

/**
 * Facts by path, such as `/error/error-code` or `/portal-signature-job-manifest/signers/signer/@order`. An element that a
 * second branch of a choice declares too has ` (again)` behind its name.
 */
export type Description = ReadonlyMap<string, Facts>

/** Describes an element and all below it. */
export function describe(name: string, type: ComplexSpec): Description {
  return new Map(describeElement(`/${name}`, type))
}

type Entry = readonly [path: string, facts: Facts]

function describeElement(path: string, type: SimpleSpec | ComplexSpec): readonly Entry[] {
  if (type.kind === 'simple') return [[path, { content: 'text', ...describeSimple(type) }]]
  const named = type.name === undefined ? {} : { type: type.name }
  const text = type.text === undefined ? {} : describeSimple(type.text)
  return [
    [path, { ...text, ...named, content: describeContent(type) }],
    ...type.attributes.map((attribute): Entry => [`${path}/@${attribute.name}`, describeAttribute(attribute)]),
    ...elementsOf(type.sequence).flatMap((element, index, all) => {
      const before = all.slice(0, index).some((other) => other.name === element.name)
      return describeElement(`${path}/${element.name}${before ? ' (again)' : ''}`, element.type)
    }),
  ]
}

function describeContent(type: ComplexSpec): string {
  if (type.text !== undefined) return 'text'
  if (type.sequence.length === 0) return 'empty'
  return type.sequence.map(describeParticle).join(', ')
}

function describeParticle(particle: ParticleSpec): string {
  if (particle.kind === 'choice')
    return `(${particle.branches.map((branch) => branch.map(describeParticle).join(', ')).join(' | ')})`
  const { name, min, max } = particle
  if (max > 1) return `${name}{${min},${max}}`
  return min === 0 ? `${name}?` : name
}

function describeAttribute({ type, use }: AttributeSpec): Facts {
  return { use, ...describeSimple(type) }
}

function describeSimple(type: SimpleSpec): Facts {
  const { name, base, minLength, maxLength, pattern, enumeration, minInclusive, maxInclusive } = type
  const facts = {
    type: name,
    base,
    minLength,
    maxLength,
    pattern,
    enumeration: enumeration?.join(' '),
    minInclusive,
    maxInclusive,
  }
  const said = Object.entries(facts).filter(([, fact]) => fact !== undefined)
  return Object.fromEntries(said.map(([name, fact]) => [name, String(fact)]))
}
