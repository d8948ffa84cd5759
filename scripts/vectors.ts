/**
 * Writes the language-neutral vectors: `npm run vectors`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { repositoryFile } from '../testing/requirements.js'
import { vectorFiles } from '../testing/vectors/files.js'
import { schemaText } from '../testing/vectors/schema.js'

const files = await vectorFiles()
for (const { name, text } of files) writeFileSync(repositoryFile(`vectors/${name}`), text)
writeFileSync(repositoryFile('vectors/schema.json'), await schemaText())
console.log(`vectors: ${files.reduce((sum, { count }) => sum + count, 0)} in ${files.length} files`)
