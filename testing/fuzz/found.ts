/**
 * Inputs that failed once: each a file of JSON in test/fuzz/found, which test/fuzz/found.test.ts tries from then on.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromJson, toJson, type Data } from './data.js'

const folder = fileURLToPath(new URL('../../test/fuzz/found/', import.meta.url))

/** An input that failed. */
export interface Found {
  readonly target: string
  /** How it failed. */
  readonly kind: string
  /** The seed of the run that found it. */
  readonly seed: number
  readonly input: Data
}

/** All of them. */
export function readFound(): readonly Found[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => fromJson(readFileSync(folder + name, 'utf8')) as unknown as Found)
}

/** The path of a file among them. */
export const pathOfFound = (name: string): string => `${folder}${name}.json`

/** Writes one down, and gives the path of its file. */
export function writeFound({ target, kind, seed, input }: Found): string {
  const json = `${toJson({ target, kind, seed, input })}\n`
  const hash = createHash('sha256').update(`${target} ${kind}`).digest('hex').slice(0, 8)
  const path = pathOfFound(`${target.replace(/\W+/g, '-')}-${hash}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, json)
  return path
}
