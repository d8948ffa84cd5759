/**
 * `npm run check:package`: packs the package, and uses it as one who installs it would. `-- types`, `-- entries` or
 * `-- runtimes` checks that alone.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { checkEntries, installOptional } from './check-package/entries.js'
import { check, folder, install, problems } from './check-package/installed.js'
import { pack } from './check-package/pack.js'
import { checkRuntimes } from './check-package/runtimes.js'
import { checkTypes } from './check-package/types.js'

const [only] = process.argv.slice(2)
const isAsked = (name: string): boolean => only === undefined || only === name

try {
  const { tarball, paths, faults } = pack(folder)
  problems.push(...faults)
  check('npx', ['publint', 'run', tarball, '--strict'], '.')
  // The package is of ES modules alone, which Node 20.19 and later can also load by require.
  check('npx', ['attw', tarball, '--profile', 'esm-only', '--no-emoji', '--quiet'], '.')
  install([tarball])
  installOptional()
  if (isAsked('entries')) checkEntries(paths)
  if (isAsked('types')) await checkTypes()
  if (isAsked('runtimes')) await checkRuntimes()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
console.log(`check:package: ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
