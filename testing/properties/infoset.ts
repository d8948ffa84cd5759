/**
 * What a document says, whatever it looks like, as libxml2 reads it.
 *
 * @module
 */
import { XmlDocument, XmlElement } from 'libxml2-wasm'
import type { Content, Element } from '../conformance/documents.js'

/**
 * Reads a document into names, attributes and text. Comments, processing instructions and the whitespace between elements
 * say nothing; attributes have no order.
 */
export function infoset(document: string): Element {
  const parsed = XmlDocument.fromString(document)
  try {
    return read(parsed.root)
  } finally {
    parsed.dispose()
  }
}

function read(element: XmlElement): Element {
  const children: Content[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') children.push({ text })
    text = ''
  }
  // The library has no nodes for processing instructions, which a walk from child to child would meet.
  for (const child of element.find('* | text()')) {
    if (child instanceof XmlElement) {
      flush()
      children.push(read(child))
    } else {
      text += child.content
    }
  }
  flush()
  const hasElements = children.some((child) => 'name' in child)
  return {
    name: element.name,
    namespace: element.namespaceUri,
    attributes: element.attrs
      .map(({ prefix, name, value }): [string, string] => [prefix === '' ? name : `${prefix}:${name}`, value])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    children: hasElements ? children.filter((child) => !('text' in child) || /[^\t\n\r ]/.test(child.text)) : children,
  }
}
