import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  codeOf,
  firstMembers,
  isBytes,
  isDate,
  isList,
  isObject,
  isPlainObject,
  isString,
  membersOf,
  plainBytes,
  propertiesOf,
  recordOf,
  timeOf,
} from '../src/guard.js'
import { oddValues } from '../testing/odd-values.js'

/** The names of the odd values that a guard lets through. */
const passing = (guard: (value: unknown) => boolean): readonly string[] =>
  oddValues()
    .filter(({ value }) => guard(value))
    .map(({ name }) => name)

const value = (wanted: string): unknown => oddValues().find(({ name }) => name === wanted)?.value

test('strings are primitive ones', () => {
  expect(passing(isString)).toEqual(['an empty string', 'a string', 'half a surrogate pair', 'a NUL'])
})

test('only an error of the system has a code', () => {
  expect(oddValues().flatMap(({ value }) => codeOf(value) ?? [])).toEqual([])
  expect(codeOf(Object.assign(new Error('open'), { code: 'ENOENT' }))).toBe('ENOENT')
  for (const none of [Object.assign(new Error('open'), { code: 5 }), { code: 'ENOENT' }])
    expect(codeOf(none)).toBe(undefined)
})

test('lists are those that are no revoked Proxy', () => {
  const lists = passing(isList)
  expect(lists.filter((name) => !name.includes('list'))).toEqual([])
  for (const name of ['an empty list', 'a sparse list', 'a frozen list', 'a Proxy of a list'])
    expect(lists).toContain(name)
  for (const name of ['a revoked Proxy of a list', 'a list-like object']) expect(lists).not.toContain(name)
})

test('the members of a list are read up to a number, whatever its length is said to be', () => {
  expect(firstMembers(['a', 'b', 'c'], 2)).toEqual(['a', 'b'])
  expect(firstMembers(['a', 'b'], 3)).toEqual(['a', 'b'])
  const long = (length: unknown): unknown => new Proxy([], { get: (_, name) => (name === 'length' ? length : name) })
  for (const length of [Number.NaN, -1, 0]) expect(firstMembers(long(length), 2)).toEqual([])
  for (const length of ['2', undefined, {}]) expect(firstMembers(long(length), 2)).toBeUndefined()
  expect(firstMembers(long(Infinity), 2)).toEqual(['0', '1'])
  expect(membersOf(Array.from({ length: 100_000 }))).toHaveLength(100_000)
  expect(membersOf(Array.from({ length: 100_001 }))).toBeUndefined()
})

test('what a revoked Proxy hands on cannot be read', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  const list: unknown = Object.setPrototypeOf([,], proxy) // eslint-disable-line no-sparse-arrays -- the look is at its prototype
  const object: unknown = Object.create(proxy)
  expect([isList(list), isObject(object)]).toEqual([true, true])
  revoke()
  expect([isList(list), isObject(object)]).toEqual([false, false])
})

test('bytes are those that can be read', () => {
  expect(passing(isBytes)).toEqual([
    'no bytes',
    'bytes',
    'a Buffer',
    'a subclass of Uint8Array',
    'bytes that share their memory',
    'bytes that can be resized',
    'bytes as many as their buffer has',
  ])
})

test('bytes are seen as they are, whatever they say of themselves', () => {
  class False extends Uint8Array {
    override get length(): number {
      return 1
    }
  }
  const bytes = Object.defineProperty(new False(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2), 'byteOffset', { value: 0 })
  const plain = plainBytes(bytes)
  expect(plain).toEqual(Uint8Array.of(2, 3))
  expect(Object.getPrototypeOf(plain)).toBe(Uint8Array.prototype)
  bytes[0] = 9
  expect(plain[0]).toBe(9)
})

test('dates are dates, valid or not', () => {
  expect(passing(isDate)).toEqual(['a Date', 'an invalid Date'])
})

test('times are those of valid dates, whatever their class makes of them', () => {
  expect(passing((odd) => !Number.isNaN(timeOf(odd)))).toEqual(['a Date'])
  class Liar extends Date {
    override getTime(): number {
      throw new Error('This is asked nothing.')
    }
    override valueOf(): number {
      return 2
    }
  }
  expect(timeOf(new Liar(1))).toBe(1)
  expect(timeOf(runInNewContext('new Date(1)'))).toBe(1)
})

describe('objects', () => {
  test('are neither lists nor functions nor revoked', () => {
    const objects = passing(isObject)
    expect(objects.filter((name) => isList(value(name)))).toEqual([])
    expect(objects.filter((name) => /^(?:null|a function|a class|a revoked .*)$/.test(name))).toEqual([])
    for (const name of ['an empty object', 'a Date', 'a Proxy of an object']) expect(objects).toContain(name)
  })

  test('that no class made are objects whose own properties are all of them', () => {
    const objects = passing(isPlainObject)
    expect(objects.filter((name) => !isObject(value(name)))).toEqual([])
    for (const name of ['an empty object', 'a Proxy of an object']) expect(objects).toContain(name)
    for (const name of ['an object without prototype', 'a class instance', 'a Date', 'a revoked Proxy of an object'])
      expect(objects).not.toContain(name)
    expect(isPlainObject(Object.setPrototypeOf([], Object.prototype))).toBe(false)
    expect(isPlainObject(Object.setPrototypeOf(() => 1, Object.prototype))).toBe(false)
  })

  test('that are made of properties are none that keep their data elsewhere', () => {
    const records = passing((odd) => recordOf(odd, ['x']) !== undefined)
    for (const name of ['an empty object', 'an object without prototype', 'a class instance', 'a Proxy of an object'])
      expect(records).toContain(name)
    expect(records.filter((name) => /Date|Map|Set|RegExp|bytes$|Buffer|String|Number|error/.test(name))).toEqual([])
  })

  test('of a class must have one of the names that are asked for', () => {
    class Point {
      readonly #x = 1
      get x(): number {
        return this.#x
      }
    }
    expect(recordOf(new Point(), ['y', 'x'])).toEqual({ x: 1 })
    expect(recordOf(new Point(), ['y'])).toBeUndefined()
    expect(recordOf(Object.create({ x: 1 }), ['x'])).toEqual({ x: 1 })
    const elsewhere: readonly unknown[] = [
      new URLSearchParams('x=1'),
      new Headers({ x: '1' }),
      new FormData(),
      new URL('https://example.com/?x=1'),
      new Blob(['x']),
      (function* (): Generator<string> {
        yield 'x'
      })(),
      runInNewContext("new Map([['x', 1]])"),
      runInNewContext('new Date(0)'),
    ]
    expect(elsewhere.filter((value) => recordOf(value, ['x']))).toEqual([])
    for (const plain of [{}, Object.create(null), runInNewContext('({})'), runInNewContext('Object.create(null)')])
      expect(recordOf(plain, ['x'])).toEqual({})
  })

  test('have what they list as their own, and what of the names their class has', () => {
    const hidden = { x: { value: 1, enumerable: false } }
    for (const prototype of [Object.prototype, null, { y: 2 }]) {
      const value: unknown = Object.create(prototype, { ...hidden, z: { value: 3, enumerable: true } })
      const inherited = prototype !== null && 'y' in prototype ? { y: 2 } : {}
      expect(recordOf(value, ['x', 'y'])).toEqual({ z: 3, ...inherited })
    }
  })

  test('alone have properties', () => {
    expect(propertiesOf({ a: 1 })).toEqual({ a: 1 })
    for (const odd of [null, undefined, 'a', [1], Symbol('a')]) expect(propertiesOf(odd)).toEqual({})
  })
})
