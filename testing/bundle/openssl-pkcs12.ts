/** PKCS#12 files by the command of OpenSSL. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sender } from '../certificates.js'

/** Loads the algorithms that OpenSSL 3 has for old files only. */
export const legacyProvider: readonly string[] = ['-provider', 'legacy', '-provider', 'default']

/** Uses a folder that is gone afterwards. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes a file; the certificates in the order root, leaf, intermediate. */
export function byOpenssl(from: Sender, passphrase: string, options: readonly string[] = []): Uint8Array {
  return inFolder((folder) => {
    const write = (name: string, content: string): string => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    }
    const key = write('key.pem', from.leaf.privateKeyPem)
    const others = write('others.pem', from.root.certificatePem + from.intermediate.certificatePem)
    const leaf = write('leaf.pem', from.leaf.certificatePem)
    const out = join(folder, 'out.p12')
    const inputs = ['-inkey', key, '-in', leaf, '-certfile', others, '-out', out]
    execFileSync('openssl', ['pkcs12', '-export', ...inputs, '-passout', 'stdin', ...options], {
      input: `${passphrase}\n`,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    return readFileSync(out)
  })
}

/** Whether OpenSSL reads a file, down to its keys. */
export function opensslReads(pkcs12: Uint8Array, passphrase: string): boolean {
  return inFolder((folder) => {
    const file = join(folder, 'in.p12')
    writeFileSync(file, pkcs12)
    const options = ['pkcs12', ...legacyProvider, '-in', file, '-passin', 'stdin', '-noenc', '-out', '/dev/null']
    return spawnSync('openssl', options, { input: `${passphrase}\n` }).status === 0
  })
}
