/**
 * What others say of servers, by the same rules: each makes a connection to each, and tells whether it is the service.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { repositoryFile } from '../requirements.js'
import type { JudgeName } from './shown.js'

/** Where a server listens, and who is trusted, in PEM. */
export interface Judged {
  readonly port: number
  readonly ca: readonly string[]
}

const run = promisify(execFile)

const programs: Readonly<Record<JudgeName, readonly [string, readonly string[]]>> = {
  java: ['java', ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', repositoryFile('testing/java/Servers.java')]],
  openssl: ['python3', [repositoryFile('testing/python/judge_servers.py')]],
}

/** Asks a judge: `service` for each server that is it, else why it is not. */
export async function judge(name: JudgeName, servers: readonly Judged[]): Promise<readonly string[]> {
  const [program, options] = programs[name]
  const running = run(program, options, { maxBuffer: 2 ** 26 })
  const lines = servers.map(({ port, ca }) => `${port} ${Buffer.from(ca.join('')).toString('base64')}\n`)
  running.child.stdin?.end(lines.join(''))
  const verdicts = (await running).stdout.trimEnd().split(/\r?\n/)
  if (verdicts.length !== servers.length) throw new Error(`${name} did not judge every server.`)
  return verdicts
}
