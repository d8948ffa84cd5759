/**
 * What the XML parser says of a document that is not well-formed, without names from the document.
 *
 * @module
 */
import type { IssueCode } from '../issue.js'

/** An issue's code and message. */
export interface SyntaxProblem {
  /** `xml.version` or `xml.syntax`. */
  readonly code: IssueCode
  /** What is wrong. */
  readonly message: string
}

/** What every reader of XML says of a declared version other than 1.0. */
export const wrongVersion: SyntaxProblem = { code: 'xml.version', message: 'Only XML 1.0 is supported.' }

/**
 * Takes the position and all names from the document out of the parser's message.
 *
 * @param error - what the parser reports
 * @returns the problem
 */
export function syntaxProblem(error: Error): SyntaxProblem {
  const message = error.message.replace(/^\d+:\d+: /, '')
  if (message.startsWith('version number')) return wrongVersion
  // What follows a colon and a space is a name from the document.
  const reason = message.replace(/: .*$/s, '').replace(/\.$/, '')
  return { code: 'xml.syntax', message: `Not well-formed: ${reason}.` }
}
