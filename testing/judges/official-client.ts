/** Packages of the official client for Java, which are to be accepted as ours are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { maximumBundleBytes } from 'signering-portal/bundle'
import { readZip } from '../../src/bundle/zip-reader.js'
import { signingTime } from '../bundle/packages.js'
import { repositoryFile } from '../requirements.js'
import { judged, type JudgedPackage } from './package.js'
import { run } from './run.js'
import { ordinaryChain } from './written.js'

const extension = '.asice'

/** Has the official client write packages of several jobs. */
export async function officialPackages(classPath: string): Promise<readonly JudgedPackage[]> {
  const folder = mkdtempSync(join(tmpdir(), 'official-client-'))
  try {
    const pem = ordinaryChain.map(({ certificatePem }) => certificatePem).join('')
    writeFileSync(join(folder, 'key.pem'), ordinaryChain[0].privateKeyPem)
    writeFileSync(join(folder, 'chain.pem'), pem)
    writeFileSync(join(folder, 'time'), signingTime.toISOString())
    await run('java', ['-cp', classPath, repositoryFile('testing/java/OfficialClient.java'), folder])
    const names = readdirSync(folder).filter((name) => name.endsWith(extension))
    return names.sort().map((name) => {
      const bytes = new Uint8Array(readFileSync(join(folder, name)))
      const about = `the official client: ${name.slice(0, -extension.length)}`
      return judged(about, bytes, filesOf(bytes), { chain: ordinaryChain })
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The files, by our own reader: if it finds others than there are, other readers disagree. */
function filesOf(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const read = readZip(bytes, maximumBundleBytes)
  return new Map(read.ok ? read.value.map((entry) => [entry.name, entry.bytes]) : [])
}
