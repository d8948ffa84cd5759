/**
 * From XML to values. One pass over the events of the parser, driven by the tables of the content models.
 *
 * @module
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { maximumIssues, type Issue, type IssueCode } from '../issue.js'
import { missingBetween, type CompiledComplex, type CompiledType, type Particle } from './content.js'
import { declare, localName, namespaceOfElement, rootScope, visitAttributes, type Scope } from '../xml/namespaces.js'
import type { Report } from './simple.js'
import { namespace } from './spec.js'
import { syntaxProblem, wrongVersion } from '../xml/syntax.js'
import { makeIssue } from '../outcome.js'

/** How to read a document. */
export interface DecodeOptions {
  /**
   * What to do with elements and attributes that the schema does not have: `reject` (the default) reports each, as the
   * schema demands; `ignore` skips them, and the attributes xsi:type and xsi:nil, which is how to read responses, since
   * the service adds fields.
   */
  readonly unknown?: 'reject' | 'ignore'
}

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
export type Visit = (path: string, line: number, column: number) => void

/** How deep unknown elements may be nested in each other. */
const depthLimit = 100

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

/** An element that has been opened and not yet closed. */
interface Frame {
  readonly parent: Frame | undefined
  readonly particle: Pick<Particle, 'name' | 'max' | 'property'>
  readonly type: CompiledType
  readonly scope: Scope
  readonly line: number
  readonly column: number
  /** Its place among its like, from 1. */
  readonly position: number
  /** The properties, or the items of a list under the property of the repeated element. */
  readonly value: Record<string, unknown>
  last: Particle | undefined
  count: number
  text: string
  textReported: boolean
}

function isEmpty(attributes: Readonly<Record<string, string>>): boolean {
  for (const _ in attributes) return false
  return true
}

const ignore = (): void => undefined

/** An element of simple type has none, and there are many of them. */
const noProperties: Record<string, unknown> = Object.freeze({})

/** Thrown to leave the parser after an error that ends the document. */
const stop: unique symbol = Symbol('stop')

/**
 * Reads a document.
 *
 * @param root - the expected root element
 * @param xml - the document as text
 * @param options - how to read it
 * @param visit - called for every element
 * @returns the value and the issues
 */
export function decodeXml(root: Root, xml: string, options: DecodeOptions, visit?: Visit): Decoded {
  const issues: Issue[] = []
  /** The innermost element that is open and not skipped. */
  let top: Frame | undefined
  const tolerant = options.unknown === 'ignore'
  /** How many elements are open inside one that is skipped, itself included. */
  let skipped = 0
  const skippedScopes: Scope[] = []
  let value: unknown
  // Where the start tag being read begins.
  let [line, column] = [1, 1]

  const parser = new SaxesParser({ xmlns: false, position: true })

  const pathOf = (end = ''): string => {
    let path = end
    for (let frame = top; frame !== undefined; frame = frame.parent) {
      const place = frame.particle.max > 1 ? `[${frame.position}]` : ''
      path = `/${frame.particle.name}${place}${path}`
    }
    return path
  }
  const shown = (name: string): string => (root.vocabulary.has(name) ? name : '*')
  const report = (code: IssueCode, message: string, end = '', at = { line, column }): void => {
    if (issues.length < maximumIssues)
      issues.push(makeIssue(code, message, { path: pathOf(end), line: at.line, column: at.column }))
  }
  const fatal = (code: IssueCode, message: string): never => {
    // The parser stands behind the last character that it read.
    report(code, message, '', { line: parser.line, column: Math.max(parser.column, 1) })
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- not an error: caught below, never seen outside
    throw stop
  }
  const failNamespace = (message: string): never => fatal('xml.namespace', `Not namespace-well-formed: ${message}.`)

  const place = (frame: Frame, type: CompiledComplex, local: string): Particle | undefined => {
    const expected = type.next[frame.last === undefined ? 0 : frame.last.index + 1]
    const found = expected?.get(local)
    if (found !== undefined) return found
    const like = type.particles.filter((particle) => particle.name === local)
    const later = like.find(
      ({ index, step, branch }) =>
        frame.last === undefined ||
        (index > frame.last.index && (step !== frame.last.step || branch === frame.last.branch)),
    )
    if (later !== undefined) {
      reportMissing(frame, type, later)
      return later
    }
    if (like.length === 0 && tolerant) return undefined
    const repeated = frame.last?.name === local
    const names = [...(expected?.keys() ?? [])]
    const instead = names.length === 0 ? 'Nothing may follow here.' : `Expected ${names.join(' or ')}.`
    if (repeated) report('schema.element-too-many', 'The element may occur only once.', `/${local}`)
    else report('schema.element-unexpected', `The element is not allowed here. ${instead}`, `/${shown(local)}`)
    return undefined
  }

  const reportMissing = (frame: Frame, type: CompiledComplex, found: Particle | undefined): void => {
    for (const alternatives of missingBetween(type, frame.last, found)) {
      const names = alternatives.map(({ name }) => name)
      if (names.length > 1) report('schema.element-missing', `One of ${names.join(', ')} is required.`)
      else report('schema.element-missing', 'The element is required.', `/${names.join('')}`)
    }
  }

  const open = (tag: SaxesTagPlain): void => {
    const parent = top
    const outerScope = skippedScopes.at(-1) ?? parent?.scope ?? rootScope
    // Most elements have no attributes; that is worth knowing once.
    const bare = isEmpty(tag.attributes)
    const scope = bare ? outerScope : declare(outerScope, tag.attributes, failNamespace)
    const ownNamespace = namespaceOfElement(scope, tag.name, failNamespace) === namespace
    const local = ownNamespace ? localName(tag.name) : undefined
    const skip = (): void => {
      if (++skipped > depthLimit) fatal('xml.depth', 'Elements are nested deeper than in any message.')
      skippedScopes.push(scope)
      // Inside what is skipped, names must still be namespace-well-formed.
      visitAttributes(scope, tag.attributes, ignore, failNamespace)
    }
    if (skipped > 0) {
      skip()
      return
    }
    let particle: Frame['particle'] | undefined
    let type: CompiledType = root.type
    let position = 1
    if (parent === undefined) {
      // Looked at here, since an eighth event handler makes V8 keep the parser as a slow dictionary.
      if ((parser.xmlDecl.version ?? '1.0') !== '1.0') fatal(wrongVersion.code, wrongVersion.message)
      if (local === root.name) particle = { name: root.name, max: 1, property: '' }
      else report('schema.root', `The root element must be ${root.name} in the namespace ${namespace}.`)
    } else {
      const found = placeIn(parent, local)
      if (found !== undefined) {
        if (parent.last === found) {
          parent.count++
          if (parent.count === found.max + 1)
            report(
              'schema.element-too-many',
              `The element may occur at most ${found.max} times.`,
              `/${found.name}[${parent.count}]`,
            )
        } else {
          parent.last = found
          parent.count = 1
        }
        particle = found
        type = found.type
        position = parent.count
      }
    }
    if (particle === undefined) {
      skip()
      return
    }
    const frame: Frame = {
      parent,
      particle,
      type,
      scope,
      line,
      column,
      position,
      value: type.complex === undefined ? noProperties : {},
      last: undefined,
      count: 0,
      text: '',
      textReported: false,
    }
    top = frame
    visit?.(pathOf(), line, column)
    if (!bare) visitAttributes(scope, tag.attributes, readAttribute, failNamespace)
    reportMissingAttributes(frame)
  }

  const placeIn = (parent: Frame, local: string | undefined): Particle | undefined => {
    if (local !== undefined && parent.type.complex !== undefined) return place(parent, parent.type.complex, local)
    if (!tolerant) {
      const reason = local === undefined ? `It is not in the namespace ${namespace}.` : 'Only text may be here.'
      report(
        'schema.element-unexpected',
        `The element is not allowed here. ${reason}`,
        `/${local === undefined ? '*' : shown(local)}`,
      )
    }
    return undefined
  }

  // One function for all attributes and one for all texts, since a function made for each would cost more than its work.
  let readName = ''
  const reportAttribute: Report = (code, message) => {
    report(code, message, `/@${readName}`)
  }
  const reportText: Report = (code, message) => {
    report(code, message, '', top)
  }

  const readAttribute = (attributeNamespace: string, local: string, text: string): void => {
    const frame = top
    const attribute = attributeNamespace === '' ? frame?.type.complex?.attributes.get(local) : undefined
    if (frame !== undefined && attribute !== undefined) {
      readName = attribute.name
      frame.value[attribute.property] = attribute.type.decode(text, reportAttribute)
    } else if (tolerant) {
      // Unknown, or of no use to a reader who knows the types.
    } else if (attributeNamespace === schemaInstance && (local === 'type' || local === 'nil')) {
      report('schema.xsi', 'xsi:type and xsi:nil are not allowed.', `/@xsi:${local}`)
    } else if (attributeNamespace === schemaInstance && /^(?:noNamespaceS|s)chemaLocation$/.test(local)) {
      // A hint for validators that any element may carry; it says nothing about the message.
    } else {
      const known = attributeNamespace === '' ? shown(local) : '*'
      report('schema.attribute-unexpected', 'The attribute is not allowed here.', `/@${known}`)
    }
  }

  const reportMissingAttributes = (frame: Frame): void => {
    for (const { name, property } of frame.type.complex?.requiredAttributes ?? []) {
      if (!Object.hasOwn(frame.value, property))
        report('schema.attribute-missing', 'The attribute is required.', `/@${name}`)
    }
  }

  const addText = (text: string): void => {
    const frame = top
    // An empty CDATA section is no text.
    if (frame === undefined || skipped > 0 || text === '') return
    const { simple, complex } = frame.type
    if (simple !== undefined || complex.text !== undefined) {
      frame.text += text
    } else if (!frame.textReported && (complex.particles.length === 0 || /[^\t\n\r ]/.test(text))) {
      frame.textReported = true
      const what = complex.particles.length === 0 ? 'The element must be empty.' : 'Only elements may be here.'
      report('schema.text-unexpected', what, '', frame)
    }
  }

  const finish = (frame: Frame): unknown => {
    const { simple, complex } = frame.type
    const text = simple ?? complex.text
    const decoded = text?.decode(frame.text, reportText)
    if (complex === undefined) return decoded
    if (complex.text !== undefined) frame.value['value'] = decoded
    if (complex.complete[frame.last === undefined ? 0 : frame.last.index + 1] !== true) {
      ;[line, column] = [frame.line, frame.column]
      reportMissing(frame, complex, undefined)
    }
    if (complex.form === 'true') return true
    if (complex.form === 'list') return frame.value[complex.particles[0]?.property ?? ''] ?? []
    return frame.value
  }

  const close = (): void => {
    if (skipped > 0) {
      skipped--
      skippedScopes.pop()
      return
    }
    const frame = top
    if (frame === undefined) return
    const child = finish(frame)
    const { parent } = frame
    top = parent
    const { property, max } = frame.particle
    if (parent === undefined) {
      value = child
    } else if (max > 1) {
      const list = parent.value[property]
      if (Array.isArray(list)) list.push(child)
      else parent.value[property] = [child]
    } else {
      parent.value[property] = child
    }
  }

  parser.on('error', (error) => {
    const { code, message } = syntaxProblem(error)
    fatal(code, message)
  })
  parser.on('doctype', () => fatal('xml.doctype', 'A document type declaration is not allowed.'))
  parser.on('opentagstart', (tag) => {
    line = parser.line
    column = parser.column - tag.name.length - 1
  })
  parser.on('opentag', open)
  parser.on('closetag', close)
  parser.on('text', addText)
  parser.on('cdata', addText)

  try {
    // The parser does not see a lone surrogate, nor the character after it.
    if (!xml.isWellFormed()) fatal('xml.character', 'The text holds half a surrogate pair.')
    parser.write(xml).close()
  } catch (thrown) {
    if (thrown !== stop) throw thrown
  }
  return { value, issues }
}
