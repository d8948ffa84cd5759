import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { isBytes, isDate, isList, isObject, isRecord, isString, propertiesOf } from '../src/guard.js'
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

test('lists are those that are no revoked Proxy', () => {
  const lists = passing(isList)
  expect(lists.filter((name) => !name.includes('list'))).toEqual([])
  for (const name of ['an empty list', 'a sparse list', 'a frozen list', 'a Proxy of a list'])
    expect(lists).toContain(name)
  for (const name of ['a revoked Proxy of a list', 'a list-like object']) expect(lists).not.toContain(name)
})

test('bytes are those that can be read', () => {
  expect(passing(isBytes)).toEqual([
    'no bytes',
    'bytes',
    'a Buffer',
    'a subclass of Uint8Array',
    'bytes that share their memory',
  ])
})

test('dates are dates, valid or not', () => {
  expect(passing(isDate)).toEqual(['a Date', 'an invalid Date'])
})

describe('objects', () => {
  test('are neither lists nor functions nor revoked', () => {
    const objects = passing(isObject)
    expect(objects.filter((name) => isList(value(name)))).toEqual([])
    expect(objects.filter((name) => /^(?:null|a function|a class|a revoked .*)$/.test(name))).toEqual([])
    for (const name of ['an empty object', 'a Date', 'a Proxy of an object']) expect(objects).toContain(name)
  })

  test('that are made of properties are none that keep their data elsewhere', () => {
    const records = passing((odd) => isRecord(odd, ['x']))
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
    expect(isRecord(new Point(), ['y', 'x'])).toBe(true)
    expect(isRecord(new Point(), ['y'])).toBe(false)
    expect(isRecord(Object.create({ x: 1 }), ['x'])).toBe(true)
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
    expect(elsewhere.filter((value) => isRecord(value, ['x']))).toEqual([])
    for (const plain of [{}, Object.create(null), runInNewContext('({})'), runInNewContext('Object.create(null)')])
      expect(isRecord(plain, ['x'])).toBe(true)
  })

  test('alone have properties', () => {
    expect(propertiesOf({ a: 1 })).toEqual({ a: 1 })
    for (const odd of [null, undefined, 'a', [1], Symbol('a')]) expect(propertiesOf(odd)).toEqual({})
  })
})
