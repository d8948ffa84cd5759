/**
 * From values to XML. A type is compiled once into a closure that checks a value and appends its XML.
 *
 * @module
 */
import { maximumIssues, type Issue, type IssueCode } from '../issue.js'
import type { CompiledComplex, CompiledType, Particle } from './content.js'
import type { SimpleCodec } from './simple.js'
import { namespace } from './spec.js'
import { makeIssue } from '../outcome.js'

/** What came of writing a value. */
export interface Encoded {
  /** The document; complete and valid if there are no issues. */
  readonly xml: string
  /** All that is wrong. */
  readonly issues: readonly Issue[]
}

interface Writing {
  xml: string
  readonly issues: Issue[]
  /** The path of the element being written. */
  readonly path: string[]
}

/** Writes one element. The step is its part of the path, with its place in a list where it is in one. */
type WriteElement = (writing: Writing, value: unknown, step: string) => void

type Properties = Readonly<Record<string, unknown>>

const textEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
const attributeEscapes: Readonly<Record<string, string>> = {
  ...textEscapes,
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
}

/**
 * Writes a text so that a parser reads the same text: a carriage return would become a line feed.
 *
 * @param text - characters that XML 1.0 can carry
 * @returns the content of an element
 */
function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (character) => textEscapes[character] ?? '') : text
}

/**
 * Writes an attribute's value so that a parser reads the same value: line ends and tabs would become spaces.
 *
 * @param value - characters that XML 1.0 can carry
 * @returns the value without the quotation marks around it
 */
function escapeAttribute(value: string): string {
  return /[&<>\r"\t\n]/.test(value)
    ? value.replace(/[&<>\r"\t\n]/g, (character) => attributeEscapes[character] ?? '')
    : value
}

/**
 * Compiles a writer of documents.
 *
 * @param name - the name of the root element
 * @param type - its type
 * @returns a function that writes a value, or says what is wrong with it
 */
export function compileEncoder(name: string, type: CompiledType): (value: unknown) => Encoded {
  const write = compileElement(name, type, ` xmlns="${namespace}"`)
  return (value) => {
    const writing: Writing = { xml: '<?xml version="1.0" encoding="UTF-8"?>', issues: [], path: [] }
    write(writing, value, `/${name}`)
    return writing
  }
}

function report(writing: Writing, code: IssueCode, message: string, end = ''): void {
  if (writing.issues.length < maximumIssues)
    writing.issues.push(makeIssue(code, message, { path: writing.path.join('') + end }))
}

/** Compiles the writer of an element; the declaration is put into its start tag. */
function compileElement(name: string, type: CompiledType, declaration = ''): WriteElement {
  const write =
    type.simple === undefined
      ? compileComplex(name, type.complex, declaration)
      : compileText(`<${name}${declaration}>`, type.simple, `</${name}>`)
  return (writing, value, step) => {
    writing.path.push(step)
    write(writing, value)
    writing.path.pop()
  }
}

type Write = (writing: Writing, value: unknown) => void

function compileText(start: string, type: SimpleCodec, end: string): Write {
  return (writing, value) => {
    const text = type.encode(value, (code, message) => {
      report(writing, code, message)
    })
    writing.xml += start + escapeText(text) + end
  }
}

function compileComplex(name: string, type: CompiledComplex, declaration: string): Write {
  const start = `<${name}${declaration}`
  if (type.form === 'true') {
    return (writing, value) => {
      if (value !== true) report(writing, 'value.type', 'Must be true, or left out.')
      writing.xml += `${start}/>`
    }
  }
  const writeChildren = compileChildren(type)
  if (type.form === 'list') {
    const property = type.particles[0]?.property ?? ''
    return (writing, value) => {
      writing.xml += `${start}>`
      writeChildren(writing, { [property]: value })
      writing.xml += `</${name}>`
    }
  }
  const text = type.text === undefined ? undefined : compileText('', type.text, '')
  const names = new Set([...type.attributes.values(), ...type.particles].map(({ property }) => property))
  if (text !== undefined) names.add('value')
  return (writing, value) => {
    // A Date or Map has no properties of its own, and would be written as if it were empty.
    if (Object.prototype.toString.call(value) !== '[object Object]') {
      report(writing, 'value.type', 'Must be an object.')
      return
    }
    const properties = value as Properties
    reportUnknown(writing, properties, names)
    writing.xml += start
    writeAttributes(writing, properties, type)
    if (text === undefined && type.particles.length === 0) {
      writing.xml += '/>'
      return
    }
    writing.xml += '>'
    text?.(writing, properties['value'])
    writeChildren(writing, properties)
    writing.xml += `</${name}>`
  }
}

function reportUnknown(writing: Writing, properties: Properties, names: ReadonlySet<string>): void {
  for (const property of Object.keys(properties)) {
    if (names.has(property) || properties[property] === undefined) continue
    // A property's name is normally the program's own, but one that does not look so might be data.
    const shown = /^[A-Za-z]{1,40}$/.test(property) ? property : '*'
    report(writing, 'value.property-unexpected', `Not one of ${[...names].join(', ')}.`, `/${shown}`)
  }
}

function writeAttributes(writing: Writing, properties: Properties, type: CompiledComplex): void {
  for (const { name, property, type: simple, required } of type.attributes.values()) {
    const value = properties[property]
    const end = `/@${name}`
    if (value !== undefined) {
      const text = simple.encode(value, (code, message) => {
        report(writing, code, message, end)
      })
      writing.xml += ` ${name}="${escapeAttribute(text)}"`
    } else if (required) {
      report(writing, 'schema.attribute-missing', 'The attribute is required.', end)
    }
  }
}

/** A sequence of elements, and the ones of other branches that it excludes. */
interface Branch {
  readonly members: readonly (readonly [particle: Particle, write: WriteElement])[]
  readonly excluded: readonly Particle[]
}

function compileChildren(type: CompiledComplex): (writing: Writing, properties: Properties) => void {
  const steps = type.steps.map((branches) =>
    branches.map((branch): Branch => {
      const names = new Set(branch.map(({ name }) => name))
      return {
        members: branch.map((particle) => [particle, compileElement(particle.name, particle.type)]),
        excluded: branches.flat().filter(({ name }) => !names.has(name)),
      }
    }),
  )
  return (writing, properties) => {
    for (const branches of steps) {
      const branch = branches.length === 1 ? branches[0] : chooseBranch(writing, properties, branches)
      for (const [particle, write] of branch?.members ?? []) {
        const value = properties[particle.property]
        if (value !== undefined) writeOccurrences(writing, particle, write, value)
        else if (particle.required)
          report(writing, 'schema.element-missing', 'The element is required.', `/${particle.name}`)
      }
    }
  }
}

/** The first branch that is complete, or else begun; properties that only other branches have are reported. */
function chooseBranch(writing: Writing, properties: Properties, branches: readonly Branch[]): Branch | undefined {
  const chosen =
    branches.find(({ members }) => isComplete(members, properties)) ??
    branches.find(({ members }) => members.some(([{ property }]) => properties[property] !== undefined))
  if (chosen === undefined) {
    const alternatives = branches.map(({ members }) => members[0]?.[0].name)
    report(writing, 'schema.element-missing', `One of ${alternatives.join(', ')} is required.`)
    return undefined
  }
  for (const { name, property } of chosen.excluded) {
    if (properties[property] === undefined) continue
    const taken = chosen.members.map(([particle]) => particle.name)
    report(writing, 'value.property-unexpected', `Excluded by ${taken.join(', ')}.`, `/${name}`)
  }
  return chosen
}

function isComplete(members: Branch['members'], properties: Properties): boolean {
  for (const [{ required, property }] of members) {
    if (required && properties[property] === undefined) return false
  }
  return true
}

function writeOccurrences(writing: Writing, particle: Particle, write: WriteElement, value: unknown): void {
  const step = `/${particle.name}`
  if (particle.max === 1) {
    write(writing, value, step)
  } else if (!Array.isArray(value)) {
    report(writing, 'value.type', 'Must be a list.')
  } else {
    if (value.length === 0) report(writing, 'schema.element-missing', 'At least one is required.', step)
    if (value.length > particle.max)
      report(
        writing,
        'schema.element-too-many',
        `The element may occur at most ${particle.max} times.`,
        `${step}[${particle.max + 1}]`,
      )
    // Not more than allowed: a list can be of any length, and one issue says it.
    for (let index = 0; index < Math.min(value.length, particle.max); index++)
      write(writing, value[index], `${step}[${index + 1}]`)
  }
}
