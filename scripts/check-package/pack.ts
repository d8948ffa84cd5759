/**
 * Packs the package, and refuses a tarball that is not what users should get.
 *
 * @module
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { manifest, run } from './installed.js'

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

interface File {
  readonly path: string
  readonly size: number
}

/** Packs what is built. */
export function pack(destination: string): Packed {
  // The scripts have run: what is packed is what was looked at.
  const options = ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', destination]
  const [{ filename, files }] = JSON.parse(run('npm', options, '.')) as [
    { readonly filename: string; readonly files: readonly File[] },
  ]
  const bytes = (all: readonly File[]): number => all.reduce((sum, { size }) => sum + size, 0)
  const [data, rest] = [
    files.filter(({ path }) => path.startsWith('dist/vectors/')),
    files.filter(({ path }) => !path.startsWith('dist/vectors/')),
  ]
  console.log(`packed ${rest.length} files of ${bytes(rest)} bytes, and vectors of ${bytes(data)} bytes`)
  const paths = files.map(({ path }) => path)
  return {
    tarball: join(destination, filename),
    paths,
    faults: [
      ...wanted()
        .filter((path) => !paths.includes(path))
        .map((path) => `not packed: ${path}`),
      ...paths.filter((path) => !meant.test(path)).map((path) => `packed but not meant to be: ${path}`),
      ...(bytes(rest) > maximumBytes ? [`more than ${maximumBytes} bytes without the vectors: ${bytes(rest)}`] : []),
      ...(bytes(data) > maximumVectorBytes ? [`vectors of more than ${maximumVectorBytes} bytes: ${bytes(data)}`] : []),
    ],
  }
}

/** What must be packed: what package.json names, and the data. */
function wanted(): readonly string[] {
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
