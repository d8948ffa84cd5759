/**
 * The quick source: pushes an ordinary document into a sink in one pass. It takes a byte order mark, a declaration of version
 * 1.0, elements with ASCII names that have all the prefix of the root or all none, namespace declarations that leave that
 * prefix as it is, attributes without prefix, text with references, and line ends of every kind. It leaves all else, and
 * whatever is wrong: comments, CDATA sections, processing instructions, document type declarations, other prefixes, line ends
 * and tabs in attributes, more than 10 attributes of an element, more than 99 namespace declarations that are in force. It never
 * decides that something is wrong: when it gives up, the parser reads the document again.
 *
 * @module
 */
import { characterOf, isEndOfName, isInName, isLetter, isWhitespace, runs, type Run } from './characters.js'
import type { Sink } from './sink.js'
import { unitsOf } from './units.js'

const declaration =
  /<\?xml[ \t\r\n][ \t\r\n]*version=(?:"1\.0"|'1\.0')(?:[ \t\r\n][ \t\r\n]*encoding=(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n][ \t\r\n]*standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y
const reserved = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/
const entities = Object.entries({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" })
const characterReference = /&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));/y

/** Pushes a document into a sink, and tells whether to its end: if not, what the sink was told means nothing. */
export function scanXml(xml: string, namespace: string, sink: Sink): boolean {
  // Comments, sections and declarations are left before anything is read for nothing. One character is found faster than two.
  if (xml.includes('!') && xml.includes('<!')) return false
  return xml.isWellFormed() && new Scanner(xml, namespace, sink).document()
}

/** A class, since V8 inlines its methods. */
class Scanner {
  readonly #xml: string
  readonly #units: Uint16Array
  readonly #pairs: DataView
  readonly #namespace: string
  readonly #sink: Sink
  /** The names of the attributes of the tag that is being read; none behind their number. */
  readonly #attributes: string[] = []
  #attributeCount = 0
  /** The prefixes that are declared, and where the start tag ends its name that did so last. */
  readonly #declared = new Map<string, number>()
  /** How many declarations the elements that are open have. */
  #declarationCount = 0
  /** Of the root, with its colon. */
  #prefix = ''
  /** Whether that is declared, as it must be. */
  #isDeclared = false
  #at = 0

  constructor(xml: string, namespace: string, sink: Sink) {
    this.#xml = xml
    const { units, pairs } = unitsOf(xml)
    this.#units = units
    this.#pairs = pairs
    this.#namespace = namespace
    this.#sink = sink
  }

  document(): boolean {
    if (this.#xml.startsWith('\uFEFF')) this.#at = 1
    declaration.lastIndex = this.#at
    if (this.#xml.startsWith('<?', this.#at) && !declaration.test(this.#xml)) return false
    this.#at = declaration.lastIndex
    this.#skipWhitespace()
    const start = this.#at
    if (!this.#skip('<')) return false
    let root = this.#name(this.#sink.expected)
    if (root === undefined && this.#at > start + 1 && this.#skip(':')) {
      this.#prefix = this.#xml.slice(start + 1, this.#at)
      root = this.#name(this.#sink.expected)
    }
    if (root === undefined || !this.#sink.open(root, start) || !this.#element(start)) return false
    this.#skipWhitespace()
    return this.#at === this.#xml.length
  }

  /** The rest of an element that begins there, whose name has been read. */
  #element(start: number): boolean {
    const length = this.#at - start - 1
    const outer = this.#declarationCount
    const isEmpty = this.#endOfStartTag()
    // Its namespace is known only here.
    if (isEmpty === undefined || !this.#isDeclared) return false
    this.#sink.opened()
    if (!isEmpty && !(this.#content() && this.#endTag(start + 1, length))) return false
    this.#declarationCount = outer
    this.#sink.close(this.#at - 1)
    return true
  }

  /** Text and elements, up to an end tag. The sink sees to it that they are not nested too deep. */
  #content(): boolean {
    const { skipsWhitespace } = this.#sink
    for (;;) {
      if (skipsWhitespace) this.#skipWhitespace()
      else if (!this.#text()) return false
      const start = this.#at
      if (this.#units[start] !== 0x3c) return false
      if (this.#units[start + 1] === 0x2f) return true
      this.#at++
      if (this.#prefix !== '' && !this.#skip(this.#prefix)) return false
      const local = this.#name(this.#sink.expected)
      if (local === undefined || !this.#sink.open(local, start) || !this.#element(start)) return false
    }
  }

  /** To compare with the names that may come is faster than to read the name. */
  #name(expected: Sink['expected']): string | undefined {
    const units = this.#units
    const from = this.#at
    for (const { name } of expected) if (isEndOfName(units[from + name.length]) && this.#skip(name)) return name
    for (let at = from; ; at++) {
      const character = units[at] ?? 0
      // Behind the first letter also digits, hyphens and dots.
      if (isLetter(character) || (at > from && isInName(character))) continue
      this.#at = at
      return at > from && isEndOfName(character) ? this.#xml.slice(from, at) : undefined
    }
  }

  /** The attributes of a start tag, and its end: whether it is that of the element; undefined where it is left. */
  #endOfStartTag(): boolean | undefined {
    const units = this.#units
    const tag = this.#at
    this.#attributeCount = 0
    for (;;) {
      const character = units[this.#at++]
      if (character === 0x3e) return false
      if (character === 0x2f) return units[this.#at++] === 0x3e ? true : undefined
      if (!isWhitespace(character)) return undefined
      this.#skipWhitespace()
      const next = units[this.#at]
      if (next === 0x3e || next === 0x2f) continue
      if (!(this.#skip('xmlns') ? this.#declaration(tag) : this.#attribute())) return undefined
    }
  }

  #attribute(): boolean {
    const local = this.#name(this.#sink.expectedAttributes)
    // Each is compared with those before it, and no element of a message has so many.
    if (local === undefined || this.#attributeCount > 9) return false
    for (let index = 0; index < this.#attributeCount; index++) if (this.#attributes[index] === local) return false
    this.#attributes[this.#attributeCount++] = local
    const value = this.#attributeValue()
    if (value !== undefined) this.#sink.attribute('', local, value)
    return value !== undefined
  }

  /** A namespace declaration of that tag. What it declares for another prefix says nothing, since what has it is left. */
  #declaration(tag: number): boolean {
    const prefix = this.#skip(':') ? this.#name([]) : ''
    // The parser has a limit for prefixes, and few documents use those that are reserved.
    if (prefix === undefined || prefix.startsWith('xml') || ++this.#declarationCount > 99) return false
    const namespace = this.#attributeValue()
    const isExpected = namespace === this.#namespace
    if (namespace === undefined || (namespace === '' && prefix !== '')) return false
    if ((!isExpected && reserved.test(namespace)) || this.#declared.get(prefix) === tag) return false
    this.#declared.set(prefix, tag)
    if (prefix === this.#prefix.slice(0, -1)) this.#isDeclared = isExpected
    return true
  }

  #attributeValue(): string | undefined {
    if (!this.#skipCharacter(0x3d)) return undefined
    this.#skipWhitespace()
    const quote = this.#units[this.#at++]
    if (quote !== 0x22 && quote !== 0x27) return undefined
    const value = this.#value(quote === 0x22 ? runs.quoted : runs.apostrophized)
    this.#at++
    return value
  }

  #text(): boolean {
    const value = this.#value(runs.text)
    if (value !== undefined && value !== '') this.#sink.text(value)
    return value !== undefined
  }

  /** Characters and references up to the end. */
  #value({ end, plain }: Run): string | undefined {
    const units = this.#units
    let value = ''
    let at = this.#at
    let from = at
    for (;;) {
      while (plain[units[at] ?? 0] === 1) at++
      const unit = units[at]
      if (unit === end) {
        this.#at = at
        return value === '' ? this.#xml.slice(from, at) : value + this.#xml.slice(from, at)
      }
      if (unit === 0x26) {
        this.#at = at
        const resolved = this.#reference()
        if (resolved === undefined) return undefined
        value += this.#xml.slice(from, at) + resolved
        at = this.#at
        from = at
      } else if (unit === 0x0d && end === 0x3c) {
        value += `${this.#xml.slice(from, at)}\n`
        at += units[at + 1] === 0x0a ? 2 : 1
        from = at
      } else if (unit === 0x3e && !(units[at - 1] === 0x5d && units[at - 2] === 0x5d)) at++
      else return undefined
    }
  }

  #reference(): string | undefined {
    for (const [reference, character] of entities) if (this.#skip(reference)) return character
    characterReference.lastIndex = this.#at
    const [reference = '', decimal, hexadecimal] = characterReference.exec(this.#xml) ?? []
    this.#at += reference.length
    return characterOf(decimal, hexadecimal)
  }

  /** The name is that of the start tag, so many units from there. Two at a time take less time; behind the text one differs. */
  #endTag(name: number, length: number): boolean {
    const pairs = this.#pairs
    const from = this.#at + 2
    let at = length % 2
    if (at === 1 && this.#units[from] !== this.#units[name]) return false
    for (; at < length; at += 2) if (pairs.getUint32(2 * (from + at)) !== pairs.getUint32(2 * (name + at))) return false
    this.#at = from + length
    return this.#skipCharacter(0x3e)
  }

  #skip(text: string): boolean {
    const units = this.#units
    const from = this.#at
    for (let at = 0; at < text.length; at++) if (units[from + at] !== text.charCodeAt(at)) return false
    this.#at = from + text.length
    return true
  }

  /** A character, and whitespace before it. */
  #skipCharacter(character: number): boolean {
    if (this.#units[this.#at] !== character) this.#skipWhitespace()
    return this.#units[this.#at++] === character
  }

  #skipWhitespace(): void {
    const units = this.#units
    let at = this.#at
    while (isWhitespace(units[at])) at++
    this.#at = at
  }
}
