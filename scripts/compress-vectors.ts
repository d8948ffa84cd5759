/**
 * Part of `npm run build`: the vectors as they are packed. Two thirds of their text is the same in all of them, so that they
 * take a thirtieth when they are compressed.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

mkdirSync('dist/vectors', { recursive: true })
for (const name of readdirSync('vectors')) {
  const text = readFileSync(`vectors/${name}`)
  // The schema of them is small, and what generators of types read.
  if (name === 'schema.json') writeFileSync(`dist/vectors/${name}`, text)
  else writeFileSync(`dist/vectors/${name}.gz`, gzipSync(text, { level: 9 }))
}
