/**
 * Writing characters so that a parser reads the same ones: line ends and tabs would become others, and so are written as
 * references. There are two spellings of these: Canonical XML demands hexadecimal ones, and leaves `>` in attributes as it
 * is; messages have decimal ones, which people who read them know, and no `>` but the end of a tag.
 *
 * @module
 */

const common: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Goes from one of the characters to the next; the expression, which is global, remembers where it is. */
/* @__NO_SIDE_EFFECTS__ */
function escaper(characters: RegExp, references: Readonly<Record<string, string>>): (text: string) => string {
  return (text) => {
    let [escaped, from] = ['', 0]
    while (characters.test(text)) {
      const at = characters.lastIndex - 1
      escaped += text.slice(from, at) + (references[text.charAt(at)] ?? '')
      from = at + 1
    }
    return from === 0 ? text : escaped + text.slice(from)
  }
}

const decimal = { ...common, '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }
const hexadecimal = { ...common, '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' }

/** Whether a text stands in an element or attribute as it is: nothing in it needs a look, let alone a reference. */
export function isLiteral(text: string): boolean {
  return !/[^ !#-%'-;=?-\uD7FF\uE000-\uFFFD]/.test(text)
}

/** Whether XML 1.0 can carry a text (production 2, Char); half a surrogate pair it cannot. */
export function isXmlText(text: string): boolean {
  return !/[^\t\n\r\u0020-\uFFFD]/.test(text) && text.isWellFormed()
}

/** The text of an element of a message. */
export const escapeText: (text: string) => string = escaper(/[&<>\r]/g, decimal)

/** The value of an attribute of a message, to stand between double quotation marks. */
export const escapeAttribute: (value: string) => string = escaper(/[&<>"\t\n\r]/g, decimal)

/** A text in canonical form (Canonical XML 1.0, section 2.3, text nodes). */
export const canonicalText: (text: string) => string = escaper(/[&<>\r]/g, hexadecimal)

/** The value of an attribute in canonical form (section 2.3, attribute nodes). */
export const canonicalAttribute: (value: string) => string = escaper(/[&<"\t\n\r]/g, hexadecimal)
