/**
 * What the portal answers, before it is made into a response.
 *
 * @module
 */
import { formatIssue, type Issue } from '../issue.js'
import { element, type XmlElement } from './xml.js'

/** An answer. */
export interface Answer {
  /** The HTTP status code. */
  readonly status: number
  /** The headers, but for Content-Type and Content-Length. */
  readonly headers: Readonly<Record<string, string>>
  /** The content: a message, other bytes, or nothing. */
  readonly content:
    | { readonly kind: 'xml'; readonly root: XmlElement }
    | { readonly kind: 'bytes'; readonly mediaType: string; readonly bytes: Uint8Array }
    | { readonly kind: 'none' }
}

/** An answer without content. */
export function empty(status: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers, content: { kind: 'none' } }
}

/** An answer with bytes. */
export function contentAnswer(mediaType: string, bytes: Uint8Array, status = 200): Answer {
  return { status, headers: {}, content: { kind: 'bytes', mediaType, bytes } }
}

/** An answer with a text. */
export function text(value: string): Answer {
  return contentAnswer('text/plain;charset=utf-8', new TextEncoder().encode(value))
}

/** An answer with a message. */
export function message(root: XmlElement, headers: Answer['headers'] = {}): Answer {
  return { status: 200, headers, content: { kind: 'xml', root } }
}

/** An answer that refuses the request. */
export function refusal(status: number, code: string, reason: string | readonly Issue[]): Answer {
  const text = typeof reason === 'string' ? reason : reason.map(formatIssue).join('; ')
  return {
    status,
    headers: {},
    content: { kind: 'xml', root: errorElement(code, text, status < 500 ? 'CLIENT' : 'SERVER') },
  }
}

/** The element `error` (common.xsd). */
function errorElement(code: string, message: string, type: 'CLIENT' | 'SERVER'): XmlElement {
  return element('error', [element('error-code', code), element('error-message', message), element('error-type', type)])
}
