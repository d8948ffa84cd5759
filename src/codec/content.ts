/**
 * Content models: which element may follow which. A complex type is compiled once into tables, so that reading an
 * element in its right place is one look-up, and so that what is missing can be told where it is not.
 *
 * @module
 */
import { compileSimple, type SimpleCodec } from './simple.js'
import { propertyName, type ComplexSpec, type ElementSpec, type SimpleSpec } from './spec.js'

/** An element in its place in a content model. */
export interface Particle {
  /** The element's name. */
  readonly name: string
  /** The property of the parent's value that holds it. */
  readonly property: string
  /** Its type. */
  readonly type: CompiledType
  /** Whether its sequence requires it. */
  readonly required: boolean
  /** How often it may occur; a list in the parent's value if more than once. */
  readonly max: number
  /** Its place among all particles of the type. */
  readonly index: number
  /** The step of the sequence that it belongs to: an element of its own or a choice. */
  readonly step: number
  /** The branch of that choice; 0 for an element of its own. */
  readonly branch: number
}

/** An attribute, compiled. */
export interface CompiledAttribute {
  /** The attribute's name. */
  readonly name: string
  /** The property of the element's value that holds it. */
  readonly property: string
  /** The end of its path. */
  readonly path: string
  /** Its type. */
  readonly type: SimpleCodec
  /** Whether it must be present. */
  readonly required: boolean
}

/** A complex type, compiled. */
export interface CompiledComplex {
  /** The form of its value. */
  readonly form: ComplexSpec['form']
  /** Its attributes. */
  readonly attributes: readonly CompiledAttribute[]
  /** Those that must be present. */
  readonly requiredAttributes: readonly CompiledAttribute[]
  /** Every element in it, in order. */
  readonly particles: readonly Particle[]
  /** The steps of its sequence, each a list of branches, each a list of particles. */
  readonly steps: readonly (readonly (readonly Particle[])[])[]
  /** By the index of the particle read last plus one (0: none yet): the particles that may come next. */
  readonly next: readonly (readonly Particle[])[]
  /** By the same: whether the element may end here. */
  readonly complete: readonly boolean[]
  /** The type of its text, for an element with text and attributes. */
  readonly text: SimpleCodec | undefined
}

/** A type, compiled: exactly one of the two. */
export type CompiledType =
  | { readonly simple: SimpleCodec; readonly complex?: never }
  | { readonly complex: CompiledComplex; readonly simple?: never }

const compiled = new WeakMap<SimpleSpec | ComplexSpec, CompiledType>()

/** Compiles a type, once. */
export function compileType(spec: SimpleSpec | ComplexSpec): CompiledType {
  const known = compiled.get(spec)
  if (known !== undefined) return known
  const type = spec.kind === 'simple' ? { simple: compileSimple(spec) } : { complex: compileComplex(spec) }
  compiled.set(spec, type)
  return type
}

function compileComplex(spec: ComplexSpec): CompiledComplex {
  const particles: Particle[] = []
  const compileElement = (element: ElementSpec, step: number, branch: number): Particle => {
    const particle = {
      name: element.name,
      property: propertyName(element.name),
      type: compileType(element.type),
      required: element.min > 0,
      max: element.max,
      index: particles.length,
      step,
      branch,
    }
    particles.push(particle)
    return particle
  }
  const steps = spec.sequence.map((particle, step) =>
    (particle.kind === 'element' ? [[particle]] : particle.branches).map((elements, branch) =>
      elements.map((element) => compileElement(element, step, branch)),
    ),
  )
  const states = [undefined, ...particles].map((last) => successors(steps, last))
  const attributes = spec.attributes.map(({ name, type, use }) => ({
    name,
    property: propertyName(name),
    path: `/@${name}`,
    type: compileSimple(type),
    required: use === 'required',
  }))
  return {
    form: spec.form,
    attributes,
    requiredAttributes: attributes.filter(({ required }) => required),
    particles,
    steps,
    next: states.map(({ next }) => next),
    complete: states.map(({ complete }) => complete),
    text: spec.text === undefined ? undefined : compileSimple(spec.text),
  }
}

/** What may follow a particle: itself if it repeats, the rest of its branch, then the steps after. */
function successors(
  steps: CompiledComplex['steps'],
  last: Particle | undefined,
): { readonly next: readonly Particle[]; readonly complete: boolean } {
  const next: Particle[] = last !== undefined && last.max > 1 ? [last] : []
  /** Adds the particles of a sequence up to and with its first required one, which ends the search. */
  const add = (sequence: readonly Particle[]): boolean => {
    const end = sequence.findIndex((particle) => particle.required)
    next.push(...(end === -1 ? sequence : sequence.slice(0, end + 1)))
    return end !== -1
  }
  if (last !== undefined) {
    const rest = (steps[last.step]?.[last.branch] ?? []).filter((particle) => particle.index > last.index)
    if (add(rest)) return { next, complete: false }
  }
  for (const branches of steps.slice(last === undefined ? 0 : last.step + 1)) {
    // A choice must be passed through unless one of its branches can be empty.
    if (branches.map(add).every(Boolean)) return { next, complete: false }
  }
  return { next, complete: true }
}

/** What should have stood between two elements, or between the last one and the end. */
export function missingBetween(
  type: CompiledComplex | undefined,
  last: Particle | undefined,
  found: Particle | undefined,
): readonly (readonly Particle[])[] {
  const missing: (readonly Particle[])[] = []
  if (type === undefined) return missing
  const from = last?.step ?? -1
  const to = found?.step ?? type.steps.length
  type.steps.forEach((branches, step) => {
    if (step < from || step > to) return
    const branch = step === from ? last?.branch : step === to ? found?.branch : undefined
    if (branch === undefined && branches.length > 1) {
      const alternatives = branches.flatMap((sequence) => sequence.filter((particle) => particle.required).slice(0, 1))
      if (alternatives.length === branches.length) missing.push(alternatives)
      return
    }
    for (const particle of branches[branch ?? 0] ?? []) {
      const between = particle.index > (last?.index ?? -1) && particle.index < (found?.index ?? type.particles.length)
      if (particle.required && between) missing.push([particle])
    }
  })
  return missing
}
