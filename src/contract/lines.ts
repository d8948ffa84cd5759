/**
 * Lines of what comes in pieces.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'
import { gathering } from '../simulator/gathered.js'

/** A line, without its line feed. */
export interface Line {
  /** Its text; what is no UTF-8 in it is U+FFFD. */
  readonly text: string
  /** Whether all of it was UTF-8. */
  readonly isUtf8: boolean
  /** How it ended: by a line feed, with the input, or because it became longer than a line may be; its rest is lost then. */
  readonly end: 'lineFeed' | 'input' | 'limit'
}

/** Takes what comes. */
export interface LineReader {
  /** Takes the next piece. */
  readonly push: (piece: Uint8Array) => void
  /** Takes the end: what is left is a line without its end. */
  readonly end: () => void
  /** The beginning of the line that has come without its end so far, of 1,000 bytes at most. */
  readonly begun: () => string
}

const lineFeed = 0x0a
const mostOfBegun = 1_000

/** Makes a reader that hands on lines of a number of bytes at most, in time that grows as they do. */
export function lineReader(maximumBytes: number, take: (line: Line) => void): LineReader {
  let line = gathering()
  let isLost = false
  const finish = (end: Line['end']): void => {
    const bytes = line.bytes()
    line = gathering()
    take({ text: bytes.toString(), isUtf8: isUtf8(bytes), end })
  }
  const add = (piece: Uint8Array): void => {
    if (isLost) return
    const kept = piece.subarray(0, maximumBytes - line.bytes().length)
    line.add(kept)
    if (kept.length === piece.length) return
    isLost = true
    finish('limit')
  }
  return {
    push: (piece) => {
      let from = 0
      for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, from)) {
        add(piece.subarray(from, at))
        if (!isLost) finish('lineFeed')
        isLost = false
        from = at + 1
      }
      if (from < piece.length) add(piece.subarray(from))
    },
    end: () => {
      if (line.bytes().length > 0) finish('input')
    },
    begun: () => (isLost ? '' : line.bytes().subarray(0, mostOfBegun).toString()),
  }
}
