/**
 * `npm run release:check -- v1.2.3`: whether what stands here can be published under a tag.
 *
 * @module
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { manifest } from './manifest.js'

const { version, repository } = manifest
const [tag = `v${version}`] = process.argv.slice(2)
const pending = existsSync('.changeset')
  ? readdirSync('.changeset').filter((name) => /^(?!README).*\.md$/.test(name))
  : []
const faults = [
  ...(tag === `v${version}` ? [] : [`the tag is ${tag}, and the version ${version}: run npx changeset version first`]),
  ...(pending.length === 0 ? [] : [`changes that no version has taken up: ${pending.join(', ')}`]),
  ...(readFileSync('CHANGELOG.md', 'utf8').includes(`## ${version}\n`)
    ? []
    : [`CHANGELOG.md does not have ${version}`]),
  // npm compares it with the repository that the provenance names, and makes `homepage` and `bugs` of it.
  ...(repository === undefined
    ? ['package.json has no repository: npm pkg set repository.type=git repository.url=git+https://HOST/OWNER/NAME.git']
    : []),
]
for (const fault of faults) console.error(fault)
console.log(`release:check: ${faults.length === 0 ? `${tag} can be published` : `${faults.length} faults`}`)
process.exitCode = faults.length === 0 ? 0 : 1
