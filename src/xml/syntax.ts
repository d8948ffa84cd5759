/**
 * What ends the reading of a document, without names from the document.
 *
 * @module
 */
import type { IssueCode } from '../issue.js'

/** Thrown to leave a document that cannot be read further; never seen outside of this folder. */
export class SyntaxProblem extends Error {
  /** The code of the issue. */
  readonly code: IssueCode

  constructor(code: IssueCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Ends the reading of a document. */
export function stop(code: IssueCode, message: string): never {
  throw new SyntaxProblem(code, message)
}

/** Ends the reading of a document that declares another version than 1.0. */
export function stopAtVersion(): never {
  return stop('xml.version', 'Only XML 1.0 is supported.')
}

/** Ends the reading for what the parser reports, taking the position and all names from the document out of it. */
export function stopAtError(error: Error): never {
  const message = error.message.replace(/^\d+:\d+: /, '')
  if (message.startsWith('version number')) stopAtVersion()
  // What follows a colon and a space is a name from the document.
  const reason = message.replace(/: .*$/s, '').replace(/\.$/, '')
  return stop('xml.syntax', `Not well-formed: ${reason}.`)
}
