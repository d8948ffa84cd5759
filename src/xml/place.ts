/**
 * From characters of a document to their lines and columns, which are asked for only where something is wrong.
 *
 * @module
 */

/** Where something is, in lines and Unicode characters from 1. */
export interface Place {
  /** The line. */
  readonly line: number
  /** The column in that line. */
  readonly column: number
}

/** The places of characters, by their indexes in UTF-16: in one pass, however many they are and in whatever order. */
export function placesAt(xml: string, indexes: Iterable<number>): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>()
  // The engine looks for one character many times as fast as a loop does.
  const ends = xml.includes('\r') ? /\r\n?|\n/g : /\n/g
  const endFrom = (from: number): number => {
    ends.lastIndex = from
    return ends.test(xml) ? ends.lastIndex : Infinity
  }
  let [at, line, column, next] = [0, 1, 1, endFrom(0)]
  for (const index of [...new Set(indexes)].sort((one, other) => one - other)) {
    for (; next <= index; next = endFrom(at)) {
      at = next
      line++
      column = 1
    }
    const text = xml.slice(at, index)
    column += text.length
    // The second half of a surrogate pair is no character of its own.
    const halves = /[\uDC00-\uDFFF]/g
    while (halves.test(text)) column--
    at = index
    places.set(index, { line, column })
  }
  return places
}
