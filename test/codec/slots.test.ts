import { expect, test } from 'vitest'
import { compileView, fill } from '../../src/codec/slots.js'

const places = ['a', 'b', 'c']

test('properties get their places in whatever order they come, and one that is undefined is absent', () => {
  for (const source of [
    { a: 1, b: 2, c: 3 },
    { c: 3, a: 1, b: 2 },
    { b: 2, c: 3, d: undefined, a: 1 },
  ]) {
    const slots: unknown[] = [undefined, undefined, undefined]
    expect(fill(slots, source, places)).toBeUndefined()
    expect(slots).toEqual([1, 2, 3])
  }
  const slots: unknown[] = ['before', undefined, undefined]
  expect(fill(slots, { x: 1, a: undefined, c: null, y: 2 }, places)).toEqual(['x', 'y'])
  expect(slots).toEqual(['before', undefined, null])
})

test('a property that a getter deletes is not told of, whatever its name', () => {
  const source = {
    get a() {
      for (const other of ['b', 'x', 'toString', 'constructor']) Reflect.deleteProperty(source, other)
      return 1
    },
    b: 2,
    x: 3,
    toString: 4,
    constructor: 5,
  }
  const slots: unknown[] = [undefined, undefined, undefined]
  expect(fill(slots, source, places)).toBeUndefined()
  expect(slots).toEqual([1, undefined, undefined])
})

test('a view has by name what is in the slots at that time, and nothing else', () => {
  const viewOf = compileView(places)
  const [slots, others] = [
    [1, undefined, undefined],
    [7, 8, 9],
  ]
  const [view, other] = [viewOf(slots), viewOf(others)]
  slots[1] = 2
  expect([view['a'], view['b'], view['c'], view['d']]).toEqual([1, 2, undefined, undefined])
  expect([other['a'], other['b'], other['c']]).toEqual([7, 8, 9])
})
