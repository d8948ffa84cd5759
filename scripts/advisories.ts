/**
 * `npm run advisories`: asks the registry for the known advisories of what is installed with the package, and of the optional
 * packages, each at the lowest and at the newest version that package.json permits.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minVersion } from 'semver'
import { manifest } from './manifest.js'

/** What `npm audit --json` says, of a package itself or, as a text, by which of its own packages it is concerned. */
interface Audit {
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly via: readonly (string | { readonly range: string; readonly url: string })[] }>
  >
}

const ends: Readonly<Record<string, (range: string) => string>> = {
  lowest: (range) => minVersion(range)?.version ?? range,
  newest: (range) => range,
}

/** The advisories of an end of the ranges, a line each. */
function advisoriesOf(folder: string, versionOf: (range: string) => string): readonly string[] {
  const npm = (...options: readonly string[]): string =>
    spawnSync('npm', options, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
  const dependencies = Object.fromEntries(ranges.map(([name, range]) => [name, versionOf(range)]))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  npm('install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--silent')
  const { vulnerabilities } = JSON.parse(npm('audit', '--json') || '{}') as Audit
  // No answer is no good news.
  if (vulnerabilities === undefined) return ['the registry gives no advisories']
  return Object.entries(vulnerabilities).flatMap(([name, { via }]) =>
    via.map((one) => (typeof one === 'string' ? `${name}, by ${one}` : `${name} ${one.range}: ${one.url}`)),
  )
}

const faults = Object.entries(ends).flatMap(([end, versionOf]) => {
  const folder = mkdtempSync(join(tmpdir(), 'advisories-'))
  try {
    return advisoriesOf(folder, versionOf).map((line) => `${end}: ${line}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
for (const fault of faults) console.error(fault)
console.log(`advisories: ${faults.length === 0 ? 'none known' : `${faults.length} findings`}`)
process.exitCode = faults.length === 0 ? 0 : 1
