import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { tlsOptions } from 'signering-portal/tls'
import { createAuthority, keyPem } from '../../testing/certificates.js'
import { folderWith, run, start } from '../../testing/cli/terminal.js'

type Place = (name: string) => string

/** What the portal says to a client of a directory of certificates. */
async function ask(root: string, place: Place, client: string, sender = client): Promise<string> {
  const [key, cert, ca] = [`${client}.key.pem`, `${client}.pem`, 'root.pem'].map((name) => readFileSync(place(name)))
  const options = { ...tlsOptions({ key: key ?? '', cert: cert ?? '', ca: ca ?? '' }), agent: false }
  const sent = request(`${root}/${sender}`, options).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return text(response)
}

/** Serves, asks, and stops. */
async function asking<T>(args: readonly string[], use: (root: string) => Promise<T>): Promise<T> {
  const served = start(['serve', '--tls', ...args])
  const root = await served.firstLine()
  expect(root).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/api$/)
  try {
    return await use(root)
  } finally {
    served.interrupt()
    await served.ended
  }
}

test('--tls makes certificates for the organizations that it serves, and uses them the next time', async () => {
  const folder = folderWith({})
  const directory = folder('certificates')
  const place: Place = (name) => folder(`certificates/${name}`)
  const options = ['--organization', '310000001:PUBLIC', '--broker', '310000003', '--test-certificates', directory]
  await asking(options, async (root) => {
    expect(await ask(root, place, '310000001')).toBe('Organization 310000001\n')
    expect(await ask(root, place, '310000003', '310000001')).toContain('310000003 as its broker')
    expect(await ask(root, folder, 'certificates/310000001').catch(String)).toContain('ENOENT')
  })
  const key = readFileSync(place('server.key.pem'))
  await asking(options, async (root) => {
    expect(await ask(root, place, '310000001')).toBe('Organization 310000001\n')
  })
  expect(readFileSync(place('server.key.pem'))).toEqual(key)
  // One that the directory has no certificate of is told, and no certificate is made beside the others.
  const more = await run(['serve', '--tls', '--organization', '310000004:PUBLIC', '--test-certificates', directory])
  expect([more.code, more.stderr]).toEqual([2, expect.stringContaining('has no certificate of 310000004')])
  // A certificate that is valid no more.
  const valid = readFileSync(place('server.pem'))
  writeFileSync(place('server.pem'), createAuthority('A root').issue([['CN', 'old']], new Date('2021-01-01')).cert)
  const old = await run(['serve', '--tls', ...options.slice(0, 4), '--test-certificates', directory])
  expect([old.code, old.stderr]).toEqual([2, expect.stringContaining('is not valid now')])
  writeFileSync(place('server.pem'), valid)

  const own = ['--key', place('server.key.pem'), '--certificates', place('server.pem'), '--trust', place('root.pem')]
  await asking(['--organization', '310000001:PUBLIC', ...own], async (root) => {
    expect(await ask(root, place, '310000001')).toBe('Organization 310000001\n')
    expect(await ask(root, place, '310000003', '310000001')).toContain('NOT_AUTHORIZED')
  })

  const logged = start(['serve', '--tls', '--log', ...own])
  const plain = (await logged.firstLine()).replace('https', 'http')
  await expect(fetch(plain)).rejects.toThrow()
  logged.interrupt()
  expect((await logged.ended).stderr).toBe('TLS refused: http request\n')

  const refused = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(['serve', '--tls', ...args])
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 3 })
    return stderr
  }
  writeFileSync(folder('other.pem'), keyPem('rsa-3072'))
  const files = (key: string, certificates: string, trust: string): readonly string[] => [
    ...['--key', key, '--certificates', certificates],
    ...['--trust', place('root.pem'), '--trust', trust],
  ]
  const [keyFile, certificates, trust] = [place('server.key.pem'), place('server.pem'), place('root.pem')]
  expect(await refused(files(folder('other.pem'), certificates, trust))).toContain('other.pem: The private key is not')
  expect(await refused(files(keyFile, keyFile, trust))).toContain(`${keyFile}: `)
  expect(await refused(files(certificates, certificates, trust))).toContain(`${certificates}: `)
  expect(await refused(files(keyFile, certificates, keyFile))).toContain(`${keyFile}: `)
  expect(await refused(files(keyFile, certificates, folder('none')))).toContain('none: no such file or directory.')

  rmSync(place('server.key.pem'))
  expect(await refused(['--test-certificates', directory])).toContain('is there already, and is not replaced.')
})

const either = '--tls needs either --test-certificates, or --key, --certificates and --trust.'

test.each([
  [['--tls'], either],
  [['--tls', '--key', 'a', '--certificates', 'b'], either],
  [['--tls', '--key', 'a', '--trust', 'b'], either],
  [['--tls', '--test-certificates', 'a', '--trust', 'b'], either],
  [['--test-certificates', 'a'], '--test-certificates, --key, --certificates and --trust are for --tls.'],
  [['--key', 'a'], '--test-certificates, --key, --certificates and --trust are for --tls.'],
])('%j is a usage error', async (args, message) => {
  expect(await run(['serve', ...args])).toEqual({
    code: 2,
    stdout: '',
    stderr: `signering-portal: ${message}\nSee signering-portal serve --help.\n`,
  })
})
