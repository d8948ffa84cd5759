import * as fc from 'fast-check'
import * as arbitraries from 'signering-portal/arbitraries'
import { portalSignatureJobManifest, serviceError } from 'signering-portal/codec'
import { prepareJob, sectors, type Sector } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import {
  propertyName,
  type ComplexSpec,
  type ElementSpec,
  type ParticleSpec,
  type SimpleSpec,
} from '../src/codec/spec.js'
import { valuedCodecs } from '../testing/properties/valued-codecs.js'
import { runs, seed } from '../testing/seed.js'

type Properties = Readonly<Record<string, unknown>>

const samples = 1000

/** What the samples of a type must hold, by its declaration, and do not. */
function lacking(path: string, spec: SimpleSpec | ComplexSpec, values: readonly unknown[]): readonly string[] {
  if (spec.kind === 'simple') return lackingEdges(path, spec, values)
  if (spec.form === 'true') return values.includes(true) ? [] : [`${path} true`]
  const [wrapped] = spec.sequence
  const objects = (
    spec.form === 'list' && wrapped?.kind === 'element'
      ? values.map((list) => ({ [propertyName(wrapped.name)]: list }))
      : values
  ) as readonly Properties[]
  const valuesOf = (name: string): readonly unknown[] =>
    objects.map((object) => object[propertyName(name)]).filter((value) => value !== undefined)
  const presence = (name: string, optional: boolean): readonly string[] => [
    ...(valuesOf(name).length > 0 ? [] : [`${path}/${name} present`]),
    ...(!optional || valuesOf(name).length < objects.length ? [] : [`${path}/${name} absent`]),
  ]
  return [
    ...(spec.text === undefined ? [] : lacking(`${path}/value`, spec.text, valuesOf('value'))),
    ...spec.attributes.flatMap(({ name, type, use }) => [
      ...presence(name, use === 'optional'),
      ...lacking(`${path}/@${name}`, type, valuesOf(name)),
    ]),
    ...branchesOf(spec.sequence).flatMap(({ elements, excluded }) => {
      const first = elements[0]?.name ?? ''
      const taken =
        excluded === undefined
          ? objects
          : objects.filter(
              (object) => propertyName(first) in object && !excluded.some((name) => propertyName(name) in object),
            )
      return [
        ...(taken.length > 0 ? [] : [`${path} with the branch of ${first}`]),
        ...elements.flatMap(({ name, type, min, max }) => {
          const found = taken.map((object) => object[propertyName(name)]).filter((value) => value !== undefined)
          const lists = max > 1 ? (found as unknown as readonly (readonly unknown[])[]) : []
          return [
            ...(found.length > 0 ? [] : [`${path}/${name} present`]),
            ...(min > 0 || found.length < taken.length ? [] : [`${path}/${name} absent`]),
            ...(max > 1 ? [1, max] : [])
              .filter((count) => !lists.some((list) => list.length === count))
              .map((count) => `${path}/${name} ${count} times`),
            ...lacking(`${path}/${name}`, type, max > 1 ? lists.flat() : found),
          ]
        }),
      ]
    }),
  ]
}

/** Every way to go through a sequence: each element of its own, and each branch of a choice. */
function branchesOf(sequence: readonly ParticleSpec[]): readonly Branch[] {
  return sequence.flatMap((particle): readonly Branch[] => {
    if (particle.kind === 'element') return [{ elements: [particle] }]
    return particle.branches.map((elements) => {
      const names = new Set(elements.map(({ name }) => name))
      const others = particle.branches.flat().map(({ name }) => name)
      return { elements, excluded: others.filter((name) => !names.has(name)) }
    })
  })
}

interface Branch {
  readonly elements: readonly ElementSpec[]
  /** The names that only other branches have; absent where there is no choice. */
  readonly excluded?: readonly string[]
}

function lackingEdges(path: string, spec: SimpleSpec, values: readonly unknown[]): readonly string[] {
  const { minLength, maxLength, minInclusive: min, maxInclusive: max, enumeration, known, pattern, base } = spec
  const length = (count: number): boolean => values.some((value) => String(value).length === count)
  const matching = (expression: RegExp): boolean => values.some((value) => expression.test(String(value)))
  const has = (value: unknown): boolean => values.includes(value)
  const isFree = base === 'xs:string' && enumeration === undefined && pattern === undefined
  const wanted: Readonly<Record<string, boolean>> = {
    ...(isFree && {
      [`${minLength ?? 0} characters`]: length(minLength ?? 0),
      [`${(minLength ?? 0) + 1} characters`]: length((minLength ?? 0) + 1),
      markup: matching(/[&<>]/),
      'a quotation mark': matching(/"/),
      'a line end': matching(/[\r\n]/),
      'a character outside the basic plane': matching(/[\u{10000}-\u{10FFFF}]/u),
    }),
    ...(maxLength !== undefined && {
      [`${maxLength - 1} characters`]: length(maxLength - 1),
      [`${maxLength} characters`]: length(maxLength),
    }),
    ...(min !== undefined && { [`${min}`]: has(min), [`${min + 1}`]: has(min + 1) }),
    ...(max !== undefined && { [`${max - 1}`]: has(max - 1), [`${max}`]: has(max) }),
    ...Object.fromEntries([...(enumeration ?? []), ...(known ?? [])].map((value) => [value, has(value)])),
    ...(known !== undefined && { 'an unknown value': values.some((value) => !known.includes(String(value))) }),
    ...(base === 'xs:long' &&
      spec.value === 'string' && {
        'the smallest of 64 bits': has(String(-(2n ** 63n))),
        'the largest of 64 bits': has(String(2n ** 63n - 1n)),
        'more than 53 bits': has(String(2n ** 53n + 1n)),
      }),
    ...(base === 'xs:dateTime' && {
      'no offset': matching(/\d$/),
      Z: matching(/Z$/),
      'the largest offset': matching(/\+14:00$/),
      'the smallest offset': matching(/-14:00$/),
      'a fraction': matching(/\.\d/),
      'the end of a day': matching(/T24:00:00/),
    }),
  }
  return Object.entries(wanted).flatMap(([edge, there]) => (there ? [] : [`${path} with ${edge}`]))
}

/** A type, and an arbitrary of its values. */
interface Subject {
  readonly name: string
  readonly type: ComplexSpec
  readonly values: fc.Arbitrary<unknown>
  /** What rules keep out of the values. */
  readonly never?: RegExp
}

const subjects: readonly Subject[] = [
  ...valuedCodecs.map(({ name, use }) =>
    use((codec, values): Subject => {
      if (name !== portalSignatureJobManifest.name) return { name, type: codec.spec, values }
      return { name: `${name} that keeps the rules`, type: codec.spec, values, never: /\/@href with (?:markup|a )/ }
    }),
  ),
  {
    name: portalSignatureJobManifest.name,
    type: portalSignatureJobManifest.spec,
    values: arbitraries.arbitraryOf(portalSignatureJobManifest),
  },
]

test.each(subjects)(
  `${samples} samples of $name hit every edge of every facet and every branch`,
  ({ type, values, never }) => {
    const found = lacking('', type, fc.sample(values, { numRuns: samples, seed: seed | 0 }))
    expect(found.filter((what) => never?.test(what) !== true)).toEqual([])
  },
)

test('the measure sees what is not there', () => {
  const some = { errorCode: 'a', errorMessage: '', errorType: 'é' }
  expect(lacking('', serviceError.spec, [some])).toContain('/error-code with 0 characters')
  expect(lacking('', serviceError.spec, [some])).toContain('/error-message with markup')
  expect(lacking('', serviceError.spec, [])).toContain('/error-type present')
})

describe('what fails shrinks to a small example', () => {
  const size = (value: unknown): number => JSON.stringify(value).length
  const smallest = (values: fc.Arbitrary<unknown>): unknown => {
    const { counterexample } = fc.check(
      fc.property(values, () => false),
      { seed: seed | 0 },
    )
    return counterexample?.[0]
  }

  test.each(subjects)('$name, whatever the value', ({ values }) => {
    const drawn = fc.sample(values, { numRuns: samples, seed: seed | 0 }).map(size)
    expect(size(smallest(values))).toBeLessThanOrEqual(Math.min(...drawn))
  })

  test.each(subjects)('$name, where a text holds an ampersand', ({ values }) => {
    const property = fc.property(values, (value) => !JSON.stringify(value).includes('&'))
    const { failed, counterexample } = fc.check(property, { seed: seed | 0, numRuns: samples })
    expect(failed).toBe(true)
    const [found] = counterexample ?? []
    expect(JSON.stringify(found).match(/&/g)).toHaveLength(1)
    // One text more than the smallest value, and perhaps what must stand around it.
    expect(size(found)).toBeLessThan(size(smallest(values)) + 200)
  })

  test('a list that is too long has one item too many', () => {
    const signers = arbitraries.anyManifest.map((value) => value.signers)
    const { counterexample } = fc.check(
      fc.property(signers, (list) => list.length < 3),
      { seed: seed | 0 },
    )
    expect(counterexample?.[0]).toHaveLength(3)
  })
})

describe('whole jobs', () => {
  test.each(sectors)('no rule finds an error in a job of a %s organization', (sector) => {
    fc.assert(
      fc.property(arbitraries.anyJobFor(sector), (job) => {
        expect(prepareJob<Sector>(job).documents).toHaveLength(job.documents.length)
      }),
      { numRuns: runs(300) },
    )
  })
})
