/**
 * From XML to values: a sink that is driven by the tables of the content models.
 *
 * @module
 */
import type { Issue, IssueCode } from '../issue.js'
import { makeIssue, maximumIssues } from '../outcome.js'
import { parseXml } from '../xml/parse.js'
import type { Place, Sink } from '../xml/sink.js'
import { missingBetween, type CompiledType, type Particle } from './content.js'
import { requiredOneOf, withWords, type Offers } from './property.js'
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
}

/** Called for every element that is read, with its path and where its start tag begins. */
export type Visit = (path: string, place: Place) => void

/** How a document is read. */
export interface Reading {
  /** Whether what the schema does not have is passed over. */
  readonly tolerant: boolean
  /** What lists in messages name; everything if absent. */
  readonly offers?: Offers | undefined
  /** Called for every element. */
  readonly visit?: Visit
}

/** Reads a document. */
export function decodeXml(root: Root, xml: string, reading: Reading): Decoded {
  const decoder = new Decoder(root, reading)
  const problem = parseXml(xml, namespace, decoder)
  if (problem !== undefined) decoder.report(problem.code, problem.message, '', problem)
  decoder.settle()
  return decoder
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
  readonly place: Place
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

/** A class, since V8 inlines its methods; reports are functions made once, since one for each text would cost more. */
class Decoder implements Sink, Decoded {
  value: unknown = undefined
  readonly issues: Issue[] = []
  readonly #root: Root
  readonly #rootParticle: Child
  readonly #tolerant: boolean
  readonly #offers: Offers
  readonly #visit: Visit | undefined
  /** What tells again what may stand in an element, once all that does is known. */
  readonly #lists: (() => void)[] = []
  /** The innermost element that is open and not skipped. */
  #top: Frame | undefined = undefined
  /** How many elements are open inside one that is skipped, itself included. */
  #skipped = 0
  /** Where the start tag that is being looked at begins. */
  #place: Place = { line: 1, column: 1 }
  /** The attribute that is being read. */
  #attribute = ''

  constructor(root: Root, { tolerant, offers = () => true, visit }: Reading) {
    this.#root = root
    this.#rootParticle = { name: root.name, max: 1, property: '', type: root.type }
    this.#tolerant = tolerant
    this.#offers = offers
    this.#visit = visit
  }

  get expected(): readonly Child[] {
    const top = this.#top
    if (top === undefined) return [this.#rootParticle]
    return top.type.complex?.next[stateOf(top)] ?? []
  }

  get skipsWhitespace(): boolean {
    const complex = this.#top?.type.complex
    return complex === undefined ? this.#top === undefined : complex.text === undefined && complex.particles.length > 0
  }

  open(local: string | undefined, place: Place): boolean {
    this.#place = place
    const parent = this.#top
    const found =
      this.#skipped > 0 ? undefined : parent === undefined ? this.#findRoot(local) : this.#find(parent, local)
    if (found === undefined) return ++this.#skipped <= maximumUnknownDepth
    const { type } = found
    this.#top = {
      parent,
      particle: found,
      type,
      place,
      position: parent?.count ?? 1,
      value: type.complex === undefined ? noProperties : {},
      last: undefined,
      count: 0,
      text: '',
      textReported: false,
    }
    this.#visit?.(this.#path(''), place)
    return true
  }

  attribute(attributeNamespace: string, local: string, value: string): void {
    const top = this.#top
    if (top === undefined || this.#skipped > 0) return
    const attribute = attributeNamespace === '' ? top.type.complex?.attributes.get(local) : undefined
    if (attribute === undefined) {
      this.#reportUnknownAttribute(attributeNamespace, local)
    } else {
      this.#attribute = attribute.name
      top.value[attribute.property] = attribute.type.decode(value, this.#reportAttribute)
    }
  }

  opened(): void {
    const required = this.#skipped > 0 ? undefined : this.#top?.type.complex?.requiredAttributes
    if (required === undefined) return
    for (const { name, property } of required) {
      if (!Object.hasOwn(this.#top?.value ?? noProperties, property))
        this.report('schema.attribute-missing', 'The attribute is required.', `/@${name}`)
    }
  }

  text(text: string): void {
    const top = this.#top
    // An empty CDATA section is no text.
    if (top === undefined || this.#skipped > 0 || text === '') return
    const { simple, complex } = top.type
    if (simple !== undefined || complex.text !== undefined) {
      top.text += text
    } else if (!top.textReported && (!this.skipsWhitespace || /[^\t\n\r ]/.test(text))) {
      top.textReported = true
      const what = this.skipsWhitespace ? 'Only elements may be here.' : 'The element must be empty.'
      this.report('schema.text-unexpected', what, '', top.place)
    }
  }

  close(end: Place): void {
    if (this.#skipped > 0) {
      this.#skipped--
      return
    }
    const frame = this.#top
    if (frame === undefined) return
    const value = this.#finish(frame, end)
    const { parent, particle } = frame
    this.#top = parent
    if (parent === undefined) {
      this.value = value
    } else if (particle.max > 1) {
      const list = parent.value[particle.property]
      if (Array.isArray(list)) list.push(value)
      else parent.value[particle.property] = [value]
    } else {
      parent.value[particle.property] = value
    }
  }

  /** Notes what is wrong at the element that is open, or at a name below it. */
  report(code: IssueCode, message: string, end = '', { line, column } = this.#place): void {
    if (this.issues.length < maximumIssues)
      this.issues.push(makeIssue(code, message, { path: this.#path(end), line, column }))
  }

  readonly #reportAttribute: Report = (code, message, words) => {
    this.report(code, withWords(message, this.#offered(words)), `/@${this.#attribute}`)
  }

  readonly #reportText: Report = (code, message, words) => {
    this.report(code, withWords(message, this.#offered(words)), '', this.#top?.place)
  }

  #offered(words: readonly string[] | undefined): readonly string[] | undefined {
    return words?.filter((word) => this.#offers(word, noProperties))
  }

  /** Notes what is wrong at a place where some elements may stand: those that what stands beside them leaves. */
  #reportList(code: IssueCode, particles: readonly Child[], say: (names: readonly string[]) => string, end = ''): void {
    const owner = this.#top?.value ?? noProperties
    const message = (): string =>
      say(particles.filter(({ property }) => this.#offers(property, owner)).map(({ name }) => name))
    const at = this.issues.length
    this.report(code, message(), end)
    const issue = this.issues[at]
    if (issue !== undefined) this.#lists.push(() => (this.issues[at] = { ...issue, message: message() }))
  }

  /** What stands behind a list may leave less of it. */
  settle(): void {
    for (const tell of this.#lists) tell()
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
    const { name } = this.#root
    if (local === name) return this.#rootParticle
    this.report('schema.root', `The root element must be ${name} in the namespace ${namespace}.`)
    return undefined
  }

  #find(parent: Frame, local: string | undefined): Child | undefined {
    const found = nextNamed(parent, local) ?? this.#findElsewhere(parent, local)
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
    const hasElements = this.#top?.type.complex !== undefined
    const reason = (names: readonly string[]): string =>
      local === undefined
        ? `It is not in the namespace ${namespace}.`
        : !hasElements
          ? 'Only text may be here.'
          : names.length === 0
            ? 'Nothing may follow here.'
            : `Expected ${names.join(' or ')}.`
    const say = (names: readonly string[]): string => `The element is not allowed here. ${reason(names)}`
    this.#reportList('schema.element-unexpected', this.expected, say, `/${this.#shown(local)}`)
  }

  /** Reports what is missing before an element, or before the end of the one that is open. */
  #reportMissing(found?: Particle): void {
    const top = this.#top
    for (const alternatives of top?.type.complex === undefined
      ? []
      : missingBetween(top.type.complex, top.last, found)) {
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

  #finish(frame: Frame, end: Place): unknown {
    const { simple, complex } = frame.type
    const decoded = (simple ?? complex.text)?.decode(frame.text, this.#reportText)
    if (complex === undefined) return decoded
    if (complex.text !== undefined) frame.value['value'] = decoded
    if (complex.complete[stateOf(frame)] !== true) {
      this.#place = end
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

function nextNamed(parent: Frame, local: string | undefined): Particle | undefined {
  const expected: readonly Particle[] | undefined = parent.type.complex?.next[stateOf(parent)]
  if (expected === undefined) return undefined
  for (const particle of expected) if (particle.name === local) return particle
  return undefined
}
