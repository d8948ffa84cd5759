/** What of a value has the form that its declaration says. */
import { membersOf, propertiesOf } from '../guard.js'
import { elementsOf, propertyName, type ComplexSpec, type SimpleSpec } from './spec.js'

/** An attribute of a type, or the elements of one name in it. */
interface Part {
  readonly property: string
  readonly type: SimpleSpec | ComplexSpec
  readonly max: number
}

const known = new WeakMap<ComplexSpec, readonly Part[]>()

/** The parts of a type, made once: to make names of properties takes longer than to look at what they hold. */
function partsOf(type: ComplexSpec): readonly Part[] {
  const parts =
    known.get(type) ??
    [...type.attributes.map((attribute) => ({ ...attribute, max: 1 })), ...elementsOf(type.sequence)].map(
      ({ name, type: own, max }) => ({ property: propertyName(name), type: own, max }),
    )
  known.set(type, parts)
  return parts
}

/** A copy of what has the form declared; an item of a list that has another is an empty object. */
export function soundOf(type: SimpleSpec | ComplexSpec, value: unknown): unknown {
  if (type.kind === 'simple') return typeof value === type.value ? value : undefined
  if (type.form === 'true') return value === true ? value : undefined
  const parts = partsOf(type)
  if (type.form === 'list') return parts.map((item) => itemsOf(item.type, value))[0]
  const read = propertiesOf(value)
  const sound: Record<string, unknown> = {}
  for (const { property, type: own, max } of parts) {
    const held = read[property]
    const part = held === undefined ? undefined : max === 1 ? soundOf(own, held) : itemsOf(own, held)
    if (part !== undefined) sound[property] = part
  }
  return sound
}

function itemsOf(type: SimpleSpec | ComplexSpec, value: unknown): unknown {
  return membersOf(value)?.map((item) => soundOf(type, item))
}
