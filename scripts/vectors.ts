/**
 * Writes the language-neutral vectors: `npx tsx scripts/vectors.ts`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { vectorFiles } from '../testing/vectors/files.js'

const files = await vectorFiles()
for (const { name, text } of files) writeFileSync(fileURLToPath(new URL(`../vectors/${name}`, import.meta.url)), text)
console.log(`vectors: ${files.reduce((sum, { count }) => sum + count, 0)} in ${files.length} files`)
