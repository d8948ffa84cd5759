/**
 * Values of xs:anyURI (XML Schema, part 2, section 3.2.17): URI references (RFC 3986, section 4.1), in which characters that
 * no URI has may stand as they are.
 *
 * @module
 */

/**
 * Whether a text is one by every validator: libxml2 and Xerces differ, and what either refuses is none. White space is not
 * what it is to those who read without a schema where a schema collapses it, so that it is none there either.
 */
export function isAnyUri(text: string): boolean {
  return !faults.some((fault) => fault.test(text)) && hasAuthority(text)
}

const faults: readonly RegExp[] = [
  // Brackets stand around an IP literal only, of which the validators take different ones.
  // eslint-disable-next-line no-control-regex -- no validator takes a control character
  /[\u0000-\u001F\u007F[\]]/,
  /^ | $| {2}/,
  /%(?![0-9A-Fa-f]{2})/,
  /#[^#]*#/,
  // What stands before the first colon is a scheme, or else has a slash before it (section 4.2).
  /^(?![A-Za-z][A-Za-z0-9+.-]*:)[^/?#]*:/,
  // Nothing after a scheme or two slashes: libxml2 takes that, as RFC 3986 does, and Xerces goes by RFC 2396.
  /^(?:[^:/?#]*:(?:#|$)|(?:[^:/?#]*:)?\/\/$)/,
]

/** Whether an authority, if there is one, has at most one user and a port of digits, as libxml2 wants it (section 3.2). */
function hasAuthority(text: string): boolean {
  const [, authority = ''] = /^(?:[^:/?#]*:)?\/\/([^/?#]*)/.exec(text) ?? []
  return /^(?:[^@]*@)?[^@:]*(?::[0-9]{1,9})?$/.test(authority)
}
