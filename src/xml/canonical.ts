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
  write(element, form, new Map(), inherited, parts)
  return parts.join('')
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
  form: CanonicalForm,
  rendered: Rendered,
  inherited: readonly XmlAttribute[],
  parts: string[],
): void {
  const declarations = namespacesOf(element, form)
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
    if ('element' in node) write(node.element, form, within, [], parts)
    else if ('text' in node) parts.push(canonicalText(node.text))
    else if ('target' in node) parts.push('<?', node.target, node.data === '' ? '' : ` ${node.data}`, '?>')
    else if (form.comments) parts.push('<!--', node.comment, '-->')
  }
  parts.push('</', element.name, '>')
}

/** The prefixes whose namespaces an element must have, the empty one for the default. */
function namespacesOf(element: XmlElement, form: CanonicalForm): readonly string[] {
  const inScope = ['', ...element.scope.prefixes.keys()].filter((prefix) => prefix !== 'xml')
  if (form.exclusive === undefined) return inScope
  const attributes = element.attributes.filter(({ name }) => name.includes(':'))
  const used = new Set([...form.exclusive, prefixOf(element.name), ...attributes.map(({ name }) => prefixOf(name))])
  return inScope.filter((prefix) => used.has(prefix))
}

function namespaceOf(scope: Scope, prefix: string): string {
  return prefix === '' ? scope.defaultNamespace : (scope.prefixes.get(prefix) ?? '')
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : ''
}

/** Orders by code points, as UTF-8 does and UTF-16 does not. */
function compare(a: string, b: string): number {
  const [one, other] = [Array.from(a), Array.from(b)]
  const at = one.findIndex((character, index) => character !== other[index])
  if (at === -1) return one.length - other.length
  return (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? -1)
}
