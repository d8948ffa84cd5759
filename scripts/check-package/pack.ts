/**
 * Packs the package, and refuses a tarball that is not what users should get.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { manifest } from '../manifest.js'

/** What `npm pack` made. */
export interface Packed {
  readonly tarball: string
  readonly paths: readonly string[]
  /** What is wrong with it, in words; nothing of a good one. */
  readonly faults: readonly string[]
}

/** What may be packed. */
const meant = /^(?:dist|schema)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/

/** The most bytes of it, unpacked: without the vectors, and of the vectors. */
const maximumBytes = 1_200_000
const maximumVectorBytes = 600_000

/** A packed file, with its size in bytes. */
export interface File {
  readonly path: string
  readonly size: number
}

interface Listed {
  readonly filename: string
  readonly files: readonly File[]
}

/** Runs `npm pack`. The scripts have run: what is packed is what was looked at. */
function npmPack(...options: readonly string[]): Listed {
  const all = ['pack', '--json', '--silent', '--ignore-scripts', ...options]
  const [listed] = JSON.parse(execFileSync('npm', all, { encoding: 'utf8' })) as [Listed]
  return listed
}

/** Packs what is built. The same files give the same bytes, whoever may read and write them here. */
export function pack(destination: string): Packed {
  for (const { path } of npmPack('--dry-run').files) chmodSync(path, 0o644)
  const { filename, files } = npmPack('--pack-destination', destination)
  return { tarball: join(destination, filename), paths: files.map(({ path }) => path), faults: faultsOf(files) }
}

/** What is wrong with a tarball of these files, in words. */
export function faultsOf(files: readonly File[]): readonly string[] {
  const bytes = (all: readonly File[]): number => all.reduce((sum, { size }) => sum + size, 0)
  const isVector = ({ path }: File): boolean => path.startsWith('dist/vectors/')
  const [data, rest] = [files.filter(isVector), files.filter((file) => !isVector(file))]
  console.log(`packed ${rest.length} files of ${bytes(rest)} bytes, and vectors of ${bytes(data)} bytes`)
  const paths = files.map(({ path }) => path)
  return [
    ...wanted()
      .filter((path) => !paths.includes(path))
      .map((path) => `not packed: ${path}`),
    ...paths.filter((path) => !meant.test(path)).map((path) => `packed but not meant to be: ${path}`),
    ...(bytes(rest) > maximumBytes ? [`more than ${maximumBytes} bytes without the vectors: ${bytes(rest)}`] : []),
    ...(bytes(data) > maximumVectorBytes ? [`vectors of more than ${maximumVectorBytes} bytes: ${bytes(data)}`] : []),
  ]
}

/** What must be packed: what package.json names, and the data. */
export function wanted(): readonly string[] {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? target : [target.types, target.default],
  )
  const named = [...targets, ...Object.values(manifest.bin)].filter((path) => !path.includes('*'))
  const schemas = readdirSync('schema', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const data = readdirSync('vectors').map((name) => `dist/vectors/${name}${name === 'schema.json' ? '' : '.gz'}`)
  return [...named.map((path) => path.replace('./', '')), ...schemas, ...data]
}
