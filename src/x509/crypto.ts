/**
 * node:crypto, loaded when it is first used: with the streams that it needs it takes Node.js a third of the time that saxes
 * takes, and whoever imports the package to read messages needs none of it. Why so is told in docs/decisions/012-few-files.md.
 *
 * @module
 */
import type * as nodeCrypto from 'node:crypto'

/** What node:crypto exports. Asking once more takes half a microsecond. */
export function crypto(): typeof nodeCrypto {
  return process.getBuiltinModule('node:crypto')
}
