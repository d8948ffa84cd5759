import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Spec } from '@cyclonedx/cyclonedx-library'
import { Validation } from '@cyclonedx/cyclonedx-library'
import { expect, it } from 'vitest'
import { writeBill } from '../../scripts/check-package/bill.js'
import { manifest } from '../../scripts/manifest.js'
import { broughtBy, lockedPackages, packageIn } from '../../testing/run-time-packages.js'

interface Bill {
  readonly specVersion: Spec.Version
  readonly metadata: { readonly component: { readonly purl: string } }
  readonly components: readonly {
    readonly purl: string
    readonly hashes: readonly { readonly alg: string; readonly content: string }[]
    readonly licenses: readonly { readonly license: { readonly id: string } }[]
  }[]
}

it('is a valid one of what is installed with the package, each with its licence and digest, and of nothing else', async () => {
  const folder = mkdtempSync(`${tmpdir()}/bill-`)
  try {
    const text = readFileSync(writeBill(folder), 'utf8')
    const { specVersion, metadata, components } = JSON.parse(text) as Bill
    expect(await new Validation.JsonStrictValidator(specVersion).validate(text)).toBeNull()
    expect(metadata.component.purl).toBe(`pkg:npm/${manifest.name}@${manifest.version}`)
    const installed = Object.keys(manifest.dependencies).flatMap(broughtBy)
    const expected = installed.map((path) => {
      const { version = '', license, integrity = '' } = lockedPackages.get(path) ?? {}
      const digest = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
      return [`pkg:npm/${packageIn(path)}@${version}`, license, [{ alg: 'SHA-512', content: digest }]]
    })
    expect(components.map(({ purl, licenses, hashes }) => [purl, licenses[0]?.license.id, hashes])).toEqual(
      expected.sort(),
    )
    // Nothing of when and where it was written.
    expect(text).not.toMatch(/serialNumber|timestamp/)
    expect(text).not.toContain(process.cwd())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
