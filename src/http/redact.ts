/**
 * Leaving out of what goes to logs what is personal or secret.
 *
 * @module
 */
import { isDate, isInstance, isPlainObject, isString, timeOf, unlessThrown, type Properties } from '../guard.js'
import { bytesOf, redactBytes } from './redact-bytes.js'
import { mark, type Redacted } from './redact-text.js'
import { redactText } from './redact-xml.js'

/** Where a value stands: what the name of its property says of it. */
interface Place {
  /** What a text or a number is there. */
  readonly kind?: Redacted
  /** The property of an object there that is of that kind. */
  readonly member?: string
  /** A text is kept as it is. */
  readonly kept?: true
}

const anywhere: Place = {}
const address: Place = { kind: 'e-mail address' }
const number: Place = { kind: 'telephone number' }
const email: Place = { ...address, member: 'address' }
const sms: Place = { ...number, member: 'number' }
const key: Place = { kind: 'key' }
const secrets: Place = { kind: 'credentials' }
const kept: Place = { kept: true }

/** By name, in lower case and without hyphens and underscores. */
const places = new Map<string, Place>([
  ['personalidentificationnumber', { kind: 'national identity number' }],
  ['title', { kind: 'title' }],
  ['nonsensitivetitle', { kind: 'title' }],
  ['description', { kind: 'description' }],
  ['email', email],
  ['sms', sms],
  ['key', key],
  ['privatekey', key],
  ['pfx', key],
  ['pkcs12', key],
  ['passphrase', { kind: 'passphrase' }],
  ['password', { kind: 'passphrase' }],
  ['authorization', secrets],
  ['proxyauthorization', secrets],
  ['cookie', secrets],
  ['setcookie', secrets],
  ['signaturejobid', kept],
  ['contentlength', kept],
])

/** What an address or a number is that stands alone in an object, as in the types `email` and `sms`. */
const members = new Map([
  ['address', address],
  ['number', number],
])

/** What cannot be read, such as a property whose getter throws. */
const unreadable = '(unreadable)'

/** Copies values, each once for each kind of place, and their members later, so that no depth is too deep. */
interface Copier {
  readonly copy: (value: unknown, place?: Place) => unknown
  /** Does something later. */
  readonly later: (work: () => void) => void
}

/**
 * Copies a value, with what is personal or secret replaced by what it is and how long: `(national identity number, 11)`. For
 * logs: it takes messages as values, XML or bytes, requests, responses, errors with their issues and causes, and anything else,
 * however nested, with cycles, and in Maps and Sets. Everything else stays as it is. Never throws, whatever it is given,
 * and never changes it.
 *
 * By name, of properties and keys of a Map without regard to case, hyphens and underscores, and of elements and attributes of
 * XML anywhere in a text: `personalIdentificationNumber`, `title`, `nonsensitiveTitle`, `description`, the `address` of an
 * `email` and the `number` of an `sms` (also alone in an object); and of properties `key`, `privateKey`, `pfx`, `pkcs12`,
 * `passphrase`, `password`, `authorization`, `proxy-authorization`, `cookie` and `set-cookie`. What stands in an object under one
 * of them is of that kind, too, whatever its name. In a text of JSON the names of properties are not looked for.
 *
 * In other text, names of properties included: eleven digits that are no part of a longer run, also as `010190 12345`; e-mail
 * addresses, whose last part begins with a letter; private keys in PEM; telephone numbers: `+` or `00` and 7 to 15 digits, and
 * eight digits that begin with 2 to 9, each in one or in the usual groups, also with `%2B` and `%20`. A number that could be
 * either is taken for personal, but for dates of eight digits, digests, UUIDs, what is a part of a name or of a decimal, or stands behind a slash, and
 * what the text calls the id of a signature job. A whole number of eleven digits that is no text is taken for a national
 * identity number. Organization numbers have nine digits, and stay.
 *
 * Bytes are replaced too, `(bytes, 51234)`, but for XML in UTF-8, and for the part of a multipart content before its ZIP archive:
 * these become text. Names of people and of files, references and queues are kept unless they look like one of these, and the
 * address of a host is no e-mail address.
 *
 * An Error becomes a plain Error with its name, message, stack and own properties; an object of another class an object with its
 * own properties, or its name in parentheses if it has none; a Response, a Request and Headers what they tell; a function
 * `(function)`; a URL its text; and what cannot be read `(unreadable)`. A Date stays. Two keys that become one have a number
 * behind the second.
 *
 * @param value - anything
 * @returns the copy. Lengths in it are those of a text, in UTF-16 units, a reference in XML as one, or in bytes
 */
export function redact(value: unknown): unknown {
  const copies = new Map<Place, WeakMap<object, unknown>>()
  const work: (() => void)[] = []
  const copy: Copier['copy'] = (original, place = anywhere) => {
    if (typeof original !== 'object' || original === null) return copyPrimitive(original, place)
    const known = copies.get(place) ?? new WeakMap<object, unknown>()
    copies.set(place, known)
    if (known.has(original)) return known.get(original)
    const made = unlessThrown(() => ({ copy: copyObject(original, place, copier) })) ?? { copy: unreadable }
    known.set(original, made.copy)
    return made.copy
  }
  const copier: Copier = { copy, later: (task) => work.push(task) }
  const result = copy(value)
  for (let task = work.pop(); task !== undefined; task = work.pop()) task()
  return result
}

/** Redacts a text, of which no length is too much. */
function redactAny(text: string): string {
  return unlessThrown(() => redactText(text)) ?? unreadable
}

function copyPrimitive(value: unknown, { kind, kept: isKept }: Place): unknown {
  if (typeof value === 'function') return '(function)'
  if (isString(value)) {
    if (kind !== undefined && value !== '') return mark(kind, value.length)
    return isKept ? value : redactAny(value)
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return value
  const digits = String(value)
  if (kind !== undefined) return mark(kind, digits.length)
  return /^[0-9]{11}$/.test(digits) && !isKept ? mark('national identity number', digits.length) : value
}

function copyObject(value: object, place: Place, copier: Copier): unknown {
  const bytes = bytesOf(value)
  if (bytes !== undefined) return redactBytes(bytes, place.kind)
  if (Array.isArray(value)) return copyList(value, place, copier)
  const own = Object.keys(value)
  // Most are, and to find out what another object is takes its time.
  if (isPlainObject(value)) return copyProperties({}, value, own, place, copier)
  if (isDate(value)) return new Date(timeOf(value))
  const boxed = unbox(value)
  if (boxed !== undefined) return copier.copy(boxed, place)
  if (sizeOf(Map, value) !== undefined) return copyMap(value as ReadonlyMap<unknown, unknown>, place, copier)
  if (sizeOf(Set, value) !== undefined) return copySet(value as ReadonlySet<unknown>, place, copier)
  if (isError(value)) return copyError(value, place, copier)
  if (isInstance(value, URL) || isInstance(value, URLSearchParams)) return copyPrimitive(value.toString(), place)
  const told = toldBy(value)
  if (told !== undefined) return copyProperties({}, told, Object.keys(told), place, copier)
  const name = own.length === 0 ? classOf(value) : undefined
  return name === undefined ? copyProperties({}, value, own, place, copier) : `(${name})`
}

/** What the objects of `fetch` tell that they have not as properties of their own. */
function toldBy(value: object): object | undefined {
  if (isInstance(value, Headers)) return Object.fromEntries(value)
  const isResponse = isInstance(value, Response)
  if (!isResponse && !isInstance(value, Request)) return undefined
  const { url, headers, body } = value
  return isResponse ? { status: value.status, url, headers, body } : { method: value.method, url, headers, body }
}

/** The name of the class of an object; undefined for one that no class made. */
function classOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  // What has no prototype itself is the Object.prototype of this realm, or another.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined
  const { constructor } = prototype as { readonly constructor?: { readonly name?: unknown } }
  const name = constructor?.name
  return isString(name) && /^\w{1,40}$/.test(name) ? redactText(name) : 'object'
}

/** Copies properties into an object, and gives it at once: what they hold is copied later. */
function copyProperties(copy: object, value: object, names: readonly string[], place: Place, copier: Copier): object {
  const free = namesBeside(names)
  copier.later(() => {
    for (const name of names) {
      const read = unlessThrown(() => ({ member: (value as Properties)[name] }))
      const inner = placeOf(name, place, names.length === 1 && isString(read?.member))
      const member = read === undefined ? unreadable : copier.copy(read.member, inner)
      // What an Error has from its class is as little listed as what it has itself.
      const enumerable = unlessThrown(() => Object.getOwnPropertyDescriptor(value, name)?.enumerable) ?? false
      define(copy, free(redactAny(name), name), member, enumerable)
    }
  })
  return copy
}

/** Where a member stands, by its name and by where its owner does: in a title, say, all is of the title, whatever its name. */
function placeOf(name: unknown, owner: Place, isAlone: boolean): Place {
  if (owner.kind !== undefined && owner.member === undefined) return owner
  if (!isString(name)) return anywhere
  const plain = name.replace(/[-_]/g, '').toLowerCase()
  const member = members.get(plain)
  if (member !== undefined && (isAlone || owner.member === plain)) return member
  return places.get(plain) ?? anywhere
}

/** Gives copies of names and keys that none of the others has; one that was not changed is its own. */
function namesBeside(originals: Iterable<unknown>): (copy: string, original: unknown) => string {
  const taken = new Set(originals)
  const counts = new Map<string, number>()
  return (copy, original) => {
    if (copy === original) return copy
    let count = counts.get(copy) ?? 0
    const nameOf = (): string => (count < 2 ? copy : `${copy} ${count}`)
    do count += 1
    while (taken.has(nameOf()))
    counts.set(copy, count)
    taken.add(nameOf())
    return nameOf()
  }
}

function define(copy: object, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(copy, name, { value, enumerable, writable: true, configurable: true })
}

/** Items are what the list would be; it can have properties beside them. */
function copyList(list: readonly unknown[], place: Place, copier: Copier): unknown[] {
  const copy: unknown[] = []
  copy.length = list.length
  copier.later(() => {
    // A sparse list can claim to have 4,294,967,295 items.
    const names = unlessThrown(() => Object.keys(list)) ?? []
    const free = namesBeside(names)
    for (const name of names) {
      const isItem = /^(?:0|[1-9][0-9]*)$/.test(name) && Number(name) < copy.length
      const inner = isItem ? place : placeOf(name, place, false)
      const [item] = unlessThrown(() => [copier.copy(Reflect.get(list, name), inner)]) ?? [unreadable]
      define(copy, isItem ? name : free(redactAny(name), name), item, true)
    }
  })
  return copy
}

function copyMap(map: ReadonlyMap<unknown, unknown>, place: Place, copier: Copier): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>()
  copier.later(() => {
    const entries: (readonly [unknown, unknown])[] = []
    Map.prototype.forEach.call(map, (value, key) => entries.push([key, value]))
    const keys = copyKeys(
      entries.map(([key]) => key),
      // A text is a name there; anything else is as what it leads to.
      (key) => (isString(key) ? anywhere : placeOf(undefined, place, false)),
      copier,
    )
    for (const [index, [key, value]] of entries.entries())
      copy.set(keys[index], copier.copy(value, placeOf(key, place, entries.length === 1 && isString(value))))
  })
  return copy
}

function copySet(set: ReadonlySet<unknown>, place: Place, copier: Copier): Set<unknown> {
  const copy = new Set<unknown>()
  copier.later(() => {
    const items: unknown[] = []
    Set.prototype.forEach.call(set, (item) => items.push(item))
    for (const item of copyKeys(items, () => place, copier)) copy.add(item)
  })
  return copy
}

/** Copies of keys, as many as there were: texts and numbers can become one. */
function copyKeys(keys: readonly unknown[], placeOfKey: (key: unknown) => Place, copier: Copier): readonly unknown[] {
  const free = namesBeside(keys)
  return keys.map((key) => {
    const copy = copier.copy(key, placeOfKey(key))
    return isString(copy) ? free(copy, key) : copy
  })
}

function isError(value: object): value is Error {
  return isInstance(value, Error) || Object.prototype.toString.call(value) === '[object Error]'
}

/** A plain Error: one of its class would lack what the class keeps elsewhere. */
function copyError(error: Error, place: Place, copier: Copier): object {
  const names = new Set(['name', 'message', 'stack', ...Object.getOwnPropertyNames(error)])
  return copyProperties(new Error(), error, [...names], place, copier)
}

/** The size of a Map or a Set of whatever realm; undefined for anything else. */
function sizeOf(type: typeof Map | typeof Set, value: object): unknown {
  return unlessThrown((): unknown => Reflect.get(type.prototype, 'size', value))
}

/** What a String object and its like hold; undefined for anything else. */
function unbox(value: object): unknown {
  return (
    unlessThrown(() => String.prototype.valueOf.call(value)) ??
    unlessThrown(() => Number.prototype.valueOf.call(value)) ??
    unlessThrown(() => Boolean.prototype.valueOf.call(value))
  )
}
