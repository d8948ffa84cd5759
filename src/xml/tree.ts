/**
 * XML as a tree with everything that canonical XML keeps. The simulator has elements of its own, which are a writer's:
 * names, attributes and content of what is to be written, and nothing that only a reader needs.
 *
 * @module
 */
import { PortalError } from '../issue.js'
import { makeError } from '../outcome.js'
import { decodeText } from './encoding.js'
import { localName, type Scope } from './namespaces.js'
import { parseXml } from './parse.js'

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

/** Looks at a document while its tree is made; what it throws ends the reading, so that nothing is kept for nothing. */
export interface TreeCheck {
  /** An element with its attributes, before its content. */
  readonly opened: (element: XmlElement) => void
  /** Text in an element, which may be in a CDATA section. */
  readonly text: (element: XmlElement, text: string, isCdata: boolean) => void
  /** An element with its content. */
  readonly closed: (element: XmlElement) => void
}

/** No signature is nested deeper; more would only cost time. */
const maximumDepth = 100

/**
 * Elements, attributes, texts, comments and instructions together. A signature of as many files as an archive can have, white
 * space and all, has three thousand; each takes a hundred times the memory that it takes in the document.
 */
const maximumParts = 20_000

/**
 * Parses a document, or throws a PortalError with one issue: `xml.…`, or `signature.structure` where it is nested too
 * deep, or has too many parts. What the check throws goes through.
 */
export function parseXmlTree(bytes: Uint8Array, check?: TreeCheck): XmlElement {
  const decoded = decodeText(bytes)
  if ('issue' in decoded) throw new PortalError(subject, [decoded.issue])
  const open: (XmlElement & { readonly attributes: XmlAttribute[]; readonly children: XmlNode[] })[] = []
  let root: XmlElement | undefined
  let parts = 0
  const count = (): void => {
    if (++parts > maximumParts)
      throw makeError(subject, 'signature.structure', 'The document has more parts than any signature.')
  }
  const add = (node: XmlNode): void => {
    count()
    open.at(-1)?.children.push(node)
  }
  const addText = (text: string, isCdata: boolean): void => {
    const element = open.at(-1)
    if (element !== undefined) check?.text(element, text, isCdata)
    add({ text })
  }
  const problem = parseXml(decoded.text, '', {
    open: (_local, _start, { name, namespace, scope }) => {
      const parent = open.at(-1)
      const element = { name, namespace, local: localName(name), scope, attributes: [], children: [], parent }
      add({ element })
      root ??= element
      return open.push(element) <= maximumDepth
    },
    attribute: (namespace, local, value, name) => {
      count()
      open.at(-1)?.attributes.push({ name, namespace, local, value })
    },
    opened: () => {
      const element = open.at(-1)
      if (element !== undefined) check?.opened(element)
    },
    text: (text) => {
      addText(text, false)
    },
    cdata: (text) => {
      addText(text, true)
    },
    close: () => {
      const element = open.pop()
      if (element !== undefined) check?.closed(element)
    },
    comment: (comment) => {
      add({ comment })
    },
    instruction: (target, data) => {
      add({ target, data })
    },
  })
  if (root !== undefined && problem === undefined) return root
  const { code = 'xml.syntax', message = 'Not well-formed.', line = 1, column = 1 } = problem ?? {}
  throw code === 'xml.depth'
    ? makeError(subject, 'signature.structure', 'The document is nested deeper than any signature.', { line, column })
    : makeError(subject, code, message, { line, column })
}

const subject = 'The signature cannot be read'
