/**
 * Bytes that come in pieces.
 *
 * @module
 */
import { Buffer } from 'node:buffer'

/** What has come so far. */
export interface Gathered {
  /** Takes the next piece; whoever has it may then change it. */
  readonly add: (piece: Uint8Array) => void
  /** All of it. What is added afterwards is not in it. */
  readonly bytes: () => Buffer<ArrayBuffer>
}

/**
 * Joins pieces in one buffer, which doubles when it is full: a piece that is kept by itself takes more memory than the byte that
 * it may have. `src/http/response.ts` has the same for content of a response, where there is no Node.
 */
export function gathering(): Gathered {
  let room = Buffer.alloc(0)
  let length = 0
  return {
    add: (piece) => {
      if (length + piece.length > room.length) {
        const larger = Buffer.alloc(Math.max(length + piece.length, 2 * room.length))
        larger.set(room)
        room = larger
      }
      room.set(piece, length)
      length += piece.length
    },
    bytes: () => room.subarray(0, length),
  }
}
