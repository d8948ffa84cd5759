/**
 * Input as bytes: which encoding it is in, and whether it keeps to it (XML 1.0, section 4.3.3 and appendix F).
 *
 * @module
 */
import { plainBytes, unlessThrown } from '../guard.js'
import { latin1 } from '../latin1.js'
import type { Issue } from '../issue.js'
import { makeIssue } from '../outcome.js'

/** Text, or why the bytes are none. */
export type Text = { readonly text: string } | { readonly issue: Issue }

const declaration =
  /^<\?xml[\t\n\r ][\t\n\r ]*version[\t\n\r ]*=[\t\n\r ]*(?:"[^"]*"|'[^']*')[\t\n\r ][\t\n\r ]*encoding[\t\n\r ]*=[\t\n\r ]*["']([A-Za-z][A-Za-z0-9._-]*)["']/

/** The names of encodings that are read without a byte order mark, in lower case: those of IANA and of Java that validators know. */
const labels = {
  'utf-8': ['utf-8', 'utf8'],
  'us-ascii': ['us-ascii', 'ascii', 'ansi_x3.4-1968', 'iso646-us'],
  'iso-8859-1': [
    'iso-8859-1',
    'iso_8859-1',
    'iso8859-1',
    'iso8859_1',
    'latin1',
    'l1',
    'ibm819',
    'cp819',
    'csisolatin1',
    'iso-ir-100',
  ],
}

/** How most documents begin that declare an encoding: to take it out would cost as much as to read a tag. */
const ordinaryDeclaration = /^<\?xml version="1\.0" encoding="[Uu][Tt][Ff]-8"\?>/

/** To make one for each document would cost as much as to read a short one. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes XML input: UTF-8 and UTF-16 with a byte order mark; without one UTF-8, or what is declared of UTF-8, US-ASCII and
 * ISO-8859-1. The issue, if there is one, is `xml.encoding`. A mark stays in the text, where one is no part of the document.
 */
export function decodeText(bytes: Uint8Array): Text {
  return ordinaryText(bytes) ?? markedText(plainBytes(bytes))
}

/**
 * Most documents begin with a tag, and are UTF-8, whether they say so or not. Bytes of any class can be asked this much, and to
 * see them as of none takes longer than to look for a tag.
 */
function ordinaryText(bytes: Uint8Array): Text | undefined {
  if (bytes[0] !== 0x3c || bytes[1] === 0) return undefined
  const text = unlessThrown(() => utf8.decode(bytes))
  if (text === undefined) return undefined
  if (ordinaryDeclaration.test(text)) return { text }
  const label = text.startsWith('<?xml') ? declaration.exec(text)?.[1]?.toLowerCase() : undefined
  return label === undefined || labels['utf-8'].includes(label) ? { text } : undefined
}

function markedText(bytes: Uint8Array): Text {
  const mark = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  if (mark === 'ff fe 00 00' || mark === '00 00 fe ff') return unsupported()
  if (mark.startsWith('ff fe')) return decodeMarked(bytes, 'utf-16le', ['utf-16', 'utf-16le'])
  if (mark.startsWith('fe ff')) return decodeMarked(bytes, 'utf-16be', ['utf-16', 'utf-16be'])
  if (mark.startsWith('ef bb bf')) return decodeMarked(bytes, 'utf-8', labels['utf-8'])
  // UTF-16 and UTF-32 without a mark begin with a zero byte next to "<".
  if (/^00|^3c 00/.test(mark)) return unsupported()
  const label = declaredIn(bytes, 'utf-8')
  if (label === undefined || labels['utf-8'].includes(label)) return decodeAs(bytes, 'utf-8')
  if (labels['iso-8859-1'].includes(label)) return { text: latin1(bytes) }
  if (!labels['us-ascii'].includes(label)) return label.startsWith('utf-16') ? contradiction() : unsupported()
  const malformed = bytes.findIndex((byte) => byte > 0x7f)
  return malformed === -1 ? decodeAs(bytes, 'utf-8') : malformedAt(malformed)
}

/** Where mark and declaration say two things, programs read two texts. */
function decodeMarked(bytes: Uint8Array, encoding: string, allowed: readonly string[]): Text {
  const label = declaredIn(bytes, encoding)
  return label === undefined || allowed.includes(label) ? decodeAs(bytes, encoding) : contradiction()
}

/**
 * The encoding that is declared, in lower case. It is read leniently: in bytes that are not valid, a wrong label is the
 * better thing to report.
 */
function declaredIn(bytes: Uint8Array, encoding: string): string | undefined {
  // The declaration is the first tag, however long it is; a unit of UTF-16 has one byte more.
  const end = bytes.indexOf(0x3e) + 2
  return declaration.exec(new TextDecoder(encoding).decode(bytes.subarray(0, end)))?.[1]?.toLowerCase()
}

function decodeAs(bytes: Uint8Array, encoding: string): Text {
  const text = unlessThrown(() => new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes))
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
  return problem('The encoding is not supported: use UTF-8, UTF-16 with a byte order mark, US-ASCII, or ISO-8859-1.')
}

function contradiction(): Text {
  return problem('The encoding in the XML declaration contradicts the byte order mark or its absence.')
}

function malformedAt(offset: number): Text {
  return problem(`The bytes are malformed in their encoding at offset ${offset}.`, offset)
}

const encoder = new TextEncoder()

/**
 * Whether a text takes more bytes in UTF-8, where a unit of UTF-16 takes one to three, and half a pair what is written in its
 * place. Only a text that may be either is written: to look at each of its units would take several times as long.
 */
export function isLongerThan(limit: number, text: string): boolean {
  if (text.length > limit || text.length * 3 <= limit) return text.length > limit
  return encoder.encode(text).length > limit
}
