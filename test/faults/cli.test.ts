/** That a full disk, a closed pipe and a killed process leave what was there or the whole of what is new, and no stack. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { portalSignatureJobManifest, type PortalSignatureJobManifest } from 'signering-portal/codec'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readDerValues } from '../../src/x509/der.js'
import { makeSender } from '../../testing/certificates.js'
import { endOf, startProcess } from '../../testing/cli/process.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { smallDriver } from '../../testing/contract/small-driver.js'
import { describeWith, mounts, repositoryFile } from '../../testing/requirements.js'
import { documentBytes, manifest } from '../../testing/simulator/raw-client.js'

const sender = makeSender()

/** So many that a report of them is longer than a block of a disk. */
const caseIds = readFileSync(repositoryFile('testing/contract/case-ids.txt'), 'utf8').split('\n').slice(0, 20)

/** A message of more than a block of 4 KiB, in both forms. */
const long: PortalSignatureJobManifest = {
  ...manifest,
  signers: Array.from({ length: 10 }, (_, index) => ({
    personalIdentificationNumber: `1234567891${index}`,
    notifications: { email: { address: `${'somebody.'.repeat(50)}${index}@example.com` } },
  })),
}

const files = {
  'manifest.xml': portalSignatureJobManifest.encode(manifest),
  'long.xml': portalSignatureJobManifest.encode(long),
  'long.json': JSON.stringify({ 'portal-signature-job-manifest': long }),
  'document.pdf': Buffer.concat([documentBytes, Buffer.alloc(4_000_000)]),
  'key.pem': sender.leaf.privateKeyPem,
  'chain.pem': sender.certificates,
}

type Folder = (name: string) => string

/** The commands that write a file, and how. */
const writers: Readonly<
  Record<string, (file: Folder, output: string, cases?: readonly string[]) => readonly string[]>
> = {
  bundle: (file, output) => [
    ...['bundle', '--output', output, '--manifest', file('manifest.xml')],
    ...['--key', file('key.pem'), '--certificates', file('chain.pem'), file('document.pdf')],
  ],
  decode: (file, output) => ['decode', '--output', output, file('long.xml')],
  encode: (file, output) => ['encode', '--output', output, file('long.json')],
  contract: (_, output, cases = caseIds) => {
    const { command, arguments: given } = smallDriver('right()')
    const ids = cases.flatMap((id) => ['--case', id])
    return ['contract', ...ids, '--output', output, '--report', 'json', '--', command, ...given]
  },
}

/** Runs a command under a shell that takes something away from it first. */
function runUnder(
  taken: string,
  given: readonly string[],
): { readonly status: number | null; readonly stderr: string } {
  const command = ['-c', `${taken} exec "$0" "$@"`, process.execPath, '--import', 'tsx', repositoryFile('src/cli.ts')]
  const { status, stderr } = spawnSync('sh', [...command, ...given], { cwd: repositoryFile(''), encoding: 'utf8' })
  expect(stderr).not.toMatch(/^\s+at /m)
  return { status, stderr }
}

const isWindows = process.platform === 'win32'

describe.skipIf(isWindows)('a file that may not be long enough (no limits on Windows)', () => {
  it.each(['bundle', 'decode', 'encode'])('%s', (name) => {
    const file = folderWith(files)
    mkdirSync(file('out'))
    writeFileSync(file('out/output'), 'old')
    const { status, stderr } = runUnder('ulimit -f 1;', writers[name]?.(file, file('out/output')) ?? [])
    expect(stderr).toContain(`signering-portal: ${file('out/output')}: a file may not be that long.\n`)
    expect(status).toBe(2)
    expect(readdirSync(file('out'))).toEqual(['output'])
    expect(readFileSync(file('out/output'), 'utf8')).toBe('old')
  })

  it('certificates, of which none is left', () => {
    const file = folderWith({})
    const { status, stderr } = runUnder('ulimit -f 1;', ['certificates', file('out')])
    expect(stderr).toContain(`signering-portal: ${file('out')}: a file may not be that long.\n`)
    expect({ status, left: existsSync(file('out')) }).toEqual({ status: 2, left: false })
  })
})

/** A folder of a small disk that has a file, and room for a block more, or none. */
function fullDisk(hasBlock: boolean): string {
  const folder = folderWith({})('.')
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status).toBe(0)
  onTestFinished(() => void spawnSync('umount', [folder]))
  writeFileSync(join(folder, 'output'), 'old')
  writeFileSync(join(folder, 'block'), 'x')
  expect(() => {
    writeFileSync(join(folder, 'rest'), Buffer.alloc(100_000))
  }).toThrow('ENOSPC')
  if (hasBlock) rmSync(join(folder, 'block'))
  return folder
}

// Whoever may not mount one has the limits above.
describeWith([mounts], 'a disk that is full', () => {
  it.each(Object.keys(writers))('%s', async (name) => {
    // A report has the block of the one before it.
    const folder = fullDisk(name !== 'contract')
    const output = join(folder, 'output')
    const child = startProcess(writers[name]?.(folderWith(files), output) ?? [])
    const { code, stderr } = await endOf(child)
    expect(stderr).toContain(`signering-portal: ${output}: there is no space left.\n`)
    expect(code).toBe(2)
    expect(readdirSync(folder).filter((left) => !['block', 'rest'].includes(left))).toEqual(['output'])
    // A report of another run goes before the run.
    expect(readFileSync(output, 'utf8')).toBe(name === 'contract' ? '' : 'old')
  })
})

describe.skipIf(isWindows)('standard output and error that are closed (no such shell on Windows)', () => {
  it.each([
    ['validate', 0],
    ['absent', 2],
  ])('%s ends as it would', (command, code) => {
    const file = folderWith(files)
    for (const closed of ['exec >&-;', 'exec 2>&-;', 'exec >&- 2>&-;'])
      expect(runUnder(closed, [command, file('long.xml')]).status).toBe(code)
  })
})

describe('a reader who has gone', () => {
  it.each([
    ['validate', ['validate', 'long.xml'], 0],
    ['decode', ['decode', 'long.xml'], 0],
    ['a list', ['contract', '--list'], 0],
    ['help', ['--help'], 0],
    // A message that is not whole is of no use.
    ['encode', ['encode', 'long.json'], 2],
  ] as const)('%s', async (_, given, code) => {
    const file = folderWith(files)
    const child = startProcess(given.map((one) => (one in files ? file(one) : one)))
    child.stdout.destroy()
    const ended = await endOf(child)
    expect(ended.code).toBe(code)
  })
})

/** Runs a command that is killed before a step of its writing, into a folder if one is given; gives whether it was. */
function isKilledAt(step: number, given: readonly string[], folder = ''): boolean {
  const loaders = ['tsx', repositoryFile('testing/faults/killed.ts')].flatMap((path) => ['--import', path])
  const { signal, status } = spawnSync(process.execPath, [...loaders, repositoryFile('src/cli.ts'), ...given], {
    cwd: repositoryFile(''),
    env: { ...process.env, KILLED_AT: String(step), KILLED_IN: folder },
  })
  if (signal === null) expect(status).toBe(0)
  return signal === 'SIGKILL'
}

/** The name of a file that is not whole. */
const besideName = /^\.signering-portal-[0-9a-f-]{36}$/

describe.skipIf(isWindows)('a process that is killed as it writes (no signals on Windows)', () => {
  it.each([
    ['bundle', ['old']],
    ['decode', ['old']],
    ['encode', ['old']],
    // The report of another run goes before the run.
    ['contract', ['old', '', '\n', '']],
  ])('%s', (name, before) => {
    const file = folderWith(files)
    mkdirSync(file('out'))
    const output = file('out/output')
    const given = writers[name]?.(file, output, ['organization']) ?? []
    const found: string[] = []
    const left = (): string => readFileSync(output, 'latin1')
    let step = 1
    for (; step < 30; step++) {
      writeFileSync(output, 'old')
      if (!isKilledAt(step, given, file('out'))) break
      if (left() !== found.at(-1)) found.push(left())
      for (const beside of readdirSync(file('out')).filter((other) => other !== 'output')) {
        // It is nothing by its name.
        expect(beside).toMatch(besideName)
        rmSync(file(`out/${beside}`))
      }
    }
    expect(step).toBeGreaterThan(3)
    // The whole of what is new is there from the last step on.
    expect(found).toEqual(before)
  })

  it.each([2, 3, 4, 5, 6, 7, 31])('certificates, at step %i', (step) => {
    const folder = folderWith({})('out')
    expect(isKilledAt(step, ['certificates', folder])).toBe(true)
    if (!existsSync(folder)) return
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.includes('.signering-portal-') || name === 'seid-1') continue
      const content = readFileSync(join(folder, name))
      if (name.endsWith('.pem'))
        expect(content.toString(), name).toMatch(/^(?:-----BEGIN [^-]*-----[^-]*-----END [^-]*-----\s*)+$/)
      else if (name.endsWith('.p12')) expect(readDerValues(content), name).toHaveLength(1)
      else expect(content.length, name).toBeGreaterThan(10)
    }
  })
})
