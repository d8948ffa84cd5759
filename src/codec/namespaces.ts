/**
 * Namespaces in XML 1.0 over a parser that does not know them.
 *
 * The parser's own support trims namespace names, so that a wrong one would pass, and costs more.
 *
 * @module
 */

/** The namespaces in scope. */
export interface Scope {
  /** The namespace of names without prefix; empty for none. */
  readonly defaultNamespace: string
  /** The namespaces of prefixes. */
  readonly prefixes: ReadonlyMap<string, string>
}

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

/** The scope outside the root element. */
export const rootScope: Scope = { defaultNamespace: '', prefixes: new Map([['xml', xmlNamespace]]) }

/** An attribute or element name in its namespace. */
export interface ExpandedName {
  /** The namespace name; empty for none. */
  readonly namespace: string
  /** The local name. */
  readonly local: string
}

/** Ends the reading of a document that is not namespace-well-formed; the text says why without a value. */
export type Fail = (message: string) => never

/**
 * Takes the declarations of a start tag into scope.
 *
 * @param scope - the scope of the parent element
 * @param attributes - the attributes of the start tag
 * @param fail - called for a declaration that is not allowed
 * @returns the scope of the element: that of the parent where the tag declares nothing
 */
export function declare(scope: Scope, attributes: Readonly<Record<string, string>>, fail: Fail): Scope {
  let { defaultNamespace } = scope
  let prefixes: Map<string, string> | undefined
  for (const name in attributes) {
    if (!name.startsWith('xmlns')) continue
    const namespace = attributes[name] ?? ''
    if (name === 'xmlns') {
      if (namespace === xmlNamespace || namespace === xmlnsNamespace) fail('a reserved namespace cannot be the default')
      defaultNamespace = namespace
    } else if (name.startsWith('xmlns:')) {
      const prefix = name.slice(6)
      checkLocal(prefix, fail)
      if (namespace === '') fail('a prefix cannot be undeclared')
      if (prefix === 'xmlns' || namespace === xmlnsNamespace) fail('the prefix and namespace of xmlns are reserved')
      if ((prefix === 'xml') !== (namespace === xmlNamespace)) fail('the prefix and namespace of xml are reserved')
      prefixes ??= new Map(scope.prefixes)
      prefixes.set(prefix, namespace)
    }
  }
  if (prefixes === undefined && defaultNamespace === scope.defaultNamespace) return scope
  return { defaultNamespace, prefixes: prefixes ?? scope.prefixes }
}

/**
 * Finds the namespace of an element name.
 *
 * @param scope - the scope of the element
 * @param name - the name as written
 * @param fail - called for a name that is none, or whose prefix is not declared
 * @returns the name in its namespace
 */
export function expandElement(scope: Scope, name: string, fail: Fail): ExpandedName {
  return name.includes(':') ? expandPrefixed(scope, name, fail) : { namespace: scope.defaultNamespace, local: name }
}

/**
 * Finds the namespaces of the attributes of a start tag, less the namespace declarations.
 *
 * @param scope - the scope of the element
 * @param attributes - the attributes as written
 * @param fail - called for a name that is none, whose prefix is not declared, or that occurs twice
 * @returns pairs of a name in its namespace and the value
 */
export function expandAttributes(
  scope: Scope,
  attributes: Readonly<Record<string, string>>,
  fail: Fail,
): readonly (readonly [name: ExpandedName, value: string])[] {
  const expanded: (readonly [ExpandedName, string])[] = []
  let prefixed: Set<string> | undefined
  for (const name in attributes) {
    const value = attributes[name] ?? ''
    if (!name.includes(':')) {
      if (name !== 'xmlns') expanded.push([{ namespace: '', local: name }, value])
    } else if (!name.startsWith('xmlns:')) {
      const expandedName = expandPrefixed(scope, name, fail)
      prefixed ??= new Set()
      const key = `${expandedName.namespace} ${expandedName.local}`
      if (prefixed.has(key)) fail('an attribute occurs twice under different prefixes')
      prefixed.add(key)
      expanded.push([expandedName, value])
    }
  }
  return expanded
}

function expandPrefixed(scope: Scope, name: string, fail: Fail): ExpandedName {
  const colon = name.indexOf(':')
  const local = name.slice(colon + 1)
  checkLocal(local, fail)
  const namespace = scope.prefixes.get(name.slice(0, colon))
  return { namespace: namespace ?? fail('a prefix is not declared'), local }
}

/** The parser has checked the characters of the whole name; what follows a colon must be able to begin one. */
function checkLocal(local: string, fail: Fail): void {
  if (local === '' || local.includes(':') || /^(?:[-.0-9\u00B7\u203F\u2040]|[\u0300-\u036F])/.test(local))
    fail('a colon is in the wrong place in a name')
}
