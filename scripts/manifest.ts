/**
 * What package.json says.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

interface Manifest {
  readonly name: string
  readonly version: string
  /** Absent until it is known where the repository is. */
  readonly repository?: { readonly url: string }
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
