/**
 * What callers that are not type-checked may hand over, and how every function that takes data is to answer it: with a
 * value, a result or a PortalError, and with nothing else. What the caller's own getters throw goes through unchanged.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { inspect } from 'node:util'
import { PortalError } from '../src/issue.js'

/** A value and what to call it in a test's name. */
export interface OddValue {
  readonly name: string
  readonly value: unknown
}

class Point {
  readonly x = 1
  get y(): number {
    return this.x
  }
}

class Tagged {
  readonly [Symbol.toStringTag] = 'Tagged'
}

class Bytes extends Uint8Array {}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8)
  structuredClone(buffer, { transfer: [buffer] })
  return buffer
}

function detachedBytes(): Uint8Array {
  const bytes = new Uint8Array(8)
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
  return bytes
}

/** A buffer that can be made longer and shorter, which the library of our target does not declare. */
export function resizableBuffer(length: number, maxByteLength: number): ArrayBuffer {
  return Reflect.construct(ArrayBuffer, [length, { maxByteLength }]) as ArrayBuffer
}

/** Makes such a buffer longer or shorter. */
export function resize(buffer: ArrayBuffer, length: number): void {
  Reflect.apply(Reflect.get(buffer, 'resize') as (length: number) => void, buffer, [length])
}

/** Bytes of a buffer of eight that then becomes so long. */
function resized(length: number, view: (buffer: ArrayBuffer) => unknown): unknown {
  const buffer = resizableBuffer(8, 16)
  const bytes = view(buffer)
  resize(buffer, length)
  return bytes
}

function circular(): unknown {
  const value: Record<string, unknown> = {}
  value['self'] = value
  return value
}

const plain: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  undefined: () => undefined,
  true: () => true,
  false: () => false,
  zero: () => 0,
  'minus zero': () => -0,
  'minus one': () => -1,
  'one and a half': () => 1.5,
  'a number beyond the safe ones': () => 2 ** 60,
  NaN: () => Number.NaN,
  Infinity: () => Infinity,
  'a bigint': () => 1n,
  'a symbol': () => Symbol('odd'),
  'a well-known symbol': () => Symbol.iterator,
  'an empty string': () => '',
  'a string': () => 'odd',
  'half a surrogate pair': () => '\uD83D',
  'a NUL': () => '\0',
  'a String object': () => Object('odd') as unknown,
  'a Number object': () => Object(1) as unknown,
  'a Boolean object': () => Object(true) as unknown,
  'a Symbol object': () => Object(Symbol('odd')) as unknown,
}

const objects: Readonly<Record<string, () => unknown>> = {
  'an empty object': () => ({}),
  'an object without prototype': () => Object.create(null) as unknown,
  'a frozen object': () => Object.freeze({}),
  'an object with odd properties': () => ({ [Symbol('odd')]: 1, __proto__: null, constructor: 1, toString: 1 }),
  'an object that no string can be made of': () => ({ toString: undefined, valueOf: undefined }),
  'a circular object': circular,
  'a class instance': () => new Point(),
  'a class instance with a tag': () => new Tagged(),
  'a class': () => Point,
  'a function': () => () => undefined,
  'an asynchronous function': () => () => Promise.resolve(1),
  'a generator': () =>
    (function* () {
      yield 1
    })(),
  'a promise': () => Promise.resolve(1),
  'an error': () => new Error('odd'),
  'a Date': () => new Date(0),
  'an invalid Date': () => new Date(Number.NaN),
  'a Map': () => new Map([['odd', 1]]),
  'a Set': () => new Set([1]),
  'a WeakMap': () => new WeakMap(),
  'a RegExp': () => /odd/g,
  'a URL': () => new URL('https://example.com/'),
  'a Proxy of an object': () => new Proxy({}, {}),
  'a Proxy of a list': () => new Proxy([], {}),
  'a Proxy of a Date': () => new Proxy(new Date(0), {}),
  'a Proxy of a function': () => new Proxy(() => undefined, {}),
  'a revoked Proxy of an object': () => revoked({}),
  'an object whose prototype is a revoked Proxy': () => Object.create(revoked({}) as object) as unknown,
  'an object of a class whose prototype is a revoked Proxy': () =>
    Object.create(Object.create(revoked({}) as object) as object) as unknown,
  'a Proxy with a revoked one for a prototype': () => new Proxy({}, { getPrototypeOf: () => revoked({}) as object }),
  'a revoked Proxy of a list': () => revoked([]),
  'a revoked Proxy of a function': () => revoked(() => undefined),
}

const lists: Readonly<Record<string, () => unknown>> = {
  'an empty list': () => [],
  'a list of null': () => [null],
  'a list of undefined': () => [undefined],
  'a list of a symbol': () => [Symbol('odd')],
  'a list of a revoked Proxy': () => [revoked({})],
  'a list of lists': () => [[[]]],
  'a sparse list': () => [, ,] as unknown[], // eslint-disable-line no-sparse-arrays -- this is what is odd
  'a frozen list': () => Object.freeze([1]),
  'a list-like object': () => ({ length: 1, 0: 'odd' }),
  'a list-like object of enormous length': () => ({ length: 2 ** 53 - 1 }),
}

const binary: Readonly<Record<string, () => unknown>> = {
  'no bytes': () => new Uint8Array(0),
  bytes: () => new Uint8Array([1, 2, 3]),
  'a Buffer': () => Buffer.from('odd'),
  'a subclass of Uint8Array': () => new Bytes(3),
  'bytes that share their memory': () => new Uint8Array(new SharedArrayBuffer(8)),
  'bytes that can be resized': () => resized(12, (buffer) => new Uint8Array(buffer, 0, 8)),
  'bytes as many as their buffer has': () => resized(4, (buffer) => new Uint8Array(buffer)),
  'bytes that their buffer has no more': () => resized(4, (buffer) => new Uint8Array(buffer, 0, 8)),
  'bytes behind the end of their buffer': () => resized(0, (buffer) => new Uint8Array(buffer, 4)),
  'detached bytes': detachedBytes,
  'bytes without prototype': () => Object.setPrototypeOf(new Uint8Array(8), null) as unknown,
  'bytes whose prototype was revoked': () => {
    const { proxy, revoke } = Proxy.revocable(Uint8Array.prototype, {})
    const bytes: unknown = Object.setPrototypeOf(new Uint8Array(8), proxy)
    revoke()
    return bytes
  },
  'a Proxy of bytes': () => new Proxy(new Uint8Array(8), {}),
  'a revoked Proxy of bytes': () => revoked(new Uint8Array(8)),
  'an object with the prototype of bytes': () => Object.create(Uint8Array.prototype) as unknown,
  'clamped bytes': () => new Uint8ClampedArray(8),
  'signed bytes': () => new Int8Array(8),
  'floating-point numbers': () => new Float64Array(2),
  'a DataView': () => new DataView(new ArrayBuffer(8)),
  'an ArrayBuffer': () => new ArrayBuffer(8),
  'a detached ArrayBuffer': detached,
  'a SharedArrayBuffer': () => new SharedArrayBuffer(8),
}

/** One value of every kind, made anew, since some are changed by being used. */
export function oddValues(): readonly OddValue[] {
  return [plain, objects, lists, binary]
    .flatMap((kinds) => Object.entries(kinds))
    .map(([name, make]) => ({ name, value: make() }))
}

/** A place in a value: property names and list indexes. */
export type Way = readonly (string | number)[]

/** Every place in a plain value, less the value itself; bytes and other objects of a class are not entered. */
export function waysIn(value: unknown): readonly Way[] {
  if (!isPlain(value)) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const key = Array.isArray(value) ? Number(name) : name
    return [[key], ...waysIn(member).map((way) => [key, ...way])]
  })
}

function isPlain(value: unknown): value is object {
  return Array.isArray(value) || (isRecord(value) && Object.getPrototypeOf(value) === Object.prototype)
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A copy in which the property at a place is another one. */
export function withProperty(value: unknown, [key, ...way]: Way, property: PropertyDescriptor): unknown {
  if (key === undefined) return value
  // Not by its values: a getter that stands there already is for others to call.
  const copy = Object.defineProperties(
    Array.isArray(value) ? [] : {},
    Object.getOwnPropertyDescriptors(value as object),
  )
  const inner: unknown = Reflect.get(copy, key)
  Object.defineProperty(copy, key, {
    enumerable: true,
    configurable: true,
    ...(way.length === 0 ? property : { value: withProperty(inner, way, property), writable: true }),
  })
  return copy
}

/** A good value in each of whose places, one at a time, stands each odd value, or what others are made of what is there. */
export function withOddValues(
  value: unknown,
  oddsFor: (member: unknown) => readonly OddValue[] = oddValues,
): readonly OddValue[] {
  return waysIn(value).flatMap((way) =>
    oddsFor(way.reduce<unknown>((inner, key) => Reflect.get(inner as object, key), value)).map((odd) => ({
      name: `${way.join('.')}: ${odd.name}`,
      value: withProperty(value, way, { value: odd.value, writable: true }),
    })),
  )
}

/** A good value in each of whose places, one at a time, stands a getter that throws the error given. */
export function withThrowingGetters(value: unknown, thrown: Error): readonly OddValue[] {
  return waysIn(value).map((way) => ({
    name: way.join('.'),
    value: withProperty(value, way, {
      get: () => {
        throw thrown
      },
    }),
  }))
}

/** A copy of a value that notes how often each of its properties is read, by its place such as `signers.0.order`. */
export function countingReads(value: unknown): { readonly value: unknown; readonly reads: Map<string, number> } {
  const reads = new Map<string, number>()
  const counting = (original: unknown, way: Way): unknown => {
    if (!isPlain(original)) return original
    const copy: object = Array.isArray(original) ? [] : {}
    for (const [name, member] of Object.entries(original)) {
      const inner = [...way, name]
      const counted = counting(member, inner)
      Object.defineProperty(copy, name, {
        enumerable: true,
        configurable: true,
        get: () => {
          reads.set(inner.join('.'), (reads.get(inner.join('.')) ?? 0) + 1)
          return counted
        },
      })
    }
    return copy
  }
  return { value: counting(value, []), reads }
}

/** Whether a call, now or later, answers with a value, a result or a PortalError; otherwise, what it throws instead. */
export async function whatItThrows(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (thrown) {
    return thrown instanceof PortalError ? undefined : (thrown ?? 'nothing')
  }
}

/** A function that a test tries, unchecked. */
export type Unchecked = (...values: readonly unknown[]) => unknown

/**
 * What a function throws for values, but for PortalErrors and, where it takes what a programmer configures, TypeErrors and
 * other kinds named: the name of the value and what was thrown.
 */
export async function wrongAnswers(
  values: readonly OddValue[],
  call: Unchecked,
  ...allowed: readonly ErrorConstructor[]
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const { name, value } of values) {
    const thrown = await whatItThrows(() => call(value))
    if (thrown !== undefined && !allowed.some((kind) => thrown instanceof kind))
      wrong.push(`${name}: ${inspect(thrown)}`)
  }
  return wrong
}
