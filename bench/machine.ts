/**
 * On what was measured, with which versions, and when.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, cpus, type } from 'node:os'
import { repositoryFile } from '../testing/requirements.js'

/** What figures depend on. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly system: string
  /** Node.js, Java where there is one, and the peers. */
  readonly versions: Readonly<Record<string, string>>
  /** The day, as `2026-11-30`. */
  readonly date: string
}

const peers = ['saxes', 'yazl', 'libxml2-wasm', 'fast-xml-parser', 'zod', 'htmlparser2', 'txml']

const versionOf = (peer: string): string =>
  (JSON.parse(readFileSync(repositoryFile(`node_modules/${peer}/package.json`), 'utf8')) as { version: string }).version

/** This machine, now. */
export function thisMachine(): Machine {
  const all = cpus()
  // Where there is no Java there is no output either.
  const told = spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr as string | null
  const java = /"([^"]+)"/.exec(told ?? '')?.[1]
  return {
    processor: all[0]?.model.trim() ?? 'a processor without a name',
    cores: all.length,
    system: `${type()} ${arch()}`,
    versions: {
      'Node.js': process.versions.node,
      ...(java === undefined ? {} : { Java: java }),
      ...Object.fromEntries(peers.map((peer) => [peer, versionOf(peer)])),
    },
    date: new Date().toISOString().slice(0, 10),
  }
}
