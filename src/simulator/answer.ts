/**
 * What the portal answers, before it is made into a response.
 *
 * @module
 */
import { formatIssue, type Issue } from '../issue.js'
import { isError } from '../outcome.js'
import { element, type XmlElement } from './xml.js'

/** An answer. */
export interface Answer {
  /** The HTTP status code. */
  readonly status: number
  /** The headers, but for Content-Type and Content-Length. */
  readonly headers: Readonly<Record<string, string>>
  /** The content: a message, other bytes, or nothing. */
  readonly content?: XmlElement | { readonly mediaType: string; readonly bytes: Uint8Array }
}

/** An answer without content. */
export function empty(status: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers }
}

/** An answer with bytes, or with text in UTF-8. */
export function contentAnswer(mediaType: string, content: Uint8Array | string, status = 200): Answer {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { status, headers: {}, content: { mediaType, bytes } }
}

/** An answer with a message. */
export function message(root: XmlElement, headers: Answer['headers'] = {}): Answer {
  return { status: 200, headers, content: root }
}

/** An answer that refuses the request, and tells the errors, not the warnings. */
export function refusal(status: number, code: string, reason: string | readonly Issue[]): Answer {
  const text = typeof reason === 'string' ? reason : reason.filter(isError).map(formatIssue).join('; ')
  const type = status < 500 ? 'CLIENT' : 'SERVER'
  const children = [element('error-code', code), element('error-message', text), element('error-type', type)]
  return { status, headers: {}, content: element('error', children) }
}
