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
