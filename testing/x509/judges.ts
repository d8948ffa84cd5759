/**
 * What others say of paths of certificates.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inPem } from '../der.js'
import { repositoryFile } from '../requirements.js'
import type { PathCase } from './paths.js'

const run = promisify(execFile)

/** Where Java's CertPathBuilder finds a path. */
export async function foundByJava(cases: readonly PathCase[]): Promise<readonly boolean[]> {
  const list = (ders: readonly Uint8Array[]): string => ders.map((der) => Buffer.from(der).toString('base64')).join(',')
  const lines = cases.map((one) => [one.time.getTime(), list([one.leaf]), list(one.trust), list(one.others)].join(' '))
  // It compiles and runs for a second or so: a better compiler and several collectors would cost more than they save.
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', repositoryFile('testing/java/Paths.java')]
  const running = run('java', options, { maxBuffer: 2 ** 30 })
  running.child.stdin?.end(lines.map((line) => `${line}\n`).join(''))
  const verdicts = (await running).stdout.trimEnd().split(/\r?\n/)
  if (verdicts.length !== cases.length) throw new Error('Java did not judge every case.')
  return verdicts.map((verdict) => verdict === 'path')
}

/** Whether OpenSSL accepts each of some paths, from the leaf to the one that is trusted, at a time. */
export async function acceptedByOpenSsl(
  paths: readonly (readonly Uint8Array[])[],
  time: Date,
): Promise<readonly boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), 'paths-'))
  const verdicts: boolean[] = []
  const pending = [...paths.entries()]
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift())
      verdicts[next[0]] = await verify(join(folder, String(next[0])), next[1], time)
  }
  try {
    await Promise.all([work(), work()])
  } finally {
    rmSync(folder, { recursive: true })
  }
  return verdicts
}

async function verify(prefix: string, path: readonly Uint8Array[], time: Date): Promise<boolean> {
  const [leaf, between, trusted] = [path.slice(0, 1), path.slice(1, -1), path.slice(-1)].map((part, index) => {
    const file = `${prefix}-${index}.pem`
    writeFileSync(file, part.map((der) => inPem('CERTIFICATE', der)).join(''))
    return file
  })
  const untrusted = path.length > 2 ? ['-untrusted', between ?? ''] : []
  const seconds = String(Math.floor(time.getTime() / 1000))
  const strict = ['-x509_strict', '-auth_level', '2', '-partial_chain', '-attime', seconds]
  try {
    await run('openssl', ['verify', ...strict, '-trusted', trusted ?? '', ...untrusted, leaf ?? ''])
    return true
  } catch (thrown) {
    // It tells of refusals with 1 and 2; anything else is no verdict.
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 1 || thrown.code === 2)) return false
    throw thrown
  }
}
