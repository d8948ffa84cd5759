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
import type { CompiledAttribute, CompiledComplex, CompiledType, Particle } from './content.js'
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
  xml = '<?xml version="1.0" encoding="UTF-8"?>'
  readonly issues: Issue[] = []
  /** The path of the element being written, and of the attribute. */
  readonly path: string[] = []
  attribute = ''
  readonly #offers: Offers

  constructor(offers: Offers) {
    this.#offers = offers
  }

  report(code: IssueCode, message: string, end = ''): void {
    this.add(makeIssue(code, message, { path: this.path.join('') + end }))
  }

  add(issue: Issue): void {
    if (this.issues.length < maximumIssues) this.issues.push(issue)
  }

  /** Those of some words that can be written in an object. */
  offered(words: Iterable<string>, owner: Read): readonly string[] {
    return [...words].filter((word) => this.#offers(word, owner))
  }

  /** A text as it stands in the document; what no document can carry is reported. */
  escape(text: string, escape: (text: string) => string): string {
    if (isLiteral(text)) return text
    if (!isXmlText(text))
      this.reportText('xml.character', 'Holds a character that XML 1.0 cannot carry, or half a surrogate pair.')
    return escape(text)
  }

  /** Made once, since one for each text would cost more than its work. */
  readonly reportText: Report = (code, message, words) => {
    this.report(code, withWords(message, words && this.offered(words, {})), this.attribute)
  }
}

/** Writes a value, and gives it back as it was read. */
type Write = (writing: Writing, value: unknown) => unknown

/** Writes one element. The step is its part of the path, with its place in a list where it is in one. */
type WriteElement = (writing: Writing, value: unknown, step: string) => unknown

/** What was read of an object. A property that is undefined is absent. */
type Read = Record<string, unknown>

/** Writes a value; lists in messages name what is offered. */
export type Encode = (value: unknown, offers?: Offers) => Encoded

/** Compiles a writer of documents from the name and type of the root element. */
export function compileEncoder(name: string, type: CompiledType): Encode {
  const write = compileElement(name, type, ` xmlns="${namespace}"`)
  return (value, offers = () => true) => {
    const writing = new Writing(offers)
    const read = write(writing, value, `/${name}`)
    if (isLongerThan(maximumMessageBytes, writing.xml))
      writing.report('xml.size', `The document is longer than the limit of ${maximumMessageBytes} bytes.`, `/${name}`)
    return { xml: writing.xml, value: read, issues: writing.issues }
  }
}

/** Compiles the writer of an element; the declaration is put into its start tag. */
function compileElement(name: string, type: CompiledType, declaration = ''): WriteElement {
  const write =
    type.simple === undefined
      ? compileComplex(name, type.complex, declaration)
      : compileText(`<${name}${declaration}>`, type.simple, `</${name}>`)
  return (writing, value, step) => {
    writing.path.push(step)
    const read = write(writing, value)
    writing.path.pop()
    return read
  }
}

function compileText(start: string, type: SimpleCodec, end: string): Write {
  return (writing, value) => {
    writing.xml += start + writing.escape(type.encode(value, writing.reportText), escapeText) + end
    return value
  }
}

function compileComplex(name: string, type: CompiledComplex, declaration: string): Write {
  const start = `<${name}${declaration}`
  if (type.form === 'true') {
    return (writing, value) => {
      if (value !== true) writing.report('value.type', 'Must be true, or left out.')
      writing.xml += `${start}/>`
      return value
    }
  }
  const writeChildren = compileChildren(type)
  if (type.form === 'list') {
    const property = type.particles[0]?.property ?? ''
    return (writing, value) => {
      const read: Read = { [property]: value }
      writing.xml += `${start}>`
      writeChildren(writing, read)
      writing.xml += `</${name}>`
      return read[property]
    }
  }
  return compileObject(name, start, type, writeChildren)
}

function compileObject(name: string, start: string, type: CompiledComplex, writeChildren: WriteChildren): Write {
  const text = type.text === undefined ? undefined : compileText('', type.text, '')
  const { attributes } = type
  const names = new Set([...attributes, ...type.particles].map(({ property }) => property))
  if (text !== undefined) names.add('value')
  return (writing, value) => {
    const read = recordOf(value, names)
    if (read === undefined) {
      writing.report('value.type', 'Must be an object.')
      return value
    }
    reportUnknown(writing, read, names)
    writing.xml += start
    writeAttributes(writing, read, attributes)
    if (text === undefined && type.particles.length === 0) {
      writing.xml += '/>'
      return read
    }
    writing.xml += '>'
    text?.(writing, read['value'])
    writeChildren(writing, read)
    writing.xml += `</${name}>`
    return read
  }
}

function reportUnknown(writing: Writing, value: Readonly<Read>, names: ReadonlySet<string>): void {
  for (const property in value) {
    if (writing.issues.length === maximumIssues) return
    if (!names.has(property) && value[property] !== undefined)
      writing.add(unexpectedProperty(property, writing.offered(names, value), writing.path.join('')))
  }
}

function writeAttributes(writing: Writing, read: Read, attributes: readonly CompiledAttribute[]): void {
  for (const { name, property, type, required, path } of attributes) {
    const value = read[property]
    writing.attribute = path
    if (value !== undefined)
      writing.xml += ` ${name}="${writing.escape(type.encode(value, writing.reportText), escapeAttribute)}"`
    else if (required) writing.report('schema.attribute-missing', 'The attribute is required.', writing.attribute)
  }
  writing.attribute = ''
}

interface Member extends Particle {
  readonly path: string
  readonly write: WriteElement
}

/** A sequence of elements, and the ones of other branches that it excludes. */
interface Branch {
  readonly members: readonly Member[]
  readonly excluded: readonly Particle[]
}

/** Writes what is in an element, and puts the properties back as they were read. */
type WriteChildren = (writing: Writing, read: Read) => void

function compileChildren(type: CompiledComplex): WriteChildren {
  const steps = type.steps.map((branches) =>
    branches.map((branch): Branch => {
      const names = new Set(branch.map(({ name }) => name))
      return {
        members: branch.map((particle) => ({
          ...particle,
          path: `/${particle.name}`,
          write: compileElement(particle.name, particle.type),
        })),
        excluded: branches.flat().filter(({ name }) => !names.has(name)),
      }
    }),
  )
  return (writing, read) => {
    for (const branches of steps) {
      const branch = branches.length === 1 ? branches[0] : chooseBranch(writing, read, branches)
      for (const member of branch?.members ?? []) {
        const value = read[member.property]
        if (value !== undefined) {
          const written = writeOccurrences(writing, member, value)
          // A text is as it was.
          if (written !== value) read[member.property] = written
        } else if (member.required) writing.report('schema.element-missing', 'The element is required.', member.path)
      }
    }
  }
}

/** The first branch that is complete, or else begun; properties that only other branches have are reported. */
function chooseBranch(writing: Writing, read: Read, branches: readonly Branch[]): Branch | undefined {
  const chosen =
    branches.find(({ members }) => isComplete(members, read)) ??
    branches.find(({ members }) => members.some(({ property }) => read[property] !== undefined))
  if (chosen === undefined) {
    const alternatives = branches.map(({ members }) => members[0]?.property ?? '')
    writing.report('schema.element-missing', requiredOneOf(writing.offered(alternatives, read)))
    return undefined
  }
  for (const { name, property } of chosen.excluded) {
    if (read[property] === undefined) continue
    const taken = chosen.members.map((member) => member.property)
    writing.report('value.property-unexpected', `Excluded by ${taken.join(', ')}.`, `/${name}`)
  }
  return chosen
}

function isComplete(members: Branch['members'], read: Read): boolean {
  for (const { required, property } of members) {
    if (required && read[property] === undefined) return false
  }
  return true
}

function writeOccurrences(writing: Writing, { path, max, write }: Member, value: unknown): unknown {
  if (max === 1) return write(writing, value, path)
  // One more than allowed: a list can be of any length, and one issue says it.
  const members = firstMembers(value, max + 1)
  if (members === undefined) {
    writing.report('value.type', 'Must be a list.')
    return value
  }
  if (members.length === 0) writing.report('schema.element-missing', 'At least one is required.', path)
  if (members.length > max) {
    const message = `The element may occur at most ${max} times.`
    writing.report('schema.element-too-many', message, `${path}[${max + 1}]`)
  }
  const read: unknown[] = []
  for (let index = 0; index < members.length && index < max; index++)
    read.push(write(writing, members[index], `${path}[${index + 1}]`))
  return read
}
