/**
 * From values to XML. A type is compiled once into a function that reads a value, checks it and appends its XML.
 *
 * @module
 */
import { firstMembers, recordOf } from '../guard.js'
import type { Issue, IssueCode } from '../issue.js'
import { makeIssue, maximumIssues } from '../outcome.js'
import { isLongerThan } from '../xml/encoding.js'
import { escapeAttribute, escapeText, isLiteral, isXmlText } from '../xml/escape.js'
import type { CompiledComplex, CompiledType, Particle } from './content.js'
import { requiredOneOf, unexpectedProperty, withWords, type Offers } from './property.js'
import type { Report, SimpleCodec } from './simple.js'
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
  offered(words: Iterable<string>, owner: Read): readonly string[] {
    return [...words].filter((word) => this.#offers(word, owner))
  }

  /** Made once, since one for each text would cost more than its work. */
  readonly reportText: Report = (code, message, words) => {
    this.report(code, withWords(message, words && this.offered(words, {})))
  }
}

/**
 * Appends an element, an attribute or a text to what is written of the document, and gives that back; the value as it was
 * read is then {@link Writing.read}.
 */
type Write = (writing: Writing, xml: string, value: unknown) => string

/** What was read of an object. A property that is undefined is absent. */
type Read = Record<string, unknown>

/** What was read of an object, by the places of its properties. */
type Slots = readonly unknown[]

/** The properties of an object, each at its place. */
type Places = readonly string[]

/** Appends a part of an object, and puts its property back as it was read. */
type WriteMember = (writing: Writing, xml: string, read: Read, slots: Slots) => string

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
    writing.moveBelow(`/${name}`, 0)
    return { xml, value: writing.read, issues: writing.issues }
  }
}

/** Compiles the writer of an element; the declaration is put into its start tag. */
function compileElement(name: string, type: CompiledType, declaration = ''): Write {
  const start = `<${name}${declaration}`
  return type.simple === undefined
    ? compileComplex(start, type.complex, `</${name}>`)
    : compileText(`${start}>`, type.simple, `</${name}>`, escapeText)
}

function compileText(start: string, type: SimpleCodec, end: string, escape: (text: string) => string): Write {
  return (writing, xml, value) => {
    const text = type.encode(value, writing.reportText)
    writing.read = value
    if (isLiteral(text)) return xml + start + text + end
    if (!isXmlText(text))
      writing.report('xml.character', 'Holds a character that XML 1.0 cannot carry, or half a surrogate pair.')
    return xml + start + escape(text) + end
  }
}

function compileComplex(start: string, type: CompiledComplex, end: string): Write {
  if (type.form === 'true') {
    const element = `${start}/>`
    return (writing, xml, value) => {
      if (value !== true) writing.report('value.type', 'Must be true, or left out.')
      writing.read = value
      return xml + element
    }
  }
  const places = placesOf(type)
  if (type.form !== 'list') return compileObject(start, type, end, places)
  const writeChildren = compileSequence(type, places)
  const property = type.particles[0]?.property ?? ''
  return (writing, xml, value) => {
    const read: Read = {}
    const children = writeChildren(writing, xml + start + '>', read, [value])
    writing.read = read[property] ?? value
    return children + end
  }
}

/** The properties of an object, each with its place among them: attributes, text, elements. */
function placesOf({ attributes, text, particles }: CompiledComplex): Places {
  const properties = attributes.map(({ property }) => property)
  if (text !== undefined) properties.push('value')
  return [...new Set([...properties, ...particles.map(({ property }) => property)])]
}

function compileObject(start: string, type: CompiledComplex, end: string, places: Places): Write {
  const text = type.text === undefined ? undefined : compileText('', type.text, '', escapeText)
  const writeAttributes = sequenceOf(
    type.attributes.map((attribute) => {
      const write = compileText(` ${attribute.name}="`, attribute.type, '"', escapeAttribute)
      return compileMember(attribute.path, attribute, write, 'attribute', places)
    }),
  )
  const isEmpty = text === undefined && type.particles.length === 0
  const writeChildren = compileSequence(type, places)
  return (writing, xml, value) => {
    const read = recordOf(value, places)
    if (read === undefined) {
      writing.report('value.type', 'Must be an object.')
      writing.read = value
      return xml
    }
    const slots = slotsOf(writing, read, places)
    let written = writeAttributes(writing, xml + start, read, slots)
    if (isEmpty) written += '/>'
    else {
      written += '>'
      if (text !== undefined) written = text(writing, written, read['value'])
      written = writeChildren(writing, written, read, slots) + end
    }
    writing.read = read
    return written
  }
}

/** What an object holds, by the places of its type's properties; what else it holds is reported. */
function slotsOf(writing: Writing, read: Read, properties: readonly string[]): Slots {
  const slots: unknown[] = []
  while (slots.length < properties.length) slots.push(undefined)
  let next = 0
  for (const property in read) {
    const value = read[property]
    if (value === undefined) continue
    const place = placeOf(property, properties, next)
    if (place !== -1) {
      slots[place] = value
      next = place + 1
    } else if (writing.issues.length < maximumIssues)
      writing.add(unexpectedProperty(property, writing.offered(properties, read), ''))
  }
  return slots
}

/** The place of a property; -1 if there is none. They mostly come in their order, so that the next one is tried first. */
function placeOf(property: string, properties: readonly string[], next: number): number {
  for (let place = next; place < properties.length; place++) if (properties[place] === property) return place
  for (let place = 0; place < next; place++) if (properties[place] === property) return place
  return -1
}

/** Writes one part after the other. */
function sequenceOf(members: readonly WriteMember[]): WriteMember {
  const [first, ...rest] = members
  if (first === undefined) return (_writing, xml) => xml
  if (rest.length === 0) return first
  return (writing, xml, read, slots) => {
    let written = xml
    for (const write of members) written = write(writing, written, read, slots)
    return written
  }
}

/** Writes an attribute or the elements of one name, unless absent. */
function compileMember(
  step: string,
  { name, property, required }: Pick<Particle, 'name' | 'property' | 'required'>,
  write: Write,
  kind: 'attribute' | 'element',
  places: Places,
): WriteMember {
  const place = places.indexOf(property)
  return (writing, xml, read, slots) => {
    const value = slots[place]
    const before = writing.issues.length
    if (value === undefined) {
      if (required)
        writing.report(`schema.${kind}-missing`, `The ${kind} is required.`, `/${kind === 'element' ? '' : '@'}${name}`)
      return xml
    }
    const written = write(writing, xml, value)
    if (writing.issues.length > before) writing.moveBelow(step, before)
    // A text is as it was.
    if (writing.read !== value) read[property] = writing.read
    return written
  }
}

/** Writes what is in an element. */
function compileSequence(type: CompiledComplex, places: Places): WriteMember {
  const compileBranch = (particles: readonly Particle[]): WriteMember =>
    sequenceOf(particles.map((particle) => compileParticle(particle, places)))
  return sequenceOf(
    type.steps.map((branches) =>
      branches.length === 1 ? compileBranch(branches.flat()) : compileChoice(branches, compileBranch, places),
    ),
  )
}

function compileParticle(particle: Particle, places: Places): WriteMember {
  const { name, type, max } = particle
  const write = compileElement(name, type)
  return max === 1
    ? compileMember(`/${name}`, particle, write, 'element', places)
    : compileMember('', particle, compileList(`/${name}`, max, write), 'element', places)
}

/** Writes the first branch that is complete, or else begun; properties that only other branches have are reported. */
function compileChoice(
  branches: readonly (readonly Particle[])[],
  compileBranch: (branch: readonly Particle[]) => WriteMember,
  places: Places,
): WriteMember {
  const choices = branches.map((branch) => {
    const placed = (particles: readonly Particle[]): readonly number[] =>
      particles.map(({ property }) => places.indexOf(property))
    const names = new Set(branch.map(({ name }) => name))
    const excluded = branches.flat().filter(({ name }) => !names.has(name))
    return {
      write: compileBranch(branch),
      all: placed(branch),
      required: placed(branch.filter((particle) => particle.required)),
      excluded: excluded.map(({ name, property }) => ({
        place: places.indexOf(property),
        report: (writing: Writing): void => {
          const message = `Excluded by ${branch.map((particle) => particle.property).join(', ')}.`
          writing.report('value.property-unexpected', message, `/${name}`)
        },
      })),
    }
  })
  return (writing, xml, read, slots) => {
    const chosen =
      choices.find(({ required }) => hasAll(slots, required)) ?? choices.find(({ all }) => hasAny(slots, all))
    if (chosen === undefined) {
      const alternatives = branches.map(([first]) => first?.property ?? '')
      writing.report('schema.element-missing', requiredOneOf(writing.offered(alternatives, read)))
      return xml
    }
    const { write, excluded } = chosen
    for (const { place, report } of excluded) if (slots[place] !== undefined) report(writing)
    return write(writing, xml, read, slots)
  }
}

function hasAll(slots: Slots, places: readonly number[]): boolean {
  for (const place of places) if (slots[place] === undefined) return false
  return true
}

function hasAny(slots: Slots, places: readonly number[]): boolean {
  for (const place of places) if (slots[place] !== undefined) return true
  return false
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
    }
    const read: unknown[] = []
    let written = xml
    for (let index = 0; index < members.length && index < max; index++) {
      const before = writing.issues.length
      written = write(writing, written, members[index])
      if (writing.issues.length > before) writing.moveBelow(`${path}[${index + 1}]`, before)
      read.push(writing.read)
    }
    writing.read = read
    return written
  }
}
