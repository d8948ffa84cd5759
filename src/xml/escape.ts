/**
 * Writing characters so that a parser reads the same ones: line ends and tabs would become others, and so are written as
 * references. There are two spellings of these: Canonical XML demands hexadecimal ones, and leaves `>` in attributes as it
 * is; messages have decimal ones, which people who read them know, and no `>` but the end of a tag.
 *
 * @module
 */

const common: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/**
 * Goes from one of the characters to the next; the expression, which is global, remembers where it is. One without a reference
 * is one that XML cannot carry: then there is no text, but what is given for it.
 */
/* @__NO_SIDE_EFFECTS__ */
function escaper<None>(
  characters: RegExp,
  references: Readonly<Record<string, string>>,
  none: None,
): (text: string) => string | None {
  return (text) => {
    let escaped = ''
    let from = 0
    while (characters.test(text)) {
      const at = characters.lastIndex - 1
      const reference = references[text.charAt(at)]
      if (reference === undefined) {
        characters.lastIndex = 0
        return none
      }
      escaped += text.slice(from, at) + reference
      from = at + 1
    }
    return escaped + text.slice(from)
  }
}

const decimal = { ...common, '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }
const hexadecimal = { ...common, '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' }

/** What is written otherwise, or not at all, or needs a look. In the function it would be made anew for each text. */
const special = /[^ !#-%'-;=?-\uD7FF\uE000-\uFFFD]/

/** Whether a text stands in an element or attribute as it is: nothing in it needs a look, let alone a reference. */
export function isLiteral(text: string): boolean {
  return !special.test(text)
}

/** The text of an element of a message; undefined if XML cannot carry it. */
export const escapeText: (text: string) => string | undefined = escaper(
  /[^\t\n !-%'-;=?-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
  decimal,
  undefined,
)

/** Whether XML 1.0 can carry a text (production 2, Char); half a surrogate pair it cannot. */
export function isXmlText(text: string): boolean {
  return escapeText(text) !== undefined
}

/** The value of an attribute of a message, to stand between double quotation marks; undefined if XML cannot carry it. */
export const escapeAttribute: (value: string) => string | undefined = escaper(
  /[^ !#-%'-;=?-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
  decimal,
  undefined,
)

/** A text in canonical form (Canonical XML 1.0, section 2.3, text nodes). */
export const canonicalText: (text: string) => string = escaper(/[&<>\r]/g, hexadecimal, '')

/** The value of an attribute in canonical form (section 2.3, attribute nodes). */
export const canonicalAttribute: (value: string) => string = escaper(/[&<"\t\n\r]/g, hexadecimal, '')
