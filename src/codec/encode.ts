/**
 * From values to XML. A type is compiled once into a function that reads a value, checks it and appends its XML.
 *
 * @module
 */
import { firstMembers, isPlainObject, recordOf, type Properties } from '../guard.js'
import type { Issue, IssueCode } from '../issue.js'
import { makeIssue, maximumIssues } from '../outcome.js'
import { isLongerThan } from '../xml/encoding.js'
import { escapeAttribute, escapeText } from '../xml/escape.js'
import type { CompiledAttribute, CompiledComplex, CompiledType, Particle } from './content.js'
import { requiredOneOf, unexpectedProperty, withWords, type Offers } from './property.js'
import type { Report, SimpleCodec } from './simple.js'
import { compileView, fill, placesOf, type Places, type Slots } from './slots.js'
import { namespace } from './spec.js'

/**
 * The length in bytes of the longest document that is written, and of the longest that is read unless the options of
 * decoding say otherwise: 1 MiB, some hundred times the longest message that the service and its users exchange. Reading
 * takes memory many times that.
 */
export const maximumMessageBytes = 1_048_576

/** What came of writing a value. */
export interface Encoded {
  /** The document; complete and valid if there are no issues. */
  readonly xml: string
  /** What was read of the value: each property once, so that whoever looks again sees what was written. */
  readonly value: unknown
  /** All that is wrong. */
  readonly issues: readonly Issue[]
}

/** A document while it is written. */
class Writing {
  readonly issues: Issue[] = []
  /** What the element that was written last was read as. */
  read: unknown
  readonly #offers: Offers

  constructor(offers: Offers) {
    this.#offers = offers
  }

  /** Notes an issue of the element being written, or of what is in it. */
  report(code: IssueCode, message: string, path = ''): void {
    this.add(makeIssue(code, message, { path }))
  }

  add(issue: Issue): void {
    if (this.issues.length < maximumIssues) this.issues.push(issue)
  }

  /** The issues from one on are of what is below a step of the path: only what is wrong pays for its path. */
  moveBelow(step: string, from: number): void {
    const moved = this.issues.slice(from).map((issue) => ({ ...issue, path: step + issue.path }))
    this.issues.splice(from, moved.length, ...moved)
  }

  /** Those of some words that can be written in an object. */
  offered(words: Iterable<string>, owner: Properties): readonly string[] {
    return [...words].filter((word) => this.#offers(word, owner))
  }

  /** Reports what is wrong with a text. */
  get reportText(): Report {
    return (code, message, words) => {
      this.report(code, withWords(message, words && this.offered(words, {})))
    }
  }
}

/**
 * Appends an element, an attribute or a text to what is written of the document, and gives that back; the value as it was
 * read is then {@link Writing.read}.
 */
type Write = (writing: Writing, xml: string, value: unknown) => string

/** A part of an object: an attribute, or the elements of one name. */
interface Member {
  readonly branches?: never
  readonly name: string
  readonly property: string
  readonly kind: 'attribute' | 'element'
  readonly required: boolean
  /** The place of its property. */
  readonly place: number
  /** What leads to it in a path; nothing to a list, whose members have their own. */
  readonly step: string
  /** Tells what is written as it is, between start and end. Nearly all is. */
  readonly isPlain: SimpleCodec['isPlain'] | undefined
  readonly start: string
  readonly end: string
  /** Writes all else. */
  readonly write: Write
}

/** A choice in a sequence. */
interface Choice {
  readonly branches: readonly Branch[]
}

/** A branch of a choice. */
interface Branch {
  readonly members: readonly Member[]
  /** The places of those that are required. */
  readonly required: readonly number[]
  /** Those that only other branches have. */
  readonly excluded: readonly Member[]
  /** Why those cannot be there. */
  readonly reason: string
}

type Part = Member | Choice

/** Writes a value; lists in messages name what is offered. */
export type Encode = (value: unknown, offers?: Offers) => Encoded

/** Compiles a writer of documents from the name and type of the root element. */
export function compileEncoder(name: string, type: CompiledType): Encode {
  const write = compileElement(name, type, ` xmlns="${namespace}"`)
  return (value, offers = () => true) => {
    const writing = new Writing(offers)
    const xml = write(writing, '<?xml version="1.0" encoding="UTF-8"?>', value)
    if (isLongerThan(maximumMessageBytes, xml))
      writing.report('xml.size', `The document is longer than the limit of ${maximumMessageBytes} bytes.`)
    if (writing.issues.length > 0) writing.moveBelow(`/${name}`, 0)
    return { xml, value: writing.read, issues: writing.issues }
  }
}

/** Compiles the writer of an element; the declaration is put into its start tag. */
function compileElement(name: string, type: CompiledType, declaration = ''): Write {
  const [start, end] = [`<${name}${declaration}`, whole('</', name, '>')]
  if (type.simple !== undefined) return compileText(whole(start, '>'), type.simple, end, escapeText)
  const { form } = type.complex
  if (form === 'true') return compileTrue(whole(start, '/>'))
  return form === 'list'
    ? compileWrapper(whole(start, '>'), type.complex, end)
    : compileObject(start, type.complex, end)
}

/** Puts parts together to one text. What `+` makes, V8 keeps as parts, and takes each of them up for every document. */
function whole(...parts: readonly string[]): string {
  return parts.join('')
}

function compileText(start: string, type: SimpleCodec, end: string, escape: typeof escapeText): Write {
  return (writing, xml, value) => {
    const text = type.encode(value, writing.reportText)
    writing.read = value
    const escaped = escape(text)
    if (escaped === undefined)
      writing.report('xml.character', 'Holds a character that XML 1.0 cannot carry, or half a surrogate pair.')
    return xml + start + (escaped ?? '') + end
  }
}

function compileTrue(element: string): Write {
  return (writing, xml, value) => {
    if (value !== true) writing.report('value.type', 'Must be true, or left out.')
    writing.read = value
    return xml + element
  }
}

/** An element that only wraps a list. */
function compileWrapper(start: string, type: CompiledComplex, end: string): Write {
  const sequence = compileSequence(type, placesOf(type))
  return (writing, xml, value) => {
    const slots = [value]
    const written = writeParts(writing, xml + start, sequence, slots, {}) + end
    writing.read = slots[0]
    return written
  }
}

function compileObject(start: string, type: CompiledComplex, end: string): Write {
  const places = placesOf(type)
  const absent = places.map(() => undefined)
  const viewOf = compileView(places)
  const attributes = type.attributes.map((attribute) => compileAttribute(attribute, places))
  const text = type.text === undefined ? undefined : compileText('', type.text, '', escapeText)
  const sequence = compileSequence(type, places)
  const isEmpty = text === undefined && sequence.length === 0
  const [endOfStart, last] = isEmpty ? ['/>', ''] : ['>', end]
  const first = whole(start, attributes.length > 0 ? '' : endOfStart)
  return (writing, xml, value) => {
    const source = isPlainObject(value) ? value : recordOf(value, places)
    if (source === undefined) {
      writing.report('value.type', 'Must be an object.')
      writing.read = value
      return xml
    }
    const slots: Slots = absent.slice()
    const read = viewOf(slots)
    const others = fill(slots, source, places)
    if (others !== undefined) reportUnexpected(writing, others, places, read)
    let written = xml + first
    if (attributes.length > 0) written = writeParts(writing, written, attributes, slots, read) + endOfStart
    if (text !== undefined) written = text(writing, written, read['value'])
    written = writeParts(writing, written, sequence, slots, read) + last
    writing.read = read
    return written
  }
}

function reportUnexpected(writing: Writing, others: readonly string[], places: Places, read: Properties): void {
  for (const other of others) {
    if (writing.issues.length >= maximumIssues) return
    writing.add(unexpectedProperty(other, writing.offered(places, read), ''))
  }
}

function compileAttribute({ name, property, path: step, type, required }: CompiledAttribute, places: Places): Member {
  const [start, end] = [whole(' ', name, '="'), '"']
  const write = compileText(start, type, end, escapeAttribute)
  const place = places.indexOf(property)
  return { name, property, kind: 'attribute', required, place, step, isPlain: type.isPlain, start, end, write }
}

function compileParticle({ name, property, type, required, max }: Particle, places: Places): Member {
  const write = compileElement(name, type)
  const isOne = max === 1
  return {
    name,
    property,
    kind: 'element',
    required,
    place: places.indexOf(property),
    step: isOne ? `/${name}` : '',
    isPlain: isOne ? type.simple?.isPlain : undefined,
    start: whole('<', name, '>'),
    end: whole('</', name, '>'),
    write: isOne ? write : compileList(`/${name}`, max, write),
  }
}

/** Writes attributes, or what is in an element, unless absent. */
function writeParts(writing: Writing, xml: string, parts: readonly Part[], slots: Slots, read: Properties): string {
  let written = xml
  for (const part of parts) {
    if (part.branches !== undefined) {
      written = writeChoice(writing, written, part.branches, slots, read)
      continue
    }
    const value = slots[part.place]
    if (value === undefined) {
      if (part.required) reportMissing(writing, part)
    } else if (part.isPlain?.(value) === true) {
      written = written + part.start + (typeof value === 'string' ? value : String(value)) + part.end
    } else {
      const before = writing.issues.length
      written = part.write(writing, written, value)
      if (writing.issues.length > before) writing.moveBelow(part.step, before)
      slots[part.place] = writing.read
    }
  }
  return written
}

function reportMissing(writing: Writing, { kind, name }: Member): void {
  writing.report(`schema.${kind}-missing`, `The ${kind} is required.`, `/${kind === 'element' ? '' : '@'}${name}`)
}

/** The parts of what is in an element, in order. */
function compileSequence({ steps }: CompiledComplex, places: Places): readonly Part[] {
  return steps.flatMap((branches): readonly Part[] => {
    const compiled = branches.map((branch) => branch.map((particle) => compileParticle(particle, places)))
    return compiled.length === 1
      ? compiled.flat()
      : [{ branches: compiled.map((members) => branchOf(members, compiled.flat())) }]
  })
}

function branchOf(members: readonly Member[], all: readonly Member[]): Branch {
  const names = new Set(members.map(({ name }) => name))
  return {
    members,
    required: members.filter(({ required }) => required).map(({ place }) => place),
    excluded: all.filter(({ name }) => !names.has(name)),
    reason: `Excluded by ${members.map(({ property }) => property).join(', ')}.`,
  }
}

/** Writes the first branch that is complete, or else begun; what only other branches have is reported. */
function writeChoice(
  writing: Writing,
  xml: string,
  branches: readonly Branch[],
  slots: Slots,
  read: Properties,
): string {
  const branch = chosen(branches, slots)
  if (branch === undefined) {
    const alternatives = branches.map(({ members: [first] }) => first?.property ?? '')
    writing.report('schema.element-missing', requiredOneOf(writing.offered(alternatives, read)))
    return xml
  }
  for (const { place, name } of branch.excluded)
    if (slots[place] !== undefined) writing.report('value.property-unexpected', branch.reason, `/${name}`)
  return writeParts(writing, xml, branch.members, slots, read)
}

function chosen(branches: readonly Branch[], slots: Slots): Branch | undefined {
  for (const branch of branches) if (hasAll(slots, branch.required)) return branch
  for (const branch of branches) if (branch.members.some(({ place }) => slots[place] !== undefined)) return branch
  return undefined
}

function hasAll(slots: Slots, places: readonly number[]): boolean {
  for (const place of places) if (slots[place] === undefined) return false
  return true
}

/** Writes the elements of a list, each with its place in it. */
function compileList(path: string, max: number, write: Write): Write {
  return (writing, xml, value) => {
    // One more than allowed: a list can be of any length, and one issue says it.
    const members = firstMembers(value, max + 1)
    if (members === undefined) {
      writing.report('value.type', 'Must be a list.')
      writing.read = value
      return xml
    }
    if (members.length === 0) writing.report('schema.element-missing', 'At least one is required.', path)
    if (members.length > max) {
      const message = `The element may occur at most ${max} times.`
      writing.report('schema.element-too-many', message, `${path}[${max + 1}]`)
      members.length = max
    }
    let written = xml
    for (let index = 0; index < members.length; index++) {
      const before = writing.issues.length
      written = write(writing, written, members[index])
      if (writing.issues.length > before) writing.moveBelow(`${path}[${index + 1}]`, before)
      members[index] = writing.read
    }
    writing.read = members
    return written
  }
}
