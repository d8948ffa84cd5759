/**
 * The package as it is installed in a folder of its own, and what the checks of it share.
 *
 * @module
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '../install.js'
import { manifest } from '../manifest.js'

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

/** Runs a program whose failure is a finding. */
export async function check(command: string, options: readonly string[], cwd: string): Promise<void> {
  const told = await failure(command, options, cwd)
  if (told !== undefined) problems.push(`${options[0] ?? command}: ${told}`)
}

/** The folder in which all of it happens, with a package of its own. */
export const folder: string = mkdtempSync(join(tmpdir(), 'check-package-'))
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }))

/** A folder beside it, for packages that it is not to see. */
export const apart = (name: string): string => join(folder, 'apart', name)

/** A package with the version that this one is developed or used with. */
export const versioned = (name: string): string =>
  `${name}@${manifest.devDependencies[name] ?? manifest.peerDependencies[name] ?? ''}`
