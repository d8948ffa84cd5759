/**
 * Values of JSON that are almost those of a message: one change, anywhere in a good one.
 *
 * @module
 */
import * as fc from 'fast-check'
import { throughJson } from '../json-schemas.js'

type Way = readonly (string | number)[]

/** Every place in a value, the value itself first. */
function waysIn(value: unknown): readonly Way[] {
  if (typeof value !== 'object' || value === null) return [[]]
  const entries = Object.entries(value) as readonly (readonly [string, unknown])[]
  return [
    [],
    ...entries.flatMap(([key, member]) =>
      waysIn(member).map((way): Way => [Array.isArray(value) ? Number(key) : key, ...way]),
    ),
  ]
}

/** A copy with another value at a place; nothing there if that is undefined. */
function changedAt(value: unknown, [key, ...way]: Way, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) {
    const list = value as readonly unknown[]
    return list.flatMap((member, index) => {
      const made = index === key ? changedAt(member, way, change) : member
      return made === undefined ? [] : [made]
    })
  }
  const object = value as Readonly<Record<string, unknown>>
  const made = changedAt(object[key], way, change)
  const { [key]: _, ...rest } = object
  return made === undefined ? rest : { ...rest, [key]: made }
}

const otherTexts = ['', 'a', 'SELF', 'true', '1', '0000-01-01T00:00:00Z', '\u{1F58B}'.repeat(45), 'a'.repeat(501)]
const others: readonly unknown[] = [null, true, false, 0, -1, 1.5, 10, 2 ** 53, 1e300, [], {}, ...otherTexts]

/** A character put into a text, or in place of one: what XML cannot hold, what counts as two, line ends, digits. */
const insertions = Array.from('\0\b\uD83D\uDD8B\uFFFE\uFFFF\n\r\u0085\u2028 +-.:09TZé')

const textChange = fc
  .tuple(fc.nat(), fc.constantFrom(0, 1), fc.constantFrom('', '\u{1F58B}', ...insertions))
  .map(([at, replaced, inserted]) => (old: unknown): unknown => {
    if (typeof old !== 'string') return inserted
    const characters = Array.from(old)
    characters.splice(at % (characters.length + 1), replaced, inserted)
    return characters.join('')
  })

/** Names that some element has, and some that none has. */
const names = [
  'email',
  'sms',
  'title',
  'document',
  'documents',
  'order',
  'reference',
  'value',
  'signer',
  'status',
  'xadesUrl',
]

const structureChange = fc.oneof(
  fc.constant((): unknown => undefined),
  fc.constantFrom(...others).map((other) => (): unknown => other),
  fc.tuple(fc.constantFrom(...names, 'addedLater'), fc.constantFrom(...others)).map(
    ([name, other]) =>
      (old: unknown): unknown =>
        typeof old === 'object' && !Array.isArray(old) ? { ...old, [name]: other } : other,
  ),
  fc.nat({ max: 12 }).map(
    (count) =>
      (old: unknown): unknown =>
        Array.isArray(old) ? Array.from({ length: count }, (): unknown => old[0]) : old,
  ),
)

/** A good value without each of its places, one at a time. */
export function withoutEach(value: unknown): readonly unknown[] {
  return waysIn(value)
    .filter((way) => way.length > 0)
    .map((way) => changedAt(value, way, () => undefined))
}

/** Good values with one change. */
export function changedAnyhow(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.oneof(textChange, structureChange)
  return fc.tuple(values.map(throughJson), fc.nat(), change).map(([value, at, make]) => {
    const ways = waysIn(value)
    const changed = changedAt(value, ways[at % ways.length] ?? [], make)
    return changed === undefined ? null : changed
  })
}
