/** The specs say what the vectors must hold; the files are read as another language would read them. */
import { describe, expect, test } from 'vitest'
import { rules } from 'signering-portal/manifest'
import type { ComplexSpec, ElementSpec, SimpleSpec } from '../../src/codec/spec.js'
import type { RuleVector } from '../../testing/vectors/rules.js'
import type { Element } from '../../testing/conformance/documents.js'
import { infoset } from '../../testing/properties/infoset.js'
import { portal } from '../../testing/http/operations.js'
import { decodeVectors, vectorsOfKind } from '../../testing/vectors/read.js'
import type { RequestVector } from '../../testing/vectors/requests.js'
import type { ResponseVector } from '../../testing/vectors/responses.js'
import { roots } from '../../testing/roots.js'

/** Where something occurs in the vectors. */
interface Seen {
  /** Instances of the element in valid messages: the names of its children and attributes, in order. */
  readonly parts: (readonly string[])[]
  /** Texts of the element or attribute in valid messages, and in invalid ones. */
  readonly valid: Set<string>
  readonly invalid: Set<string>
  /** Codes of issues. */
  readonly codes: Set<string>
}

const seen = new Map<string, Seen>()
const at = (path: string): Seen => {
  const known = seen.get(path) ?? { parts: [], valid: new Set(), invalid: new Set(), codes: new Set() }
  seen.set(path, known)
  return known
}

function note(path: string, element: Element, valid: boolean): void {
  const elements = element.children.filter((child) => 'name' in child)
  const text = element.children.map((child) => ('text' in child ? child.text : '')).join('')
  const add = (place: string, said: string): unknown => (valid ? at(place).valid : at(place).invalid).add(said)
  if (valid)
    at(path).parts.push([...elements.map(({ name }) => name), ...element.attributes.map(([name]) => `@${name}`)])
  add(path, text)
  for (const [name, value] of element.attributes) add(`${path}/@${name}`, value)
  for (const child of elements) note(`${path}/${child.name}`, child, valid)
}

for (const { xml, strict } of decodeVectors()) {
  const issues = strict.valid ? [] : strict.issues
  for (const { code, path } of issues) at(path.replace(/\[\d+\]/g, '')).codes.add(code)
  if (xml === undefined || issues.some(({ code }) => code.startsWith('xml.') || code === 'schema.root')) continue
  const document = infoset(xml)
  note(`/${document.name}`, document, strict.valid)
}

/** What the vectors lack of an element and all below it. */
function lacking(path: string, spec: SimpleSpec | ComplexSpec): readonly string[] {
  if (spec.kind === 'simple') return lackingText(path, spec)
  const { parts } = at(path)
  const has = (name: string): boolean => parts.some((names) => names.includes(name))
  const lacks = (name: string): boolean => parts.some((names) => !names.includes(name))
  const missing = (name: string, optional: boolean, kind: string): boolean =>
    optional
      ? lacks(name)
      : at(`${path}/${name}`).codes.has(`schema.${kind}-missing`) || at(path).codes.has(`schema.${kind}-missing`)
  return [
    ...(spec.text === undefined ? [] : lackingText(path, spec.text)),
    ...spec.attributes.flatMap(({ name, type, use }) => [
      ...(has(`@${name}`) ? [] : [`${path}/@${name} present`]),
      ...(missing(`@${name}`, use === 'optional', 'attribute') ? [] : [`${path}/@${name} absent`]),
      ...lackingText(`${path}/@${name}`, type),
    ]),
    ...spec.sequence.flatMap((particle) => {
      const branches = particle.kind === 'element' ? [[particle]] : particle.branches
      const names = new Set(branches.flat().map(({ name }) => name))
      const begins = (first: string): boolean => parts.some((all) => all.find((name) => names.has(name)) === first)
      const chosen = branches.filter(([first]) => first !== undefined && first.min > 0 && !begins(first.name))
      return [
        ...chosen.map(([first]) => `${path} with the branch of ${first?.name ?? ''}`),
        ...branches.flat().flatMap((element) => lackingElement(path, element, has, missing)),
      ]
    }),
  ]
}

function lackingElement(
  path: string,
  { name, type, min, max }: ElementSpec,
  has: (name: string) => boolean,
  missing: (name: string, optional: boolean, kind: string) => boolean,
): readonly string[] {
  const most = Math.max(...at(path).parts.map((names) => names.filter((each) => each === name).length))
  return [
    ...(has(name) ? [] : [`${path}/${name} present`]),
    ...(missing(name, min === 0, 'element') ? [] : [`${path}/${name} absent`]),
    ...(most === max ? [] : [`${path}/${name} ${max} times`]),
    ...(at(`${path}/${name}`).codes.has('schema.element-too-many') ? [] : [`${path}/${name} more than ${max} times`]),
    ...lacking(`${path}/${name}`, type),
  ]
}

/** What tells the forms of a date and time apart, for a reader in another language. */
const dateForms: Readonly<Record<string, RegExp>> = {
  'a date in UTC': /Z$/,
  'a date with an offset': /[+-]\d\d:\d\d$/,
  'a date without a zone': /:\d\d(?:\.\d+)?$/,
  'a date with a fraction': /\.\d+/,
  'a date at the end of a day': /T24:00:00/,
  'a date before the first year': /^-/,
}

function lackingText(path: string, spec: SimpleSpec): readonly string[] {
  const { valid, invalid, codes } = at(path)
  const length = (texts: ReadonlySet<string>, count: number): boolean =>
    [...texts].some((text) => [...text].length === count)
  const { minLength, maxLength, minInclusive, maxInclusive, enumeration, known, pattern } = spec
  const wanted: Readonly<Record<string, boolean | undefined>> = {
    ...(minLength !== undefined && {
      'minLength - 1': length(invalid, minLength - 1) && codes.has('schema.min-length'),
      minLength: length(valid, minLength),
      'minLength + 1': length(valid, minLength + 1),
    }),
    ...(maxLength !== undefined && {
      'maxLength - 1': length(valid, maxLength - 1),
      maxLength: length(valid, maxLength),
      'maxLength + 1': length(invalid, maxLength + 1) && codes.has('schema.max-length'),
    }),
    ...(minInclusive !== undefined && {
      'minInclusive - 1': invalid.has(String(minInclusive - 1)) && codes.has('schema.min-inclusive'),
      minInclusive: valid.has(String(minInclusive)),
      'minInclusive + 1': valid.has(String(minInclusive + 1)),
    }),
    ...(maxInclusive !== undefined && {
      'maxInclusive - 1': valid.has(String(maxInclusive - 1)),
      maxInclusive: valid.has(String(maxInclusive)),
      'maxInclusive + 1': invalid.has(String(maxInclusive + 1)) && codes.has('schema.max-inclusive'),
    }),
    ...(enumeration !== undefined && { 'another value': codes.has('schema.enumeration') }),
    ...Object.fromEntries([...(enumeration ?? []), ...(known ?? [])].map((value) => [value, valid.has(value)])),
    ...(known !== undefined && { 'an unknown value': [...valid].some((text) => text !== '' && !known.includes(text)) }),
    ...(pattern !== undefined && { 'another form': codes.has('schema.pattern') }),
    ...(spec.base === 'xs:dateTime' && {
      'no date': codes.has('schema.date-time'),
      ...Object.fromEntries(
        Object.entries(dateForms).map(([name, form]) => [name, [...valid].some((text) => form.test(text))]),
      ),
    }),
    ...(spec.base === 'xs:long' && { 'beyond 64 bits': invalid.has(String(2n ** 63n)) && codes.has('schema.long') }),
    ...(spec.base === 'xs:int' && { 'beyond 32 bits': invalid.has(String(2n ** 31n)) && codes.has('schema.int') }),
  }
  return Object.entries(wanted).flatMap(([name, there]) => (there === true ? [] : [`${path} with ${name}`]))
}

test.each(Object.keys(roots))(
  '%s: every part is there and not there, every branch, every facet on both sides',
  (root) => {
    const spec = roots[root]
    if (spec === undefined) return expect.unreachable(root)
    expect(
      lacking(`/${root}`, spec),
      'Run npm run vectors. What is still lacking, testing/vectors has to make.',
    ).toEqual([])
  },
)

test('the measure sees what is not there', () => {
  const spec = roots['error']
  if (spec === undefined) return expect.unreachable()
  const added: ElementSpec = {
    kind: 'element',
    name: 'added',
    min: 0,
    max: 1,
    type: { kind: 'simple', base: 'xs:string', value: 'string', maxLength: 7 },
  }
  expect(lacking('/error', { ...spec, sequence: [...spec.sequence, added] })).toEqual([
    '/error/added present',
    '/error/added 1 times',
    '/error/added more than 1 times',
    '/error/added with maxLength - 1',
    '/error/added with maxLength',
    '/error/added with maxLength + 1',
  ])
})

describe('every rule is kept and broken', () => {
  const vectors = vectorsOfKind<RuleVector>('rule')
  test.each(rules.flatMap(({ id, sectors }) => sectors.map((sector) => ({ id, sector }))))(
    '$id for $sector',
    ({ id, sector }) => {
      const own = vectors.filter((vector) => vector.rule === id && vector.sector === sector)
      const broken = own.map(({ errors, warnings }) =>
        [...errors, ...warnings].some(({ code }) => code === `rule.${id}`),
      )
      expect(
        new Set(broken),
        `Add jobs that keep ${id} and that break it to testing/manifest/rule-cases.ts, then npm run vectors.`,
      ).toEqual(new Set([true, false]))
    },
  )
})

describe('every operation has vectors', () => {
  const requests = vectorsOfKind<RequestVector>('request')
  const responses = vectorsOfKind<ResponseVector>('response')
  // The functions that there are, whatever the lists of the vectors say.
  test.each(Object.keys(portal))('%s', (name) => {
    const sent = requests.filter(({ operation }) => operation === name)
    expect(
      sent.some(({ request }) => request !== undefined),
      `Add cases of ${name} to testing/vectors/requests.ts, then npm run vectors.`,
    ).toBe(true)
    const read = responses.filter(({ operation }) => operation === name)
    expect(
      new Set(read.map(({ error }) => error === undefined)),
      `Add responses to ${name} that are read and that are refused to testing/vectors/response-cases.ts, then npm run vectors.`,
    ).toEqual(new Set([true, false]))
  })
})
