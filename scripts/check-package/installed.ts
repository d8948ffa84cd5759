/**
 * The package as it is installed in a folder of its own, and what the checks of it share.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { manifest } from './manifest.js'

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

/** Does a part of it; what it cannot do is a finding, and hides no other. */
export async function attempt(name: string, part: () => void | Promise<void>): Promise<void> {
  try {
    await part()
  } catch (error) {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const start = promisify(execFile)

/** Runs a program; what it printed if it failed, else nothing. */
export async function failure(command: string, options: readonly string[], cwd: string): Promise<string | undefined> {
  try {
    await start(command, options, { cwd })
    return undefined
  } catch (error) {
    const told = error instanceof Error && 'stdout' in error && 'stderr' in error
    return told ? `${String(error.stdout)}${String(error.stderr)}` : String(error)
  }
}

/** Runs a program whose failure is a finding. */
export async function check(command: string, options: readonly string[], cwd: string): Promise<void> {
  const told = await failure(command, options, cwd)
  if (told !== undefined) problems.push(`${options[0] ?? command}: ${told}`)
}

/** The folder in which all of it happens, with a package of its own. */
export const folder: string = mkdtempSync(join(tmpdir(), 'check-package-'))
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }))

/** Installs packages into the folder; what npm said if it could not, else nothing. */
export const install = (names: readonly string[], cwd: string = folder): Promise<string | undefined> =>
  failure('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...names], cwd)

/** Installs packages into a folder of their own beside it, and gives its `node_modules`. */
export async function installApart(name: string, names: readonly string[]): Promise<string> {
  const own = join(folder, 'apart', name)
  mkdirSync(own, { recursive: true })
  writeFileSync(join(own, 'package.json'), '{"private":true}')
  await install(names, own)
  return join(own, 'node_modules')
}

/** A package with the version that this one is developed or used with. */
export const versioned = (name: string): string =>
  `${name}@${manifest.devDependencies[name] ?? manifest.peerDependencies[name] ?? ''}`
