import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signingKeyFromPem } from 'signering-portal/bundle'
import { createSimulator, simulatorFetch, writePdf } from 'signering-portal/simulator'
import { sendWith } from 'signering-portal/http'
import { describe, expect, test, vi } from 'vitest'
import { main } from '../examples/demo.js'
import { sendLease } from '../examples/readme.js'
import { makeSender } from '../testing/certificates.js'
import { describeWith, official, officialFiles, repositoryFile } from '../testing/requirements.js'

test('the example of the README sends a job that the portal takes', async () => {
  const clock = { now: () => new Date() }
  const simulator = createSimulator({ clock, senders: [{ organizationNumber: '988015814', sector: 'PRIVATE' }] })
  const { leaf, certificates } = makeSender()
  const key = signingKeyFromPem({ key: leaf.privateKeyPem, certificates })
  const root = 'https://portal.example/api'
  const signatureJobId = await sendLease(writePdf(['A lease']), key, sendWith(simulatorFetch(simulator)), root)
  expect(simulator.job(signatureJobId).manifest.title).toBe('Lease of the house by the fjord')
})

/** Runs the demo and keeps what it prints. */
async function demo(
  ...paths: readonly string[]
): Promise<{ readonly ok: boolean; readonly out: string; readonly error: string }> {
  const [log, complain] = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
  const lines = ({ mock }: typeof log): string => mock.calls.map(([line]) => `${String(line)}\n`).join('')
  try {
    for (const spy of [log, complain]) spy.mockReturnValue()
    return { ok: await main(paths), out: lines(log), error: lines(complain) }
  } finally {
    for (const spy of [log, complain]) spy.mockRestore()
  }
}

describe('the demo', () => {
  test('takes two documents of its own from manifest to signed document, run as a program', () => {
    const options = { cwd: repositoryFile('.'), encoding: 'utf8' } as const
    const {
      status,
      stdout: out,
      stderr: error,
    } = spawnSync(process.execPath, ['--import', 'tsx', 'examples/demo.ts'], options)
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
    ['a missing file', 'no-such.pdf', /^demo: \S*no-such\.pdf cannot be read: ENOENT\n$/],
    ['a folder', 'src', /^demo: \S*src cannot be read: EISDIR\n$/],
    [
      'a file that is no PDF',
      'package.json',
      /^demo: \S*package\.json: Documents are PDF .* It has no PDF header\.\n$/,
    ],
  ])('refuses %s in one line', async (_, path, message) => {
    const { ok, error } = await demo(repositoryFile(path))
    expect(ok).toBe(false)
    expect(error).toMatch(message)
  })

  test('takes other documents', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'demo-')), 'avtale æøå.pdf')
    writeFileSync(path, writePdf(['x']))
    expect((await demo(path)).out).toContain('demo: 1 documents signed by 4 signers')
  })
})

describeWith([officialFiles], 'the demo with real documents', () => {
  test('takes them', async () => {
    const { ok, out } = await demo(official('pdf/PDF-1-4-testdokument.pdf'), official('pdf/PDF-A-testdokument.pdf'))
    expect(ok).toBe(true)
    expect(out).toContain('283882 bytes')
  })
})
