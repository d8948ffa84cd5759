/**
 * A look at a document: whether it is a PDF that the service takes. It reads the header and the last trailer only.
 *
 * @module
 */
import type { Breach } from '../codec/portal/rule.js'
import { latin1 } from '../latin1.js'

/** Readers find the header in the first 1024 bytes, and `%%EOF` in the last (ISO 32000-1, annex H.3.4). */
const edgeBytes = 1024

/** How much of a trailer is read: enough for any, since it holds a few references, two identifiers and an index. */
const trailerBytes = 65_536

/** What speaks against a PDF; a warning where the file does not let one be sure. */
export type PdfFinding = Pick<Breach, 'severity' | 'detail'>

const error = (detail: string): PdfFinding => ({ severity: 'error', detail })
const warning = (detail: string): PdfFinding => ({ severity: 'warning', detail })

/**
 * Looks at a PDF's header for its version and at its last trailer for encryption. An update of a file repeats the
 * entries of the trailer before (ISO 32000-1, 7.5.6), so the last one tells. A version in the catalog, which may be
 * compressed, is not read.
 */
export function inspectPdf(bytes: Uint8Array): readonly PdfFinding[] {
  const header = /%PDF-([0-9]+\.[0-9]+)/.exec(characters(bytes, 0, edgeBytes))
  if (header === null) return [error('It has no PDF header.')]
  const findings: PdfFinding[] = []
  const version = header[1] ?? ''
  if (version === '2.0' && indexOf(bytes, 'pdfaid:part', 0) !== -1)
    findings.push(warning('It declares PDF 2.0 and PDF/A; the page does not say which parts of PDF/A are meant.'))
  else if (!/^1\.[1-7]$/.test(version)) findings.push(error('It declares another version of PDF.'))
  if (header.index > 0) findings.push(warning('There are bytes before the PDF header.'))
  const trailer = lastTrailer(bytes, header.index)
  if (trailer === undefined) findings.push(warning('Its trailer cannot be read, so encryption cannot be told.'))
  else if ((trailer.get('Encrypt') ?? 'null') !== 'null') findings.push(error('It is encrypted.'))
  return findings
}

/** One character for each byte, whatever it is. */
function characters(bytes: Uint8Array, start: number, length: number): string {
  return latin1(bytes.subarray(start, start + length))
}

function indexOf(bytes: Uint8Array, word: string, from: number): number {
  const codes = Array.from(word, (character) => character.charCodeAt(0))
  const first = codes[0] ?? 0
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (codes.every((code, index) => bytes[at + index] === code)) return at
  return -1
}

/** The dictionary that the last `startxref` leads to: of a trailer, or of a cross-reference stream (7.5.4 to 7.5.8). */
function lastTrailer(bytes: Uint8Array, headerOffset: number): ReadonlyMap<string, string> | undefined {
  const end = characters(bytes, Math.max(0, bytes.length - edgeBytes), edgeBytes)
  const start = /^startxref[\0\t\n\f\r ]+([0-9]{1,10})[\0\t\n\f\r ]+%%EOF/.exec(end.slice(end.lastIndexOf('startxref')))
  if (start === null) return undefined
  // Offsets count from the header for some writers, and from the start of the file for others.
  for (const offset of new Set([Number(start[1]), Number(start[1]) + headerOffset])) {
    const section = /^[\0\t\n\f\r ]*(xref|[0-9]+[\0\t\n\f\r ]+[0-9]+[\0\t\n\f\r ]+obj)(?![A-Za-z])/.exec(
      characters(bytes, offset, edgeBytes),
    )
    if (section === null) continue
    const behind = offset + section[0].length
    const keyword = section[1] === 'xref' ? indexOf(bytes, 'trailer', behind) : undefined
    if (keyword === -1) continue
    return readDictionary(characters(bytes, keyword === undefined ? behind : keyword + 'trailer'.length, trailerBytes))
  }
  return undefined
}

/** The tokens of ISO 32000-1, 7.2 and 7.3, less literal strings, which nest: a name, a bracket, or anything else. */
const token = /%[^\r\n]*|<<|>>|<[^<>]*>|\/[^\0\t\n\f\r ()<>[\]{}/%]*|[[\]{}]|[^\0\t\n\f\r ()<>[\]{}/%]+/y

/** Reads a dictionary. */
function readDictionary(text: string): ReadonlyMap<string, string> | undefined {
  const entries = new Map<string, string>()
  let key: string | undefined
  let depth = 0
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at)
    if ('\0\t\n\f\r '.includes(character)) {
      at++
      continue
    }
    token.lastIndex = at
    const word = character === '(' ? '()' : token.exec(text)?.[0]
    if (word === undefined) return undefined
    at = character === '(' ? endOfString(text, at) : at + word.length
    if (word.startsWith('%')) continue
    if (depth === 0 && word !== '<<') return undefined
    if (word === '>>' || word === ']' || word === '}') depth--
    if (depth === 0 && word === '>>') return entries
    if (depth === 1 && key !== undefined) {
      entries.set(key, word)
      key = undefined
    } else if (depth === 1 && word.startsWith('/')) {
      key = nameOf(word)
    }
    if (word === '<<' || word === '[' || word === '{') depth++
  }
  return undefined
}

/** A name without its slash; `#45` in it is the character with that code (7.3.5). */
function nameOf(word: string): string {
  return word
    .slice(1)
    .replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/** The place behind a literal string, in which parentheses nest and a backslash takes the next character along. */
function endOfString(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\\') at++
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return at + 1
  }
  return text.length
}
