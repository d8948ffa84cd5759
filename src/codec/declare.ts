/**
 * The builders of specs. The compiler infers from a declaration the type of the element's value. Assigning it to
 * `ComplexType<Interface>` proves that the hand-written interface and the spec have the same properties, each with the
 * same type and the same optionality.
 *
 * That a call of a builder does nothing but make a value is said to bundlers by `@__NO_SIDE_EFFECTS__`: they leave out what a
 * program does not use, also where all of it stands in one file.
 *
 * @module
 */
import { compileDateTime, compiledBy, compileInteger, compileString } from './simple.js'
import type {
  AttributeSpec,
  ChoiceSpec,
  ComplexType,
  ElementSpec,
  ParticleSpec,
  SimpleType,
  Type,
  Carries,
} from './spec.js'

/** A name of the vocabulary as a property: `available-seconds` is `availableSeconds`. */
export type PropertyName<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<PropertyName<Tail>>}`
  : Name

/** An attribute whose name, use and type of value the compiler knows. */
export type Attribute<Name extends string, T, Use extends AttributeSpec['use']> = AttributeSpec &
  Carries<T> & { readonly name: Name; readonly use: Use }

/** An element whose name, bounds and type of value the compiler knows. */
export type Element<Name extends string, T, Min extends 0 | 1, Max extends number> = ElementSpec &
  Carries<T> & { readonly name: Name; readonly min: Min; readonly max: Max }

/** A choice whose branches the compiler knows. */
export type Choice<Branches extends ChoiceSpec['branches']> = ChoiceSpec & { readonly branches: Branches }

type Flat<T> = { readonly [K in keyof T]: T[K] }
type ValueOf<E> = E extends Carries<infer T> ? T : never
type Occurs<T, Max extends number> = Max extends 1 ? T : readonly T[]

type PropertyOf<P> =
  P extends Element<infer Name, infer T, infer Min, infer Max>
    ? Min extends 0
      ? { readonly [K in PropertyName<Name>]?: Occurs<T, Max> | undefined }
      : { readonly [K in PropertyName<Name>]: Occurs<T, Max> }
    : P extends Attribute<infer Name, infer T, infer Use>
      ? Use extends 'optional'
        ? { readonly [K in PropertyName<Name>]?: T | undefined }
        : { readonly [K in PropertyName<Name>]: T }
      : P extends Choice<infer Branches>
        ? ChoiceOf<Branches>
        : unknown

type PropertiesOf<P extends readonly unknown[]> = P extends readonly [infer Head, ...infer Tail]
  ? PropertyOf<Head> & PropertiesOf<Tail>
  : unknown

type BranchKeys<B> = B extends readonly ElementSpec[] ? PropertyName<B[number]['name']> : never
type ChoiceOf<Branches extends readonly unknown[]> = {
  [I in keyof Branches]: Branches[I] extends readonly unknown[]
    ? PropertiesOf<Branches[I]> & {
        readonly [K in Exclude<BranchKeys<Branches[number]>, BranchKeys<Branches[I]>>]?: undefined
      }
    : never
}[number]

type Distribute<T> = T extends unknown ? Flat<T> : never

/** The value of an element with these attributes and this sequence, as an object. */
export type ObjectOf<A extends readonly unknown[], S extends readonly unknown[]> = Distribute<
  PropertiesOf<[...A, ...S]>
>

/** The facets of a string type. */
export type StringFacets = Pick<SimpleType<string>, 'name' | 'minLength' | 'maxLength' | 'pattern'>

/** Declares a string type. */
/* @__NO_SIDE_EFFECTS__ */
export function string(facets: StringFacets = {}): SimpleType<string> {
  return compiledBy(compileString, { kind: 'simple', base: 'xs:string', value: 'string', ...facets })
}

/** Declares a string type that allows only the values listed. */
/* @__NO_SIDE_EFFECTS__ */
export function enumeration<const V extends string>(name: string, enumeration: readonly V[]): SimpleType<V> {
  return compiledBy(compileString, { kind: 'simple', name, base: 'xs:string', value: 'string', enumeration })
}

/** Declares a string type with values known today, which allows any other. */
/* @__NO_SIDE_EFFECTS__ */
export function openEnumeration<const V extends string>(
  name: string,
  known: readonly V[],
): SimpleType<V | (string & {})> {
  return compiledBy(compileString, { kind: 'simple', name, base: 'xs:string', value: 'string', known })
}

/** Declares a whole number that is held as a `number`. */
/* @__NO_SIDE_EFFECTS__ */
export function integer(
  base: 'xs:long' | 'xs:int',
  facets: Pick<SimpleType<number>, 'name' | 'minInclusive' | 'maxInclusive'>,
): SimpleType<number> {
  return compiledBy(compileInteger, { kind: 'simple', base, value: 'number', ...facets })
}

/** Declares an xs:long that is held as its canonical decimal digits, since not every xs:long is a safe integer. */
/* @__NO_SIDE_EFFECTS__ */
export function decimalString(name: string): SimpleType<string> {
  return compiledBy(compileInteger, { kind: 'simple', name, base: 'xs:long', value: 'string' })
}

/** xs:dateTime, held as the text with its own offset and fraction. */
export const dateTime: SimpleType<string> = compiledBy(compileDateTime, {
  kind: 'simple',
  base: 'xs:dateTime',
  value: 'string',
})

/** Declares an element of a sequence that occurs exactly once. */
/* @__NO_SIDE_EFFECTS__ */
export function element<const Name extends string, T>(name: Name, type: Type<T>): Element<Name, T, 1, 1> {
  return { kind: 'element', name, type, min: 1, max: 1 }
}

/** Declares an element of a sequence that occurs once or not at all. */
/* @__NO_SIDE_EFFECTS__ */
export function optionalElement<const Name extends string, T>(name: Name, type: Type<T>): Element<Name, T, 0, 1> {
  return { kind: 'element', name, type, min: 0, max: 1 }
}

/** Declares an element of a sequence that occurs once or more. */
/* @__NO_SIDE_EFFECTS__ */
export function repeatedElement<const Name extends string, T>(
  name: Name,
  type: Type<T>,
  max: number,
): Element<Name, T, 1, number> {
  return { kind: 'element', name, type, min: 1, max }
}

/** Declares a choice. */
/* @__NO_SIDE_EFFECTS__ */
export function choice<const Branches extends ChoiceSpec['branches']>(...branches: Branches): Choice<Branches> {
  return { kind: 'choice', branches }
}

/** Declares an attribute that must be present. */
/* @__NO_SIDE_EFFECTS__ */
export function attribute<const Name extends string, T>(
  name: Name,
  type: SimpleType<T>,
): Attribute<Name, T, 'required'> {
  return { name, type, use: 'required' }
}

/** Declares an attribute that may be present. */
/* @__NO_SIDE_EFFECTS__ */
export function optionalAttribute<const Name extends string, T>(
  name: Name,
  type: SimpleType<T>,
): Attribute<Name, T, 'optional'> {
  return { name, type, use: 'optional' }
}

/** What a complex type may have, for {@link complexType}. */
export interface ComplexParts<A, S> {
  /** The name of the type in the schema; absent where the schema defines it in place. */
  readonly name?: string
  /** The attributes. */
  readonly attributes?: A
  /** The children in order. */
  readonly sequence?: S
}

/** Declares a complex type whose value is an object. */
/* @__NO_SIDE_EFFECTS__ */
export function complexType<
  const A extends readonly AttributeSpec[] = readonly [],
  const S extends readonly ParticleSpec[] = readonly [],
>(parts: ComplexParts<A, S>): ComplexType<ObjectOf<A, S>> {
  return { kind: 'complex', attributes: [], sequence: [], ...parts, form: 'object' }
}

/** Declares a complex type that wraps one repeated element; its value is the list. */
/* @__NO_SIDE_EFFECTS__ */
export function listType<E extends ElementSpec>(name: string | undefined, item: E): ComplexType<readonly ValueOf<E>[]> {
  return { kind: 'complex', ...(name === undefined ? {} : { name }), attributes: [], sequence: [item], form: 'list' }
}

/** Declares a complex type with text and attributes; the text is the property `value`. */
/* @__NO_SIDE_EFFECTS__ */
export function textType<T, const A extends readonly AttributeSpec[]>(
  name: string,
  text: SimpleType<T>,
  attributes: A,
): ComplexType<ObjectOf<A, readonly [Element<'value', T, 1, 1>]>> {
  return { kind: 'complex', name, attributes, sequence: [], text, form: 'object' }
}

/** Declares a complex type without content, which says all by its presence; its value is `true`. */
/* @__NO_SIDE_EFFECTS__ */
export function emptyType(name: string): ComplexType<true> {
  return { kind: 'complex', name, attributes: [], sequence: [], form: 'true' }
}
