/**
 * What is personal in XML, by the names of elements and attributes: also in a part of a document, or among other text.
 *
 * @module
 */
import { mark, redactPlainText, type Redacted } from './redact-text.js'

/** The elements whose text is personal. */
const elements = new Map<string, Redacted>([
  ['personal-identification-number', 'national identity number'],
  ['title', 'title'],
  ['nonsensitive-title', 'title'],
  ['description', 'description'],
])

/** The elements of which an attribute is. */
const attributes = new Map<string, { readonly name: string; readonly kind: Redacted }>([
  ['email', { name: 'address', kind: 'e-mail address' }],
  ['sms', { name: 'number', kind: 'telephone number' }],
])

const prefix = `(?:[^\\s<>:/"'=]{1,100}:)?`
const startTag = new RegExp(`<${prefix}(${[...elements.keys(), ...attributes.keys()].join('|')})(?=[\\s/>])`, 'g')

/** By the name of an element: its end tag, or what may hold something that looks like one. */
const ends = new Map(
  [...elements.keys()].map((name) => [name, new RegExp(`<!\\[CDATA\\[|<!--|<\\?|</${prefix}${name}\\s*>`, 'g')]),
)

/** Where what may hold anything ends, by how it begins. */
const closings = new Map([
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
])

/** Redacts a text in which there may be XML. */
export function redactText(text: string): string {
  if (!text.includes('<')) return redactPlainText(text)
  let redacted = ''
  let from = 0
  const unended = new Set<string>()
  const replace = (start: number, end: number, kind: Redacted): void => {
    if (start === end) return
    redacted += redactPlainText(text.slice(from, start)) + mark(kind, lengthOf(text.slice(start, end)))
    from = end
  }
  startTag.lastIndex = 0
  for (let tag = startTag.exec(text); tag !== null; tag = startTag.exec(text)) {
    const [, name = ''] = tag
    const personal = attributes.get(name)
    let end = startTag.lastIndex
    for (let read = readAttribute(text, end); read !== undefined; read = readAttribute(text, end)) {
      if (personal?.name === read.name) replace(read.start, read.end, personal.kind)
      end = read.end
    }
    const kind = elements.get(name)
    end = endOfTag(text, end)
    if (kind !== undefined && text.charAt(end - 1) === '>' && text.charAt(end - 2) !== '/') {
      const start = end
      end = endOfText(text, start, name, unended)
      replace(start, end, kind)
    }
    startTag.lastIndex = end
  }
  return redacted + redactPlainText(text.slice(from))
}

/**
 * From the end of a tag's name, or of the value before: whatever stands before the sign, with the name last, and the quote,
 * which in a text of JSON has a backslash or more.
 */
const attribute = /\\*["']?([^<>="']*)=\s*(\\*["'])/y

/** The name of the next attribute, and where its value stands; a value without its end goes on to the end of the text. */
function readAttribute(
  text: string,
  at: number,
): { readonly name: string; readonly start: number; readonly end: number } | undefined {
  attribute.lastIndex = at
  const found = attribute.exec(text)
  if (found === null) return undefined
  const [, before = '', quote = ''] = found
  const start = attribute.lastIndex
  const end = text.indexOf(quote, start)
  return { name: before.trim().replace(/^.*\s/s, ''), start, end: end === -1 ? text.length : end }
}

/** Where a tag ends: behind its `>`, or before a tag that begins instead. */
function endOfTag(text: string, at: number): number {
  let end = at
  while (end < text.length && text.charAt(end) !== '<') if (text.charAt(end++) === '>') break
  return end
}

/** Where the text of an element ends: before its end tag, or where there is none any more, before the next tag. */
function endOfText(text: string, start: number, name: string, unended: Set<string>): number {
  const next = ends.get(name)
  if (next !== undefined && !unended.has(name)) {
    next.lastIndex = start
    for (let found = next.exec(text); found !== null; found = next.exec(text)) {
      const closing = closings.get(found[0])
      if (closing === undefined) return found.index
      const closed = text.indexOf(closing, next.lastIndex)
      if (closed === -1) return text.length
      next.lastIndex = closed
    }
    // The end of the text is not looked for again.
    unended.add(name)
  }
  const other = text.indexOf('<', start)
  return other === -1 ? text.length : other
}

/** How long a text is, in UTF-16 units; a reference such as `&amp;` is one. */
function lengthOf(text: string): number {
  return text.replace(/&[#\w]{1,10};/g, '&').length
}
