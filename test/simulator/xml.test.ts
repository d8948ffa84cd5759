import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/simulator/faults.js'
import { element, optional, writeXml } from '../../src/simulator/xml.js'

const text = 'a ]]> b &amp; 😀 <c>\t\n'
const message = element('message', [
  optional('absent', undefined),
  element('text', text),
  element('signature-job-id', '12'),
  element('empty', '', { address: 'a"&\n' }),
])

/** What libxml2 reads of it: the texts of the elements, and an attribute. */
function read(xml: string): readonly (readonly string[])[] {
  const parsed = XmlDocument.fromString(xml)
  const told = ['/*/*', '//@address'].map((path) => parsed.find(path).map(({ content }) => content))
  parsed.dispose()
  return told
}

describe('a message', () => {
  it.each<[Fault['kind'], RegExp]>([
    ['truncated', /^<\?xml [^>]*><message [^>]*><text>a/],
    ['byteOrderMark', /^\uFEFF<\?xml [^>]*><message [^>]*><text>a/],
    ['comments', /<!-- text --><\?of text\?><text>[^<]*<!-- and on -->[^<]*<[/]text>/],
    ['cdataSections', /<text><!\[CDATA\[a \]\]\]\]><!\[CDATA\[> b &amp; 😀 <c>/],
    ['prefixedNamespaces', /<ns4:message xmlns:ns4="[^"]+"><ns4:text>/],
  ])('of the form %s says the same to libxml2', (kind, form) => {
    const xml = writeXml(message, { kind } as Fault)
    expect(xml).toMatch(form)
    expect(read(xml)).toEqual([[text, '12', ''], ['a"&\n']])
  })

  it('has white space between elements, and around a number, where that is wanted', () => {
    expect(writeXml(message, { kind: 'whiteSpace' })).toMatch(/\n {2}<signature-job-id> 12 <[/]signature-job-id>\n/)
  })

  it('is never cut within a character', () => {
    for (const emojis of ['😀', '😀😀', '😀😀😀'])
      expect(writeXml(element('message', emojis), { kind: 'comments' }).replace('<!-- and on -->', '')).toContain(
        emojis,
      )
  })
})
