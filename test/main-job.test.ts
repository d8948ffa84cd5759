import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  createSimulator,
  makeTestCertificates,
  serve,
  writePdf,
  type AnsweredRequest,
} from 'signering-portal/simulator'
import { describe, expect, test, vi } from 'vitest'
import { main } from '../examples/demo.js'
import { describeWith, official, officialFiles, repositoryFile } from '../testing/requirements.js'

/** Runs an example as it stands, as JavaScript, in a folder of its own with files; nothing may be told on standard error. */
async function runProgram(
  program: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly cwd: string; readonly stdout: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'example-'))
  for (const [name, content] of Object.entries({ ...files, 'program.mjs': program }))
    writeFileSync(join(cwd, name), content)
  const env = { ...process.env, TSX_TSCONFIG_PATH: repositoryFile('tsconfig.json'), ...environment }
  const options = ['--import', import.meta.resolve('tsx'), 'program.mjs']
  const { stdout, stderr } = await promisify(execFile)(process.execPath, options, { cwd, env })
  expect(stderr).toBe('')
  return { cwd, stdout }
}

test('the example of Getting started takes a job through a simulated portal of its own', async () => {
  const { cwd, stdout } = await runProgram(readFileSync(repositoryFile('examples/getting-started.ts'), 'utf8'))
  expect(stdout).toMatch(/^Organization 123456785\n+created job [0-9]+\nCOMPLETED_SUCCESSFULLY\n$/)
  expect(readFileSync(join(cwd, 'signed.pdf'), 'latin1')).toMatch(/^%PDF-/)
})

test('the example of the README takes a job from the key file to the signed document, over two-way TLS', async () => {
  const organizationNumber = '988015814'
  const certificates = await makeTestCertificates({ now: new Date(), clients: [organizationNumber] })
  const { [organizationNumber]: client } = certificates.clients
  const clock = { now: () => new Date() }
  const simulator = createSimulator({
    clock,
    senders: [{ organizationNumber, sector: 'PRIVATE' }],
    trust: [certificates.root.certificates],
  })
  const { server, root } = certificates
  const tls = { key: server.key, cert: server.certificates, ca: root.certificates }
  const onAnswer = ({ method, status }: AnsweredRequest): void => {
    // Signed at once: nobody waits for a queue.
    for (const { signatureJobId } of method === 'POST' && status === 200 ? simulator.jobs() : [])
      simulator.setSignerStatus(signatureJobId, 1, 'SIGNED')
  }
  const served = await serve(simulator, { tls, onAnswer })
  try {
    const service = ['environments.difitest', "environment: 'test'"]
    const own = [JSON.stringify(served.root), "ca: await readFile('root.pem')"]
    const program = service.reduce(
      (text, found, index) => {
        expect(text.split(found)).toHaveLength(2)
        return text.replace(found, own[index] ?? '')
      },
      readFileSync(repositoryFile('examples/readme.ts'), 'utf8'),
    )
    const { cwd } = await runProgram(
      program,
      {
        'certificate.p12': client?.pkcs12 ?? '',
        'root.pem': root.certificates,
        'lease.pdf': writePdf(['A lease']),
      },
      { PASSPHRASE: client?.passphrase },
    )

    const { signatureJobId, status } = simulator.jobs()[0] ?? expect.fail()
    expect(status).toBe('COMPLETED_SUCCESSFULLY')
    expect(readFileSync(join(cwd, `${signatureJobId}.pdf`), 'latin1')).toMatch(/^%PDF-/)
    expect(simulator.exchanges().map(({ resource }) => resource)).toEqual([
      'create',
      'nextStatusChange',
      'downloadPades',
      'confirm',
    ])
  } finally {
    await served.close()
  }
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
