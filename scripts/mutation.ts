/**
 * `npm run mutation -- FOLDER`: puts faults into a folder of `src`, one at a time, and counts those that its tests notice. What
 * has not changed since the last run is not tried again; `reports/mutation` remembers it. Options of Stryker may follow, such
 * as `--mutate src/xml/scan.ts`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mutatedFolders } from '../testing/mutation.js'

const [name = '', ...options] = process.argv.slice(2)
const folder = Object.hasOwn(mutatedFolders, name) ? mutatedFolders[name] : undefined
if (folder === undefined) {
  console.error(`mutation: the folders are ${Object.keys(mutatedFolders).join(', ')}.`)
  process.exit(2)
}
const report = `reports/mutation/${name}`
const settings = {
  mutate: [`src/${name}/**/*.ts`],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // The list of tests is there: with Stryker's own, faults in what runs once, when a module is loaded, would not be put in.
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  // Its threads take no flags of V8; the process that has them does.
  testRunnerNodeArgs: ['--no-regexp-optimization'],
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  // A fault must not count as noticed because the machine is busy: most loops without an end are found by counting.
  timeoutMS: 60_000,
  concurrency: 2,
  incremental: true,
  incrementalFile: `${report}.incremental.json`,
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: `${report}.html` },
  jsonReporter: { fileName: `${report}.json` },
  thresholds: { high: 100, low: folder.score, break: folder.score },
  warnings: { slow: false },
  ignorePatterns: ['docs/api', 'dist', 'dist-bench', 'reports', 'coverage'],
}
mkdirSync('reports/mutation', { recursive: true })
writeFileSync(`${report}.config.json`, JSON.stringify(settings))
const { status } = spawnSync('npx', ['stryker', 'run', `${report}.config.json`, ...options], {
  stdio: 'inherit',
  env: { ...process.env, MUTATED_FOLDER: name },
})
console.log(`mutation: src/${name} ${status === 0 ? 'reaches' : 'does not reach'} ${folder.score} %`)
process.exitCode = status ?? 1
