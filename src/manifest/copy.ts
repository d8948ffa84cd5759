/**
 * Copies of what callers hand over: each property is read once, so that what is checked is what is sent.
 *
 * @module
 */
import { elementsOf, propertyName, type ComplexSpec, type SimpleSpec } from '../codec/spec.js'
import { isList, isObject, type Properties } from '../guard.js'

/** Whether something is an object with properties of its own to read: a Date or a Map has none. */
export function isRecord(value: unknown): value is Properties {
  return isObject(value) && Object.prototype.toString.call(value) === '[object Object]'
}

/** Reads properties that are known, inherited ones too, and whatever else an object has of its own. */
export function readProperties(value: Properties, names: readonly string[]): Properties {
  const read = [...new Set([...names, ...Object.keys(value)])].map((name) => [name, value[name]] as const)
  return Object.fromEntries(read.filter(([, property]) => property !== undefined))
}

/** Reads as much of a list as tells that it is too long. */
export function readItems(list: readonly unknown[], max: number): readonly unknown[] {
  return Array.from({ length: Math.min(list.length, max + 1) }, (_, index) => list[index])
}

/** Copies a value, along its declaration; what is not of the form declared is left as it is. */
export function copyOf(type: SimpleSpec | ComplexSpec, value: unknown): unknown {
  return copy(type, value, (_, other) => other)
}

/** What of a copy is of the form declared: the rest is left out, and items that are not are empty objects. */
export function soundOf(type: SimpleSpec | ComplexSpec, value: unknown): unknown {
  return copy(type, value, (empty) => empty)
}

type Otherwise = (empty: unknown, value: unknown) => unknown

function copy(type: SimpleSpec | ComplexSpec, value: unknown, otherwise: Otherwise): unknown {
  if (type.kind === 'simple') return typeof value === type.value ? value : otherwise(undefined, value)
  if (type.form === 'true') return value === true ? value : otherwise(undefined, value)
  const elements = elementsOf(type.sequence)
  const types = new Map(
    [...type.attributes, ...elements].map((each) => [propertyName(each.name), typeOf(each, otherwise)]),
  )
  if (type.form === 'list') return [...types.values()][0]?.(value)
  if (!isRecord(value)) return otherwise({}, value)
  const properties = readProperties(value, [...types.keys()])
  return Object.fromEntries(
    Object.entries(properties)
      .map(([name, property]) => [name, (types.get(name) ?? same)(property)] as const)
      .filter(([, property]) => property !== undefined),
  )
}

const same = (value: unknown): unknown => value

/** How a child is copied: a list where it may be repeated. */
function typeOf(
  { type, max = 1 }: { readonly type: SimpleSpec | ComplexSpec; readonly max?: number },
  otherwise: Otherwise,
): (value: unknown) => unknown {
  if (max === 1) return (value) => copy(type, value, otherwise)
  return (value) =>
    isList(value) ? readItems(value, max).map((item) => copy(type, item, otherwise)) : otherwise([], value)
}
