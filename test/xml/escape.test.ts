import { expect, test } from 'vitest'
import {
  canonicalAttribute,
  canonicalText,
  escapeAttribute,
  escapeText,
  isLiteral,
  isXmlText,
} from '../../src/xml/escape.js'

const hard = '&<>"\'\t\n\r a'

test('each character has its spelling, wherever it stands', () => {
  expect(escapeText(hard)).toBe('&amp;&lt;&gt;"\'\t\n&#13; a')
  expect(escapeAttribute(hard)).toBe("&amp;&lt;&gt;&quot;'&#9;&#10;&#13; a")
  expect(canonicalText(hard)).toBe('&amp;&lt;&gt;"\'\t\n&#xD; a')
  expect(canonicalAttribute(hard)).toBe("&amp;&lt;>&quot;'&#x9;&#xA;&#xD; a")
  // Each text is looked at from its beginning, whatever was found in the one before.
  expect(['a&', '&a', 'a', '&&', ''].map(escapeText)).toEqual(['a&amp;', '&amp;a', 'a', '&amp;&amp;', ''])
})

test('a text is literal if none of its characters is written otherwise, or not at all', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
  const literal = characters.filter((character) => isLiteral(`a${character}`))
  expect(literal).toHaveLength(0xfffe - 0x800 - 0x20 - 4)
  for (const character of literal)
    if (escapeText(character) !== character || escapeAttribute(character) !== character || !isXmlText(character))
      throw new Error(`U+${character.charCodeAt(0).toString(16)} is not written as it is.`)
})

/** Production 2 of XML 1.0. */
function isChar(code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code > 0xdfff && code < 0xfffe)
}

test('a character that XML cannot carry, or half a pair, leaves no text', () => {
  for (let code = 0; code < 0x10000; code++) {
    const text = `a${String.fromCharCode(code)}`
    const carries = [isXmlText(text), escapeText(text) !== undefined, escapeAttribute(text) !== undefined]
    if (carries.some((carried) => carried !== isChar(code)))
      throw new Error(`U+${code.toString(16)} is not judged alike.`)
  }
  const halves = ['\uD83D', '\uDE00', '\uDE00\uD83D', '\uD83Da', 'a\uDE00', '\uD83D\uD83D\uDE00', '\uD83D\uDE00\uDE00']
  for (const text of halves)
    expect([isXmlText(text), escapeText(text), escapeAttribute(text)]).toEqual([false, undefined, undefined])
  // The next text is looked at from its beginning, also behind one that was none.
  expect(['&\0', '&', '&\uD83D', '&\uD83D\uDE00'].map(escapeText)).toEqual([
    undefined,
    '&amp;',
    undefined,
    '&amp;\uD83D\uDE00',
  ])
})
