/**
 * What takes a document: the one interface between whoever reads XML and whoever makes something of it.
 *
 * @module
 */
import type { Scope } from './namespaces.js'

/**
 * Takes a document of one namespace. For each element there is one `open`, then an `attribute` for each attribute that
 * declares no namespace, then `opened`; what it contains; and one `close`, whether its tag is empty or not. Whoever
 * reads sees to it that the document is well-formed, in its namespaces too.
 */
export interface Sink {
  /** A hint: the elements that may come next. One that is not among them is told all the same. */
  readonly expected: readonly { readonly name: string }[]
  /** A hint: the attributes that may come next. */
  readonly expectedAttributes: readonly { readonly name: string }[]
  /** A hint: whitespace means nothing here, and need not be told. */
  readonly skipsWhitespace: boolean
  /**
   * A start tag: its local name, if it is in the namespace, and the index of its first character. False: it is nested too
   * deep, and the reading ends.
   */
  readonly open: (local: string | undefined, start: number) => boolean
  /** An attribute of that tag, with its normalized value; the namespace is empty for a name without prefix. */
  readonly attribute: (namespace: string, local: string, value: string) => void
  /** The end of that tag. */
  readonly opened: () => void
  /** Text, in as many pieces as the reader likes; an empty one says nothing. CDATA sections are text. */
  readonly text: (text: string) => void
  /** The end of the innermost element that is open, and the index of its last character. */
  readonly close: (end: number) => void
}

/** A start tag to those who need more of it than its local name. */
export interface StartTag {
  /** The name as written, with its prefix. */
  readonly name: string
  /** The namespace; empty for none. */
  readonly namespace: string
  /** The namespaces in scope. */
  readonly scope: Scope
}

/** A sink that is told all that canonical XML keeps. Every {@link Sink} is one that does not listen to the rest. */
export interface Receiver extends Pick<Sink, 'opened' | 'text' | 'close'> {
  /** As in a sink, with the whole tag. */
  readonly open: (local: string | undefined, start: number, tag: StartTag) => boolean
  /** As in a sink, with the name as written. */
  readonly attribute: (namespace: string, local: string, value: string, name: string) => void
  /** The text of a CDATA section; to one who does not listen it is text. */
  readonly cdata?: (text: string) => void
  /** A comment. */
  readonly comment?: (comment: string) => void
  /** A processing instruction. */
  readonly instruction?: (target: string, data: string) => void
}
