/**
 * The package as it is installed in a folder of its own, and what the checks of it share.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

/** What can be imported: no data. */
export const entries: readonly string[] = Object.keys(manifest.exports).filter(
  (entry) => !entry.includes('*') && !entry.endsWith('.json'),
)

/** What runs where there is no Node.js. */
export const everywhere: readonly string[] = ['./codec', './manifest', './http']

/** How an entry is imported. */
export const nameOf = (entry: string): string => manifest.name + entry.slice(1)

/** All that was found. */
export const problems: string[] = []

/** Runs a program to its end, and gives what it printed. */
export const run = (command: string, options: readonly string[], cwd: string): string =>
  execFileSync(command, options, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** Runs a program whose failure is a finding. */
export function check(command: string, options: readonly string[], cwd: string): void {
  try {
    execFileSync(command, options, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const told = error instanceof Error && 'stdout' in error && 'stderr' in error
    problems.push(
      `${options[0] ?? command}: ${told ? `${String(error.stdout)}${String(error.stderr)}` : String(error)}`,
    )
  }
}

/** The folder in which all of it happens, with a package of its own. */
export const folder: string = mkdtempSync(join(tmpdir(), 'check-package-'))
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }))

/** Installs packages into a folder. */
export function install(names: readonly string[], cwd: string = folder): void {
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...names], cwd)
}

/** A package with the version that this one is developed or used with. */
export const versioned = (name: string): string =>
  `${name}@${manifest.devDependencies[name] ?? manifest.peerDependencies[name] ?? ''}`
