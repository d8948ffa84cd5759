/**
 * Laws that hold for every codec, each named once.
 *
 * @module
 */
import * as fc from 'fast-check'
import type { Codec } from 'signering-portal/codec'
import { expect } from 'vitest'
import { mutations, write, type Content, type Element } from '../conformance/documents.js'
import { Random } from '../conformance/random.js'
import { dresses } from './dresses.js'
import { infoset } from './infoset.js'

/** A law of a codec and the values that it takes. */
export type Law = <T>(codec: Codec<T>, values: fc.Arbitrary<T>) => void

const choices = fc.integer({ min: 0, max: 2 ** 31 })

/** decode(encode(x)) = x */
const decodeAfterEncode: Law = (codec, values) => {
  fc.assert(
    fc.property(values, (value) => {
      expect(codec.decode(codec.encode(value))).toStrictEqual(value)
    }),
  )
}

/** encode(decode(d)) says what d says. */
const encodeAfterDecode: Law = (codec, values) => {
  fc.assert(
    fc.property(values, choices, fc.constantFrom(...Object.values(dresses)), (value, choice, dress) => {
      const document = dress(codec.encode(value), choice)
      expect(infoset(codec.encode(codec.decode(document)))).toStrictEqual(infoset(document))
    }),
  )
}

/** The same infoset in another dress decodes to the same value. */
const sameInEveryDress: Law = (codec, values) => {
  fc.assert(
    fc.property(values, choices, fc.constantFrom(...Object.values(dresses)), (value, choice, dress) => {
      expect(codec.decode(dress(codec.encode(value), choice))).toStrictEqual(value)
    }),
  )
}

/** A decoded value does not depend on whether the document came as text or as bytes. */
const sameAsBytes: Law = (codec, values) => {
  fc.assert(
    fc.property(values, (value) => {
      const text = codec.encode(value)
      const utf16 = text.replace('UTF-8', 'UTF-16')
      expect(codec.decode(new TextEncoder().encode(text))).toStrictEqual(value)
      expect(codec.decode(new TextEncoder().encode(`\uFEFF${text}`))).toStrictEqual(value)
      expect(codec.decode(new Uint8Array(Buffer.from(`\uFEFF${utf16}`, 'utf16le')))).toStrictEqual(value)
      expect(codec.decode(new Uint8Array(Buffer.from(`\uFEFF${utf16}`, 'utf16le').swap16()))).toStrictEqual(value)
    }),
  )
}

/** Changes text or an attribute's value by one character. */
const editText = (tree: Element, random: Random): void => {
  const elements = (element: Element): Element[] => [
    element,
    ...element.children.flatMap((child) => ('name' in child ? elements(child) : [])),
  ]
  const element = random.pick(elements(tree))
  const attribute = element.attributes[0]
  if (attribute !== undefined && random.chance(0.5)) {
    attribute[1] = `${attribute[1]}1`
  } else {
    element.children = element.children.map((child): Content => ('text' in child ? { text: `${child.text}1` } : child))
  }
}

const isSchemaLocation = (item: unknown): boolean =>
  Array.isArray(item) && /^xsi:.*chemaLocation$/.test(String(item[0]))

const changes = [
  editText,
  ...[
    'drop',
    'duplicate',
    'swap',
    'rename',
    'change namespace',
    'drop attribute',
    'prefix attribute',
    'add attribute',
    'add child',
  ].flatMap((name) => mutations[name] ?? []),
]

/** Any single change of a document that changes what it says changes the decoded value, or is refused. */
const everyChangeShows: Law = (codec, values) => {
  fc.assert(
    fc.property(values, choices, fc.constantFrom(...changes), (value, choice, change) => {
      const before = infoset(codec.encode(value))
      const after = structuredClone(before)
      change(after, new Random(choice), new Set())
      const document = write(after, new Random(choice))
      // A schema location is a hint that says nothing about the message.
      const said = JSON.stringify(after, (_, item: unknown) =>
        Array.isArray(item) ? item.filter((member) => !isSchemaLocation(member)) : item,
      )
      fc.pre(said !== JSON.stringify(before))
      const result = codec.safeDecode(document)
      if (result.ok) expect(result.value).not.toEqual(value)
    }),
  )
}

/** Decoding tolerantly is decoding strictly after the unknown parts are taken out. */
const tolerantIsStrictWithoutUnknown: Law = (codec, values) => {
  fc.assert(
    fc.property(values, choices, fc.boolean(), (value, choice, spoil) => {
      const random = new Random(choice)
      const clean = infoset(codec.encode(value))
      // What strict decoding refuses, tolerant decoding refuses too.
      if (spoil)
        random.pick(['drop', 'duplicate', 'swap', 'drop attribute'].flatMap((name) => mutations[name] ?? []))(
          clean,
          random,
          new Set(),
        )
      const strict = codec.safeDecode(write(clean, new Random(choice)))
      for (let added = 0; added < 3; added++) addUnknown(clean, random)
      // Indentation would be text in an element that has text and an unknown element.
      const dirty = write(clean, new Random(choice), new Set(), false)
      expect(codec.safeDecode(dirty).ok).toBe(false)
      const tolerant = codec.safeDecode(dirty, { unknown: 'ignore' })
      expect(tolerant.ok).toBe(strict.ok)
      if (tolerant.ok && strict.ok) expect(tolerant.value).toStrictEqual(strict.value)
    }),
  )
}

/** Adds an element or attribute that the schema does not have; an element may have known ones inside. */
function addUnknown(element: Element, random: Random): void {
  const inner = element.children.filter((child) => 'name' in child)
  if (inner.length > 0 && random.chance(0.6)) {
    addUnknown(random.pick(inner), random)
  } else if (random.chance(0.3) && !element.attributes.some(([name]) => name === 'unknown')) {
    element.attributes.push(['unknown', '1'])
  } else {
    const namespace = random.pick([element.namespace, 'urn:other', ''])
    const attributes: [string, string][] = random.chance(0.5) ? [['order', '1']] : []
    const unknown: Element = { name: 'unknown', namespace, attributes, children: structuredClone(inner.slice(0, 2)) }
    unknown.children.push({ text: 'x' })
    element.children.splice(random.integer(0, element.children.length), 0, unknown)
  }
}

/** Every law by name. */
export const laws: Readonly<Record<string, Law>> = {
  'decode(encode(x)) = x': decodeAfterEncode,
  'encode(decode(d)) says what d says': encodeAfterDecode,
  'the same infoset in another dress decodes to the same value': sameInEveryDress,
  'text and bytes decode to the same value': sameAsBytes,
  'every change of what a document says shows in the value, or is refused': everyChangeShows,
  'decoding tolerantly is decoding strictly after the unknown parts are taken out': tolerantIsStrictWithoutUnknown,
}
