/**
 * XML as a tree with everything that canonical XML keeps.
 *
 * @module
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { decodeText } from './encoding.js'
import {
  declare,
  localName,
  namespaceOfElement,
  rootScope,
  visitAttributes,
  type Scope,
  type VisitAttribute,
} from './namespaces.js'
import { syntaxProblem, wrongVersion } from './syntax.js'
import { PortalError, type IssueCode } from '../issue.js'
import { makeIssue } from '../outcome.js'

/** An attribute; namespace declarations are none. */
export interface XmlAttribute {
  /** Its name as written, with its prefix. */
  readonly name: string
  /** Its namespace; empty for none. */
  readonly namespace: string
  /** Its local name. */
  readonly local: string
  /** Its normalized value. */
  readonly value: string
}

/** An element. */
export interface XmlElement {
  /** Its name as written, with its prefix. */
  readonly name: string
  /** Its namespace; empty for none. */
  readonly namespace: string
  /** Its local name. */
  readonly local: string
  /** The namespaces in scope. */
  readonly scope: Scope
  /** Its attributes, as they came. */
  readonly attributes: readonly XmlAttribute[]
  /** What it contains, in order. */
  readonly children: readonly XmlNode[]
  /** The element that contains it; undefined for the root. */
  readonly parent: XmlElement | undefined
}

/** What an element may contain: another element, text, a comment, or a processing instruction. */
export type XmlNode =
  | { readonly element: XmlElement }
  | { readonly text: string }
  | { readonly comment: string }
  | { readonly target: string; readonly data: string }

/** No signature is nested deeper; more would only cost time. */
const depthLimit = 100

/**
 * Parses a document. As in the codecs, a document type declaration and XML 1.1 are refused.
 *
 * @param bytes - the document
 * @returns the root element
 * @throws {@link PortalError} with one issue `xml.…`, or `signature.structure` for a document that is nested too deep
 */
export function parseXmlTree(bytes: Uint8Array): XmlElement {
  const decoded = decodeText(bytes)
  if ('issue' in decoded) throw new PortalError(subject, [decoded.issue])
  const parser = new SaxesParser({ xmlns: false, position: true })
  const open: (XmlElement & { readonly children: XmlNode[] })[] = []
  let root: XmlElement | undefined

  const fail = (code: IssueCode, message: string): never => {
    const position = { line: parser.line, column: Math.max(parser.column, 1) }
    throw new PortalError(subject, [makeIssue(code, message, { ...position })])
  }
  const failNamespace = (message: string): never => fail('xml.namespace', `Not namespace-well-formed: ${message}.`)

  const openTag = (tag: SaxesTagPlain): void => {
    const parent = open.at(-1)
    const scope = declare(parent?.scope ?? rootScope, tag.attributes, failNamespace)
    if (open.length >= depthLimit) fail('signature.structure', 'The document is nested deeper than any signature.')
    const attributes: XmlAttribute[] = []
    const names = Object.keys(tag.attributes).filter((name) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    const addAttribute: VisitAttribute = (namespace, local, value) => {
      attributes.push({ name: names[attributes.length] ?? '', namespace, local, value })
    }
    visitAttributes(scope, tag.attributes, addAttribute, failNamespace)
    const element = {
      name: tag.name,
      namespace: namespaceOfElement(scope, tag.name, failNamespace),
      local: localName(tag.name),
      scope,
      attributes,
      children: [],
      parent,
    }
    parent?.children.push({ element })
    root ??= element
    open.push(element)
  }
  const addText = (text: string): void => {
    open.at(-1)?.children.push({ text })
  }

  parser.on('error', (error) => {
    const { code, message } = syntaxProblem(error)
    fail(code, message)
  })
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') fail(wrongVersion.code, wrongVersion.message)
  })
  parser.on('doctype', () => fail('xml.doctype', 'A document type declaration is not allowed.'))
  parser.on('opentag', openTag)
  parser.on('closetag', () => open.pop())
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('comment', (comment) => {
    open.at(-1)?.children.push({ comment })
  })
  parser.on('processinginstruction', ({ target, body }) => {
    open.at(-1)?.children.push({ target, data: body })
  })
  parser.write(decoded.text).close()
  return root ?? fail('xml.syntax', 'Not well-formed: document must contain a root element.')
}

const subject = 'The signature cannot be read'
