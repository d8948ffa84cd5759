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
/** As most have it, and this package. */
const ownDeclaration = '<?xml version="1.0" encoding="UTF-8"?>'
const rootName = /<(?:([A-Za-z_][A-Za-z0-9_.-]*):)?([A-Za-z_][A-Za-z0-9_.-]*)/y
/** A namespace is compared, and so must hold no reference; what begins with xml is reserved, and few use it. */
const namespaceDeclaration =
  /[ \t\r\n]+xmlns(?::(?!xml)([A-Za-z_][A-Za-z0-9_.-]*))?[ \t\r\n]*=[ \t\r\n]*(?:"([ !#-%'-;=-\uFFFD]+)"|'([ -%(-;=-\uFFFD]+)')/y
const reserved = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/
const reference = /&(?:(amp|lt|gt|quot|apos)|#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6})));/y
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
  /** The names of the elements that are open; none behind their number. */
  readonly #open: string[] = []
  #depth = 0
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
    if (this.#xml.startsWith(ownDeclaration, this.#at)) this.#at += ownDeclaration.length
    else if (this.#xml.startsWith('<?xml', this.#at) && this.#match(declaration) === null) return false
    this.#skipWhitespace()
    const start = this.#at
    const root = this.#root(namespace)
    // What declares namespaces elsewhere is left before anything is read for nothing.
    if (root === undefined || this.#xml.includes('xmlns', this.#at)) return false
    if (!this.#sink.open(root, start) || !this.#endOfStartTag(root)) return false
    while (this.#depth > 0) if (!this.#content()) return false
    this.#skipWhitespace()
    return this.#at === this.#xml.length
  }

  /** The name of the root, and the namespaces that it declares, which are known only behind it. */
  #root(namespace: string): string | undefined {
    const start = this.#at
    const own = this.#sink.expected[0]?.name ?? ''
    // As this package writes it.
    if (this.#skip('<') && this.#skip(own) && this.#skip(' xmlns="') && this.#skip(namespace) && this.#skip('">')) {
      this.#at--
      return own
    }
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

  /** Text up to the next tag, and that tag. */
  #content(): boolean {
    if (this.#sink.skipsWhitespace) this.#skipWhitespace()
    else if (!this.#text()) return false
    const xml = this.#xml
    if (this.#at + 1 >= xml.length || xml.charCodeAt(this.#at) !== 0x3c) return false
    return xml.charCodeAt(this.#at + 1) === 0x2f ? this.#endTag() : this.#startTag()
  }

  #startTag(): boolean {
    const start = this.#at++
    if (this.#prefix !== '' && !this.#skip(this.#prefix)) return false
    const local = this.#expected() ?? this.#name()
    return local !== undefined && local !== '' && this.#sink.open(local, start) && this.#endOfStartTag(local)
  }

  /**
   * Comparing with the names that may come is faster than reading the name. One that is none of them but begins and ends as
   * one of them does is no name: to compare costs as much then as the rest of the document is long.
   */
  #expected(): string | undefined {
    const xml = this.#xml
    const { expected } = this.#sink
    for (const { name: local } of expected) {
      const last = this.#at + local.length - 1
      if (
        last + 1 < xml.length &&
        xml.charCodeAt(last) === local.charCodeAt(local.length - 1) &&
        xml.charCodeAt(this.#at) === local.charCodeAt(0) &&
        isEndOfName(xml.charCodeAt(last + 1))
      )
        return this.#skip(local) ? local : ''
    }
    return undefined
  }

  #name(): string | undefined {
    const xml = this.#xml
    const from = this.#at
    for (let at = from; at < xml.length; at++) {
      const character = xml.charCodeAt(at)
      // Behind the first letter also digits, hyphens and dots.
      if (isLetter(character) || (at > from && isInName(character))) continue
      this.#at = at
      return at > from && isEndOfName(character) ? xml.slice(from, at) : undefined
    }
    return undefined
  }

  /** The attributes of a start tag, and its end. */
  #endOfStartTag(local: string): boolean {
    const xml = this.#xml
    this.#attributeCount = 0
    for (;;) {
      if (this.#at + 1 >= xml.length) return false
      const character = xml.charCodeAt(this.#at)
      if (character === 0x3e) {
        this.#at++
        this.#sink.opened()
        this.#open[this.#depth++] = local
        return true
      }
      if (character === 0x2f) {
        if (xml.charCodeAt(this.#at + 1) !== 0x3e) return false
        this.#at += 2
        this.#sink.opened()
        this.#sink.close(this.#at - 1)
        return true
      }
      if (!isWhitespace(character)) return false
      this.#skipWhitespace()
      const next = xml.charCodeAt(this.#at)
      if (next !== 0x3e && next !== 0x2f && !this.#attribute()) return false
    }
  }

  #attribute(): boolean {
    const xml = this.#xml
    const local = this.#name()
    if (local === undefined) return false
    for (let index = 0; index < this.#attributeCount; index++) if (this.#attributes[index] === local) return false
    this.#attributes[this.#attributeCount++] = local
    if (!this.#skipCharacter(0x3d)) return false
    this.#skipWhitespace()
    const quote = this.#at < xml.length ? xml.charCodeAt(this.#at++) : 0
    if (quote !== 0x22 && quote !== 0x27) return false
    const value = this.#value(quote)
    if (value === undefined) return false
    this.#at++
    this.#sink.attribute('', local, value)
    return true
  }

  #text(): boolean {
    const value = this.#value(0x3c)
    if (value !== undefined && value !== '') this.#sink.text(value)
    return value !== undefined
  }

  /** Characters and references up to a quote, or in text up to the next tag. */
  #value(end: number): string | undefined {
    const xml = this.#xml
    let [value, from] = ['', this.#at]
    for (let at = from; at < xml.length; at++) {
      const character = xml.charCodeAt(at)
      if (character > 0x3e) {
        if (character >= 0xfffe) return undefined
      } else if (character === end) {
        this.#at = at
        return value === '' ? xml.slice(from, at) : value + xml.slice(from, at)
      } else if (character === 0x26) {
        this.#at = at
        const resolved = this.#reference()
        if (resolved === undefined) return undefined
        value += xml.slice(from, at) + resolved
        from = this.#at
        at = from - 1
      } else if (character < 0x20) {
        // In an attribute they would be spaces.
        if (end !== 0x3c || !isWhitespace(character)) return undefined
        if (character === 0x0d) {
          value += `${xml.slice(from, at)}\n`
          if (at + 1 < xml.length && xml.charCodeAt(at + 1) === 0x0a) at++
          from = at + 1
        }
      } else if (character === 0x3c) return undefined
      else if (character === 0x3e && end === 0x3c && xml.startsWith(']]', at - 2)) return undefined
    }
    return undefined
  }

  #reference(): string | undefined {
    const [, entity, decimal, hexadecimal] = this.#match(reference) ?? []
    return entity === undefined ? characterOf(decimal, hexadecimal) : entities[entity]
  }

  #endTag(): boolean {
    const local = this.#open[--this.#depth] ?? ''
    this.#at += 2
    if ((this.#prefix !== '' && !this.#skip(this.#prefix)) || !this.#skip(local)) return false
    if (!this.#skipCharacter(0x3e)) return false
    this.#sink.close(this.#at - 1)
    return true
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
