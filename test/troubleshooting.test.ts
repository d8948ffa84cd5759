/** What the page Troubleshooting tells people to do, done. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { makeTestCertificates } from 'signering-portal/simulator'
import { safeTlsOptions } from 'signering-portal/tls'
import { expect, it } from 'vitest'
import { describeWith, openssl, repositoryFile } from '../testing/requirements.js'

describeWith([openssl], 'docs/troubleshooting.md', () => {
  it('writes a PKCS#12 file with RC2 anew, so that TLS reads it', async () => {
    const { clients } = await makeTestCertificates({ now: new Date(), clients: ['123456785'] })
    const client = clients['123456785']
    const page = readFileSync(repositoryFile('docs/troubleshooting.md'), 'utf8')
    const [, commands = ''] = /^## PKCS#12 with RC2$[^]*?```sh\n([^]*?)```/m.exec(page) ?? []
    const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'))
    try {
      const run = (command: string): Buffer => execFileSync('sh', ['-ec', command], { cwd: folder, stdio: 'pipe' })
      writeFileSync(join(folder, 'made.pem'), `${client?.key ?? ''}\n${client?.certificates ?? ''}`)
      run('openssl pkcs12 -export -legacy -inkey made.pem -in made.pem -out old.p12 -passout pass:old')
      const before = safeTlsOptions({
        pfx: readFileSync(join(folder, 'old.p12')),
        passphrase: 'old',
        environment: 'test',
      })
      expect(before.ok ? [] : before.issues.map(({ code }) => code)).toEqual(['tls.client-certificate'])

      // What people are asked for, as options.
      run(
        commands
          .replace(/ -legacy .*/, '$& -passin pass:old -passout pass:between')
          .replace(/ -export .*/, '$& -passin pass:between -passout pass:new'),
      )
      const written = { pkcs12: readFileSync(join(folder, 'new.p12')), passphrase: 'new' }
      expect((await signingKeyFromPkcs12(written)).chain.length).toBe(3)
      const after = safeTlsOptions({ pfx: written.pkcs12, passphrase: 'new', environment: 'test' })
      expect(after.ok).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
