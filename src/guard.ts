/**
 * What callers that are not type-checked may hand over: anything. These tell what it is without ever throwing, for values
 * of another realm, a Proxy that was revoked and a buffer that was detached too.
 *
 * @module
 */

/** A value as an object whose properties may be read. */
export type Properties = Readonly<Record<string, unknown>>

/** A string; a String object is none. */
export function isString(value: unknown): value is string {
  return typeof value === 'string'
}

/** A list; a Proxy that was revoked is none. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** More than any list of a caller has; a sparse one can claim to have 4,294,967,295. */
const maximumMembers = 100_000

/** The members of a list, each read once; undefined for what is no list. */
export function membersOf(value: unknown): readonly unknown[] | undefined {
  if (!isList(value)) return undefined
  const length: unknown = value.length
  if (typeof length !== 'number' || length > maximumMembers) return undefined
  return Array.from({ length }, (_, index) => value[index])
}

/** An object that is no list and whose properties can be read; functions are none. */
export function isObject(value: unknown): value is Properties {
  if (typeof value !== 'object' || value === null) return false
  try {
    // The one look at a Proxy that calls no code of its owner, and that a revoked one refuses.
    return !Array.isArray(value)
  } catch {
    return false
  }
}

/**
 * An object that is made of properties, own or of its class: one of a class must have one of these names. A Date, a Map or
 * a URLSearchParams keeps its data elsewhere, and would be taken for an empty object.
 */
export function isRecord(value: unknown, names: Iterable<string>): value is Properties {
  if (!isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // What has no prototype itself is the Object.prototype of this realm or of another.
  if (prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null) return true
  for (const name of names) if (name in value) return true
  return false
}

/** The properties of anything: none, unless it is an object. */
export function propertiesOf(value: unknown): Properties {
  return isObject(value) ? value : {}
}

const typeOfArray = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)

/** A Uint8Array whose bytes can be read: no Proxy of one, and none whose buffer was transferred elsewhere. */
export function isBytes(value: unknown): value is Uint8Array {
  if (typeOfArray?.get?.call(value) !== 'Uint8Array') return false
  const { buffer, byteOffset, byteLength } = value as Uint8Array
  try {
    return new Uint8Array(buffer, byteOffset, byteLength).length === byteLength
  } catch {
    return false
  }
}

/** A Date, valid or not. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value)
    return true
  } catch {
    return false
  }
}
