/**
 * Input as bytes: which encoding it is in, and whether it keeps to it (XML 1.0, section 4.3.3 and appendix F).
 *
 * @module
 */
import { unlessThrown } from '../guard.js'
import type { Issue } from '../issue.js'
import { makeIssue } from '../outcome.js'

/** Text, or why the bytes are none. */
export type Text = { readonly text: string } | { readonly issue: Issue }

const declaration =
  /^\uFEFF?<\?xml[\t\n\r ]+version[\t\n\r ]*=[\t\n\r ]*(?:"[^"]*"|'[^']*')[\t\n\r ]+encoding[\t\n\r ]*=[\t\n\r ]*["']([A-Za-z][A-Za-z0-9._-]*)["']/

/** A declaration stands at the start, and its encoding is not far into it. */
const declarationBytes = 256

/**
 * Decodes XML input: UTF-8 with or without byte order mark, US-ASCII, and UTF-16 with byte order mark. The issue, if
 * there is one, is `xml.encoding`.
 */
export function decodeText(bytes: Uint8Array): Text {
  const mark = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  if (mark === 'ff fe 00 00' || mark === '00 00 fe ff') return unsupported()
  if (mark.startsWith('ff fe')) return decodeAs(bytes, 'utf-16le', ['utf-16'])
  if (mark.startsWith('fe ff')) return decodeAs(bytes, 'utf-16be', ['utf-16'])
  // UTF-16 and UTF-32 without a mark begin with a zero byte next to "<".
  if (/^00|^3c 00/.test(mark)) return unsupported()
  return decodeAs(bytes, 'utf-8', ['utf-8', 'us-ascii'])
}

function decodeAs(bytes: Uint8Array, encoding: string, labels: readonly string[]): Text {
  // The label is read leniently first: in bytes that are not valid, a wrong label is the better thing to report.
  const start = new TextDecoder(encoding).decode(bytes.subarray(0, declarationBytes))
  const label = declaration.exec(start)?.[1]?.toLowerCase()
  if (label !== undefined && !labels.includes(label))
    return labels.includes('utf-8') && label !== 'utf-16' ? unsupported() : contradiction()
  const malformed = label === 'us-ascii' ? bytes.findIndex((byte) => byte > 0x7f) : -1
  if (malformed !== -1) return malformedAt(malformed)
  const text = unlessThrown(() => new TextDecoder(encoding, { fatal: true }).decode(bytes))
  return text === undefined ? malformedAt(firstMalformed(bytes, encoding)) : { text }
}

/** The offset of the first byte, or unit of two, at which a decoder can tell that the input is malformed, by bisection. */
function firstMalformed(bytes: Uint8Array, encoding: string): number {
  const decode = (length: number): string =>
    new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
  let [good, bad] = [0, bytes.length + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (unlessThrown(() => decode(middle)) !== undefined) good = middle
    else bad = middle
  }
  return encoding === 'utf-8' ? good : good - (good % 2)
}

function problem(message: string, offset?: number): Text {
  return { issue: makeIssue('xml.encoding', message, offset === undefined ? {} : { offset }) }
}

function unsupported(): Text {
  return problem('The encoding is not supported: use UTF-8, or UTF-16 with a byte order mark.')
}

function contradiction(): Text {
  return problem('The encoding in the XML declaration contradicts the byte order mark or its absence.')
}

function malformedAt(offset: number): Text {
  return problem(`The bytes are malformed in their encoding at offset ${offset}.`, offset)
}

/** Whether a text takes more bytes in UTF-8, where a unit of UTF-16 takes one to three, and half a pair two. */
export function isLongerThan(limit: number, text: string): boolean {
  if (text.length > limit || text.length * 3 <= limit) return text.length > limit
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes > limit
}
