/** What of a value has the form that its declaration says. */
import { membersOf, propertiesOf } from '../guard.js'
import { elementsOf, propertyName, type ComplexSpec, type SimpleSpec } from './spec.js'

/** A copy of what has the form declared; an item of a list that has another is an empty object. */
export function soundOf(type: SimpleSpec | ComplexSpec, value: unknown): unknown {
  if (type.kind === 'simple') return typeof value === type.value ? value : undefined
  if (type.form === 'true') return value === true ? value : undefined
  const elements = elementsOf(type.sequence)
  if (type.form === 'list') return elements.map((item) => itemsOf(item.type, value))[0]
  const read = propertiesOf(value)
  return Object.fromEntries(
    [...type.attributes.map((attribute) => ({ ...attribute, max: 1 })), ...elements]
      .map(({ name, type: own, max }) => {
        const property = read[propertyName(name)]
        const sound = max === 1 ? soundOf(own, property) : itemsOf(own, property)
        return [propertyName(name), property === undefined ? undefined : sound] as const
      })
      .filter(([, property]) => property !== undefined),
  )
}

function itemsOf(type: SimpleSpec | ComplexSpec, value: unknown): unknown {
  return membersOf(value)?.map((item) => soundOf(type, item))
}
