/**
 * From XML to values: a sink that is driven by the tables of the content models.
 *
 * @module
 */
import type { Issue, IssueCode } from '../issue.js'
import { makeIssue } from '../outcome.js'
import { parseXml, type ParseProblem } from '../xml/parse.js'
import { scanXml } from '../xml/scan.js'
import type { Sink } from '../xml/sink.js'
import { missingBetween, type CompiledAttribute, type CompiledType, type Particle } from './content.js'
import { Findings } from './findings.js'
import { notAllowed, requiredOneOf, type Offers } from './property.js'
import type { Report } from './simple.js'
import { namespace } from './spec.js'

/** The root element to expect. */
export interface Root {
  /** Its name. */
  readonly name: string
  /** Its type. */
  readonly type: CompiledType
  /** Every name of elements and attributes below it: only these are repeated in issues. */
  readonly vocabulary: ReadonlySet<string>
}

/** What came of reading a document. */
export interface Decoded {
  /** The value; complete and valid if there are no issues. */
  readonly value: unknown
  /** All that is wrong. */
  readonly issues: readonly Issue[]
  /** The index of the character at which elements begin, by their paths, of those that were to be noted. */
  readonly starts: ReadonlyMap<string, number>
}

/** How a document is read. */
export interface Reading {
  /** Whether what the schema does not have is passed over. */
  readonly tolerant: boolean
  /** What lists in messages name; everything if absent. */
  readonly offers?: Offers | undefined
  /** The names of the elements of which to note where they begin; none if absent. */
  readonly noted?: ReadonlySet<string>
}

/** Reads a document. What the scanner leaves is read again by the parser, which alone decides what is well-formed. */
export function decodeXml(root: Root, xml: string, reading: Reading): Decoded {
  const decoder = new Decoder(root, reading)
  return scanXml(xml, namespace, decoder) ? decoder.end(xml) : decodeByParser(root, xml, reading)
}

/** Reads a document by the parser alone, which is slower. */
export function decodeByParser(root: Root, xml: string, reading: Reading): Decoded {
  const decoder = new Decoder(root, reading)
  return decoder.end(xml, parseXml(xml, namespace, decoder))
}

/** How deep unknown elements may be nested in each other. */
const maximumUnknownDepth = 100

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

type Child = Pick<Particle, 'name' | 'max' | 'property' | 'type'>

/** An element that has been opened and not yet closed. */
interface Frame {
  readonly parent: Frame | undefined
  readonly particle: Child
  readonly type: CompiledType
  /** Where its start tag begins. */
  readonly start: number
  /** Its place among its like, from 1. */
  readonly position: number
  /** The properties, or the items of a list under the property of the repeated element. */
  readonly value: Record<string, unknown>
  last: Particle | undefined
  count: number
  text: string
  textReported: boolean
}

/** An element of simple type has none, and there are many of them. */
const noProperties: Record<string, unknown> = Object.freeze({})
/** Nearly nothing that is read is read for where elements begin. */
const noStarts = new Map<string, number>()

/** A class, since V8 inlines its methods; reports are functions made once, since one for each text would cost more. */
class Decoder implements Sink {
  #value: unknown = undefined
  readonly #findings: Findings
  readonly #root: Root
  readonly #rootParticle: Child
  readonly #tolerant: boolean
  readonly #noted: ReadonlySet<string> | undefined
  readonly #starts: Map<string, number>
  /** The innermost element that is open and not skipped. */
  #top: Frame | undefined = undefined
  /** How many elements are open inside one that is skipped, itself included. */
  #skipped = 0
  /** Where the start tag that is being looked at begins. */
  #at = 0
  /** The attribute that is being read. */
  #attribute = ''

  constructor(root: Root, { tolerant, offers = () => true, noted }: Reading) {
    this.#root = root
    this.#rootParticle = { name: root.name, max: 1, property: '', type: root.type }
    this.#tolerant = tolerant
    this.#findings = new Findings(offers)
    this.#noted = noted
    this.#starts = noted === undefined ? noStarts : new Map<string, number>()
  }

  get expected(): readonly Child[] {
    const top = this.#top
    return top === undefined ? [this.#rootParticle] : (top.type.complex?.next[stateOf(top)] ?? [])
  }

  get expectedAttributes(): readonly CompiledAttribute[] {
    return this.#top?.type.complex?.attributes ?? []
  }

  get skipsWhitespace(): boolean {
    const complex = this.#top?.type.complex
    if (complex === undefined) return this.#top === undefined
    return this.#skipped === 0 && complex.text === undefined && complex.particles.length > 0
  }

  open(local: string | undefined, start: number): boolean {
    this.#at = start
    const parent = this.#top
    const found = this.#skipped > 0 ? undefined : parent ? this.#find(parent, local) : this.#findRoot(local)
    if (found === undefined) return ++this.#skipped <= maximumUnknownDepth
    const { type } = found
    this.#top = {
      parent,
      particle: found,
      type,
      start,
      position: parent?.count ?? 1,
      value: type.complex === undefined ? noProperties : {},
      last: undefined,
      count: 0,
      text: '',
      textReported: false,
    }
    if (this.#noted?.has(found.name) === true) this.#starts.set(this.#path(''), start)
    return true
  }

  attribute(attributeNamespace: string, local: string, value: string): void {
    const top = this.#top
    if (top === undefined || this.#skipped > 0) return
    const attribute = attributeNamespace === '' ? named(top.type.complex?.attributes, local) : undefined
    if (attribute === undefined) this.#reportUnknownAttribute(attributeNamespace, local)
    else {
      this.#attribute = attribute.name
      top.value[attribute.property] = attribute.type.decode(value, this.#reportAttribute)
    }
  }

  opened(): void {
    const required = this.#top?.type.complex?.requiredAttributes
    if (required === undefined || required.length === 0 || this.#skipped > 0) return
    for (const { name, property } of required)
      if (this.#top?.value[property] === undefined)
        this.report('schema.attribute-missing', 'The attribute is required.', `/@${name}`)
  }

  text(text: string): void {
    const top = this.#top
    // An empty CDATA section is no text.
    if (top === undefined || this.#skipped > 0 || text === '') return
    const { simple, complex } = top.type
    if (simple !== undefined || complex.text !== undefined) {
      top.text = top.text === '' ? text : top.text + text
    } else if (!top.textReported && (!this.skipsWhitespace || /[^\t\n\r ]/.test(text))) {
      top.textReported = true
      const what = this.skipsWhitespace ? 'Only elements may be here.' : 'The element must be empty.'
      this.report('schema.text-unexpected', what, '', top.start)
    }
  }

  close(end: number): void {
    if (this.#skipped > 0) {
      this.#skipped--
      return
    }
    const frame = this.#top
    if (frame === undefined) return
    const value = this.#finish(frame, end)
    const { parent, particle } = frame
    this.#top = parent
    if (parent === undefined) this.#value = value
    else if (particle.max > 1) {
      const list = parent.value[particle.property]
      if (Array.isArray(list)) list.push(value)
      else parent.value[particle.property] = [value]
    } else parent.value[particle.property] = value
  }

  /** Notes what is wrong at the element that is open, or at a name below it. */
  report(code: IssueCode, message: string, end = '', at = this.#at): void {
    if (!this.#findings.full) this.#findings.add(code, message, this.#path(end), at)
  }

  readonly #reportAttribute: Report = (code, message, words) => {
    this.report(code, this.#findings.withOffered(message, words), `/@${this.#attribute}`)
  }

  readonly #reportText: Report = (code, message, words) => {
    this.report(code, this.#findings.withOffered(message, words), '', this.#top?.start)
  }

  #reportList(code: IssueCode, particles: readonly Child[], say: (names: readonly string[]) => string, end = ''): void {
    const owner = this.#top?.value ?? noProperties
    if (!this.#findings.full) this.#findings.addList(code, particles, owner, say, this.#path(end), this.#at)
  }

  /** What came of it, where the document or the reading ends. */
  end(xml: string, problem?: ParseProblem): Decoded {
    const issues = this.#findings.issuesIn(xml)
    if (problem !== undefined && !this.#findings.full) {
      const { code, message, line, column } = problem
      issues.push(makeIssue(code, message, { path: this.#path(''), line, column }))
    }
    return { value: this.#value, issues, starts: this.#starts }
  }

  #path(end: string): string {
    let path = end
    for (let frame = this.#top; frame !== undefined; frame = frame.parent) {
      const { particle, position } = frame
      path = `/${particle.name}${particle.max > 1 ? `[${position}]` : ''}${path}`
    }
    return path
  }

  #shown(name: string | undefined): string {
    return name !== undefined && this.#root.vocabulary.has(name) ? name : '*'
  }

  #findRoot(local: string | undefined): Child | undefined {
    if (local === this.#root.name) return this.#rootParticle
    this.report('schema.root', `The root element must be ${this.#root.name} in the namespace ${namespace}.`)
    return undefined
  }

  #find(parent: Frame, local: string | undefined): Child | undefined {
    const found = named(parent.type.complex?.next[stateOf(parent)], local) ?? this.#findElsewhere(parent, local)
    if (found === undefined) return undefined
    if (parent.last !== found) {
      parent.last = found
      parent.count = 1
    } else if (++parent.count === found.max + 1) {
      const message = `The element may occur at most ${found.max} times.`
      this.report('schema.element-too-many', message, `/${found.name}[${parent.count}]`)
    }
    return found
  }

  /** An element that is not among the expected ones: it may still come later, which tells what is missing before it. */
  #findElsewhere({ last, type }: Frame, local: string | undefined): Particle | undefined {
    const like = type.complex?.particles.filter(({ name }) => name === local) ?? []
    const later = like.find(
      ({ index, step, branch }) =>
        last === undefined || (index > last.index && (step !== last.step || branch === last.branch)),
    )
    if (later !== undefined) this.#reportMissing(later)
    else if (last !== undefined && last.name === local)
      this.report('schema.element-too-many', 'The element may occur only once.', `/${last.name}`)
    else if (like.length > 0 || !this.#tolerant) this.#reportUnexpected(local)
    return later
  }

  #reportUnexpected(local: string | undefined): void {
    const { elsewhere, text, elements } = notAllowed
    const say = local === undefined ? elsewhere : this.#top?.type.complex === undefined ? text : elements
    this.#reportList('schema.element-unexpected', this.expected, say, `/${this.#shown(local)}`)
  }

  /** Reports what is missing before an element, or before the end of the one that is open. */
  #reportMissing(found?: Particle): void {
    for (const alternatives of missingBetween(this.#top?.type.complex, this.#top?.last, found)) {
      const [only, ...others] = alternatives
      if (others.length > 0) this.#reportList('schema.element-missing', alternatives, requiredOneOf)
      else this.report('schema.element-missing', 'The element is required.', `/${only?.name ?? ''}`)
    }
  }

  #reportUnknownAttribute(attributeNamespace: string, local: string): void {
    // Unknown, or of no use to a reader who knows the types.
    if (this.#tolerant) return
    if (attributeNamespace === schemaInstance) {
      // A hint for validators that any element may carry; it says nothing about the message.
      if (/^(?:noNamespaceS|s)chemaLocation$/.test(local)) return
      if (local === 'type' || local === 'nil') {
        this.report('schema.xsi', 'xsi:type and xsi:nil are not allowed.', `/@xsi:${local}`)
        return
      }
    }
    const shown = this.#shown(attributeNamespace === '' ? local : undefined)
    this.report('schema.attribute-unexpected', 'The attribute is not allowed here.', `/@${shown}`)
  }

  #finish(frame: Frame, end: number): unknown {
    const { simple, complex } = frame.type
    const decoded = (simple ?? complex.text)?.decode(frame.text, this.#reportText)
    if (complex === undefined) return decoded
    if (complex.text !== undefined) frame.value['value'] = decoded
    if (complex.complete[stateOf(frame)] !== true) {
      this.#at = end
      this.#reportMissing()
    }
    if (complex.form === 'true') return true
    if (complex.form === 'list') return frame.value[complex.particles[0]?.property ?? ''] ?? []
    return frame.value
  }
}

/** What the tables of a content model are looked up by. */
function stateOf({ last }: Frame): number {
  return last === undefined ? 0 : last.index + 1
}

/** Lists are short: to look through them costs less than a Map. */
function named<T extends { readonly name: string }>(
  list: readonly T[] | undefined,
  name: string | undefined,
): T | undefined {
  if (list !== undefined) for (const one of list) if (one.name === name) return one
  return undefined
}
