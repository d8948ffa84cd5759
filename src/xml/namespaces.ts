/**
 * Namespaces in XML 1.0 over a parser that does not know them.
 *
 * The parser's own support trims namespace names, so that a wrong one would pass, and costs more.
 *
 * @module
 */
import { stop } from './syntax.js'

/** The namespaces in scope. */
export interface Scope {
  /** The namespace of names without prefix; empty for none. */
  readonly defaultNamespace: string
  /** The namespaces of prefixes. */
  readonly prefixes: ReadonlyMap<string, string>
}

/** The attributes of a start tag by their names as written. */
type Attributes = Readonly<Record<string, string>>

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

/** Each element that declares prefixes has a copy of them all, so their number must be bounded. */
const maximumPrefixes = 100

/** The scope outside the root element. */
export const rootScope: Scope = { defaultNamespace: '', prefixes: new Map([['xml', xmlNamespace]]) }

/**
 * Takes the declarations of a start tag into scope; the scope of the parent is that of a tag that declares nothing. The names of
 * its attributes are listed once for this and for visiting them: of very many that takes as long as all else.
 */
export function declare(
  scope: Scope,
  attributes: Attributes,
  names: readonly string[] = Object.keys(attributes),
): Scope {
  let { defaultNamespace } = scope
  let prefixes: Map<string, string> | undefined
  for (const name of names) {
    if (!name.startsWith('xmlns')) continue
    const namespace = attributes[name] ?? ''
    if (name === 'xmlns') {
      if (namespace === xmlNamespace || namespace === xmlnsNamespace) fail('a reserved namespace cannot be the default')
      defaultNamespace = namespace
    } else if (name.startsWith('xmlns:')) {
      prefixes ??= new Map(scope.prefixes)
      declarePrefix(prefixes, name.slice(6), namespace)
    }
  }
  if (prefixes === undefined && defaultNamespace === scope.defaultNamespace) return scope
  return { defaultNamespace, prefixes: prefixes ?? scope.prefixes }
}

function declarePrefix(prefixes: Map<string, string>, prefix: string, namespace: string): void {
  checkLocal(prefix)
  if (namespace === '') fail('a prefix cannot be undeclared')
  if (prefix === 'xmlns' || namespace === xmlnsNamespace) fail('the prefix and namespace of xmlns are reserved')
  if ((prefix === 'xml') !== (namespace === xmlNamespace)) fail('the prefix and namespace of xml are reserved')
  prefixes.set(prefix, namespace)
  if (prefixes.size > maximumPrefixes) fail('more prefixes are declared than any message needs')
}

/** Finds the namespace of an element in its scope; empty for none. */
export function namespaceOfElement(scope: Scope, name: string): string {
  const colon = name.indexOf(':')
  if (colon === -1) return scope.defaultNamespace
  checkLocal(name.slice(colon + 1))
  return namespaceOf(scope, name.slice(0, colon))
}

/** Takes the prefix off a name. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Takes an attribute and its name as written; the namespace is empty for a name without prefix. */
export type VisitAttribute = (namespace: string, local: string, value: string, name: string) => void

/** Visits the attributes of a start tag in order, in their namespaces, less the namespace declarations. */
export function visitAttributes(
  scope: Scope,
  attributes: Attributes,
  visit: VisitAttribute,
  names: readonly string[] = Object.keys(attributes),
): void {
  let prefixed: Set<string> | undefined
  for (const name of names) {
    const value = attributes[name] ?? ''
    const colon = name.indexOf(':')
    if (colon === -1) {
      if (name !== 'xmlns') visit('', name, value, name)
    } else if (!name.startsWith('xmlns:')) {
      const local = name.slice(colon + 1)
      checkLocal(local)
      const namespace = namespaceOf(scope, name.slice(0, colon))
      prefixed ??= new Set()
      const key = `${namespace} ${local}`
      if (prefixed.has(key)) fail('an attribute occurs twice under different prefixes')
      prefixed.add(key)
      visit(namespace, local, value, name)
    }
  }
}

function namespaceOf(scope: Scope, prefix: string): string {
  return scope.prefixes.get(prefix) ?? fail('a prefix is not declared')
}

/** The parser has checked the characters of the whole name; what follows a colon must be able to begin one. */
function checkLocal(local: string): void {
  if (local === '' || local.includes(':') || /^(?:[-.0-9\u00B7\u203F\u2040]|[\u0300-\u036F])/.test(local))
    fail('a colon is in the wrong place in a name')
}

function fail(message: string): never {
  return stop('xml.namespace', `Not namespace-well-formed: ${message}.`)
}
