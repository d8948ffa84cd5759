/** `npm run service`, and the program of the service where it cannot start. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { makeTestCertificates } from 'signering-portal/simulator'
import { expect, onTestFinished, test } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'

/** Starts a program of `examples` with these settings alone. */
function start(program: string, settings: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', repositoryFile(program)], {
    cwd: repositoryFile('.'),
    env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return String(port)
}

test('the demo does what it prints, ends when it is asked to, and leaves nothing', async () => {
  const child = start('examples/service-demo.ts', { PORT: await freePort() })
  let out = ''
  child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()))
  while (!out.includes('service: on port')) {
    expect(child.exitCode).toBe(null)
    await setTimeout(100)
  }
  const [, file = '', url = ''] = /^curl --upload-file (\S+) (\S+)$/m.exec(out) ?? []
  expect((await fetch(url, { method: 'PUT', body: readFileSync(file) })).status).toBe(201)
  expect((await fetch(url)).status).toBe(200)
  const document = async (): Promise<Response> => fetch(`${url}/document`)
  while ((await document()).status !== 200) await setTimeout(500)
  expect((await (await document()).text()).startsWith('%PDF-')).toBe(true)
  const end = once(child, 'exit')
  child.kill('SIGINT')
  expect(await end).toEqual([0, null])
  expect(existsSync(dirname(file))).toBe(false)
})

test('a wrong setting is told in one line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'service-settings-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const { clients } = await makeTestCertificates({ now: new Date(), clients: ['988015814'] })
  const { key = '', certificates = '' } = clients['988015814'] ?? {}
  const settings = {
    KEY_FILE: join(folder, 'key.pem'),
    CERTIFICATES_FILE: join(folder, 'certificates.pem'),
    ORGANIZATION_NUMBER: '988015814',
    SECTOR: 'PRIVATE',
    PORTAL_ROOT: 'https://127.0.0.1:1/api',
    FOLDER: join(folder, 'data'),
    PORT: await freePort(),
  }
  writeFileSync(settings.KEY_FILE, key)
  writeFileSync(settings.CERTIFICATES_FILE, certificates)
  for (const [wrong, told] of [
    [{ KEY_FILE: join(folder, 'none.pem') }, 'no such file'],
    [{ KEY_FILE: settings.CERTIFICATES_FILE }, 'key'],
    [{ SECTOR: 'private' }, 'SECTOR must be PUBLIC or PRIVATE'],
    [{ ORGANIZATION_NUMBER: '1' }, 'rganization'],
    [{ ENVIRONMENT: 'prod' }, 'environment'],
    [{ DATABASE_URL: 'postgresql://127.0.0.1:1/none' }, 'ECONNREFUSED'],
    [{ PORT: '99999999' }, 'port'],
  ] as const) {
    const child = start('examples/service/main.ts', { ...settings, ...wrong })
    const [out] = await Promise.all([child.stderr === null ? '' : text(child.stderr), once(child, 'exit')])
    expect(child.exitCode, out).toBe(1)
    expect(out).toContain(told)
    expect(out).toMatch(/^service: it does not start: /)
    expect(out).not.toMatch(/\n +at /)
  }
  // However it ended, the folder is free.
  expect(existsSync(`${settings.FOLDER}/lock`)).toBe(false)
})
