/**
 * The quick source: pushes an ordinary document into a sink in one pass. It takes a byte order mark, a declaration of version
 * 1.0, elements with ASCII names that have all the prefix of the root or all none, namespace declarations of the root,
 * attributes without prefix, text with references, and line ends of every kind. It leaves all else, and whatever is wrong:
 * comments, CDATA sections, processing instructions, document type declarations, other prefixes and declarations, line ends
 * and tabs in attributes. It never decides that something is wrong: when it gives up, the parser reads the document again.
 *
 * @module
 */
import { characterOf, isEndOfName, isInName, isLetter, isWhitespace, runs, type Run } from './characters.js'
import type { Sink } from './sink.js'
import { unitsOf } from './units.js'

const declaration =
  /<\?xml[ \t\r\n][ \t\r\n]*version=(?:"1\.0"|'1\.0')(?:[ \t\r\n][ \t\r\n]*encoding=(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n][ \t\r\n]*standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y
const rootName = /<(?:([A-Za-z_][A-Za-z0-9_.-]*):)?([A-Za-z_][A-Za-z0-9_.-]*)/y
/** A namespace is compared, and so must hold no reference; what begins with xml is reserved, and few use it. */
const namespaceDeclaration =
  /[ \t\r\n][ \t\r\n]*xmlns(?::(?!xml)([A-Za-z_][A-Za-z0-9_.-]*))?[ \t\r\n]*=[ \t\r\n]*(?:"([ !#-%'-;=-\uFFFD][ !#-%'-;=-\uFFFD]*)"|'([ -%(-;=-\uFFFD][ -%(-;=-\uFFFD]*)')/y
const reserved = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/
const entities = Object.entries({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" })
const characterReference = /&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));/y

/** Pushes a document into a sink, and tells whether to its end: if not, what the sink was told means nothing. */
export function scanXml(xml: string, namespace: string, sink: Sink): boolean {
  // Comments, sections and declarations are left before anything is read for nothing. One character is found faster than two.
  if (xml.includes('!') && xml.includes('<!')) return false
  return xml.isWellFormed() && new Scanner(xml, sink).document(namespace)
}

/** A class, since V8 inlines its methods. */
class Scanner {
  readonly #xml: string
  readonly #units: Uint16Array
  readonly #sink: Sink
  /** The names of the attributes of the tag that is being read; none behind their number. */
  readonly #attributes: string[] = []
  #attributeCount = 0
  /** With its colon. */
  #prefix = ''
  #at = 0

  constructor(xml: string, sink: Sink) {
    this.#xml = xml
    this.#units = unitsOf(xml)
    this.#sink = sink
  }

  document(namespace: string): boolean {
    if (this.#xml.startsWith('\uFEFF')) this.#at = 1
    if (this.#xml.startsWith('<?', this.#at)) {
      declaration.lastIndex = this.#at
      if (!declaration.test(this.#xml)) return false
      this.#at = declaration.lastIndex
    }
    this.#skipWhitespace()
    const start = this.#at
    const root = this.#root(namespace)
    // What declares namespaces elsewhere is left before anything is read for nothing.
    if (root === undefined || this.#xml.includes('xmlns', this.#at)) return false
    if (!this.#sink.open(root, start) || !this.#element(start + 1, this.#prefix.length + root.length)) return false
    this.#skipWhitespace()
    return this.#at === this.#xml.length
  }

  /** The name of the root, and the namespaces that it declares, which are known only behind it. */
  #root(namespace: string): string | undefined {
    const own = this.#sink.expected[0]?.name ?? ''
    const ordinary = `<${own} xmlns="${namespace}"`
    if (this.#xml.slice(this.#at, this.#at + ordinary.length) === ordinary) {
      this.#at += ordinary.length
      return own
    }
    const [, prefix = '', local = ''] = this.#match(rootName) ?? []
    const namespaces = new Map<string, string>()
    for (let found; (found = this.#match(namespaceDeclaration)) !== null;) {
      const [, declared = '', one = '', other = one] = found
      // The parser has a limit, far beyond this.
      if (namespaces.size > 9 || namespaces.has(declared) || reserved.test(other)) return undefined
      namespaces.set(declared, other || one)
    }
    if (local === '' || namespaces.get(prefix) !== namespace) return undefined
    this.#prefix = prefix === '' ? '' : `${prefix}:`
    return local
  }

  /** The rest of an element, whose name has been read, so many units from there. */
  #element(name: number, length: number): boolean {
    const isEmpty = this.#endOfStartTag()
    if (isEmpty === undefined) return false
    this.#sink.opened()
    if (!isEmpty && !(this.#content() && this.#endTag(name, length))) return false
    this.#sink.close(this.#at - 1)
    return true
  }

  /** Text and elements, up to an end tag. The sink sees to it that they are not nested too deep. */
  #content(): boolean {
    const units = this.#units
    const { skipsWhitespace } = this.#sink
    for (;;) {
      if (skipsWhitespace) this.#skipWhitespace()
      else if (!this.#text()) return false
      const start = this.#at
      if (units[start] !== 0x3c) return false
      if (units[start + 1] === 0x2f) return true
      this.#at++
      if (this.#prefix !== '' && !this.#skip(this.#prefix)) return false
      const local = this.#name(this.#sink.expected)
      if (local === undefined || !this.#sink.open(local, start)) return false
      if (!this.#element(start + 1, this.#at - start - 1)) return false
    }
  }

  /** To compare with the names that may come is faster than to read the name. */
  #name(expected: Sink['expected']): string | undefined {
    const units = this.#units
    const from = this.#at
    for (const { name } of expected) if (isEndOfName(units[from + name.length] ?? 0) && this.#skip(name)) return name
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
    this.#attributeCount = 0
    for (;;) {
      const character = units[this.#at++] ?? 0
      if (character === 0x3e) return false
      if (character === 0x2f) return units[this.#at++] === 0x3e ? true : undefined
      if (!isWhitespace(character)) return undefined
      this.#skipWhitespace()
      const next = units[this.#at]
      if (next !== 0x3e && next !== 0x2f && !this.#attribute()) return undefined
    }
  }

  #attribute(): boolean {
    const local = this.#name(this.#sink.expectedAttributes)
    // Each is compared with those before it, and no element of a message has so many.
    if (local === undefined || this.#attributeCount > 9) return false
    for (let index = 0; index < this.#attributeCount; index++) if (this.#attributes[index] === local) return false
    this.#attributes[this.#attributeCount++] = local
    if (!this.#skipCharacter(0x3d)) return false
    this.#skipWhitespace()
    const quote = this.#units[this.#at++]
    if (quote !== 0x22 && quote !== 0x27) return false
    const value = this.#value(quote === 0x22 ? runs.quoted : runs.apostrophized)
    if (value === undefined) return false
    this.#at++
    this.#sink.attribute('', local, value)
    return true
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
    const [, decimal, hexadecimal] = this.#match(characterReference) ?? []
    return characterOf(decimal, hexadecimal)
  }

  /** The name is that of the start tag, so many units from there. */
  #endTag(name: number, length: number): boolean {
    const units = this.#units
    const from = this.#at + 2
    for (let at = 0; at < length; at++) if (units[from + at] !== units[name + at]) return false
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
    while (isWhitespace(units[at] ?? 0)) at++
    this.#at = at
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#xml)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }
}
