/**
 * Inputs of the fuzzer: plain data, so that they can be written down, changed and cut by what knows nothing of what they are for.
 *
 * @module
 */
import { unlessThrown } from '../../src/guard.js'

/** Plain data, and bytes. */
export type Data = null | boolean | number | string | Uint8Array | readonly Data[] | DataObject

/** Data with names. */
export interface DataObject {
  readonly [name: string]: Data
}

/** Whether data is an object with names. */
export const isDataObject = (data: Data): data is DataObject =>
  typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Uint8Array)

/** Whether data is a list. */
export const isDataList = (data: Data): data is readonly Data[] => Array.isArray(data)

/** Data as JSON; bytes are base64 under a name that nothing else has. */
export function toJson(data: Data): string {
  // A Buffer would be asked for its own form first.
  const withoutBytes = (member: Data): unknown => {
    if (member instanceof Uint8Array) return { $bytes: Buffer.from(member).toString('base64') }
    if (isDataList(member)) return member.map(withoutBytes)
    if (isDataObject(member)) return Object.fromEntries(Object.entries(member).map(([k, v]) => [k, withoutBytes(v)]))
    return member
  }
  return JSON.stringify(withoutBytes(data), undefined, 1)
}

/** Data from such JSON. */
export function fromJson(json: string): Data {
  return JSON.parse(json, (_, member: unknown) => {
    const bytes = (member as { readonly $bytes?: string } | null)?.$bytes
    return bytes === undefined ? member : new Uint8Array(Buffer.from(bytes, 'base64'))
  }) as Data
}

/** A text as JSON; undefined for one that is none, which no reader of JSON hands on. */
export function jsonIn(text: string): unknown {
  return unlessThrown(() => JSON.parse(text) as unknown)
}

/** A place in data: names and indexes. */
export type Way = readonly (string | number)[]

/** Every place in data at which something stands that can be changed: texts, bytes, numbers, truths and lists. */
export function waysIn(data: Data, way: Way = []): readonly Way[] {
  if (isDataList(data)) return [way, ...data.flatMap((member, index) => waysIn(member, [...way, index]))]
  if (isDataObject(data)) return Object.entries(data).flatMap(([name, member]) => waysIn(member, [...way, name]))
  return data === null ? [] : [way]
}

/** What stands at a place; undefined where there is nothing. */
export function at(data: Data | undefined, [key, ...way]: Way): Data | undefined {
  if (key === undefined || data === undefined) return data
  if (isDataList(data)) return at(data[Number(key)], way)
  return isDataObject(data) ? at(data[key], way) : undefined
}

/** A copy in which something else stands at a place. */
export function withAt(data: Data, [key, ...way]: Way, member: Data): Data {
  if (key === undefined) return member
  if (isDataList(data)) return data.map((old, index) => (index === key ? withAt(old, way, member) : old))
  if (isDataObject(data)) return { ...data, [key]: withAt(data[key] ?? null, way, member) }
  return data
}
