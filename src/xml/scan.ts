/**
 * The quick source: pushes an ordinary document into a sink in one pass. It takes a byte order mark, a declaration of version
 * 1.0, elements with ASCII names that have all the prefix of the root or all none, namespace declarations of the root,
 * attributes without prefix, text with references, and line ends of every kind. It leaves all else, and whatever is wrong:
 * comments, CDATA sections, processing instructions, document type declarations, other prefixes and declarations, line ends
 * and tabs in attributes. It never decides that something is wrong: when it gives up, the parser reads the document again.
 *
 * @module
 */
import { characterOf, isEndOfName, isInName, isLetter, isWhitespace } from './characters.js'
import type { Sink } from './sink.js'

const declaration =
  /<\?xml[ \t\r\n]+version=(?:"1\.0"|'1\.0')(?:[ \t\r\n]+encoding=(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y
const rootName = /<(?:([A-Za-z_][A-Za-z0-9_.-]*):)?([A-Za-z_][A-Za-z0-9_.-]*)/y
/** A namespace is compared, and so must hold no reference; what begins with xml is reserved, and few use it. */
const namespaceDeclaration =
  /[ \t\r\n]+xmlns(?::(?!xml)([A-Za-z_][A-Za-z0-9_.-]*))?[ \t\r\n]*=[ \t\r\n]*(?:"([ !#-%'-;=-\uFFFD]+)"|'([ -%(-;=-\uFFFD]+)')/y
const reserved = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/
const reference = /&(?:(amp|lt|gt|quot|apos)|#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6})));/y
/** What ends plain characters: of text, and of an attribute in quotation marks of either kind. */
const ends = { '<': /[^\t\n -%'-;=?-\uFFFD]/g, '"': /[^ !#-%'-;=-\uFFFD]/g, "'": /[^ -%(-;=-\uFFFD]/g }
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Pushes a document into a sink, and tells whether to its end: if not, what the sink was told means nothing. */
export function scanXml(xml: string, namespace: string, sink: Sink): boolean {
  return !hasMarkup(xml) && xml.isWellFormed() && new Scanner(xml, sink).document(namespace)
}

/** Whether there may be a comment, a section or a declaration, which is looked for first, so that nothing is read for nothing. */
function hasMarkup(xml: string): boolean {
  // One character is found much faster than two, and most documents have none.
  return xml.includes('!') && xml.includes('<!')
}

/** A class, since V8 inlines its methods. */
class Scanner {
  readonly #xml: string
  readonly #sink: Sink
  /** The names of the attributes of the tag that is being read; none behind their number. */
  readonly #attributes: string[] = []
  #attributeCount = 0
  /** With its colon. */
  #prefix = ''
  #at = 0

  constructor(xml: string, sink: Sink) {
    this.#xml = xml
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
    if (!this.#sink.open(root, start) || !this.#element(root)) return false
    this.#skipWhitespace()
    return this.#at === this.#xml.length
  }

  /** The name of the root, and the namespaces that it declares, which are known only behind it. */
  #root(namespace: string): string | undefined {
    const start = this.#at
    const own = this.#sink.expected[0]?.name ?? ''
    // As this package writes it.
    if (this.#skip('<') && this.#skip(own) && this.#skip(' xmlns="') && this.#skip(namespace) && this.#skip('"'))
      return own
    this.#at = start
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

  /** The rest of an element whose name has been read. */
  #element(local: string): boolean {
    const isEmpty = this.#endOfStartTag()
    if (isEmpty === undefined) return false
    this.#sink.opened()
    if (!isEmpty && !(this.#content() && this.#endTag(local))) return false
    this.#sink.close(this.#at - 1)
    return true
  }

  /** Text and elements, up to an end tag. The sink sees to it that they are not nested too deep. */
  #content(): boolean {
    const xml = this.#xml
    const { skipsWhitespace } = this.#sink
    for (;;) {
      if (skipsWhitespace) this.#skipWhitespace()
      else if (!this.#text()) return false
      const start = this.#at
      if (start + 1 >= xml.length || xml.charCodeAt(start) !== 0x3c) return false
      if (xml.charCodeAt(start + 1) === 0x2f) return true
      this.#at++
      if (this.#prefix !== '' && !this.#skip(this.#prefix)) return false
      const local = this.#name(this.#sink.expected)
      if (local === undefined || !this.#sink.open(local, start) || !this.#element(local)) return false
    }
  }

  /**
   * Comparing with the names that may come is faster than reading the name. One that is none of them but begins and ends as
   * one of them does is left: to compare costs as much then as the rest of the document is long.
   */
  #name(expected: Sink['expected']): string | undefined {
    const xml = this.#xml
    const from = this.#at
    const first = from < xml.length ? xml.charCodeAt(from) : 0
    for (const { name } of expected) {
      if (name.charCodeAt(0) !== first) continue
      const end = from + name.length
      if (
        end < xml.length &&
        xml.charCodeAt(end - 1) === name.charCodeAt(name.length - 1) &&
        isEndOfName(xml.charCodeAt(end))
      )
        return this.#skip(name) ? name : undefined
    }
    for (let at = from; at < xml.length; at++) {
      const character = xml.charCodeAt(at)
      // Behind the first letter also digits, hyphens and dots.
      if (isLetter(character) || (at > from && isInName(character))) continue
      this.#at = at
      return at > from && isEndOfName(character) ? xml.slice(from, at) : undefined
    }
    return undefined
  }

  /** The attributes of a start tag, and its end: whether it is that of the element; undefined where it is left. */
  #endOfStartTag(): boolean | undefined {
    const xml = this.#xml
    this.#attributeCount = 0
    for (;;) {
      if (this.#at + 1 >= xml.length) return undefined
      const character = xml.charCodeAt(this.#at)
      if (character === 0x3e) {
        this.#at++
        return false
      }
      if (character === 0x2f) {
        this.#at += 2
        return xml.charCodeAt(this.#at - 1) === 0x3e ? true : undefined
      }
      if (!isWhitespace(character)) return undefined
      this.#skipWhitespace()
      const next = xml.charCodeAt(this.#at)
      if (next !== 0x3e && next !== 0x2f && !this.#attribute()) return undefined
    }
  }

  #attribute(): boolean {
    const xml = this.#xml
    const local = this.#name(this.#sink.expectedAttributes)
    if (local === undefined) return false
    for (let index = 0; index < this.#attributeCount; index++) if (this.#attributes[index] === local) return false
    this.#attributes[this.#attributeCount++] = local
    if (!this.#skipCharacter(0x3d)) return false
    this.#skipWhitespace()
    const quote = xml.charAt(this.#at++)
    if (quote !== '"' && quote !== "'") return false
    const value = this.#value(quote)
    if (value === undefined) return false
    this.#at++
    this.#sink.attribute('', local, value)
    return true
  }

  #text(): boolean {
    const value = this.#value('<')
    if (value !== undefined && value !== '') this.#sink.text(value)
    return value !== undefined
  }

  /** Characters and references up to a quote, or in text up to the next tag. */
  #value(end: keyof typeof ends): string | undefined {
    const xml = this.#xml
    const pattern = ends[end]
    let value = ''
    let from = this.#at
    pattern.lastIndex = from
    while (pattern.test(xml)) {
      const at = pattern.lastIndex - 1
      const character = xml.charAt(at)
      if (character === end) {
        this.#at = at
        return value === '' ? xml.slice(from, at) : value + xml.slice(from, at)
      }
      if (character === '&') {
        this.#at = at
        const resolved = this.#reference()
        if (resolved === undefined) return undefined
        value += xml.slice(from, at) + resolved
        from = this.#at
        pattern.lastIndex = from
      } else if (character === '\r' && end === '<') {
        value += `${xml.slice(from, at)}\n`
        from = xml.startsWith('\n', at + 1) ? at + 2 : at + 1
        pattern.lastIndex = from
      } else if (character !== '>' || xml.startsWith(']]', at - 2)) return undefined
    }
    return undefined
  }

  #reference(): string | undefined {
    const [, entity, decimal, hexadecimal] = this.#match(reference) ?? []
    return entity === undefined ? characterOf(decimal, hexadecimal) : entities[entity]
  }

  #endTag(local: string): boolean {
    this.#at += 2
    return (this.#prefix === '' || this.#skip(this.#prefix)) && this.#skip(local) && this.#skipCharacter(0x3e)
  }

  /** What is not there ends the reading: this looks for it in the rest of the document, which is the fastest way where it is. */
  #skip(text: string): boolean {
    if (this.#xml.indexOf(text, this.#at) !== this.#at) return false
    this.#at += text.length
    return true
  }

  /** A character, and whitespace before it. */
  #skipCharacter(character: number): boolean {
    if (this.#at >= this.#xml.length) return false
    if (this.#xml.charCodeAt(this.#at) !== character) this.#skipWhitespace()
    return this.#at < this.#xml.length && this.#xml.charCodeAt(this.#at++) === character
  }

  #skipWhitespace(): void {
    const xml = this.#xml
    let at = this.#at
    while (at < xml.length && isWhitespace(xml.charCodeAt(at))) at++
    this.#at = at
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#xml)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }
}
