/**
 * Canonical XML 1.0 (W3C Recommendation of 15 March 2001) and Exclusive XML Canonicalization 1.0 (18 July 2002) of an
 * element and what it contains, which is all that same-document references select (xmldsig-core, section 4.3.3.3).
 *
 * @module
 */
import { canonicalAttribute, canonicalText } from './escape.js'
import type { Scope } from './namespaces.js'
import type { XmlAttribute, XmlElement } from './tree.js'

/** Which canonical form. */
export interface CanonicalForm {
  /** Whether comments are kept. */
  readonly comments: boolean
  /**
   * Absent: all namespaces in scope are written (Canonical XML). Present: only those in use, and those of these prefixes,
   * empty for the default (Exclusive XML Canonicalization, InclusiveNamespaces PrefixList).
   */
  readonly exclusive?: readonly string[]
}

/** The namespaces that elements written so far have declared, by prefix. */
type Rendered = ReadonlyMap<string, string>

/** Writes an element in canonical form; the UTF-8 encoding of the text is what is hashed. */
export function canonicalXml(element: XmlElement, form: CanonicalForm): string {
  const parts: string[] = []
  const inherited = form.exclusive === undefined ? inheritedAttributes(element) : []
  const inclusive = form.exclusive && new Set(form.exclusive)
  write(element, { comments: form.comments, inclusive }, new Map(), inherited, parts)
  return parts.join('')
}

/** A form whose prefixes, of which a document may name any number, are looked up in a set. */
interface Manner {
  readonly comments: boolean
  readonly inclusive: ReadonlySet<string> | undefined
}

/** Attributes `xml:…` of the ancestors, the nearest of each name (section 2.4); they are written on the first element. */
function inheritedAttributes(element: XmlElement): readonly XmlAttribute[] {
  const names = new Set(element.attributes.map(({ name }) => name))
  const inherited: XmlAttribute[] = []
  for (let ancestor = element.parent; ancestor !== undefined; ancestor = ancestor.parent) {
    for (const attribute of ancestor.attributes) {
      if (!attribute.name.startsWith('xml:') || names.has(attribute.name)) continue
      names.add(attribute.name)
      inherited.push(attribute)
    }
  }
  return inherited
}

function write(
  element: XmlElement,
  manner: Manner,
  rendered: Rendered,
  inherited: readonly XmlAttribute[],
  parts: string[],
): void {
  const declarations = namespacesOf(element, manner)
    .map((prefix) => [prefix, namespaceOf(element.scope, prefix)] as const)
    .filter(([prefix, namespace]) => namespace !== (rendered.get(prefix) ?? ''))
    .sort(([a], [b]) => compare(a, b))
  parts.push('<', element.name)
  for (const [prefix, namespace] of declarations)
    parts.push(prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`, canonicalAttribute(namespace), '"')
  const attributes = [...element.attributes, ...inherited]
  attributes.sort((a, b) => compare(a.namespace, b.namespace) || compare(a.local, b.local))
  for (const { name, value } of attributes) parts.push(' ', name, '="', canonicalAttribute(value), '"')
  parts.push('>')
  const within = declarations.length === 0 ? rendered : new Map([...rendered, ...declarations])
  for (const node of element.children) {
    if ('element' in node) write(node.element, manner, within, [], parts)
    else if ('text' in node) parts.push(canonicalText(node.text))
    else if ('target' in node) parts.push('<?', node.target, node.data === '' ? '' : ` ${node.data}`, '?>')
    else if (manner.comments) parts.push('<!--', node.comment, '-->')
  }
  parts.push('</', element.name, '>')
}

/** The prefixes whose namespaces an element must have, the empty one for the default. */
function namespacesOf(element: XmlElement, { inclusive }: Manner): readonly string[] {
  const inScope = ['', ...element.scope.prefixes.keys()].filter((prefix) => prefix !== 'xml')
  if (inclusive === undefined) return inScope
  const attributes = element.attributes.filter(({ name }) => name.includes(':'))
  const used = new Set([prefixOf(element.name), ...attributes.map(({ name }) => prefixOf(name))])
  return inScope.filter((prefix) => used.has(prefix) || inclusive.has(prefix))
}

function namespaceOf(scope: Scope, prefix: string): string {
  return prefix === '' ? scope.defaultNamespace : (scope.prefixes.get(prefix) ?? '')
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : ''
}

/** Orders by code points, as UTF-8 does and UTF-16 does not. */
function compare(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  let at = 0
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === end) return a.length - b.length
  return weightOf(a.charCodeAt(at)) - weightOf(b.charCodeAt(at))
}

/** Units of surrogate pairs come after all others, since the characters that they stand for do. */
function weightOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
