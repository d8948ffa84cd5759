/**
 * The words of the sources: names, addresses, identifiers. An input that is to come far has them, and chance would not find them.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../src/', import.meta.url))

/** Every short text that stands between quotation marks in the sources. */
export const words: readonly string[] = [
  ...new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.includes('trust'))
      .sort()
      .flatMap((path) => readFileSync(folder + path, 'utf8').match(/(?<=')[^'\\\n]{1,60}(?=')/g) ?? [])
      .filter((word) => !word.includes('/index.js') && !word.startsWith('.')),
  ),
]
