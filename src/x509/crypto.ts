/**
 * node:crypto, loaded when it is first used: with the streams that it needs it takes Node.js up to a third of the time that saxes
 * takes, and an import does nothing with it. Why so is told in docs/decisions/012-few-files.md.
 *
 * @module
 */
import type * as nodeCrypto from 'node:crypto'

/** What node:crypto exports. Asking once more takes less than a tenth of a microsecond. */
export function crypto(): typeof nodeCrypto {
  return process.getBuiltinModule('node:crypto')
}
