/** Messages as a program reads them that knows their names by the objects `xml` of the description alone. */
import { codecs } from '../../src/codec/index.js'
import { elementsOf, propertyName, type ComplexSpec } from '../../src/codec/spec.js'
import type { Element } from '../conformance/documents.js'
import { infoset } from '../properties/infoset.js'
import { resolved, type Description, type Schema } from './description.js'

type Value = Readonly<Record<string, unknown>>

/** The value of an element that says all by its presence. */
const present: Value = {}

/** Reads a message; undefined if it is another. What the schema does not have is passed over. */
export function readMessage(within: Description, name: string, xml: string): unknown {
  const root = infoset(xml)
  const schema = resolved<Schema>(within, { $ref: `#/components/schemas/${name}` })
  if (root.name !== schema.xml?.name || root.namespace !== schema.xml.namespace) return undefined
  return valueOf(within, schema, root)
}

function valueOf(within: Description, schema: Schema, element: Element): unknown {
  if (schema.maxProperties === 0) return present
  if (schema.type !== 'object') return textValue(schema, textOf(element))
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([property, own]) => {
      const value = propertyValue(within, property, resolved(within, own), element)
      return value === undefined ? [] : [[property, value]]
    }),
  )
}

function propertyValue(within: Description, property: string, schema: Schema, element: Element): unknown {
  const { xml: { name = property, namespace, attribute, 'x-nodeType': nodeType } = {} } = schema
  if (nodeType === 'text') return textValue(schema, textOf(element))
  if (attribute === true) {
    const found = element.attributes.find(([one]) => one === name)
    return found && textValue(schema, found[1])
  }
  const found = childrenOf(element, name, namespace)
  const [first] = found
  if (first === undefined) return undefined
  if (schema.items === undefined) return valueOf(within, schema, first)
  // For OpenAPI the name of the items counts, for many generators that of the list.
  const items = resolved(within, schema.items)
  const { name: itemName = name, namespace: itemNamespace } = items.xml ?? {}
  const elements = childrenOf(element, itemName, itemNamespace).filter((child) => found.includes(child))
  return elements.map((item) => valueOf(within, items, item))
}

function childrenOf(element: Element, name: string, namespace: string | undefined): readonly Element[] {
  return element.children
    .filter((child) => 'name' in child)
    .filter((child) => child.name === name && child.namespace === namespace)
}

function textOf({ children }: Element): string {
  return children.map((child) => ('text' in child ? child.text : '')).join('')
}

/** A text as it is, or the number that it tells; anything else as the text that it is. */
function textValue({ type }: Schema, text: string): unknown {
  return type === 'integer' && /^\s*[+-]?[0-9]+\s*$/.test(text) ? Number(text) : text
}

/** The names of elements that wrap others, whose value in the vectors is a list. */
function wrappersIn({ sequence }: ComplexSpec): readonly string[] {
  return elementsOf(sequence).flatMap(({ name, type }) =>
    type.kind === 'simple' ? [] : [...(type.form === 'list' ? [name] : []), ...wrappersIn(type)],
  )
}

const wrappers = new Set(codecs.flatMap(({ spec }) => wrappersIn(spec)))

/**
 * A value of the description as the vectors have it: properties in camelCase, `true` for an element without content, and a
 * list for an element that wraps others.
 */
export function asInVectors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asInVectors)
  if (value === present) return true
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, own]: readonly [string, unknown]) => [
      propertyName(name),
      asInVectors(wrappers.has(name) ? Object.values(own as Value)[0] : own),
    ]),
  )
}
