/**
 * What callers that are not type-checked may hand over: anything. These tell what it is without ever throwing, for values
 * of another realm, a Proxy that was revoked and a buffer that was detached too.
 *
 * @module
 */

/** A value as an object whose properties may be read. */
export type Properties = Readonly<Record<string, unknown>>

/** What a function gives; undefined where it throws, whatever that is. */
export function unlessThrown<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/** A string; a String object is none. */
export function isString(value: unknown): value is string {
  return typeof value === 'string'
}

/** A list; a Proxy that was revoked is none. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value) && hasReadablePrototypes(value)
  } catch {
    return false
  }
}

/** An object that is no list and whose properties can be read; functions are none. */
export function isObject(value: unknown): value is Properties {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && hasReadablePrototypes(value)
  } catch {
    return false
  }
}

/** An object that no class made: all that it holds are properties of its own. */
export function isPlainObject(value: unknown): value is Properties {
  try {
    return (
      typeof value === 'object' &&
      value !== null &&
      Object.getPrototypeOf(value) === Object.prototype &&
      !Array.isArray(value)
    )
  } catch {
    return false
  }
}

/** What nothing has. */
const nowhere = Symbol('nowhere')

/** Looks at all prototypes without calling a getter, which a revoked Proxy among them answers with a TypeError. */
function hasReadablePrototypes(value: object): true {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype) Reflect.has(value, nowhere)
  return true
}

/** More than any list of a caller has; a sparse one can claim to have 4,294,967,295. */
export const maximumMembers = 100_000

/** The members of a list, each read once; undefined for what is no list, or too long a one. */
export function membersOf(value: unknown): readonly unknown[] | undefined {
  const members = firstMembers(value, maximumMembers + 1)
  return members !== undefined && members.length > maximumMembers ? undefined : members
}

/** The first members of a list, not more than so many, each read once, as a new list; undefined for what is no list. */
export function firstMembers(value: unknown, most: number): unknown[] | undefined {
  if (!isList(value)) return undefined
  const length: unknown = value.length
  if (typeof length !== 'number') return undefined
  const members: unknown[] = []
  // Written so that no length that is NaN, as a Proxy may give, is a length.
  for (let index = 0; index < length && index < most; index++) members.push(value[index])
  return members
}

/**
 * What an object is made of, each property read once: those that it lists as its own, and of its class those with one of
 * these names. Undefined for what is no object, and for one of a class without any such name: a Date, a Map or a
 * URLSearchParams keeps its data elsewhere, and would be taken for an empty object.
 */
export function recordOf(value: unknown, names: Iterable<string>): Record<string, unknown> | undefined {
  if (!isObject(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return { ...value }
  const found = [...names].filter((name) => name in value)
  // What has no prototype itself is the Object.prototype of another realm.
  const isPlain = prototype === null || (isObject(prototype) && Object.getPrototypeOf(prototype) === null)
  if (!isPlain && found.length === 0) return undefined
  const read: Record<string, unknown> = { ...value }
  for (const name of found) if (!Object.hasOwn(value, name)) read[name] = value[name]
  return read
}

/** What a programmer hands over, if it is an object whose properties can be read. */
export function requireObject<T extends object>(value: T, name: string): T {
  if (!isObject(value)) throw new TypeError(`${name} must be an object.`)
  return value
}

/** The properties of anything: none, unless it is an object. */
export function propertiesOf(value: unknown): Properties {
  return isObject(value) ? value : {}
}

/** What a Uint8Array says of itself, whatever its class or the object has in place of it. */
function ownTruth(name: string | symbol): (bytes: unknown) => unknown {
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name)
  return (bytes): unknown => own?.get?.call(bytes)
}

const [ownTag, ownBuffer, ownOffset, ownLength] = [
  ownTruth(Symbol.toStringTag),
  ownTruth('buffer'),
  ownTruth('byteOffset'),
  ownTruth('length'),
]

/** A Uint8Array whose bytes can be read: no Proxy of one, and none whose buffer or prototype is gone. */
export function isBytes(value: unknown): value is Uint8Array {
  if (ownTag(value) !== 'Uint8Array') return false
  try {
    Uint8Array.prototype.at.call(value as Uint8Array, 0)
    // One whose prototype was taken away or revoked has nothing to read it by.
    return typeof (value as Uint8Array).subarray === 'function'
  } catch {
    return false
  }
}

/** How many bytes there are, whatever a class or a property of its own says. */
export function lengthOf(bytes: Uint8Array): number {
  return ownLength(bytes) as number
}

/** The same bytes, seen by a Uint8Array of no other class, whose length is that of the bytes. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(ownBuffer(bytes) as ArrayBuffer, ownOffset(bytes) as number, lengthOf(bytes))
}

/** Whether anything, such as what was thrown, is of a class. */
export function isInstance<T>(value: unknown, of: abstract new (...values: never) => T): value is T {
  return unlessThrown(() => value instanceof of) ?? false
}

/** The code of an error of the system or of Node, such as `ENOENT`; undefined for anything else. */
export function codeOf(thrown: unknown): string | undefined {
  const { code } = propertiesOf(thrown)
  return isInstance(thrown, Error) && isString(code) ? code : undefined
}

/** A limit: a number from 0 on, Infinity too. */
export function isLimit(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

/** A Date, valid or not. */
export function isDate(value: unknown): value is Date {
  return unlessThrown(() => Date.prototype.getTime.call(value)) !== undefined
}

/** The time of a Date in milliseconds, whatever its class makes of its methods; NaN if it is invalid or no Date. */
export function timeOf(value: unknown): number {
  return unlessThrown(() => Date.prototype.getTime.call(value)) ?? Number.NaN
}
