/**
 * The one place where saxes is set up: it pushes a document into a receiver. What is refused here is refused in every
 * document: what is not well-formed, in its namespaces too, document type declarations, and versions other than 1.0.
 *
 * @module
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { IssueCode } from '../issue.js'
import { declare, localName, namespaceOfElement, rootScope, visitAttributes } from './namespaces.js'
import type { Scope, VisitAttribute } from './namespaces.js'
import type { Place } from './place.js'
import type { Receiver } from './sink.js'
import { stop, stopAtError, stopAtVersion, SyntaxProblem } from './syntax.js'

/** Why a document could not be read to its end, and where the parser stood then. */
export interface ParseProblem extends Place {
  /** The code of the issue. */
  readonly code: IssueCode
  /** Its message, without names from the document. */
  readonly message: string
}

/** Reads a document; what the receiver throws goes through. Local names are told of elements in the namespace. */
export function parseXml(xml: string, namespace: string, receiver: Receiver): ParseProblem | undefined {
  const parser = new SaxesParser({ xmlns: false, position: true })
  /** Of the elements that are open. */
  const scopes: Scope[] = []
  let start = 0

  const visit: VisitAttribute = (attributeNamespace, local, value, name) => {
    receiver.attribute(attributeNamespace, local, value, name)
  }
  const open = ({ name, attributes }: SaxesTagPlain): void => {
    const outer = scopes.at(-1) ?? rootScope
    const names = Object.keys(attributes)
    const scope = declare(outer, attributes, names)
    const own = namespaceOfElement(scope, name)
    // Looked at here, since it would take a handler of its own.
    if (scopes.length === 0 && (parser.xmlDecl.version ?? '1.0') !== '1.0') stopAtVersion()
    if (!receiver.open(own === namespace ? localName(name) : undefined, start, { name, namespace: own, scope }))
      stop('xml.depth', 'Elements are nested deeper than in any message.')
    scopes.push(scope)
    visitAttributes(scope, attributes, visit, names)
    receiver.opened()
  }
  const text = (characters: string): void => {
    receiver.text(characters)
  }

  // With an eighth handler V8 keeps the parser as a slow dictionary: those who need the last two pay for them.
  parser.on('error', stopAtError)
  parser.on('doctype', () => stop('xml.doctype', 'A document type declaration is not allowed.'))
  parser.on('opentagstart', ({ name }) => {
    // The parser stands behind the character after the name, which may be a line end of two.
    start = parser.position - name.length - 2
    if (xml.charCodeAt(start) !== 0x3c) start--
  })
  parser.on('opentag', open)
  parser.on('closetag', () => {
    scopes.pop()
    // The parser stands behind the tag.
    receiver.close(parser.position - 1)
  })
  parser.on('text', text)
  parser.on('cdata', receiver.cdata ?? text)
  const { comment, instruction } = receiver
  if (comment !== undefined) parser.on('comment', comment)
  if (instruction !== undefined)
    parser.on('processinginstruction', ({ target, body }) => {
      instruction(target, body)
    })

  try {
    // The parser does not see a lone surrogate, nor the character after it.
    if (!xml.isWellFormed()) stop('xml.character', 'The text holds half a surrogate pair.')
    parser.write(xml).close()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof SyntaxProblem)) throw thrown
    // The parser stands behind the last character that it read.
    return { code: thrown.code, message: thrown.message, line: parser.line, column: Math.max(parser.column, 1) }
  }
}
