/**
 * `npm run check:package`: packs the package, and uses it as one who installs it would.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const entries = Object.keys(manifest.exports)
  .filter((entry) => !entry.includes('*') && !entry.endsWith('.json'))
  .map((entry) => manifest.name + entry.slice(1))
const problems: string[] = []
const run = (command: string, options: readonly string[], cwd: string): string =>
  execFileSync(command, options, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** Runs a tool whose failure is a finding. */
const check = (command: string, options: readonly string[], cwd: string): void => {
  try {
    run(command, options, cwd)
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    problems.push(`${options[0] ?? command}: ${output}`)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'check-package-'))
try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], '.')) as [
    { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] },
  ]
  const tarball = join(folder, packed.filename)
  const stray = packed.files.filter(
    ({ path }) =>
      !/^(?:dist|schema|vectors|docs)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md)$/.test(
        path,
      ),
  )
  problems.push(...stray.map(({ path }) => `packed but not meant to be: ${path}`))
  console.log(`packed ${packed.files.length} files, ${packed.size} bytes`)

  check('npx', ['publint', 'run', tarball, '--strict'], '.')
  // The package is of ES modules alone, which Node 20.19 and later can also load by require.
  check('npx', ['attw', tarball, '--profile', 'esm-only', '--no-emoji', '--quiet'], '.')

  const version = (name: string): string =>
    `${name}@${manifest.devDependencies[name] ?? manifest.peerDependencies[name] ?? ''}`
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }))
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  run('npm', [...install, tarball], folder)
  // Without the optional peers: what does not need them must not touch them.
  const optional = new Set(
    ['pkcs12', 'simulator', 'msw', 'contract', 'arbitraries'].map((entry) => `${manifest.name}/${entry}`),
  )
  const importAll = (names: readonly string[]): void => {
    const code = names.map(
      (name) => `if (Object.keys(await import('${name}')).length === 0) throw new Error('${name} is empty')`,
    )
    run('node', ['--input-type=module', '--eval', code.join('\n')], folder)
  }
  importAll(entries.filter((entry) => !optional.has(entry)))
  const peers = Object.keys(manifest.peerDependencies).map(version)
  run('npm', [...install, ...peers, version('typescript'), version('@types/node')], folder)
  importAll(entries)
  console.log(`imported ${entries.length} entries`)

  const uses = entries.map((entry, index) => `import * as entry${index} from '${entry}'\nconsole.log(entry${index})`)
  writeFileSync(join(folder, 'use.ts'), uses.join('\n'))
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2023']
  check('npx', ['tsc', ...options, '--types', 'node', '--exactOptionalPropertyTypes', 'use.ts'], folder)
  console.log('type-checked')
  const help = run('npx', ['signering-portal', '--help'], folder)
  if (!help.includes('Usage: signering-portal')) problems.push('the command does not print its help')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
console.log(`check:package: ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
