import { portalSignatureJobManifest, portalSignatureJobResponse } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { string } from '../../src/codec/declare.js'
import { compileType, missingBetween, type CompiledComplex } from '../../src/codec/content.js'
import type { ComplexSpec, ElementSpec } from '../../src/codec/spec.js'

const element = (name: string, min: 0 | 1, max = 1): ElementSpec => ({
  kind: 'element',
  name,
  type: string(),
  min,
  max,
})

/** a?, (b, c? | d), e{1,3}, f? */
const spec: ComplexSpec = {
  kind: 'complex',
  form: 'object',
  attributes: [],
  sequence: [
    element('a', 0),
    { kind: 'choice', branches: [[element('b', 1), element('c', 0)], [element('d', 1)]] },
    element('e', 1, 3),
    element('f', 0),
  ],
}

const complexOf = (type: ComplexSpec): CompiledComplex => {
  const { complex } = compileType(type)
  expect.assert(complex !== undefined)
  return complex
}

const type = complexOf(spec)
const particle = (name: string | undefined): CompiledComplex['particles'][number] | undefined =>
  type.particles.find((each) => each.name === name)

describe('what may follow, and whether the element may end', () => {
  test.each([
    [undefined, 'a b d', false],
    ['a', 'b d', false],
    ['b', 'c e', false],
    ['c', 'e', false],
    ['d', 'e', false],
    ['e', 'e f', true],
    ['f', '', true],
  ])('after %s: %s', (last, next, complete) => {
    const state = (particle(last)?.index ?? -1) + 1
    expect(type.next[state]?.map(({ name }) => name).join(' ')).toBe(next)
    expect(type.complete[state]).toBe(complete)
  })
})

describe('what is missing', () => {
  test.each([
    [undefined, undefined, [['b', 'd'], ['e']]],
    [undefined, 'a', []],
    [undefined, 'c', [['b']]],
    [undefined, 'e', [['b', 'd']]],
    ['a', 'f', [['b', 'd'], ['e']]],
    ['b', undefined, [['e']]],
    ['b', 'e', []],
    ['e', undefined, []],
  ])('between %s and %s', (last, found, missing) => {
    const names = missingBetween(type, particle(last), particle(found)).map((group) => group.map(({ name }) => name))
    expect(names).toEqual(missing)
  })
})

test('a type is compiled once', () => {
  expect(compileType(portalSignatureJobManifest.spec)).toBe(compileType(portalSignatureJobManifest.spec))
})

test('no name stands twice among what may follow, so that the first of that name is the one', () => {
  const visit = (compiled: CompiledComplex): void => {
    for (const next of compiled.next) expect(new Set(next.map(({ name }) => name)).size).toBe(next.length)
    for (const { type: inner } of compiled.particles) if (inner.complex !== undefined) visit(inner.complex)
  }
  for (const { spec: each } of [portalSignatureJobManifest, portalSignatureJobResponse]) visit(complexOf(each))
})

test('attributes and properties have the names of the declaration', () => {
  const signer = complexOf(portalSignatureJobManifest.spec).particles.find(({ name }) => name === 'signers')
  const order = signer?.type.complex?.particles[0]?.type.complex?.attributes.find(({ name }) => name === 'order')
  expect(order).toMatchObject({ name: 'order', property: 'order', required: false })
  expect(signer).toMatchObject({ property: 'signers', required: true, max: 1 })
})
