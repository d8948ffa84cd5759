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
  let [at, line, column] = [0, 1, 1]
  for (const index of [...new Set(indexes)].sort((one, other) => one - other)) {
    for (; at < index; at++) {
      const unit = xml.charCodeAt(at)
      // A line feed behind a carriage return ends no other line.
      if (unit === 0x0a || (unit === 0x0d && xml.charCodeAt(at + 1) !== 0x0a)) {
        line++
        column = 1
      }
      // The second half of a surrogate pair is no character of its own.
      else if (unit < 0xdc00 || unit > 0xdfff) column++
    }
    places.set(index, { line, column })
  }
  return places
}
