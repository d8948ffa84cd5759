/**
 * Writes the language-neutral vectors: `npm run vectors`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { repositoryFile } from '../testing/requirements.js'
import { makeVectorFiles } from '../testing/vectors/files.js'
import { schemaText } from '../testing/vectors/schema.js'

const files = await makeVectorFiles()
for (const { name, text } of files) writeFileSync(repositoryFile(`vectors/${name}`), text)
writeFileSync(repositoryFile('vectors/schema.json'), await schemaText())
console.log(`vectors: ${files.reduce((sum, { content }) => sum + content.vectors.length, 0)} in ${files.length} files`)
