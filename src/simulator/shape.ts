/**
 * Checks of data from outside, property by property: snapshots, and what comes over the control interface. The guards of
 * the package tell only what kind of value there is.
 *
 * @module
 */
import { isObject, membersOf } from '../guard.js'

/** Tells whether a value is of some shape. */
export type Shape = (value: unknown) => boolean

/** Any text. */
export const text: Shape = (value) => typeof value === 'string'

/** A text of some form. */
export function matching(form: RegExp): Shape {
  return (value) => typeof value === 'string' && form.test(value)
}

/** True or false. */
export const truth: Shape = (value) => typeof value === 'boolean'

/** An instant in milliseconds that a Date can hold. */
export const instant: Shape = (value) => Number.isInteger(value) && !Number.isNaN(new Date(value as number).getTime())

/** A whole number, 0 or more. */
export const count: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 0

/** A whole number, 1 or more. */
export const positive: Shape = (value) => count(value) && value !== 0

/** One of some constants. */
export function oneOf(...values: readonly unknown[]): Shape {
  return (value) => values.includes(value)
}

/** An array. */
export function list(item: Shape): Shape {
  return (value) => membersOf(value)?.every(item) === true
}

/** A property that may be absent. */
export function maybe(shape: Shape): Shape {
  return (value) => value === undefined || shape(value)
}

/** An object with these properties and no others. */
export function record(properties: Readonly<Record<string, Shape>>): Shape {
  return (value) =>
    isObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(properties, name)) &&
    Object.entries(properties).every(([name, shape]) => shape(value[name]))
}

/** A value of one of several shapes. */
export function anyOf(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.some((shape) => shape(value))
}
