/** What only a process shows; the rest of the command line is tested in this one, below `cli`. */
import { spawn, spawnSync, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readFileSync, symlinkSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { readBundle } from 'signering-portal/bundle'
import { portalSignatureJobManifest } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { makeSender } from '../testing/certificates.js'
import { endOf, startProcess } from '../testing/cli/process.js'
import { folderWith } from '../testing/cli/terminal.js'
import { smallDriver } from '../testing/contract/small-driver.js'
import { repositoryFile } from '../testing/requirements.js'
import { create, documentBytes, manifest } from '../testing/simulator/raw-client.js'

test('the process ends with the exit code of the command, and its output goes to the right stream', async () => {
  const child = startProcess(['validate', '--json', '-'])
  child.stdin.end('<error/>')
  const { code, stdout, stderr } = await endOf(child)
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 1, result: { files: [{ file: '-', valid: false }] } })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
})

test('a reader that stops before the end of the output is no failure', async () => {
  const child = startProcess(['validate', '--json', '-'])
  child.stdout.destroy()
  child.stdin.end('<error/>')
  expect((await endOf(child)).stderr).toBe('')
})

test.skipIf(!existsSync('/dev/full'))('output that cannot be written is a failure (/dev/full)', () => {
  const given = ['--import', 'tsx', repositoryFile('src/cli.ts'), '--version']
  const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const
  const { status, stderr } = spawnSync(process.execPath, given, { stdio: [...stdio], encoding: 'utf8' })
  expect(stderr).toBe('signering-portal: Standard output cannot be written (ENOSPC).\n')
  expect(status).toBe(2)
})

test.skipIf(process.platform === 'win32')('a directory on standard input is no input (not on Windows)', () => {
  const given = ['--import', 'tsx', repositoryFile('src/cli.ts'), 'validate', '-']
  const stdio: StdioOptions = [openSync(repositoryFile('src'), 'r'), 'pipe', 'pipe']
  const { status, stderr } = spawnSync(process.execPath, given, { stdio, encoding: 'utf8' })
  expect(stderr).toBe('signering-portal: standard input: is a directory.\nSee signering-portal validate --help.\n')
  expect(status).toBe(2)
})

test.skipIf(!existsSync('/dev/stderr'))('standard error is no output, also where it is a file (/dev/stderr)', () => {
  const file = folderWith({ log: '', 'manifest.xml': portalSignatureJobManifest.encode(manifest) })
  const given = ['--import', 'tsx', repositoryFile('src/cli.ts'), 'decode', file('manifest.xml')]
  const stdio: StdioOptions = ['ignore', 'pipe', openSync(file('log'), 'a')]
  for (const output of ['/dev/stderr', file('log')]) {
    const { status, stdout } = spawnSync(process.execPath, [...given, '--output', output], { stdio, encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  }
  expect(readFileSync(file('log'), 'utf8').match(/is standard error, which gets what is told\.\n/g)).toHaveLength(2)
})

describe('bundle', () => {
  const sender = makeSender()
  const files = {
    ...{ 'manifest.xml': portalSignatureJobManifest.encode(manifest), 'document.pdf': documentBytes },
    ...{ 'key.pem': sender.leaf.privateKeyPem, 'chain.pem': sender.certificates },
  }
  const argumentsFor = (file: (name: string) => string, output: string): string[] => [
    ...['--import', 'tsx', repositoryFile('src/cli.ts'), 'bundle', '--output', output, '--manifest', '-'],
    ...['--key', file('key.pem'), '--certificates', file('chain.pem'), file('document.pdf')],
  ]

  test('does not overwrite the file that standard input comes from', () => {
    const file = folderWith(files)
    const input = openSync(file('manifest.xml'), 'r')
    for (const output of ['manifest.xml', 'link']) {
      if (output === 'link') symlinkSync('manifest.xml', file('link'))
      const given = argumentsFor(file, file(output))
      const { status, stderr } = spawnSync(process.execPath, given, {
        stdio: [input, 'pipe', 'pipe'],
        encoding: 'utf8',
      })
      expect(stderr).toContain('--output names a file that is read')
      expect(status).toBe(2)
    }
    expect(readFileSync(file('manifest.xml'), 'utf8')).toBe(files['manifest.xml'])
  })

  test('writes the package to standard output, byte for byte', () => {
    const given = argumentsFor(folderWith(files), '-')
    const { status, stdout, stderr } = spawnSync(process.execPath, given, { input: files['manifest.xml'] })
    expect({ status, stderr: stderr.toString() }).toEqual({
      ...{ status: 0, stderr: `-: a document package of ${stdout.length} bytes\n` },
    })
    expect(readBundle(stdout).manifest).toEqual(manifest)
  })

  test('fails where nobody reads the package to its end', async () => {
    const [node, ...given] = [process.execPath, ...argumentsFor(folderWith(files), '-')]
    const child = spawn(node, given)
    child.stdout.destroy()
    child.stdin.end(files['manifest.xml'])
    expect(await endOf(child)).toMatchObject({
      ...{ code: 2, stderr: 'signering-portal: Standard output cannot be written (EPIPE).\n' },
    })
  })

  test.skipIf(!existsSync('/dev/full'))('fails on a full disk, and says so (/dev/full)', () => {
    for (const output of ['-', '/dev/full']) {
      const stdio: StdioOptions = ['pipe', output === '-' ? openSync('/dev/full', 'w') : 'pipe', 'pipe']
      const given = argumentsFor(folderWith(files), output)
      const options = { stdio, input: files['manifest.xml'], encoding: 'utf8' } as const
      const { status, stderr } = spawnSync(process.execPath, given, options)
      expect(stderr).toMatch(/^signering-portal: (?:Standard output cannot be written \(ENOSPC\)|.*no space left)\.\n/)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(status).toBe(2)
    }
  })
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('serve stops on %s', async (signal) => {
  const child = startProcess(['serve'])
  const [root] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  expect((await fetch(root)).status).toBe(404)
  child.kill(signal)
  expect((await endOf(child)).code).toBe(0)
  await expect(fetch(root)).rejects.toThrow()
})

test('contract stops on SIGINT, with its driver, what that has started, and the keys', async () => {
  const file = folderWith({})('pids')
  const { command, arguments: given } = smallDriver(`
    const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' })
    const { key } = request.arguments.client
    require('node:fs').writeFileSync('${file}', JSON.stringify({ pids: [process.pid, child.pid], key }))
    setInterval(() => undefined, 1000)`)
  const child = startProcess(['contract', '--', command, ...given])
  const { pids, key } = (await written(file)) as { readonly pids: readonly number[]; key: string }
  expect(existsSync(key)).toBe(true)
  child.kill('SIGINT')
  const { code, stdout, stderr } = await endOf(child)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^signering-portal: The run was interrupted after 1 of \d+ cases\.\n/)
  expect(existsSync(key)).toBe(false)
  for (const pid of pids) await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false)
})

test('contract stops at once when it is asked to twice, with all of it', async () => {
  const folder = folderWith({})
  const { command, arguments: given } = smallDriver(`
    require('node:fs').writeFileSync('${folder('driver')}', JSON.stringify([process.pid, request.arguments.client.key]))
    process.stdin.on('end', () => setTimeout(() => require('node:fs').writeFileSync('${folder('late')}', ''), 1500))
    setInterval(() => undefined, 1000)
    right()`)
  const child = startProcess(['contract', '--', command, ...given])
  const [pid, key] = (await written(folder('driver'))) as [number, string]
  const ended = endOf(child)
  child.kill('SIGQUIT')
  await new Promise((resolve) => setTimeout(resolve, 100))
  child.kill('SIGHUP')
  const { code } = await ended
  expect({ code, isKeyThere: existsSync(key) }).toEqual({ code: 2, isKeyThere: false })
  await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false)
  expect(existsSync(folder('late'))).toBe(false)
})

/** The JSON that another process writes: its file is there before all of it is. */
async function written(file: string): Promise<unknown> {
  const textOf = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  await expect.poll(textOf, { timeout: 60_000 }).toMatch(/[\]}]$/)
  return JSON.parse(textOf())
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('serve --log goes on where nobody reads the log any more', async () => {
  const child = startProcess(['serve', '--log'])
  const [root] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  child.stderr.destroy()
  for (let number = 0; number < 3; number += 1) expect((await fetch(root)).status).toBe(404)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('check asks a served portal, and ends', async () => {
  const folder = folderWith({})
  const served = startProcess(['serve', '--tls', '--test-certificates', folder('pki')])
  const [root] = (await once(createInterface({ input: served.stdout }), 'line')) as [string]
  const own = ['--root', root, '--trust', folder('pki/root.pem'), '--pkcs12', folder('pki/123456785.p12')]
  const passphrase = readFileSync(folder('pki/passphrase.txt'), 'utf8')
  const child = startProcess(['check', ...own], { SIGNERING_PORTAL_PASSPHRASE: passphrase })
  const { code, stdout, stderr } = await endOf(child)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/\nanswer: 200 Organization 123456785\nclock: .*\nAll is well\.\n$/)
  served.kill('SIGTERM')
  expect((await endOf(served)).code).toBe(0)
})

test('what serve has answered is there after it was killed', async () => {
  const file = folderWith({})('state.json')
  const args = ['serve', '--state', file, '--signing-time-tolerance', '999999999']
  const rootOf = async (child: ReturnType<typeof startProcess>): Promise<string> =>
    ((await once(createInterface({ input: child.stdout }), 'line')) as [string])[0]
  const killed = startProcess(args)
  const root = await rootOf(killed)
  const answered: string[] = []
  const createMany = async (): Promise<void> => {
    for (;;) {
      const created = await (await create(fetch, root)).text()
      answered.push(/<signature-job-id>(\d+)</.exec(created)?.[1] ?? expect.unreachable(created))
      // In the midst of the requests of the others, before more than ten within a second block them.
      if (answered.length === 6) killed.kill('SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: 3 }, createMany))
  expect(answered.length).toBeGreaterThan(5)
  const next = startProcess(args)
  const jobs = await fetch(new URL('/control/jobs', await rootOf(next)))
  const known = (await jobs.json()) as readonly { readonly signatureJobId: string }[]
  expect(known.map(({ signatureJobId }) => signatureJobId)).toEqual(expect.arrayContaining(answered))
  next.kill('SIGTERM')
  expect((await endOf(next)).code).toBe(0)
})
