/** Tags, with attributes that may hold `>`, and the text between them. */
const parts = /<(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+/g

/**
 * Puts each element of a message on a line of its own. The library writes none of this white space: it means nothing between
 * elements, and where an element has text, or nothing at all, none is put in.
 *
 * @param xml - what a codec wrote: without white space between elements, comments and CDATA sections
 */
export function indent(xml: string): string {
  let depth = 0
  let before: 'start' | 'opened' | 'closed' | 'text' = 'start'
  let written = ''
  for (const [part] of xml.matchAll(parts)) {
    if (!part.startsWith('<')) {
      written += part
      before = 'text'
      continue
    }
    const closes = part.startsWith('</')
    if (closes) depth--
    const isOnOwnLine = closes ? before === 'closed' : before !== 'start'
    written += isOnOwnLine ? `\n${'  '.repeat(depth)}${part}` : part
    const isWhole = closes || part.endsWith('/>') || part.startsWith('<?')
    if (!isWhole) depth++
    before = isWhole ? 'closed' : 'opened'
  }
  return written
}
