import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sender, signingTime } from '../../testing/bundle/packages.js'
import { repositoryFile } from '../../testing/requirements.js'

// The library that writes archives looks at the zone when it is loaded: each needs a process of its own.
it('a package is the same in every time zone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zones-'))
  try {
    const key = join(folder, 'key.pem')
    const certificates = join(folder, 'certificates.pem')
    writeFileSync(key, sender.leaf.privateKeyPem)
    writeFileSync(certificates, sender.certificates)
    const script = repositoryFile('testing/bundle/write-in-zone.ts')
    const digests = ['UTC', 'Europe/Oslo', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu'].map((zone) =>
      execFileSync(process.execPath, ['--import', 'tsx', script, key, certificates, signingTime.toISOString()], {
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      }),
    )
    expect(digests[0]).toMatch(/^[0-9a-f]{64} -?[0-9]+\n$/)
    expect(new Set(digests.map((line) => line.split(' ')[0])).size).toBe(1)
    // The children were in different zones indeed.
    expect(new Set(digests.map((line) => line.split(' ')[1])).size).toBe(5)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
