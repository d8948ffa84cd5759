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

/** What a name is (RFC 9110, 5.6.2). */
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-][!#$%&'*+.^_`|~0-9A-Za-z-]*"

/** A parameter up to the beginning of a quoted value, or white space before the next one (RFC 9110, 5.6.6). */
const parameter = new RegExp(`[ \\t]*;[ \\t]*(?:(${token})=(?:"|([^\\s";][^\\s";]*)))?`, 'y')

/** What a boundary is: 1 to 70 characters of these, the last of them no space (RFC 2046, 5.1.1). No braces are among them. */
const permitted = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/

/** The boundary that a Content-Type tells of; undefined if it is none of multipart/mixed, or has no boundary that is permitted. */
export function boundaryOf(contentType: string): string | undefined {
  const [mediaType = ''] = contentType.split(/[ \t]*;/)
  if (mediaType.trim().toLowerCase() !== 'multipart/mixed') return undefined
  const parameters = contentType.trimEnd().slice(contentType.indexOf(mediaType) + mediaType.length)
  const boundary = valueOf('boundary', parameters) ?? ''
  return permitted.test(boundary) ? boundary : undefined
}

/** The value of a parameter, the first of its name; undefined where there is none, or something else than parameters. */
function valueOf(wanted: string, parameters: string): string | undefined {
  let value: string | undefined
  for (let at = 0; at < parameters.length;) {
    parameter.lastIndex = at
    const [whole, name, unquoted] = parameter.exec(parameters) ?? []
    if (whole === undefined) return undefined
    const start = at + whole.length
    const end = whole.endsWith('"') ? endOfQuoted(parameters, start) : start
    if (end === undefined) return undefined
    at = end + (whole.endsWith('"') ? 1 : 0)
    // What a backslash stands before is meant itself.
    if (name?.toLowerCase() === wanted) value ??= unquoted ?? parameters.slice(start, end).replace(/\\(.)/gs, '$1')
  }
  return value
}

/** Where a quoted string ends (5.6.4). A loop, since a regular expression keeps memory for each step of one over pairs. */
function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === '"') return at
    if (text.charAt(at) === '\\') at++
  }
  return undefined
}

const partName = new RegExp(`^(${token}):`)

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
    const [, name] = partName.exec(line) ?? []
    if (name === undefined) return undefined
    headers.set(name.toLowerCase(), line.slice(name.length + 1).trim())
  }
  return { headers, body: body.subarray(bodyStart, end) }
}

function escape(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
