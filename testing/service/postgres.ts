/** A PostgreSQL of its own, started from Debian's files by an ordinary user, as it wants to be. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Requirement } from '../requirements.js'

const versions = '/usr/lib/postgresql'

/** The folder of the newest version's programs. */
const programs = (existsSync(versions) ? readdirSync(versions) : [])
  .sort((one, other) => Number(other) - Number(one))
  .map((version) => join(versions, version, 'bin'))
  .find((folder) => existsSync(join(folder, 'initdb')))

/** A system without the user has none that the programs could run as. */
const ordinary = ((): { readonly uid?: number; readonly gid?: number } | undefined => {
  if (process.getuid?.() !== 0) return {}
  const idOf = (option: string): number => Number(spawnSync('id', [option, 'postgres']).stdout.toString())
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  return uid > 0 && gid > 0 ? { uid, gid } : undefined
})()

/** PostgreSQL. */
export const postgresql: Requirement = {
  name: 'PostgreSQL in /usr/lib/postgresql',
  present: programs !== undefined && ordinary !== undefined,
  requiredInCi: false,
}

/** Starts an empty database, which only a socket in its folder leads to. Gives its address, and what ends it. */
export function startPostgres(): { readonly url: string; readonly stop: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  if (ordinary?.uid !== undefined && ordinary.gid !== undefined) chownSync(folder, ordinary.uid, ordinary.gid)
  const run = (program: string, ...options: readonly string[]): void => {
    execFileSync(join(programs ?? '', program), options, {
      ...ordinary,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  const data = join(folder, 'data')
  run('initdb', '--pgdata', data, '--username', 'service', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync')
  const settings = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c fsync=off`
  run('pg_ctl', '--pgdata', data, '--log', join(folder, 'log'), '--wait', '--options', settings, 'start')
  return {
    url: `postgresql://service@/postgres?host=${encodeURIComponent(folder)}`,
    stop: () => {
      run('pg_ctl', '--pgdata', data, '--mode', 'immediate', 'stop')
      rmSync(folder, { recursive: true })
    },
  }
}
