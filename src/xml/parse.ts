/**
 * The one place where saxes is set up: it pushes a document into a receiver. What is refused here is refused in every
 * document: what is not well-formed, in its namespaces too, document type declarations, and versions other than 1.0.
 *
 * @module
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { IssueCode } from '../issue.js'
import {
  declare,
  localName,
  namespaceOfElement,
  rootScope,
  visitAttributes,
  type Scope,
  type VisitAttribute,
} from './namespaces.js'
import type { Place, Receiver } from './sink.js'
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
  try {
    // The parser does not see a lone surrogate, nor the character after it.
    if (!xml.isWellFormed()) stop('xml.character', 'The text holds half a surrogate pair.')
    listen(parser, new Feed(namespace, receiver), receiver)
    parser.write(xml).close()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof SyntaxProblem)) throw thrown
    // The parser stands behind the last character that it read.
    const { line, column } = parser
    return { code: thrown.code, message: thrown.message, line, column: Math.max(column, 1) }
  }
}

/** With an eighth handler V8 keeps the parser as a slow dictionary: those who need the last two pay for them. */
function listen(parser: Parser, feed: Feed, receiver: Receiver): void {
  const text = (characters: string): void => {
    receiver.text(characters)
  }
  parser.on('error', stopAtError)
  parser.on('doctype', () => stop('xml.doctype', 'A document type declaration is not allowed.'))
  parser.on('opentagstart', (tag) => {
    feed.line = parser.line
    feed.column = parser.column - tag.name.length - 1
  })
  parser.on('opentag', (tag) => {
    feed.open(tag, parser)
  })
  parser.on('closetag', () => {
    feed.close()
  })
  parser.on('text', text)
  parser.on('cdata', text)
  const { comment, instruction } = receiver
  if (comment !== undefined) parser.on('comment', comment)
  if (instruction !== undefined)
    parser.on('processinginstruction', ({ target, body }) => {
      instruction(target, body)
    })
}

type Parser = SaxesParser<{ xmlns: false; position: true }>

/** Gives names their namespaces. A class, since V8 inlines its methods. */
class Feed {
  /** Where the start tag being read begins. */
  line = 1
  column = 1
  readonly #namespace: string
  readonly #receiver: Receiver
  /** Of the elements that are open. */
  readonly #scopes: Scope[] = []
  readonly #attribute: VisitAttribute

  constructor(namespace: string, receiver: Receiver) {
    this.#namespace = namespace
    this.#receiver = receiver
    this.#attribute = (attributeNamespace, local, value, name) => {
      receiver.attribute(attributeNamespace, local, value, name)
    }
  }

  open({ name, attributes }: SaxesTagPlain, { xmlDecl }: Parser): void {
    const outer = this.#scopes.at(-1) ?? rootScope
    // Most elements have no attributes; that is worth knowing once.
    const bare = isEmpty(attributes)
    const scope = bare ? outer : declare(outer, attributes)
    const namespace = namespaceOfElement(scope, name)
    // Looked at here, since it would take a handler of its own.
    if (outer === rootScope && (xmlDecl.version ?? '1.0') !== '1.0') stopAtVersion()
    const local = namespace === this.#namespace ? localName(name) : undefined
    const tag = { name, namespace, scope, line: this.line, column: this.column }
    if (!this.#receiver.open(local, tag)) stop('xml.depth', 'Elements are nested deeper than in any message.')
    this.#scopes.push(scope)
    if (!bare) visitAttributes(scope, attributes, this.#attribute)
    this.#receiver.opened()
  }

  close(): void {
    this.#scopes.pop()
    this.#receiver.close()
  }
}

function isEmpty(attributes: Readonly<Record<string, string>>): boolean {
  for (const _ in attributes) return false
  return true
}
