import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signingKeyFromPem } from 'signering-portal/bundle'
import { createSimulator, simulatorFetch, writePdf } from 'signering-portal/simulator'
import { sendWith } from 'signering-portal/http'
import { describe, expect, test } from 'vitest'
import { sendLease } from '../examples/readme.js'
import { makeSender } from '../testing/certificates.js'
import { describeWith, official, officialFiles, repositoryFile } from '../testing/requirements.js'

test('the example of the README sends a job that the portal takes', async () => {
  const clock = { now: () => new Date() }
  const portal = createSimulator({ clock, senders: [{ organizationNumber: '988015814', sector: 'PRIVATE' }] })
  const { leaf, certificates } = makeSender()
  const key = signingKeyFromPem({ key: leaf.privateKeyPem, certificates })
  const root = 'https://portal.example/api'
  const signatureJobId = await sendLease(writePdf(['A lease']), key, sendWith(simulatorFetch(portal)), root)
  expect(portal.job(signatureJobId).manifest.title).toBe('Lease of the house by the fjord')
})

const demo = (
  ...paths: readonly string[]
): { readonly status: number | null; readonly out: string; readonly error: string } => {
  const options = { cwd: repositoryFile('.'), encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'examples/demo.ts', ...paths],
    options,
  )
  return { status, out: stdout, error: stderr }
}

describe('the demo', () => {
  test('takes two documents of its own from manifest to signed document', () => {
    const { status, out, error } = demo()
    expect(error).toBe('')
    expect(status).toBe(0)
    expect(out).toContain('demo: 2 documents signed by 4 signers')
    expect(out).toContain('204 no change')
    expect(out.match(/200 a status change/g)).toHaveLength(4)
    expect(out).toContain('COMPLETED_SUCCESSFULLY: SIGNED, SIGNED, SIGNED, SIGNED')
    // Plain where it is not a terminal; sizes and not contents.
    expect(out).not.toContain('\u001B')
    expect(out).not.toMatch(/example\.com|01013300001|fjord/)
  })

  test.each([
    ['a missing file', 'no-such.pdf', /^demo: no-such\.pdf cannot be read: ENOENT\n$/],
    ['a folder', 'src', /^demo: src cannot be read: EISDIR\n$/],
    ['a file that is no PDF', 'package.json', /^demo: package\.json is refused: It has no PDF header\.\n$/],
  ])('refuses %s in one line', (_, path, message) => {
    const { status, error } = demo(path)
    expect(status).toBe(1)
    expect(error).toMatch(message)
  })

  test('takes other documents', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'demo-')), 'avtale æøå.pdf')
    writeFileSync(path, writePdf(['x']))
    expect(demo(path).out).toContain('demo: 1 documents signed by 4 signers')
  })
})

describeWith([officialFiles], 'the demo with real documents', () => {
  test('takes them', () => {
    const { status, out } = demo(official('pdf/PDF-1-4-testdokument.pdf'), official('pdf/PDF-A-testdokument.pdf'))
    expect(status).toBe(0)
    expect(out).toContain('283882 bytes')
  })
})
