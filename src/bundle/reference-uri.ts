/**
 * The URI of a reference (RFC 3986), which names a file of the archive.
 *
 * @module
 */

/**
 * The name of the file that a URI leads to, relative to the root of the archive (TS 102 918, section 6.2.2). Undefined where
 * it leads to none: elsewhere, out of the archive, or to a part of a file, as a query or a fragment does.
 */
export function fileNameOf(uri: string): string | undefined {
  if (/[?#]|^\/|^[a-z][a-z0-9+.-]*:/i.test(uri)) return undefined
  // A dot that is encoded is a dot in a dot segment too (section 6.2.2.2).
  const segments = uri.split('/').map(decodeSegment)
  if (['', '.', '..'].includes(segments.at(-1) ?? '')) return undefined
  const path: string[] = []
  for (const segment of segments) {
    if (segment === undefined) return undefined
    if (segment === '..') {
      if (path.pop() === undefined) return undefined
    } else if (segment !== '.') path.push(segment)
  }
  return path.join('/')
}

/** A plus stays one; an encoded `/` is none that parts a path (section 2.2). */
function decodeSegment(segment: string): string | undefined {
  try {
    const decoded = decodeURIComponent(segment)
    return decoded.includes('/') ? undefined : decoded
  } catch {
    return undefined
  }
}
