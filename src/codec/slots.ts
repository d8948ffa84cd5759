/**
 * What was read of an object that is to be written: each property once, in a place of its own.
 *
 * @module
 */
import type { Properties } from '../guard.js'
import type { CompiledComplex } from './content.js'

/** The properties of a type, each at its place: attributes, text, elements. */
export type Places = readonly string[]

/** What was read of an object, by the places of its properties. One that is undefined is absent. */
export type Slots = unknown[]

/** The same, by their names. */
interface View extends Properties {
  '~slots': Slots
}

/** Gives the properties of a type their places. */
export function placesOf({ attributes, text, particles }: CompiledComplex): Places {
  const properties = attributes.map(({ property }) => property)
  if (text !== undefined) properties.push('value')
  return [...new Set([...properties, ...particles.map(({ property }) => property)])]
}

/**
 * Compiles what makes of slots an object that has their values by the names of their properties. They are found through its
 * prototype: to give each object properties of its own takes V8 twice as long as all else that reading it takes.
 */
export function compileView(places: Places): (slots: Slots) => Properties {
  const prototype = {}
  places.forEach((property, place) => {
    function get(this: View): unknown {
      return this['~slots'][place]
    }
    Object.defineProperty(prototype, property, { get })
  })
  return (slots) => {
    const view = Object.create(prototype) as View
    view['~slots'] = slots
    return view
  }
}

/** Puts the properties of an object into slots, and gives back those that have no place, if there are any. */
export function fill(slots: Slots, source: Properties, places: Places): readonly string[] | undefined {
  let others: string[] | undefined
  let next = 0
  for (const property in source) {
    const value = source[property]
    if (value === undefined) continue
    const place = placeOf(property, places, next)
    if (place !== -1) {
      slots[place] = value
      next = place + 1
    }
    // Of a property that a getter has deleted, V8 tells all the same if Object.prototype has its like.
    else if (Object.hasOwn(source, property)) (others ??= []).push(property)
  }
  return others
}

/** The place of a property; -1 if there is none. They mostly come in their order, so that the next one is tried first. */
function placeOf(property: string, places: Places, next: number): number {
  for (let place = next; place < places.length; place++) if (places[place] === property) return place
  for (let place = 0; place < next; place++) if (places[place] === property) return place
  return -1
}
