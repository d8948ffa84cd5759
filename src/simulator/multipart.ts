/**
 * Reading `multipart/mixed` (RFC 2046, 5.1). Its own code, so that a fault in the package's writer shows.
 *
 * @module
 */

/** A part of a multipart message. */
export interface Part {
  /** The headers by name in lower case. */
  readonly headers: ReadonlyMap<string, string>
  /** The content. */
  readonly body: Uint8Array
}

/** Reads the parts of a message. */
export function readMultipart(contentType: string | null, body: Uint8Array): readonly Part[] | undefined {
  const boundary = boundaryOf(contentType ?? '')
  if (boundary === undefined) return undefined
  // Latin-1 maps every byte to one character, so that positions in the text are positions in the bytes.
  const text = latin1.decode(body)
  const parts: Part[] = []
  let start: number | undefined
  const delimiter = new RegExp(`(?:^|\\r\\n)--${escape(boundary)}(--)?[ \\t]*(?:\\r\\n|$)`, 'g')
  for (let match = delimiter.exec(text); match !== null; match = delimiter.exec(text)) {
    if (start !== undefined) {
      const part = readPart(text, body, start, match.index)
      if (part === undefined) return undefined
      parts.push(part)
    }
    if (match[1] !== undefined) return parts
    start = delimiter.lastIndex
  }
  return undefined
}

const latin1 = new TextDecoder('latin1')

/** What a parameter is, or white space before the next one (RFC 9110, 5.6.6), and what a quoted string may have (5.6.4). */
const parameter = /[ \t]*;[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s";]+)))?/gy

/** What a boundary is: 1 to 70 characters of these, the last of them no space (RFC 2046, 5.1.1). No braces are among them. */
const permitted = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/

/** The boundary that a Content-Type tells of; undefined if it is none of multipart/mixed, or has no boundary that is permitted. */
export function boundaryOf(contentType: string): string | undefined {
  const [mediaType = ''] = contentType.split(/[ \t]*;/)
  if (mediaType.trim().toLowerCase() !== 'multipart/mixed') return undefined
  const parameters = contentType.trimEnd().slice(contentType.indexOf(mediaType) + mediaType.length)
  const read = [...parameters.matchAll(parameter)]
  if (read.map(([whole]) => whole).join('') !== parameters) return undefined
  const [, , quoted, token] = read.find(([, name]) => name?.toLowerCase() === 'boundary') ?? []
  // What a backslash stands before is meant itself.
  const boundary = quoted?.replace(/\\(.)/gs, '$1') ?? token ?? ''
  return permitted.test(boundary) ? boundary : undefined
}

function readPart(text: string, body: Uint8Array, start: number, end: number): Part | undefined {
  // A part without headers begins with the empty line itself.
  const headersEnd = text.startsWith('\r\n', start) ? start : text.indexOf('\r\n\r\n', start)
  const bodyStart = text.startsWith('\r\n', start) ? start + 2 : headersEnd + 4
  if (headersEnd === -1 || bodyStart > end) return undefined
  const headers = new Map<string, string>()
  // A line that begins with white space goes on with the header before it (RFC 5322, 2.2.3).
  for (const line of text
    .slice(start, headersEnd)
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')) {
    if (line === '') continue
    const [, name] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):/.exec(line) ?? []
    if (name === undefined) return undefined
    headers.set(name.toLowerCase(), line.slice(name.length + 1).trim())
  }
  return { headers, body: body.subarray(bodyStart, end) }
}

function escape(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
