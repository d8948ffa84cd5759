/**
 * Element declarations as readonly data: a spec says of an element what portal.xsd says of it, in the same words.
 *
 * @module
 */

/** The properties of every member of a union, as properties that are there. */
type PropertiesOf<T> = T extends readonly unknown[]
  ? { readonly list: true }
  : T extends object
    ? { readonly [K in keyof T]-?: true }
    : unknown

/** Carries `T` in a type, in both directions, so that neither a wider nor a narrower value type is let through. */
export interface Carries<T> {
  /** Never present at run time: the compiler names a property that the spec lacks, an optional one too. */
  readonly '~lacks'?: PropertiesOf<T>
  /** Never present at run time: the compiler names a property that the interface lacks. */
  readonly '~adds'?: (properties: PropertiesOf<T>) => void
  /** Never present at run time: it makes the compiler compare value types. */
  readonly '~value'?: (value: T) => T
}

/** What the simple types of the vocabulary narrow: the primitive types of XML Schema that it uses. */
export type SimpleSpecBase = 'xs:string' | 'xs:long' | 'xs:int' | 'xs:dateTime'

/** A simple type: a base and the facets that narrow it. */
export interface SimpleSpec {
  /** Discriminates simple from complex types. */
  readonly kind: 'simple'
  /** The name of the type in the schema; absent where the schema defines it in place. */
  readonly name?: string | undefined
  /** The primitive type that it narrows. */
  readonly base: SimpleSpecBase
  /** How the value is held in JavaScript: `number` only where every allowed value is a safe integer. */
  readonly value: 'string' | 'number'
  /** Facet xs:minLength, in Unicode characters. */
  readonly minLength?: number | undefined
  /** Facet xs:maxLength, in Unicode characters. */
  readonly maxLength?: number | undefined
  /** Facet xs:pattern, in the notation that XML Schema and JavaScript share; it must match the whole value. */
  readonly pattern?: string | undefined
  /** Facet xs:enumeration: the only values that are allowed. */
  readonly enumeration?: readonly string[] | undefined
  /** Facet xs:minInclusive: the smallest number that is allowed, in the unit of the element. */
  readonly minInclusive?: number | undefined
  /** Facet xs:maxInclusive: the largest number that is allowed, in the unit of the element. */
  readonly maxInclusive?: number | undefined
  /** Values known today of a set that stays open; not a facet. */
  readonly known?: readonly string[] | undefined
}

/** An attribute and whether it is required. */
export interface AttributeSpec {
  /** The attribute's name, in no namespace. */
  readonly name: string
  /** The type of its value. */
  readonly type: SimpleSpec
  /** Whether it must be present. */
  readonly use: 'required' | 'optional'
}

/** An element inside a complex type. */
export interface ElementSpec {
  /** Discriminates elements from choices. */
  readonly kind: 'element'
  /** The element's name in the namespace of the vocabulary. */
  readonly name: string
  /** The type of its content: a simple one for text alone, else a complex one. */
  readonly type: SimpleSpec | ComplexSpec
  /** xs:minOccurs: 0 or 1 in this vocabulary. */
  readonly min: 0 | 1
  /** xs:maxOccurs, from 1: how often it may occur. An element that may more than once is a list in its parent's value. */
  readonly max: number
}

/** A choice between sequences of elements; exactly one of them is taken, once. */
export interface ChoiceSpec {
  /** Discriminates choices from elements. */
  readonly kind: 'choice'
  /** The sequences to choose from. */
  readonly branches: readonly (readonly ElementSpec[])[]
}

/** One step of a sequence. */
export type ParticleSpec = ElementSpec | ChoiceSpec

/** A complex type: attributes and a sequence of elements and choices, text, or nothing. */
export interface ComplexSpec {
  /** Discriminates complex from simple types. */
  readonly kind: 'complex'
  /** The name of the type in the schema; absent where the schema defines it in place. */
  readonly name?: string | undefined
  /** The attributes that an element of it may have. */
  readonly attributes: readonly AttributeSpec[]
  /** The children in order. Empty for an element that holds nothing, or only text. */
  readonly sequence: readonly ParticleSpec[]
  /** The type of the text of an element that has attributes and text: the property `value`. */
  readonly text?: SimpleSpec | undefined
  /**
   * The form of the value: an object with a property per attribute and child; for an element that only wraps a repeated
   * one, a list; for an element that says all by its presence, `true`.
   */
  readonly form: 'object' | 'list' | 'true'
}

/** A simple type and the type of its value. */
export interface SimpleType<T> extends SimpleSpec, Carries<T> {}

/** A complex type and the type of its value. */
export interface ComplexType<T> extends ComplexSpec, Carries<T> {}

/** Any type of an element and the type of its value. */
export type Type<T> = (SimpleSpec | ComplexSpec) & Carries<T>

/** The elements of a sequence, those of every branch of a choice among them. */
export function elementsOf(sequence: readonly ParticleSpec[]): readonly ElementSpec[] {
  return sequence.flatMap((particle) => (particle.kind === 'element' ? [particle] : particle.branches.flat()))
}

/** The names of all elements and attributes below an element. */
export function namesIn(type: ComplexSpec): readonly string[] {
  const elements = elementsOf(type.sequence)
  return [
    ...type.attributes.map((attribute) => attribute.name),
    ...elements.flatMap((element) => [element.name, ...(element.type.kind === 'complex' ? namesIn(element.type) : [])]),
  ]
}

/** The property that holds an element or attribute. */
export function propertyName(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** The namespace of every element of the vocabulary. */
export const namespace = 'http://signering.posten.no/schema/v1'
