/**
 * Changes inputs: each text and each bytes by what it looks like, XML by token, DER by value, JSON by member.
 *
 * @module
 */
import type { Random } from '../conformance/random.js'
import { mutate } from '../mutate.js'
import { at, isDataList, isDataObject, jsonIn, waysIn, withAt, type Data, type DataObject, type Way } from './data.js'
import { changeDer } from './der-tree.js'
import { words } from './words.js'
import { changeXml } from './xml-tokens.js'

/** The longest text or bytes that a change may make. */
const longest = 65_536

const encoder = new TextEncoder()

const numbers = [
  0,
  1,
  -1,
  2,
  7,
  8,
  20,
  127,
  128,
  255,
  256,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53,
]

/** Pieces that mean something somewhere. */
const pieces = [
  '\0',
  '\n',
  '\r\n',
  ' ',
  '"',
  "'",
  '\\',
  ';',
  ',',
  '=',
  ':',
  '/',
  '%',
  '%00',
  '-',
  '--',
  '..',
  '😀',
  '\uD83D',
  'å',
  '9',
  '1e9',
]

function changeNumber(value: number, random: Random): number {
  return random.pick([value + 1, value - 1, value * 2, -value, random.pick(numbers), random.integer(0, 255)])
}

function changePlainText(text: string, random: Random, other: string): string {
  const [one, two] = [random.integer(0, text.length), random.integer(0, text.length)]
  const [from, to] = [Math.min(one, two), Math.max(one, two)]
  return random.pick([
    () => other,
    () => random.pick(words),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, from) + text.slice(from, to).repeat(random.pick([2, 2, 2, 50])) + text.slice(to),
    () => text.slice(0, from) + random.pick(pieces) + text.slice(from),
    () => text.slice(0, from) + random.pick(words) + text.slice(from),
    () => text.slice(0, from) + random.pick(words) + text.slice(to),
    () => text.slice(0, from) + other.slice(random.integer(0, other.length)),
    () => text.slice(0, from) + String.fromCharCode(random.integer(0, 0x17f)) + text.slice(from + 1),
    () => text.replace(/\d+/, (digits) => String(changeNumber(Number(digits), random))),
    () => random.pick([text.toUpperCase(), text.toLowerCase(), text.trim(), [...text].reverse().join('')]),
  ])()
}

/** Changes what stands in base64 between two borders, where it is DER. */
function changeBase64(text: string, random: Random): string | undefined {
  const blocks = [...text.matchAll(/[A-Za-z0-9+/][A-Za-z0-9+/\s]{30,}={0,2}/g)].filter(([block]) =>
    /^M[A-P]/.test(block),
  )
  if (blocks.length === 0) return undefined
  const { 0: block, index } = random.pick(blocks)
  const changed = changeDer(Buffer.from(block, 'base64'), random)
  if (changed === undefined) return undefined
  const written = Buffer.from(changed).toString('base64').replace(/.{64}/g, '$&\n')
  return `${text.slice(0, index)}${written}\n${text.slice(index + block.length)}`
}

function changeJson(text: string, random: Random, other: string): string | undefined {
  const data = jsonIn(text) as Data | undefined
  if (data === undefined) return undefined
  const otherData = (jsonIn(other) ?? null) as Data
  return JSON.stringify(random.chance(0.4) ? changeMembers(data, random) : change(data, random, otherData))
}

/** The ways to every object in data. */
function objectsIn(data: Data, way: Way = []): readonly Way[] {
  if (isDataList(data)) return data.flatMap((member, index) => objectsIn(member, [...way, index]))
  if (!isDataObject(data)) return []
  return [way, ...Object.entries(data).flatMap(([name, member]) => objectsIn(member, [...way, name]))]
}

/** Changes what names an object of JSON has, and what kinds of members. */
function changeMembers(data: Data, random: Random): Data {
  const ways = objectsIn(data)
  if (ways.length === 0) return random.pick<Data>([null, {}, [], 0, 'a', [data], { a: data }])
  const way = random.pick(ways)
  const entries = Object.entries(at(data, way) as DataObject)
  const index = random.integer(0, Math.max(0, entries.length - 1))
  random.pick<() => unknown>([
    () => entries.splice(index, 1),
    () => entries.push([random.pick(words), random.pick<Data>([null, true, 0, '', [], {}])]),
    () => (entries[index] = [entries[index]?.[0] ?? '', random.pick<Data>([null, true, 1.5, '', 'a', [], {}, [null]])]),
    () => entries.push(['__proto__', {}]),
  ])()
  // A name that an assignment would take for the prototype.
  return withAt(data, way, Object.fromEntries(entries))
}

function changeText(text: string, random: Random, other: string): string {
  const special = random.chance(0.85)
    ? ((/^\s*[[{]/.test(text) ? changeJson(text, random, other) : undefined) ??
      (text.includes('-----BEGIN') && random.chance(0.7) ? changeBase64(text, random) : undefined) ??
      (text.includes('<') ? changeXml(text, random, other, words) : undefined))
    : undefined
  return (special ?? changePlainText(text, random, other)).slice(0, longest)
}

function changeBytes(given: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  // A slice of a Buffer is no copy.
  const bytes = new Uint8Array(given)
  const isText = [0x3c, 0x7b, 0x2d].includes(bytes[0] ?? 0)
  const special = random.chance(0.85)
    ? isText
      ? encoder.encode(changeText(new TextDecoder().decode(bytes), random, new TextDecoder().decode(other)))
      : changeDer(bytes, random, other)
    : undefined
  return (special ?? mutate(bytes, random)).slice(0, longest)
}

function changeList(list: readonly Data[], random: Random, other: readonly Data[]): readonly Data[] {
  const copy = [...list]
  const index = random.integer(0, Math.max(0, copy.length - 1))
  random.pick<() => unknown>([
    () => copy.splice(index, 1),
    () => copy.splice(index, 0, ...copy.slice(index, index + 1)),
    () => copy.splice(index, 0, ...copy.slice(random.integer(0, copy.length))),
    () => copy.push(...copy.splice(index, 1)),
    () =>
      copy.splice(index, 0, ...(other.length === 0 ? [] : [random.pick(other.map((member) => [member]))[0] as Data])),
    () => copy.splice(index, copy.length, ...other.slice(index)),
  ])()
  return copy.slice(0, 200)
}

/** Changes one place of an input, now and then with what stands there in another. The kinds of its members stay what they are. */
export function change(data: Data, random: Random, other: Data): Data {
  const ways = waysIn(data)
  if (ways.length === 0) return data
  const way = random.pick(ways)
  const [old, otherOld] = [at(data, way) ?? null, at(other, way) ?? null]
  return withAt(data, way, changed(old, random, otherOld))
}

function changed(old: Data, random: Random, other: Data): Data {
  if (typeof old === 'boolean') return !old
  if (typeof old === 'number') return changeNumber(old, random)
  if (typeof old === 'string') return changeText(old, random, typeof other === 'string' ? other : '')
  if (old instanceof Uint8Array) return changeBytes(old, random, other instanceof Uint8Array ? other : new Uint8Array())
  return isDataList(old) ? changeList(old, random, isDataList(other) ? other : []) : old
}
