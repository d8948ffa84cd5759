/** Packages of the official client for Java, which are to be accepted as ours are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signingTime } from '../bundle/packages.js'
import { repositoryFile } from '../requirements.js'
import { filesOf, judged, type JudgedPackage } from './package.js'
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
