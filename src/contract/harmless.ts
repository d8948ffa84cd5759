/**
 * Texts of others as they can be shown: a client, a list or a command line may hold anything.
 *
 * @module
 */

/** What steers a terminal, ends a line, or changes the order in which the characters of a line are shown. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** A text with U+FFFD in the place of what steers whatever shows it; tabs and line feeds stay. */
export function harmless(text: string): string {
  return text.replace(steering, (one) => (one === '\t' || one === '\n' ? one : '\uFFFD'))
}

/** A text in which all that steers whatever shows it is written as JSON has it. */
export function escapeSteering(text: string): string {
  return text.replace(steering, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A harmless text whose white space is one space each, as it can stand in a line. */
export function inOneLine(text: string): string {
  return harmless(text.replace(/\s\s*/g, ' '))
}
