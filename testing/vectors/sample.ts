/**
 * Sample documents from the specs: the least that is valid, with one place of choice in it. Nothing is random here, since
 * vectors are files that must not change by themselves; the documents of the conformance run are.
 *
 * @module
 */
import { serviceError } from '../../src/codec/index.js'
import {
  namespace,
  type ComplexSpec,
  type ElementSpec,
  type ParticleSpec,
  type SimpleSpec,
} from '../../src/codec/spec.js'
import { roots } from '../roots.js'

/** An element of a sample. It has children or text, as its declaration says. */
export interface Sample {
  readonly name: string
  readonly spec: SimpleSpec | ComplexSpec
  readonly attributes: Record<string, string>
  children: Sample[]
  text?: string
}

/** Which particle of a sequence, which branch of it, and which element of that. */
export interface Step {
  readonly particle: number
  readonly branch: number
  readonly member: number
}

/** A place where an element is declared. */
export interface Place {
  /** The name of the global element. */
  readonly root: string
  /** The way to it from the root element; empty for the root itself. */
  readonly steps: readonly Step[]
  /** The same in names, where a name that a choice declares twice has `-again` behind it the second time. */
  readonly names: readonly string[]
  readonly spec: SimpleSpec | ComplexSpec
  /** Its declaration; absent for a root. */
  readonly element?: ElementSpec
  /** Whether it stands in a choice. */
  readonly inChoice: boolean
}

/** The branches of a particle; an element of its own is a choice without alternative. */
export function branchesOf(particle: ParticleSpec): readonly (readonly ElementSpec[])[] {
  return particle.kind === 'element' ? [[particle]] : particle.branches
}

/** Every place below a global element, the root first. */
export function placesOf(root: string): readonly Place[] {
  const spec = roots[root]
  if (spec === undefined) throw new Error(`There is no element ${root}.`)
  return below({ root, steps: [], names: [], spec, inChoice: false })
}

function below(place: Place): readonly Place[] {
  const { spec } = place
  if (spec.kind === 'simple') return [place]
  const seen = new Set<string>()
  const children = spec.sequence.flatMap((particle, index) =>
    branchesOf(particle).flatMap((members, branch) =>
      members.map((element, member): Place => {
        const name = seen.has(element.name) ? `${element.name}-again` : element.name
        seen.add(element.name)
        const steps = [...place.steps, { particle: index, branch, member }]
        const inChoice = particle.kind === 'choice'
        return { root: place.root, steps, names: [...place.names, name], spec: element.type, element, inChoice }
      }),
    ),
  )
  return [place, ...children.flatMap(below)]
}

/** A sample document, and the elements on the way to the place that was asked for. */
export interface Built {
  readonly document: Sample
  /** From the root to the place, both included. */
  readonly way: readonly [Sample, ...Sample[]]
}

/** Builds the smallest document in which a place occurs. */
export function build(root: string, steps: readonly Step[]): Built {
  const way: Sample[] = []
  const document = sample(root, roots[root] ?? serviceError.spec, way, steps)
  return { document, way: [document, ...way.slice(1)] }
}

/** Makes an element; one that is on the way to the place has the rest of the way. */
function sample(name: string, spec: SimpleSpec | ComplexSpec, way: Sample[], steps?: readonly Step[]): Sample {
  const made: Sample = { name, spec, attributes: {}, children: [] }
  if (steps !== undefined) way.push(made)
  if (spec.kind === 'simple') {
    made.text = sampleText(name, spec)
    return made
  }
  for (const attribute of spec.attributes)
    if (attribute.use === 'required') made.attributes[attribute.name] = sampleText(attribute.name, attribute.type)
  if (spec.text !== undefined) made.text = sampleText(name, spec.text)
  for (const [particle, declaration] of spec.sequence.entries()) {
    const next = steps?.[0]?.particle === particle ? steps[0] : undefined
    const members = branchesOf(declaration)[next?.branch ?? usualBranch(declaration)] ?? []
    for (const [member, element] of members.entries()) {
      if (next?.member === member) made.children.push(sample(element.name, element.type, way, steps?.slice(1)))
      else if (element.min > 0) made.children.push(sample(element.name, element.type, way))
    }
  }
  return made
}

/** The first branch, but for the lookup, which rules exclude for some signers. */
function usualBranch(particle: ParticleSpec): number {
  return branchesOf(particle)[0]?.[0]?.name === 'notifications-using-lookup' ? 1 : 0
}

/** The same number in every sample; the month, 81, marks it as made up (the tax administration's synthetic numbers). */
export const personalIdentificationNumber = '01810010068'

const texts: Readonly<Record<string, string>> = {
  'personal-identification-number': personalIdentificationNumber,
  'organization-number': '123456785',
  'signature-job-id': '1',
  'cancellation-url': 'https://api.example.com/1/cancel',
  'confirmation-url': 'https://api.example.com/1/complete',
  'delete-documents-url': 'https://api.example.com/1/delete',
  'pades-url': 'https://api.example.com/1/pades',
  'xades-url': 'https://api.example.com/1/xades/1',
  address: 'signer@example.com',
  number: '00000000',
  href: 'document-1.pdf',
  mime: 'application/pdf',
}

/** A valid text for an element or attribute. */
export function sampleText(name: string, spec: SimpleSpec): string {
  if (spec.base === 'xs:dateTime') return '2026-01-02T03:04:05+01:00'
  return texts[name] ?? spec.enumeration?.[0] ?? spec.known?.[0] ?? (spec.base === 'xs:string' ? 'A text' : '0')
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '')

/** Writes a sample. Where only elements may be, each has a line of its own, so that line and column say something. */
export function write(root: Sample): string {
  return writeElement(root, '', ` xmlns="${namespace}"`)
}

function writeElement({ name, spec, attributes, text, children }: Sample, indent: string, declaration = ''): string {
  const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escape(value)}"`)
  const start = `<${name}${declaration}${written.join('')}`
  if (text === undefined && children.length === 0) return `${start}/>`
  const onLines = text === undefined && spec.kind === 'complex' && spec.sequence.length > 0
  const inner = onLines ? `${indent}  ` : ''
  const content = children
    .map((child) => writeElement(child, inner))
    .map((child) => (onLines ? `\n${inner}${child}` : child))
  return `${start}>${escape(text ?? '')}${content.join('')}${onLines ? `\n${indent}` : ''}</${name}>`
}
