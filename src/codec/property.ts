/** From the XML path of an issue to its place in the value and in the document. */
import type { Properties } from '../guard.js'
import type { Issue } from '../issue.js'
import { makeIssue } from '../outcome.js'
import { compileType } from './content.js'
import { namespace, type ComplexSpec } from './spec.js'

/** Whether what a list names can be written: a property of an object, or a value. Rules may leave less than the schema. */
export type Offers = (word: string, owner: Properties) => boolean

/** A message that ends with what could stand there. */
export function withWords(message: string, words: readonly string[] | undefined): string {
  return words === undefined ? message : `${message} ${oneOf(words)}.`
}

/** A list of words, or the only one. */
function oneOf(words: readonly string[]): string {
  return words.length === 1 ? words.join('') : `one of ${words.join(', ')}`
}

/** A message that one of some words must be there. */
export function requiredOneOf(words: readonly string[]): string {
  return `${oneOf(words).replace(/^o/, 'O')} is required.`
}

/** Messages that an element may not be where it is, by what may be there. */
export const notAllowed = {
  elsewhere: (): string => `The element is not allowed here. It is not in the namespace ${namespace}.`,
  text: (): string => 'The element is not allowed here. Only text may be here.',
  elements: (names: readonly string[]): string =>
    `The element is not allowed here. ${names.length === 0 ? 'Nothing may follow here' : `Expected ${names.join(' or ')}`}.`,
}

/** Where an issue belongs. */
interface Place {
  /** The property; undefined where the path leads out of the declaration. */
  readonly property: readonly (string | number)[] | undefined
  /** What the place is sorted by, compared number by number: attributes come before elements. */
  readonly order: readonly number[]
}

/** Gives issues their property, and puts those of a value in document order. */
export function placeIssues(
  { name, spec }: { readonly name: string; readonly spec: ComplexSpec },
  issues: readonly Issue[],
  base: readonly string[] = [],
): readonly Issue[] {
  const placed = issues.map((issue) => {
    const { code, path, property: own } = issue
    // A property that the declaration does not have is named as the caller names it, whatever its path may seem to be.
    const below = code === 'value.property-unexpected' ? own : undefined
    const { property, order } = placeOf(name, spec, below ? path.slice(0, path.lastIndexOf('/')) : path)
    const known = below === undefined && own ? own : property && [...base, ...property, ...(below ?? [])]
    return { issue: known === undefined ? issue : { ...issue, property: known }, order }
  })
  return placed
    .sort((one, other) => compare(positionOf(one.issue) ?? one.order, positionOf(other.issue) ?? other.order))
    .map(({ issue }) => issue)
}

/** The issue of a property that an object may not have, at the path of the object; its property begins there, too. */
export function unexpectedProperty(property: string, allowed: Iterable<string>, path: string): Issue {
  // A property's name is normally the program's own, but one that does not look so might be data.
  const isName = /^(?!.*[0-9]{6})[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(property)
  const place = isName ? { path: `${path}/${property}`, property: [property] } : { path: `${path}/*`, property: [] }
  return makeIssue('value.property-unexpected', `Not one of ${[...allowed].join(', ')}.`, place)
}

/** In a document, order is that of the text: elements may stand out of their order in the schema. */
function positionOf({ line, column }: Issue): readonly number[] | undefined {
  return line === undefined ? undefined : [line, column ?? 1]
}

function placeOf(name: string, spec: ComplexSpec, path: string): Place {
  const [first, ...steps] = path.split('/').slice(1)
  if (first !== name) return { property: undefined, order: [] }
  const property: (string | number)[] = []
  const order: number[] = []
  let { complex } = compileType(spec)
  for (const step of steps) {
    if (complex === undefined) return { property: undefined, order }
    if (step.startsWith('@')) {
      const index = complex.attributes.findIndex((attribute) => attribute.name === step.slice(1))
      order.push(-1, index)
      const attribute = complex.attributes[index]
      return { property: attribute && [...property, attribute.property], order }
    }
    const [, local = '', position] = /^([^[]*)(?:\[(\d+)\])?$/.exec(step) ?? []
    const element = complex.particles.find(({ name: own }) => own === local)
    if (element === undefined) return { property: undefined, order }
    order.push(element.index, Number(position ?? 0))
    if (complex.form !== 'list') property.push(element.property)
    if (position !== undefined) property.push(Number(position) - 1)
    ;({ complex } = element.type)
  }
  return { property, order }
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, index) => number !== other[index])
  return at === -1 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -Infinity)
}
