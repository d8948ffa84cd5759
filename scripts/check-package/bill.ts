/**
 * The software bill of materials of the package, in CycloneDX: what is installed with it, and of whom.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { manifest } from '../manifest.js'

interface Component {
  readonly name: string
  readonly version: string
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
}

interface Bill {
  readonly metadata: { readonly tools: { readonly components: readonly Component[] } }
  readonly components: readonly Component[]
}

interface Locked {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>
}

/** The digest of the file that a component is installed from, which the lockfile has, as CycloneDX writes it. */
function hashesOf({ properties = [] }: Component, { packages }: Locked): object {
  const path = properties.find(({ name }) => name === 'cdx:npm:package:path')?.value ?? ''
  const integrity = packages[path]?.integrity ?? ''
  if (!integrity.startsWith('sha512-')) throw new Error(`The lockfile has no SHA-512 of ${path}.`)
  return [{ alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') }]
}

/**
 * Writes the bill of what is installed here, without what is for development alone, and gives its path. It is the same for the
 * same lockfile, whenever, wherever and with whichever npm it is written.
 */
export function writeBill(destination: string): string {
  const program = resolve('node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js')
  const options = ['--output-reproducible', '--omit', 'dev', '--mc-type', 'library', '--validate']
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Locked
  const bill = JSON.parse(execFileSync(process.execPath, [program, ...options], { encoding: 'utf8' })) as Bill
  const { components } = bill.metadata.tools
  const written = {
    ...bill,
    // The npm that happened to be there is no part of the package.
    metadata: { ...bill.metadata, tools: { components: components.filter(({ name }) => name !== 'npm') } },
    components: bill.components.map((component) => ({ ...component, hashes: hashesOf(component, lock) })),
  }
  const path = join(destination, `${manifest.name}-${manifest.version}.cdx.json`)
  writeFileSync(path, `${JSON.stringify(written, undefined, 2)}\n`)
  return path
}
