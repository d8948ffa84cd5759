/**
 * `npm run check:package`: packs the package, and uses it as one who installs it would. `-- types`, `-- entries` or
 * `-- runtimes` checks that alone.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { checkEntries, peers } from './check-package/entries.js'
import { attempt, check, folder, problems, versioned } from './check-package/installed.js'
import { pack } from './check-package/pack.js'
import { checkRuntimes, installRuntimes } from './check-package/runtimes.js'
import { checkTypes, installTypeScripts } from './check-package/types.js'
import { install } from './install.js'

const [only] = process.argv.slice(2)
const isAsked = (name: string): boolean => only === undefined || only === name

async function checkPackage(): Promise<void> {
  const { tarball, paths, faults } = pack(folder)
  problems.push(...faults)
  if (faults.length > 0) return
  // What takes its time is the network.
  const [failed, typescripts, runtimes] = await Promise.all([
    // The package, the optional ones, and what a project in TypeScript has.
    install([tarball, ...[...peers, '@types/node'].map(versioned)], folder),
    isAsked('types') ? installTypeScripts() : undefined,
    isAsked('runtimes') ? installRuntimes() : undefined,
    check('npx', ['publint', 'run', tarball, '--strict'], '.'),
    // The package is of ES modules alone, which Node 20.19 and later can also load by require.
    check('npx', ['attw', tarball, '--profile', 'esm-only', '--no-emoji', '--quiet'], '.'),
  ])
  if (failed !== undefined) return void problems.push(`it cannot be installed: ${failed}`)
  if (isAsked('entries'))
    await attempt('entries', () => {
      checkEntries(paths)
    })
  if (typescripts !== undefined) await attempt('types', () => checkTypes(typescripts))
  if (runtimes !== undefined) await attempt('runtimes', () => checkRuntimes(runtimes))
}

try {
  await checkPackage()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
console.log(`check:package: ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
