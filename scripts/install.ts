/**
 * Packages of the registry, each lot in a folder of its own.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

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

/** Installs packages into a folder that has a package.json; what npm said if it could not, else nothing. */
export const install = (names: readonly string[], cwd: string): Promise<string | undefined> =>
  failure('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...names], cwd)

/** Makes a folder in which nothing is but packages, and gives its `node_modules`; what cannot be had is not in it. */
export async function installApart(folder: string, names: readonly string[]): Promise<string> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  await install(names, folder)
  return join(folder, 'node_modules')
}
